"""References to other questions and statements, as they are written in questions and answers."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

# A word that announces numbers: "Question 173617", "PQ24244", "written question UIN 12".
_HEAD: Final = re.compile(
    r"\b(?:(?P<kind>urgent|topical|oral)\s)?(?:written\s)?(?:questions?|[WO]?PQs?|UINs?)"
    r"(?:[\s,:]{1,2}(?:UIN|numbers?|nos?\.?|ref\.?))?[\s,:]{0,2}(?=\(?[a-zA-Z]{0,4}\)?\s?(?:HL\s?)?\d)",
    re.IGNORECASE,
)
_ITEM: Final = re.compile(
    r"(?:\([a-z]{1,4}\)\s)?(?P<uin>(?:HL\s?)?(?:\d{1,3},\d{3}|\d{1,6}))(?![\d,]*\d)", re.I
)
_BETWEEN: Final = re.compile(
    r"(?:,?\s(?:and|or)\s|\s?[&;]\s|,\s)(?:(?:to\s)?(?:written\s)?(?:questions?|W?PQs?|UINs?)\s)?",
    re.IGNORECASE,
)
# What makes a number something else.
_UNIT: Final = re.compile(
    r"\s?(?:%|per\scent|st\b|nd\b|rd\b|th\b|[-–]\d|"
    r"(?:january|february|march|april|may|june|july|august|september|october|november|december|"
    r"million|billion|days?|weeks?|months?|years?|people|pages?|hours?|minutes?)\b)",
    re.IGNORECASE,
)
# Questions that are not Parliament's.
_ELSEWHERE: Final = re.compile(
    r",?\s(?:of|in|to|on)\s(?:the\s|an?\s)?(?:[\w’'-]+\s){0,4}?"
    r"(?:oral evidence|committee|consultation|survey|inquiry|form|guidance|questionnaire|census)\b",
    re.IGNORECASE,
)
_ALONE: Final = re.compile(
    r"(?<![\w/])(?:(?P<lords>HL\d{1,6})|(?P<statement>H[CL]WS\s?\d{1,5}))\b", re.IGNORECASE
)
_PAPER: Final = re.compile(r"(?:paper|bill|deb)\s\Z", re.IGNORECASE)
_DATED_ANSWER: Final = re.compile(r"\banswer\sof\s[^,.;]{6,30}?,\s(?=\d{1,6}\b)", re.IGNORECASE)
_MONTH_NAMES: Final = (
    "january february march april may june july august september october november december".split()
)
_DATE: Final = re.compile(
    rf"\b(\d{{1,2}})(?:st|nd|rd|th)?\s({'|'.join(_MONTH_NAMES)})\b(?:\s(\d{{4}})\b)?", re.IGNORECASE
)
_ANSWER_BEFORE: Final = re.compile(r"\banswers?\b", re.IGNORECASE)
_TITLE: Final = re.compile(r"\)?,?\son\s([A-Z][^,.;?]{2,90})")
_NEAR: Final = 90
"""A date that belongs to a reference stands within so many characters."""


@dataclass(frozen=True, slots=True)
class Reference:
    """Another question or statement that a text cites. ``text[start:end]`` is its number."""

    start: int
    end: int
    text: str
    uins: tuple[str, ...]
    cited: date | None = None
    """The day that the text gives: of the answer, or of tabling."""
    cited_is_answer: bool = False
    heading: str | None = None
    is_statement: bool = False


def find(text: str, asked: date | None = None) -> tuple[Reference, ...]:
    """The references in a text; ``asked``, the day it was written, gives a day its year."""
    if not any(sign in text for sign in ("uestion", "PQ", "UIN", "HL", "WS", "nswer")):
        return ()
    found: dict[int, Reference] = {}
    listed_to = 0
    for match in _HEAD.finditer(text):
        if match.start() < listed_to:
            continue
        for start, end in _numbers(text, match):
            listed_to = end
            found.setdefault(start, _reference(text, start, end, match.start(), asked))
    for match in _DATED_ANSWER.finditer(text):
        if item := _ITEM.match(text, match.end()):
            start, end = item.span("uin")
            found.setdefault(start, _reference(text, start, end, match.end(), asked))
    for match in _ALONE.finditer(text):
        start, end = match.span()
        if start in found or _PAPER.search(text[max(0, start - 8) : start]):
            continue
        if match["statement"]:
            uin = match[0].upper().replace(" ", "")
            found[start] = Reference(start, end, match[0], (uin,), is_statement=True)
        else:
            found[start] = _reference(text, start, end, start, asked)
    return tuple(found[start] for start in sorted(found))


def _numbers(text: str, head: re.Match[str]) -> Iterator[tuple[int, int]]:
    """The numbers that follow a head word, one list."""
    spans: list[tuple[int, int]] = []
    at = head.end()
    while len(spans) < 30 and (item := _ITEM.match(text, at)):
        if _UNIT.match(text, item.end()):
            break
        spans.append(item.span("uin"))
        between = _BETWEEN.match(text, item.end())
        if not between:
            break
        at = between.end()
    if not spans:
        return
    is_oral_number = all(_digits(text[a:z]) >= 900_000 for a, z in spans)
    if head["kind"] and not is_oral_number:
        return
    before = text[max(0, head.start() - _NEAR) : head.start()]
    if _ELSEWHERE.match(text, spans[-1][1]) and not _ANSWER_BEFORE.search(before):
        return
    yield from spans


def _digits(uin: str) -> int:
    return int(re.sub(r"\D", "", uin))


def _reference(text: str, start: int, end: int, head: int, asked: date | None) -> Reference:
    uin = re.sub(r"[\s,]", "", text[start:end]).upper()
    before = text[max(0, head - _NEAR) : head]
    dates = list(_DATE.finditer(before))
    dated = dates[-1] if dates else _DATE.search(text, end, end + _NEAR)
    title = _TITLE.match(text, end)
    return Reference(
        start,
        end,
        text[start:end],
        (uin,),
        _day(dated, asked) if dated else None,
        bool(dated and _ANSWER_BEFORE.search(before)),
        title[1].strip() if title and not _DATE.match(title[1]) else None,
    )


def _day(match: re.Match[str], asked: date | None) -> date | None:
    """The day that is written; without a year, the last one before the text itself."""
    day, month = int(match[1]), _MONTH_NAMES.index(match[2].lower()) + 1
    year = int(match[3]) if match[3] else asked.year if asked else None
    try:
        if year is None or not 1900 < year < 2200:
            return None
        told = date(year, month, day)
        if not match[3] and asked and told > asked:
            told = date(year - 1, month, day)
        return told
    except ValueError:
        return None
