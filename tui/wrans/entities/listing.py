"""Which names there are in a run: listed ones, those in a word with hyphens, and others."""

from typing import Final

from wrans.entities.gazetteer import MAKING, key
from wrans.entities.heads import BODY, FREE_BEFORE, GENERIC_BEFORE, GENERIC_UNKNOWN
from wrans.entities.names import FOREIGN, STRONG
from wrans.entities.run import JOINING, Name, Run, is_acronym
from wrans.entities.words import unowned

_TAILS: Final = frozenset(
    ["based", "led", "born", "wide", "domiciled", "style", "registered", "made"]
)
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


def names(run: Run) -> list[Name]:
    """The names in a run, in order, none within another."""
    found: list[Name] = []
    words = run.words
    listed = _as_it_stands if run.is_plain else _as_looked_up
    for at, (word, _, _) in enumerate(run.tokens):
        if not words[word] or word in JOINING or (found and at < found[-1].after):
            continue
        if (name := listed(run, at)) is not None:
            found.append(name)
        else:
            found += _otherwise(run, at, word, found)
    return found


def _otherwise(run: Run, at: int, word: str, names: list[Name]) -> list[Name]:
    """What begins there although no name is listed as it is written."""
    if word.isupper() and len(word) > 3 and (name := _in_capitals(run, at, word)):
        return [name]
    if "-" in word and (found := _hyphened(run, at)):
        return found
    if unowned(word) in MAKING and (name := _unlisted(run, at, names)):
        return [name]
    return []


def _as_it_stands(run: Run, at: int) -> Name | None:
    """The longest name in letters, digits and spaces alone."""
    tokens, tiers = run.tokens, run.known.tiers
    word, start, _ = tokens[at]
    most, after = min(at + tiers.reach[word], len(tokens)), at + 1
    while after < most and tiers.inside[tokens[after][0]]:
        after += 1
    while after > at:
        end = tokens[after - 1][2]
        if tier := tiers[run.text[start:end]]:
            return Name(at, after, start, end, tier)
        after -= 1
    return None


def _as_looked_up(run: Run, at: int) -> Name | None:
    """The longest name, before a possessive ending or what a hyphen adds: "Hong Kong-based"."""
    tokens, tiers = run.tokens, run.known.tiers
    word, start, _ = tokens[at]
    reach = tiers.reach[word.replace("’", "'")]
    for width in range(min(reach or 1, len(tokens) - at), 0, -1):
        last, _, end = tokens[at + width - 1]
        whole, hyphen, tail = last.partition("-")
        words = [t[0] for t in tokens[at : at + width - 1]]
        words.append(whole if width > 1 and hyphen and tail.islower() else unowned(last))
        if tier := tiers[key(words)]:
            return Name(at, at + width, start, end - len(last) + len(words[-1]), tier)
    return None


def _in_capitals(run: Run, at: int, word: str) -> Name | None:
    """A name that is else not written so: "NORTHERN IRELAND"."""
    tokens, tiers = run.tokens, run.known.tiers
    bare = unowned(word)
    for width in range(min(run.known.reach[bare.title()], len(tokens) - at), 1, -1):
        words = [t[0] for t in tokens[at : at + width]]
        capitals = all(map(str.isupper, words))
        if capitals and tiers[key([w.title() for w in words])] == STRONG:
            return Name(at, at + width, tokens[at][1], tokens[at + width - 1][2], STRONG)
    if len(word) > 4 and tiers[bare.title()] == STRONG:
        return Name(at, at + 1, tokens[at][1], tokens[at][1] + len(bare), STRONG)
    return None


def _hyphened(run: Run, at: int) -> list[Name]:
    """As in "UK-based", "UK-India": the places in a word with hyphens."""
    word, start, _ = run.tokens[at]
    found = []
    parts = word.split("-")
    place = start
    for part, after in zip(parts, [*parts[1:], ""], strict=True):
        bare = unowned(part)
        tier = run.known.tiers[bare]
        if tier and len(bare) > 1 and (tier == STRONG or after in _TAILS):
            found.append(Name(at, at + 1, place, place + len(bare), STRONG))
        elif not (part.islower() or is_acronym(part) or tier):
            # "Anglo-France", "Kara-Murza": names of something else.
            return []
        place += len(part) + 1
    return found


def _unlisted(run: Run, at: int, names: list[Name]) -> Name | None:
    """As in "River Ver", "Honister Pass": names that say themselves what they are."""
    tokens = run.tokens
    word, start, end = tokens[at]
    if word in GENERIC_BEFORE and at + 1 < len(tokens):
        after, begins, ends = tokens[at + 1]
        if begins == end + 1 and after[0].isupper() and after not in _NO_RIVERS:
            return Name(at, at + 2, start, ends - len(after) + len(unowned(after)), STRONG)
    if word == "Parish" and run.token(at + 1) == "of" and run.token(at + 2)[:1].isupper():
        past = at + 3
        if run.token(past) == "and" and run.token(past + 1)[:1].isupper():
            past += 2
        return Name(at, past, start, tokens[past - 1][2], STRONG)
    bare = unowned(word)
    if bare in GENERIC_UNKNOWN and at and not (names and names[-1].after == at):
        before, begins, ends = tokens[at - 1]
        if ends + 1 == start and before[0].isupper() and before not in FREE_BEFORE:
            first = at - 1
            if first > 1 and tokens[first - 1][2] + 1 == begins and _is_name(run, first - 1):
                first -= 1
            return Name(first, at + 1, tokens[first][1], start + len(bare), FOREIGN)
    return None


def _is_name(run: Run, at: int) -> bool:
    word = run.tokens[at][0]
    return word[0].isupper() and word not in FREE_BEFORE
