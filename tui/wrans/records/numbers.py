"""Numbers of questions and statements, where a running text cites them."""

import re
from collections.abc import Iterator
from typing import Final

from wrans.values import dataclass

# Patterns begin with letters, not with a look behind, so that most of a text is passed over fast.
_QUESTION: Final = r"(?:question|Question|QUESTION|PQ|WPQ|WQ|OPQ|UIN|uin)[sS]?"
_NUMBER: Final = r"(?:HL\s?)?(?:\d{1,3},\d{3}|\d{1,6})(?!\d|,\d{3}(?!\d))"
_MARKER: Final = r"(?:\((?:[a-z]|[ivx]{1,4}|\d)\)\s{0,2})?"
_SECOND: Final = (
    r"(?:,?\s(?:with\s)?(?:UIN|PQ|[Nn]umber|[Nn]o|[Rr]ef|[Rr]eference)s?\b\.?){0,2}"
    r"[,:]?\s{0,2}\(?"
)
# "Question 173617", "PQ24244", "written question UIN no. 12": words that announce numbers.
_HEAD: Final = re.compile(rf"{_QUESTION}{_SECOND}(?={_MARKER}(?:HL\s?)?\d)")
_ITEM: Final = re.compile(
    rf"{_MARKER}(?:(?:to\s)?(?:[Ww]ritten\s)?{_QUESTION}{_SECOND})?{_MARKER}(?P<uin>{_NUMBER})"
)
_BETWEEN: Final = re.compile(r"\)?\s{0,2}(?:[,;]\s{0,2}(?:(?:and|or)\s{1,2})?|(?:and|or|&)\s{1,2})")
# "Question 12 on Borders: France and 13 on Ports": the next number comes after a heading.
_PAST_HEADING: Final = re.compile(
    r"\son\s(?=[A-Z(‘“\"'])(?:(?!uestion|nswer)[^;]){3,90}?(?:,|,?\s(?:and|or))\s"
    rf"{_MARKER}(?P<uin>(?:HL\s?)?\d{{3,6}}(?!\d))(?=\son\s[A-Z(‘“\"'])"
)
_MOST: Final = 60
"""Nobody cites more in one list, and the rest of a hostile one may go."""

# What makes a number something else.
_UNIT: Final = re.compile(
    r"\s?(?:%|[-–]\d|(?:st|nd|rd|th|per\s?cent|million|billion|days?|weeks?|months?|years?|"
    r"people|pages?|hours?|minutes?|january|february|march|april|may|june|july|august|"
    r"september|october|november|december)\b)|\sto\s\d{1,6}\s(?:of|in)\b",
    re.IGNORECASE,
)
_OTHER_KIND: Final = re.compile(r"(?:urgent|topical|oral)\s\Z", re.IGNORECASE)
_FIRST_UNREACHED: Final = 900_000
"""Oral questions that were not reached are answered in writing; their numbers begin here."""
# Questions that are not put to ministers: of a committee, of a form.
_ELSEWHERE: Final = re.compile(
    r"[,)]{0,2}\s(?:of|in|to|at|from|during)\s(?:(?:the|an?|his|her|their|its)\s)?"
    r"(?:[\w’'&:-]{1,40}\s){0,10}?(?:oral\sevidence|evidence\ssession|committee|consultation|"
    r"survey|inquiry|form|guidance|questionnaire|census|annex|section)\b",
    re.IGNORECASE,
)
_ANSWER: Final = re.compile(r"\banswer", re.IGNORECASE)
_NEAR: Final = 160

_LORDS: Final = re.compile(r"HL\s?\d{1,5}(?![\d/])")
_STATEMENT: Final = re.compile(r"(?:HC|HL|HCL)WS\s?\d{1,5}(?!\d)")
_PAPER: Final = re.compile(r"(?:paper|bill|deb)s?\.?\s\Z", re.IGNORECASE)
_AFTER_DAY: Final = re.compile(
    r",?\s(?:(?:to|on)\s)?\(?(?P<uin>HL\s?\d{1,5}|\d{2,6})(?!\d|,\d{3}(?!\d))\b"
)


@dataclass(frozen=True, slots=True)
class Numbers:
    """Numbers that are cited together, in one list."""

    start: int
    """Where the words that announce them begin."""
    spans: tuple[tuple[int, int], ...]
    is_statement: bool = False

    @property
    def end(self) -> int:
        """Where the last of them ends."""
        return self.spans[-1][1]


def find(text: str, day_ends: tuple[int, ...]) -> list[Numbers]:
    """The numbers that a text cites, in its order; ``day_ends`` is where the days in it end."""
    found = {span: numbers for numbers in _announced(text) for span in numbers.spans}
    for numbers in (*_after_days(text, day_ends), *_alone(text)):
        found.setdefault(numbers.spans[0], numbers)
    return sorted(set(found.values()), key=lambda numbers: numbers.spans)


def _announced(text: str) -> Iterator[Numbers]:
    end = 0
    for head in _HEAD.finditer(text):
        start = head.start()
        if start < end or text[start - 1 : start].isalpha():
            continue
        spans = tuple(_list(text, head.end()))
        if spans and not _is_something_else(text, start, spans):
            end = spans[-1][1]
            yield Numbers(start, spans)


def _list(text: str, at: int) -> Iterator[tuple[int, int]]:
    item = _ITEM.match(text, at)
    for _ in range(_MOST):
        if not item or _UNIT.match(text, item.end()):
            return
        yield item.span("uin")
        between = _BETWEEN.match(text, item.end())
        following = between and _ITEM.match(text, between.end())
        item = following or _PAST_HEADING.match(text, item.end())


def _is_something_else(text: str, start: int, spans: tuple[tuple[int, int], ...]) -> bool:
    before = text[max(0, start - _NEAR) : start]
    if _OTHER_KIND.search(before[-10:]):
        return any(_value(text[a:z]) < _FIRST_UNREACHED for a, z in spans)
    return bool(_ELSEWHERE.match(text, spans[-1][1])) and not _ANSWER.search(before)


def _value(uin: str) -> int:
    return int("".join(filter(str.isdecimal, uin)))


def _after_days(text: str, day_ends: tuple[int, ...]) -> Iterator[Numbers]:
    """As in: The Answer of 3 December 2024, 17003."""
    for end in day_ends:
        match = _AFTER_DAY.match(text, end)
        if match and not _UNIT.match(text, match.end()):
            before = text[max(0, end - 80) : end]
            if _ANSWER.search(before):
                yield Numbers(match.start("uin"), (match.span("uin"),))


def _alone(text: str) -> Iterator[Numbers]:
    """As in: (HL14639), HCWS1097."""
    for pattern in (_LORDS, _STATEMENT):
        for match in pattern.finditer(text):
            start = match.start()
            before = text[max(0, start - 8) : start]
            if not (before[-1:].isalnum() or before.endswith("/") or _PAPER.search(before)):
                yield Numbers(start, (match.span(),), pattern is _STATEMENT)
