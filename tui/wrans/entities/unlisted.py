"""Names that no list has, which are places by the company that they keep."""

from bisect import bisect
from collections.abc import Iterable, Iterator
from typing import Final

from wrans.entities.gazetteer import gazetteer, key
from wrans.entities.heads import BODY, DIRECTIONS, FACILITIES, FREE_AFTER, FREE_BEFORE, TITLES
from wrans.entities.patterns import pattern
from wrans.entities.shapes import LIST_GAP
from wrans.entities.words import unowned

_NAME: Final = pattern(
    r"(?:[A-ZÀ-Þ][\w’'-]+|[ae]l-[A-Z]\w+)(?: (?:[A-ZÀ-Þ][\w’'-]+|(?:upon|on|le|of|the)(?= [A-Z])))*"
)
_AFTER: Final = pattern(r"[.,;)\n/]|\Z| and | or | \||['’]s\b| \(")
_ENDS_LIST: Final = pattern(r",? ?(?:and|or)?,? ?(?:\([a-z]+\) )?")
_MOST: Final = 40
_LEAST: Final = 3
"""So many places make a column one of places."""
_NOT_NAMES: Final = BODY | FACILITIES | TITLES | FREE_BEFORE | FREE_AFTER

Span = tuple[int, int]


def beside(text: str, found: list[Span], begin: Iterable[int]) -> list[Span]:
    """Unknown names that the known places of a text make places.

    They begin where runs tell that they may, which is in order.
    """
    starts = {start for start, _ in found}
    unknown: list[Span] = []
    last = -1
    for start in begin:
        if start in starts:
            continue
        if text[start - 3 : start] in _TAILS and (span := _led_to(text, start, starts)):
            unknown.append(span)
        at = bisect(found, (start,))
        if at and start - found[at - 1][1] <= _LONGEST_GAP:
            before = max(last, found[at - 2][1] if at > 1 else -1)
            if span := _listed(text, start, found[at - 1], before, starts):
                unknown.append(span)
                last = span[1]
    if len(found) >= _LEAST:
        unknown += _in_columns(text, found)
    return unknown


def _led_to(text: str, start: int, starts: set[int]) -> Span | None:
    """One that something leads to: "a school in Papiri", "in Maqbanah, Taiz"."""
    if not _may_lead(text, start) or (span := _name(text, start)) is None:
        return None
    end = span[1]
    led_by = _LOCATED.search(text, max(0, start - _LEAD), start)
    if led_by is None:
        # "(d) Hartcliffe, Bristol"
        is_member = _MEMBER.search(text, max(0, start - _LEAD), start)
        return span if is_member and _is_explained(text, end, ", ", starts) else None
    if _is_explained(text, end, ", ", starts) or _is_explained(text, end, " in ", starts):
        return span
    if not starts.isdisjoint(range(*span)):
        return None
    is_where = OF_A_PLACE.match(text, end) or _is_where(text, led_by["how"], span)
    return span if is_where else None


def _is_explained(text: str, end: int, gap: str, starts: set[int]) -> bool:
    """Does a known place stand behind a name, to say where it is?"""
    return end + len(gap) in starts and text.startswith(gap, end)


def _listed(text: str, start: int, known: Span, before: int, starts: set[int]) -> Span | None:
    """One that stands in a list between known places, or at its end.

    A place or listed name that ended before the known one may make them a list.
    """
    gap = LIST_GAP.match(text, known[1])
    if gap is None or gap.end() != start:
        return None
    span = _name(text, start)
    if span is None or not _AFTER.match(text, span[1]):
        return None
    other = LIST_GAP.match(text, span[1])
    if other is not None and other.end() in starts and "\n" not in other[0] + gap[0]:
        return span
    ends_list = _ENDS_LIST.fullmatch(gap[0]) and _is_list(text, before, known[0])
    return span if ends_list else None


def _is_list(text: str, end: int, start: int) -> bool:
    """Is a place that begins there in one list with that which ended before?"""
    is_near = 0 <= start - end <= 12 and end >= 0
    return is_near and LIST_GAP.fullmatch(text, end, start) is not None


def may_be(run: str) -> bool:
    """May a run begin with an unknown name, as far as its first word tells?"""
    word, _, rest = run.partition(" ")
    frequent = gazetteer().frequent
    if word.endswith(("'s", "’s")) and word[:-2] in frequent:
        # "Bishop's Stortford", but not "Government's Bill"
        after = rest.partition(" ")[0]
        return after[:1].isupper() and unowned(after) not in frequent
    return word == "St" or not (word in frequent or _is_short_form(word))


def _is_short_form(word: str) -> bool:
    return word.isupper() and len(word) < 6


def beginnings(run: str) -> list[int]:
    """Where unknown names may begin in a run: with it, and behind what leads or joins to them."""
    begin = [0] if may_be(run) else []
    # No other word may lead or join to one within a run, but behind a hyphen.
    if " and " in run or " in " in run or " & " in run or "-" in run:
        begin += [match.end() for match in _LEADS.finditer(run) if _name(run, match.end())]
    return begin


def _may_lead(text: str, start: int) -> bool:
    """Could what stands before be one of the words that lead to a name? Sooner told than surely."""
    if not "A" <= text[start] <= "Z":
        return False
    tail = text[start - 3 : start]
    if tail == "he ":
        start -= 4
        tail = text[start - 3 : start]
    return text.endswith(_OF, 0, start) if tail == "of " else tail in _TAILS


def _is_where(text: str, how: str, span: Span) -> bool:
    """As in "a school in Papiri;": what no word of English is, and something is in."""
    ends = _CLAUSE_ENDS.match(text, span[1])
    if how in ("at", "from", "to", "across") or not ends:
        return False
    run = _CAPITALS.match(text, ends.end()) if ends[0] == " and " else None
    if run and not BODY.isdisjoint(word.removesuffix("s") for word in run[0].split()):
        return False  # "in Mother and Baby Units"
    words = text[span[0] : span[1]].split()
    if gazetteer().tiers[key(words)]:  # its run has said that it is none
        return False
    words = [word for word in words if word[0].isupper()]
    tails = {word.rpartition("-")[2] for word in words if "-" in word}
    if not gazetteer().frequent.isdisjoint(tails - DIRECTIONS):
        return False  # "in Stat-Xplore"
    return all(_FOREIGN_LOOKING.fullmatch(word) and not _ENGLISH.search(word) for word in words)


_HOW: Final = (
    "in", "at", "near", "from", "to", "town of", "across", "village of", "neighbouring",
)  # fmt: skip
_LOCATED: Final = pattern(rf"\b(?P<how>{'|'.join(_HOW)}) (?:the |\([a-z]{{1,4}}\) )?\Z")
_LEAD: Final = 24
"""No longer than this is what stands before."""
_LETTERED: Final = [f"{letter}) " for letter in "abcdefghijklmnopqrstuvwxyz"]
_OF: Final = tuple(f"{how} " for how in _HOW if how.endswith("of"))
_TAILS: Final = frozenset([*(f"{how[-2:]} " for how in (*_HOW, "the")), *_LETTERED])
"""How what stands before ends."""
_LONGEST_GAP: Final = len("'s, and (viii) the ")
"""What parts the members of a list is no longer."""
_LEADS: Final = pattern(rf"[ -](?:{'|'.join(_HOW)}|and|&) (?:the )?")
"""What leads or joins to a name within a run."""
_MEMBER: Final = pattern(r"(?:\A|[ (])[a-z]{1,4}\) \Z")
"""What stands before a member of a list."""
_CLAUSE_ENDS: Final = pattern(r"[.;?\n](?![\w.])|,(?! ?[A-Z])|\Z| and | in | on \d")
_CAPITALS: Final = pattern(r"[A-Z][\w’'-]*+(?: [A-Z][\w’'-]*+){0,4}")
_FOREIGN_LOOKING: Final = pattern(r"[A-ZÀ-Þ][a-zß-ÿ]+(?:[-’'][A-Za-z]?[a-z]+)*")
_ENGLISH: Final = pattern(
    r"(?:[’']s?|(?:ology|tion|sion|ment|ness|ity|al|ing|ism|nce|ure|ive|ous|ics|ish|ese|[aeio]c|"
    r"s))\Z|\A(?:Mandarin|Hindi|Urdu|Farsi|Latin|Hebrew|Cantonese|Makaton|Braille)\Z"
)
"""How words end that are no names of places; and languages."""
OF_A_PLACE: Final = pattern(
    r" (?:region|district|province|governorate|village|town|valley|peninsula|refugee camp|"
    r"area(?= (?:in|of|to)\b|[.,;])|"
    r"(?:railway |train )?stations?)\b"
)


def _in_columns(text: str, found: list[Span]) -> Iterator[Span]:
    """Unknown names in the first cells of a table, or on lines, most of which are known places."""
    begin = [start for start, _ in found if not start or text[start - 1] == "\n"]
    if len(begin) < _LEAST or text.count("\n") < 4:
        return
    known = set(found)
    block: list[Span] = []
    is_table = False
    start = 0
    while start <= len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        bar = text.find(" | ", start, end)
        if (bar >= 0) is not is_table:
            yield from _of_column(text, block, known)
            block, is_table = [], bar >= 0
        cell_end = bar if bar >= 0 else end
        if cell_end - start <= _MOST:
            block.append((start, cell_end))
        start = end + 1
    yield from _of_column(text, block, known)


def _of_column(text: str, cells: list[Span], known: set[Span]) -> Iterator[Span]:
    places = sum(cell in known for cell in cells)
    if places < _LEAST or places * 2 < len(cells):
        return
    for cell in cells:
        if cell not in known and _name(text, cell[0]) == cell:
            yield cell


def _name(text: str, start: int) -> Span | None:
    """A name there that could be an unknown place's."""
    known = gazetteer()
    end = text.find(" ", start, start + _MOST)
    if end > start and (word := text[start:end]) in known.frequent and word != "St":
        return None  # most are, which is sooner told so
    match = _NAME.match(text, start, start + _MOST)
    if not match or match.end() == start + _MOST:
        return None
    words = match[0].split()
    if len(words) > 4 or not words[-1][0].isupper():
        return None
    for word in words:
        if (
            word[0].isupper()
            and word != "St"
            and (word in _NOT_NAMES or word in known.frequent or _is_short_form(word))
        ):
            return None
    return match.span()
