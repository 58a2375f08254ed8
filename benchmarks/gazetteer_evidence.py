"""How names stand in real questions and answers, which says how far each can be trusted."""

# Lists of names read best as they are.
# ruff: noqa: E501

import gzip
import json
import re
from collections import Counter
from html import unescape

WORD = re.compile(r"[^\W_]\w*(?:[-’'.](?=\w)\w+)*")
LOCATIVE = frozenset(
    "in at near across from around within outside throughout between to visiting".split()
)
DEMONYMS = frozenset(
    "English British Scottish Welsh Irish French German Spanish Italian Polish Russian "
    "Ukrainian Chinese Indian "
    "Israeli Palestinian Iranian American Canadian Australian European African Asian Turkish "
    "Greek Dutch Danish "
    "Swedish Norwegian Swiss Afghan Syrian Iraqi Sudanese Jewish Christian Muslim Roman Hindu "
    "Sikh Arab Kurdish "
    "Northern Southern Eastern Western Central North South East West".split()
)
NEVER = frozenset(
    "January February March April May June July August September October November December "
    "Monday Tuesday "
    "Wednesday Thursday Friday Saturday Sunday Spring Summer Autumn Winter King Queen Prince "
    "Parliament Union "
    "Commonwealth Minister Secretary Government Chancellor Treasury Budget Trust Police Army "
    "Navy Church Crown "
    "House Lords Commons Justice Defence Health Education Transport Energy Labour Conservative "
    "Liberal Green "
    "Reform Independent Speaker Baroness Lord Lady Sir Dame Google Apple Meta Academy Horizon "
    "Bill Act Order Data "
    "Table Total Number Year Department Ministry Review Report Answer Question Universal Credit "
    "Personal National "
    "International Public Service Services Social Care Local Authority Of Best Same Come Most "
    "Male Young Price "
    "Mission Street Water Post Storm Hurricane Cross Country Progress Alpha Delta Bravo Gavi Annex Quarter Box "
    "Work Grade Sheet Rise Coast Law River Reach More University Bridge "
    # Firms, trains and peoples.
    "Santander Clarion Toyota Mercedes Aurora Meridian Olympic Centurion Somali Balkan Dari Zion Freeport "
    "Diana Ajax Boxer Diabetes Conference Tata Hitachi Herne Sterling Wilson Turner".split()
) | {"Cross Country", "West Coast"}
WORDS_TOO = frozenset(["Rugby", "Hope", "Sandwich", "Christ Church", "Drax"])
"""Places whose names are said of other things as often."""
_COUNCIL = re.compile(
    r"\b((?:[A-Z][\w’'-]+(?: (?:and|of|upon|on) | & | )){1,4})(?:Metropolitan |London |"
    r"County )?(?:District|Borough|City|County) Council\b"
)
_NO_COUNCIL = re.compile(
    r"\A(?:The|In|As|With|By|And|Royal|Metropolitan|London|For|From|If|When|City of|Both|Mr|Ms|"
    r"Leader)\b|\b(?:and|of)\Z|"
    r"Council|Department|Metropolitan|Royal|Group"
)


def key(name: str) -> str:
    """A name as it is looked up: its words, with plain "and" and one kind of apostrophe."""
    return " ".join(WORD.findall(name.replace(" & ", " and "))).replace("’", "'")


def texts(path: str) -> list[str]:
    """Questions and answers, without their tags."""
    told = []
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            one = json.loads(line)
            raw = f"{one['question_text'] or ''}\n\n{one['answer_text'] or ''}"
            told.append(unescape(re.sub(r"<[^<>]*>", "\n", raw)).replace("\xa0", " "))
    return told


def councils(told: list[str]) -> set[str]:
    """The areas that district, borough, city and county councils are named after."""
    found = Counter(match[1].strip() for text in told for match in _COUNCIL.finditer(text))
    return {n for n, c in found.items() if c >= 2 and len(n) > 3 and not _NO_COUNCIL.search(n)}


class Evidence:
    """Counts, for each name: how often it stands after "in", is glued to another, is written small."""

    def __init__(self, told: list[str], names: set[str]) -> None:
        self.total: Counter[str] = Counter()
        self.located: Counter[str] = Counter()
        self.glued: Counter[str] = Counter()
        self.small: Counter[str] = Counter()
        self.large: Counter[str] = Counter()
        keys = {" ".join(WORD.findall(name)): name for name in names}
        reach: dict[str, int] = {}
        for key in keys:
            first, _, rest = key.partition(" ")
            reach[first] = max(reach.get(first, 0), rest.count(" ") + 2 if rest else 1)
        for text in told:
            self._count(text, keys, reach)

    def _count(self, text: str, keys: dict[str, str], reach: dict[str, int]) -> None:
        tokens = [(m.group(), m.start(), m.end()) for m in WORD.finditer(text)]
        for i, (word, start, _) in enumerate(tokens):
            (self.large if word[0].isupper() else self.small)[word.lower()] += 1
            for width in range(min(reach.get(word, 0), len(tokens) - i), 0, -1):
                name = keys.get(" ".join(t[0] for t in tokens[i : i + width]))
                if name is None:
                    continue
                self.total[name] += 1
                if i and tokens[i - 1][2] == start - 1 and text[start - 1] == " ":
                    before = tokens[i - 1][0]
                    self.located[name] += before in LOCATIVE
                    self.glued[name] += before[0].isupper()
                after = tokens[i + width] if i + width < len(tokens) else None
                if after and after[1] == tokens[i + width - 1][2] + 1 and after[0][0].isupper():
                    self.glued[name] += 1
                break


def before_places(told: list[str], strong: set[str]) -> tuple[set[str], set[str]]:
    """Words with a capital right before a place: those that only open a sentence, and those that make a name.

    "Across England" and "Supporting Ukraine" open sentences; "Historic England" is a body.
    """
    opening: Counter[str] = Counter()
    inside: Counter[str] = Counter()
    small: Counter[str] = Counter()
    pair = re.compile(r"(\A|\n|[.?:;|”\"“] )?\b([A-Z][a-z]+) (?=([A-Z]\w+))")
    for text in told:
        small.update(re.findall(r"\b[a-z]{2,}\b", text))
        for match in pair.finditer(text):
            if match[3] in strong:
                (inside if match[1] is None else opening)[match[2]] += 1
    words = (set(opening) | set(inside)) - NEVER
    free = {w for w in words if small[w.lower()] >= 20 and opening[w] > inside[w]}
    names = {w for w in words if inside[w] >= 3 and inside[w] > 2 * opening[w] and w not in strong}
    return free, names


def frequent(told: list[str], tiers: dict[str, str]) -> set[str]:
    """Words that often have a capital and are no places: what an unknown place is never called."""
    large = Counter(w for text in told for w in re.findall(r"\b[A-ZÀ-Þ]\w+", text))
    return {word for word, n in large.items() if n >= 8 and tiers.get(word) != "S"}


def tiers(
    told: list[str], names: set[str], sure: set[str], british: set[str], sizes: dict[str, int]
) -> dict[str, str]:
    """Each name's tier.

    S stands by itself; B (British) and W (foreign) need a word beside them that says so; C is a
    common word too, and needs a sure sign. A name of a known place is never left out, save
    weekdays, months, peoples and the like.
    """
    seen = Evidence(told, names)
    return {
        name: tier
        for name in names
        if (tier := _tier(name, seen, name in sure, name in british, sizes.get(name, 0)))
    }


def _tier(name: str, seen: Evidence, sure: bool, british: bool, people: int) -> str:
    if name in WORDS_TOO:
        return "C"
    if sure:
        return "S"
    if name in NEVER or name in DEMONYMS or len(name) < 3:
        return ""
    total, located, glued = seen.total[name], seen.located[name], seen.glued[name]
    small, large = seen.small[name.lower()], seen.large[name.lower()]
    single = " " not in name
    if single and small > 10 and small > 0.3 * large:
        return "C" if british and (located >= 3 or people >= 4_000) else ""
    share = located / total if total else 0.0
    # What stands in names of bodies says nothing of the name by itself.
    free_share = located / max(1, total - glued, located)
    plain = not single or small <= 0.05 * large
    if total >= 4 and share >= 0.12 and glued < 0.6 * total and small < large:
        return "S"
    if (
        british
        and plain
        and (people >= 60_000 or (people >= 15_000 and (total < 10 or free_share >= 0.05)))
    ):
        return "S"
    if people >= 150_000 and plain and (total < 10 or share >= 0.05):
        return "S"
    if not single and (british or people >= 50_000) and glued <= 0.5 * total:
        return "S"
    if not british and total >= 3 and (glued >= 0.9 * total or (total >= 10 and share < 0.04)):
        return "C" if people >= 50_000 else ""
    return "B" if british else "W"
