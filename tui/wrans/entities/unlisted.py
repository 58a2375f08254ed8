"""Names that no list has, which are places by the company that they keep."""

import re
from collections.abc import Iterator
from typing import Final

from wrans.entities.gazetteer import gazetteer, key
from wrans.entities.heads import BODY, FACILITIES, FREE_AFTER, FREE_BEFORE, TITLES
from wrans.entities.shapes import LIST_GAP

_NAME: Final = re.compile(
    r"(?:[A-ZÀ-Þ][\w’'-]+|[ae]l-[A-Z]\w+)(?: (?:[A-ZÀ-Þ][\w’'-]+|upon|on|le|of|the(?= [A-Z])))*"
)
_BEFORE_GAP: Final = re.compile(r"(?:, (?:the )?| and |/|\) and |(?<=\)), )\Z")
_AFTER: Final = re.compile(r"[.,;)\n/]|\Z| and | or | \||['’]s\b| \(")
_MOST: Final = 40
_LEAST: Final = 3
"""So many places make a column one of places."""
_NOT_NAMES: Final = BODY | FACILITIES | TITLES | FREE_BEFORE | FREE_AFTER

Span = tuple[int, int]


def in_lists(text: str, found: list[Span]) -> Iterator[Span]:
    """Unknown names between the known places of a list, at its end, or in a bracket behind one."""
    starts = {start for start, _ in found}
    run = 0
    last = -1
    for start, end in found:
        # How many known places the list has up to here.
        gap = (
            LIST_GAP.fullmatch(text, last, start) if 0 <= start - last <= 12 and last >= 0 else None
        )
        run = run + 1 if gap else 1
        last = end
        gap = LIST_GAP.match(text, end)
        if not gap or gap.end() in starts:
            continue
        span = _name(text, gap.end())
        if span is None or not _AFTER.match(text, span[1]):
            continue
        after = LIST_GAP.match(text, span[1])
        between = after is not None and after.end() in starts and "\n" not in after[0] + gap[0]
        ends_list = run >= 2 and gap[0].strip(" ,") in ("and", "or", "") and "\n" not in gap[0]
        if between or ends_list:
            yield span
            last = span[1]
    for start, _ in found:
        if text.endswith((", ", " in "), 0, start):
            yield from _before(text, start)
    for match in _MAY_BE_LOCATED.finditer(text):
        start = match.start()
        if start in starts or not (led := _LOCATED.search(text, max(0, start - _LEAD), start)):
            continue
        span = _name(text, start)
        if span is None or not starts.isdisjoint(range(*span)):
            continue
        if OF_A_PLACE.match(text, span[1]) or _is_where(text, led["how"], span):
            yield span


def _is_where(text: str, how: str, span: Span) -> bool:
    """As in "a school in Papiri;": what no word of English is, and something is in."""
    if how in ("at", "from", "to", "across") or not _CLAUSE_ENDS.match(text, span[1]):
        return False
    words = text[span[0] : span[1]].split()
    if gazetteer().tiers[key(words)]:  # its run has said that it is none
        return False
    words = [word for word in words if word[0].isupper()]
    return all(_FOREIGN_LOOKING.fullmatch(word) and not _ENGLISH.search(word) for word in words)


def _before(text: str, start: int) -> Iterator[Span]:
    """As in "in Maqbanah, Taiz": an unknown name that a known one explains."""
    gap = 2 if text[start - 2 : start] == ", " else 4 if text[start - 4 : start] == " in " else 0
    if not gap:
        return
    names = LISTED_NAME if gap == 2 else LOCATED_NAME
    for match in names.finditer(text, max(0, start - 44), start):
        span = _name(text, match.end())
        if span and span[1] == start - gap:
            yield span


_HOW: Final = (
    "in", "at", "near", "from", "to", "town of", "across", "village of", "neighbouring",
)  # fmt: skip
_LOCATED: Final = re.compile(rf"\b(?P<how>{'|'.join(_HOW)}) (?:the |\([a-z]{{1,4}}\) )?\Z")
_LEAD: Final = 24
"""No longer than this is what stands before."""
LOCATED_NAME: Final = re.compile(rf"{_LOCATED.pattern[:-2]}(?=[A-Z])")
# Capitals are few: far quicker than to look for the words before them.
_MAY_BE_LOCATED: Final = re.compile(
    rf"[A-Z](?<= .)(?:{'|'.join(rf'(?<={how} .)' for how in (*_HOW, 'the', '[)]'))})"
)
_MEMBER: Final = r"(?:\A|[ (])[a-z]{1,4}\) (?=[A-Z])"
LISTED_NAME: Final = re.compile(rf"{LOCATED_NAME.pattern}|{_MEMBER}")
"""The same, or a member of a list: "(d) Hartcliffe, Bristol"."""
_CLAUSE_ENDS: Final = re.compile(r"[.,;?\n](?!\w)|\Z| and | in ")
_FOREIGN_LOOKING: Final = re.compile(r"[A-ZÀ-Þ][a-zß-ÿ]+(?:[-’'][A-Za-z]?[a-z]+)*")
_ENGLISH: Final = re.compile(
    r"(?:[’']s?|(?:ology|tion|sion|ment|ness|ity|al|ing|ism|nce|ure|ive|ous|ics|ish|ese|[aeio]c|"
    r"s))\Z|\A(?:Mandarin|Hindi|Urdu|Farsi|Latin|Hebrew|Cantonese|Makaton|Braille)\Z"
)
"""How words end that are no names of places; and languages."""
OF_A_PLACE: Final = re.compile(
    r" (?:region|district|province|governorate|village|town|valley|peninsula|refugee camp|"
    r"area(?= (?:in|of|to)\b|[.,;])|"
    r"(?:railway |train )?stations?)\b"
)


def in_columns(text: str, found: list[Span]) -> Iterator[Span]:
    """Unknown names in the first cells of a table, or on lines, most of which are known places."""
    begin = sum(not start or text[start - 1] == "\n" for start, _ in found)
    if begin < _LEAST or text.count("\n") < 4:
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
    match = _NAME.match(text, start, start + _MOST)
    if not match or match.end() == start + _MOST:
        return None
    words = match[0].split()
    if len(words) > 4 or not words[-1][0].isupper():
        return None
    known = gazetteer()
    for word in words:
        if (
            word[0].isupper()
            and word != "St"
            and (word in _NOT_NAMES or word in known.frequent or (word.isupper() and len(word) < 6))
        ):
            return None
    return match.span()
