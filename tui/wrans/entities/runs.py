"""What a run of words with capitals holds, whatever stands around it.

"Secretary of State for Wales", "Kent and Medway NHS Trust", "London Borough of Merton": what is a
place in them depends on their own words alone, so each run is looked into once and remembered.
"""

from itertools import pairwise
from typing import Final

from wrans.entities.gazetteer import MAKING, Gazetteer, key
from wrans.entities.heads import (
    ACRONYM_BODIES,
    BEFORE_PART,
    BODIES_IN,
    BODY,
    CANNOT_END,
    DIRECTIONS,
    FACILITIES,
    FREE_AFTER,
    FREE_BEFORE,
    GENERIC_AFTER,
    GENERIC_BEFORE,
    GENERIC_UNKNOWN,
    HEADS_FOR,
    HEADS_OF,
    HEADS_OFFICE,
    PART_OF,
    PLAN_FOR,
    TITLES,
)
from wrans.entities.names import COMMON, FOREIGN, STRONG
from wrans.entities.patterns import pattern
from wrans.entities.words import Words, unowned
from wrans.values import dataclass

_TOKEN: Final = pattern(r"&|[^\W_]\w*(?:[-–’'.](?=\w)\w+)*")
_JOINING: Final = frozenset(
    ["and", "&", "of", "for", "the", "on", "upon", "in", "under", "with", "by", "du"]
)
_ACRONYM: Final = pattern(r"[A-Z][A-Z&]*[A-Z]s?\Z")
_POSTCODE: Final = pattern(r"(?![AM]\d)[A-Z]{1,2}\d[A-Z\d]?\Z")
"""Its first half; a letter and a number may be a road too, which is what "A" and "M" mostly are."""
_PARTING: Final = pattern(r"-(?=[A-Z])")
_TAILS: Final = frozenset(
    ["based", "led", "born", "wide", "domiciled", "style", "registered", "made"]
)
_MOST_WORDS: Final = 60
_MOST_PARTED: Final = 500
"""Letters; no two names are as long."""


@dataclass(slots=True)
class _Name:
    """A name within a run, by its words and its characters."""

    first: int
    after: int
    start: int
    end: int
    tier: str
    blocked: bool = False


Found = tuple[tuple[int, int, str], ...]
"""Places in a run: start, end, and how far the name can be trusted."""


def look_into(words: Words, run: str) -> tuple[Found, Found]:
    """The places in a run within a sentence, and those in one that opens a sentence."""
    if run.isalpha() and (tier := words.known.tiers[run]):
        found: Found = ((0, len(run), tier),)  # no word beside it says otherwise
        return found, found
    within = Run(words, run, opens=False)
    found = within.places()
    return found, Run(words, run, opens=True).places() if within.depends else found


def _parted(known: Gazetteer, run: str) -> str:
    """A run whose hyphens part names of several words: "UK-New Zealand", "Great Britain-US"."""
    if " " not in run or len(run) > _MOST_PARTED:
        return run
    for match in _PARTING.finditer(run):
        before, after = run[: match.start()].split(" "), run[match.end() :].split(" ")
        last, first = before[-1].rpartition("-")[2], unowned(after[0])
        if known.tiers[last] == STRONG or known.tiers[" ".join(before[-2:])] == STRONG:
            pairs = (" ".join([*after[:n], unowned(after[n])]) for n in (1, 2) if n < len(after))
            if any(known.tiers[pair] == STRONG for pair in pairs) or (
                len(before) > 1 and not known.tiers[last] and known.tiers[first] == STRONG
            ):
                run = f"{run[: match.start()]} {run[match.end() :]}"
    return run


def _tokens(run: str, *, is_plain: bool) -> list[tuple[str, int, int]]:
    """The words of a run, each with where it begins and ends."""
    if not is_plain:
        return [(m[0], m.start(), m.end()) for m in _TOKEN.finditer(run)][:_MOST_WORDS]
    tokens = []
    start = 0
    for word in run.split(" ")[:_MOST_WORDS]:
        end = start + len(word)
        tokens.append((word, start, end))
        start = end + 1
    return tokens


class Run:
    """One run of words with capitals."""

    depends = False
    """Does it matter whether a sentence begins with the run?"""

    def __init__(self, words: Words, run: str, *, opens: bool) -> None:
        self._words = words
        self._known = words.known
        run = run.replace("–", "-")  # "Aldridge–Brownhills" is "Aldridge-Brownhills"
        self._run = run
        self._opens = opens
        self._is_plain = run.replace(" ", "").isalnum()
        parted = _parted(self._known, run) if "-" in run else run
        self._tokens = _tokens(parted, is_plain=self._is_plain)

    def places(self) -> Found:
        """The places in it, in order."""
        names = self._names()
        if not names:
            return ()
        out: list[_Name] = []
        starts = {name.first: name for name in names}
        for name in reversed(names):
            follower = out[-1] if out else None
            self._extend(name)
            name.blocked = self._goes_on(name, starts) or self._is_end(name)
            starts[name.first] = name
            if follower and name.end > follower.start:
                # Two share a word: the longer one stands.
                if name.end - name.start <= follower.end - follower.start:
                    continue
                out.pop()
            out.append(name)
        out.reverse()
        for one, other in pairwise(out):
            if one.blocked and not other.blocked and self._made_with(one, other):
                other.blocked = True
        return tuple((n.start, n.end, n.tier) for n in out if not n.blocked)

    def _made_with(self, one: _Name, other: _Name) -> bool:
        """As in "NHS Kent and Medway": what makes a name with one place makes it with both."""
        tokens, at = self._tokens, one.after
        if other.first != at + 1 or tokens[at][0] not in ("and", "&") or not one.first:
            return False
        before = tokens[one.first - 1][0]
        is_large = self._is_large(one) and self._is_large(other)
        if before == "for" or (before == "of" and is_large):
            return True  # "Charity Commission for England and Wales"
        if before != "NHS" and before not in self._known.makers:
            return False
        return not (self._is_large(one) or self._is_large(other))

    # -- which names

    def _names(self) -> list[_Name]:
        names: list[_Name] = []
        after = 0
        words = self._words
        for at, (word, _, _) in enumerate(self._tokens):
            if at < after or not words[word] or word in _JOINING:
                continue
            found = self._listed(at)
            if not found and "-" in word:
                found = self._hyphened(at)
            if not found and unowned(word) in MAKING:
                found = self._unlisted(at, names)
            if found:
                names += found
                after = found[-1].after
        return names

    def _listed(self, at: int) -> list[_Name]:
        """The longest name of the gazetteer that begins there."""
        tokens, tiers = self._tokens, self._known.tiers
        word, start, _ = tokens[at]
        is_plain = self._is_plain
        if not is_plain:
            word = word.replace("’", "'")
        for width in range(self._longest(at, word), 0, -1):
            last, _, end = tokens[at + width - 1]
            if is_plain:
                if tier := tiers[self._run[start:end]]:
                    return [_Name(at, at + width, start, end, tier)]
                continue
            whole, hyphen, tail = last.partition("-")
            words = [t[0] for t in tokens[at : at + width - 1]]
            words.append(whole if width > 1 and hyphen and tail.islower() else unowned(last))
            if tier := tiers[key(words)]:
                end -= len(last) - len(words[-1])
                return [_Name(at, at + width, start, end, tier)]
        return self._in_capitals(at, word) if word.isupper() and len(word) > 3 else []

    def _longest(self, at: int, word: str) -> int:
        """How many words a name that begins there may have."""
        tokens, tiers = self._tokens, self._known.tiers
        longest = min(tiers.reach[word] or 1, len(tokens) - at)
        if self._is_plain:
            for width in range(1, longest):
                if not tiers.inside[tokens[at + width][0]]:
                    return width
        return longest

    def _in_capitals(self, at: int, word: str) -> list[_Name]:
        """A name that is else not written so: "NORTHERN IRELAND"."""
        tokens, tiers = self._tokens, self._known.tiers
        bare = unowned(word)
        for width in range(min(self._known.reach[bare.title()], len(tokens) - at), 1, -1):
            words = [t[0] for t in tokens[at : at + width]]
            capitals = all(map(str.isupper, words))
            if capitals and tiers[key([w.title() for w in words])] == STRONG:
                return [_Name(at, at + width, tokens[at][1], tokens[at + width - 1][2], STRONG)]
        if len(word) > 4 and tiers[bare.title()] == STRONG:
            return [_Name(at, at + 1, tokens[at][1], tokens[at][1] + len(bare), STRONG)]
        return []

    def _hyphened(self, at: int) -> list[_Name]:
        """As in "UK-based", "UK-India": the places in a word with hyphens."""
        word, start, _ = self._tokens[at]
        found = []
        parts = word.split("-")
        place = start
        for part, after in zip(parts, [*parts[1:], ""], strict=True):
            bare = unowned(part)
            tier = self._known.tiers[bare]
            if tier and len(bare) > 1 and (tier == STRONG or after in _TAILS):
                found.append(_Name(at, at + 1, place, place + len(bare), STRONG))
            elif not (part.islower() or _ACRONYM.match(part) or tier):
                # "Anglo-France", "Kara-Murza": names of something else.
                return []
            place += len(part) + 1
        return found

    def _unlisted(self, at: int, names: list[_Name]) -> list[_Name]:
        """As in "River Ver", "Honister Pass": names that say themselves what they are."""
        tokens = self._tokens
        word, start, end = tokens[at]
        if word in GENERIC_BEFORE and at + 1 < len(tokens):
            after, begins, ends = tokens[at + 1]
            if begins == end + 1 and after[0].isupper() and after not in _NO_RIVERS:
                return [_Name(at, at + 2, start, ends - len(after) + len(unowned(after)), STRONG)]
        if word == "Parish" and self._token(at + 1) == "of" and self._token(at + 2)[:1].isupper():
            past = at + 3
            if self._token(past) == "and" and self._token(past + 1)[:1].isupper():
                past += 2
            return [_Name(at, past, start, tokens[past - 1][2], STRONG)]
        bare = unowned(word)
        if bare in GENERIC_UNKNOWN and at and not (names and names[-1].after == at):
            before, begins, ends = tokens[at - 1]
            if ends + 1 == start and before[0].isupper() and before not in FREE_BEFORE:
                first = at - 1
                if first > 1 and tokens[first - 1][2] + 1 == begins and self._is_name(first - 1):
                    first -= 1
                return [_Name(first, at + 1, tokens[first][1], start + len(bare), FOREIGN)]
        return []

    def _is_name(self, at: int) -> bool:
        word = self._tokens[at][0]
        return word[0].isupper() and word not in FREE_BEFORE

    # -- where a name begins and ends

    def _extend(self, name: _Name) -> None:
        """Take in directions, "City of" and words like "Airport"."""
        is_half = self._run[name.start - 1 : name.start] == "-"
        if name.first and not is_half:
            self._take_before(name)
        if name.after < len(self._tokens) and not is_half:
            self._take_behind(name)

    def _take_before(self, name: _Name) -> None:
        tokens, first = self._tokens, name.first
        while name.first and tokens[name.first - 1][0] in DIRECTIONS and self._adjoins(name.first):
            name.first -= 1
        if self._joins_directions(name.first):
            name.first -= 2
        before = name.first - 2
        if name.first > 2 and tokens[name.first - 1][0] == "the":
            before -= 1
        if before >= 0 and tokens[before + 1][0] == "of" and tokens[before][0] in PART_OF:
            name.first = before
            if before and tokens[before - 1][0] in BEFORE_PART:
                name.first -= 1
        if name.first < first:
            name.start = tokens[name.first][1]

    def _take_behind(self, name: _Name) -> None:
        tokens = self._tokens
        if self._run.startswith(("'", "’"), name.end):
            return
        while name.after < len(tokens) and tokens[name.after][1] == name.end + 1:
            width = self._generic(name)
            if not width:
                break
            name.after += width
            word, start, _ = tokens[name.after - 1]
            name.end = start + len(unowned(word))

    def _joins_directions(self, at: int) -> bool:
        """As in "Central and Eastern England", but not "the North West and North East"."""
        tokens = self._tokens
        if at < 2 or tokens[at - 1][0] not in ("and", "&") or at == len(tokens):
            return False
        first, last = tokens[at - 2][0], tokens[at][0]
        if first not in DIRECTIONS or last not in DIRECTIONS:
            return False
        return at < 3 or tokens[at - 3][0] not in DIRECTIONS

    def _adjoins(self, at: int) -> bool:
        """Does only a space part this word from the one before?"""
        word, _, end = self._tokens[at - 1]
        return end + 1 == self._tokens[at][1] or word == "St"

    def _token(self, at: int) -> str:
        return self._tokens[at][0] if at < len(self._tokens) else ""

    def _generic(self, name: _Name) -> int:
        """How many words behind a name belong to it."""
        tokens, at = self._tokens, name.after
        word = unowned(tokens[at][0])
        after = unowned(tokens[at + 1][0]) if at + 1 < len(tokens) and self._adjoins(at + 1) else ""
        pair = f"{word} {after}"
        if word == "Borough" and tokens[at - 1][0] == "London":
            return 0
        if pair in _PAIRS:
            return 2
        if (word, after) in _THREE and self._token(at + 2) in ("Area", "Areas"):
            return 3
        if word in _SIDES and not self._is_large(name):
            width = 2 if after in ("East", "West") and word in ("North", "South") else 1
            past = self._token(at + width)
            if not past[:1].isupper() or past in FREE_AFTER or not self._adjoins(at + width):
                return width
        if word in ("and", "&") and self._run[name.start : name.end] in _REGIONS:
            # "North West & Central", of which the second half is no name by itself
            is_last = at + 2 == len(tokens) or tokens[at + 2][0] in FREE_AFTER
            return 2 if after in _HALVES and is_last else 0
        if word in GENERIC_AFTER and not (
            word in CANNOT_END and after[:1].isupper() and after not in FREE_AFTER
        ):
            return 1
        if word in ("Station", "Parkway") and not after[:1].isupper():
            return 0 if tokens[at - 1][0] in ("Fire", "Police", "Power") else 1
        return 0

    # -- names that are part of others

    def _goes_on(self, name: _Name, starts: dict[int, _Name]) -> bool:
        """Does the name go on into that of a body, law or facility?"""
        tokens, at = self._tokens, name.after
        if at >= len(tokens):
            return False
        word = tokens[at][0]
        last = tokens[at - 1]
        if name.end < last[2]:
            # A possessive or a hyphen ends the name, unless "EU-UK Trade Agreement" follows.
            hyphened = ("-" in last[0] or "–" in last[0]) and not self._run[
                name.end : last[2]
            ].startswith(("'", "’"))
            tail = self._run[name.end + 1 : last[2]]
            follows = last[2] + 1 == tokens[at][1] and tokens[at][0] not in FREE_AFTER
            return hyphened and tail[:1].isupper() and follows and _is_title(tokens[at][0])
        if last[2] + 1 != tokens[at][1]:
            return False
        if word in ("and", "&"):
            return self._shares_body(name, at + 1, starts)
        if not word[0].isupper() or word in FREE_AFTER or _POSTCODE.match(word):
            return False
        if word in ACRONYM_BODIES:
            # "Suffolk NHS region" is no body's name; where it is one, it goes on.
            return word != "NHS" or at + 1 < len(tokens)
        before = tokens[name.first - 1][0] if name.first else ""
        if before == "Making" or (word.endswith("ing") and before in _KEEPING):
            return False
        if _ACRONYM.match(word) and word.title() not in BODY:
            follower = starts.get(at)
            if follower:
                return follower.blocked
            return name.tier != STRONG or self._names_body(at + 1)
        follower = starts.get(at)
        if follower is None or (follower.tier == COMMON and follower.after == at + 1):
            return True
        return follower.blocked or (word in BODY and follower.after == at + 1)

    def _names_body(self, at: int) -> bool:
        """Is there a word for a body further on, and only capitals before it?"""
        for word, _, _ in self._tokens[at : at + 6]:
            if word in BODY or word in ACRONYM_BODIES or (word.isupper() and word.title() in BODY):
                return True
            if not word[0].isupper() and word not in _JOINING:
                return False
        return False

    def _shares_body(self, name: _Name, at: int, starts: dict[int, _Name]) -> bool:
        """As in "Devon and Cornwall Police": what follows "and" takes both into its name."""
        tokens = self._tokens
        is_apart = at < len(tokens) and tokens[at][0] == "the"
        at += is_apart
        follower = starts.get(at)
        if follower is None:
            follower = next((n for n in starts.values() if n.first == at), None)
        if follower is not None:
            if not follower.blocked:
                return False
            return not self._is_large(name) or self._is_large(follower)
        if at >= len(tokens) or self._is_large(name) or is_apart:
            return False  # "Tanzania and the African Union" are two
        word = tokens[at][0]
        return word not in BODY and word not in _OWNERS and self._names_body(at + 1)

    def _is_large(self, name: _Name) -> bool:
        return self._run[name.start : name.end] in LARGE

    def _is_end(self, name: _Name) -> bool:
        """Is the name the end of another, longer one?"""
        at = name.first
        tokens = self._tokens
        if not at or (
            _POSTCODE.match(self._token(name.after)) and name.end == tokens[name.after - 1][2]
        ):
            return False
        word = tokens[at - 1][0]
        if word == "the" and at > 1:
            at -= 1
            word = tokens[at - 1][0]
        if word == "of":
            return self._has_head(at - 1, HEADS_OF)
        if word in ("and", "&"):
            return self._office(at - 1)
        if word == "in":
            return self._has_head(at - 1, BODIES_IN)
        if word == "de":
            return True  # "Tour de France"
        if word == "for":
            return self._has_head(at - 1, HEADS_FOR) and tokens[at - 2][0] not in PLAN_FOR
        if not word[0].isupper() or not self._adjoins(name.first):
            return False
        return self._makes_name(at - 1, name)

    def _office(self, at: int) -> bool:
        """Is it the second half of an office's name: "Minister for Aid and Africa"?"""
        words = [t[0] for t in self._tokens[:at]]
        if "for" not in words:
            return False
        cut = len(words) - 1 - words[::-1].index("for")
        return not HEADS_OFFICE.isdisjoint(words[:cut]) and at - cut < 5

    def _has_head(self, at: int, heads: frozenset[str]) -> bool:
        """Is there such a head among the words with capitals before "of" or "for"?"""
        for place in range(at - 1, max(-1, at - 10), -1):
            word = self._tokens[place][0]
            if word in heads:
                return True
            if not (word[0].isupper() or word in ("of", "and", "&", "for", "the")):
                return False
        return False

    def _makes_name(self, at: int, name: _Name) -> bool:
        """Does the word with a capital before a place make one name with it?"""
        word = self._tokens[at][0]
        if word in TITLES or word in FACILITIES:
            return True
        if self._run[self._tokens[at][2]] == "-":
            return False
        if word in FREE_BEFORE or word.endswith(("'s", "’s", "s'", "s’")):
            return False
        if any(c.isdigit() for c in word):
            return False
        if word.endswith("ing") and self._run.startswith(("'s", "’s"), name.end):
            return False  # "Securing Ireland's Future"
        if at == 0:
            self.depends = True
            if self._opens:
                return word in self._known.makers or word not in self._known.openers
        return not (self._known.tiers[unowned(word)] == STRONG and word not in BODY)


_OWNERS: Final = frozenset(["His", "Her", "Its", "Their", "Our", "My"])
_NO_RIVERS: Final = BODY | {
    "Basin",
    "Basins",
    "Walk",
    "Walks",
    "Work",
    "Works",
    "Restoration",
    "Quality",
}
"""What "River" stands before besides names."""
_KEEPING: Final = frozenset(["Get", "Getting", "Keep", "Keeping"])
""""Get Britain Working" is said of a place, as "Making Britain Safer" is."""
_REGIONS: Final = frozenset(
    ["North West", "North East", "South West", "South East", "Midlands", "Wales"]
)
_HALVES: Final = frozenset(["Central", "East", "West", "Western", "Eastern"])
_SIDES: Final = frozenset("North South East West Central".split())
""""Leeds South West"."""
_PAIRS: Final = frozenset(
    [
        "International Airport", "City Airport", "London Borough", "National Park", "Urban Area",
        "City Region", "Railway Station", "Metropolitan Borough", "International Station",
        "County Borough", "Regional Airport", "Protected Area", "National Landscape",
        "Nature Reserve",
    ]
)  # fmt: skip
_THREE: Final = frozenset([("Marine", "Protected"), ("Marine", "Conservation")])
LARGE: Final = frozenset(
    "UK US England Scotland Wales Europe London France Ireland Ukraine Israel Gaza China Russia "
    "Britain".split()
) | {"Northern Ireland", "United Kingdom", "Great Britain", "United States"}


def _is_title(word: str) -> bool:
    return word[0].isupper() and not _ACRONYM.match(word)
