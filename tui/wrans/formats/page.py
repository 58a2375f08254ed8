"""Saved pages of questions as text: a single page, a listing, an alert.

Nothing marks where a record begins but the order of its lines, so each layout is known by the
line that opens a record, and every line of site furniture that stands alone is left out.
"""

import re
from collections.abc import Iterator
from datetime import date
from typing import Final

from wrans.errors import NotAWrittenQuestion
from wrans.records import Answer, Completeness, House, Key, Member, Question, Source
from wrans.records.text import one_line

PAGE = Source.PAGE

_MONTHS: Final = {
    name: number
    for number, names in enumerate(
        "january jan|february feb|march mar|april apr|may|june jun|july jul|august aug|"
        "september sep sept|october oct|november nov|december dec".split("|"),
        1,
    )
    for name in names.split()
}
_DATE: Final = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?\s+([A-Za-z]{3,9})\.?,?\s+(\d{4})\b")
_DATE_LINE: Final = re.compile(
    r"[\[(]?\s*(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,?\s+)?"
    rf"{_DATE.pattern}\s*[\])]?\Z",
    re.IGNORECASE,
)
_ASKED_ON: Final = re.compile(
    r"[\[(]?\s*asked\s+on\s+(.{6,40}?)[\])](?:\s*[-–—]\s*View Source)?\s*\Z", re.I
)
_ANSWERED_ON: Final = re.compile(r"This question was answered on\s+(.{6,40})\Z", re.IGNORECASE)
_TO_BODY: Final = re.compile(r"Question to (?:the )?(.{2,120}?)\s*:?\Z", re.IGNORECASE)
_ASKED_BY: Final = re.compile(r"Asked by\s*:?\s*(.{2,200})\Z", re.IGNORECASE)
_ANSWERED_BY: Final = re.compile(r"Answered by\b\s*:?\s*(.{0,200})\Z", re.IGNORECASE)
_PARTY_AND_SEAT: Final = re.compile(r"(.+?)\s*\(((?:[^()]|\([^()]*\))*?)\s+[-–—‒―]\s+([^()]*)\)\Z")
_ROLE: Final = re.compile(r"(.+?)\s+[-–—‒―]\s+.*\Z")
_WRITTEN_QUESTION: Final = re.compile(r"Written Questions?\Z", re.IGNORECASE)
_ENDS_OF_LINES: Final = re.compile("\r\n?|[\n\u0085\u2028\u2029]")
_FURNITURE: Final = re.compile(r"View Source|View sample alert", re.IGNORECASE)
# What a page says while it loads stays behind the last paragraph: "Reticulating Splines".
_LOADER: Final = re.compile(r"[A-Z][a-z]+ing(?: [A-Z][a-z]+){1,4}(?:\.{3}|…)?\Z")
_PORTRAIT: Final = re.compile(r".{0,100}\bPortrait\Z")
_LORDS: Final = re.compile(
    r"To ask (?:His|Her) Majesty[’']s (?:Government|Treasury)", re.IGNORECASE
)


def lines_of(text: str) -> list[str]:
    """The lines that say something, without the site's own."""
    lines = [line for line in map(one_line, _ENDS_OF_LINES.split(text)) if _says_something(line)]
    while lines and _LOADER.match(lines[-1]):
        lines.pop()
    return lines


def _says_something(line: str) -> bool:
    return bool(line) and not _FURNITURE.fullmatch(line)


def looks_like_one(text: str) -> bool:
    """Does the text hold the line that every layout has?"""
    return any(_TO_BODY.match(one_line(line)) for line in text.split("\n"))


def records(text: str) -> Iterator[str]:
    """The text of each question on a page as it stands there, one after another."""
    raw = _ENDS_OF_LINES.split(text)
    told = [(line, at) for at, line in enumerate(map(one_line, raw)) if _says_something(line)]
    lines = [line for line, _ in told]
    starts = [at for at in range(len(lines)) if _begins(lines, at)]
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        while _WRITTEN_QUESTION.match(lines[end - 1]):
            end -= 1
        yield "\n".join(raw[told[start][1] : told[end - 1][1] + 1])


def _begins(lines: list[str], at: int) -> bool:
    """Is this line the title of a record?

    A title may be any words. It is one where what must follow a title follows it: a date line or
    an asker, and soon the body that was asked. An answer may hold a date, but hardly all that.
    """
    after = lines[at + 1 : at + 5]
    if not after or _is_header(lines[at]):
        return False
    if not (_ASKED_ON.match(after[0]) or _ASKED_BY.match(after[0]) or _DATE_LINE.match(after[0])):
        return False
    to_body = next((n for n, line in enumerate(after) if _TO_BODY.match(line)), None)
    return to_body is not None and all(_is_header(line) for line in after[:to_body])


def _is_header(line: str) -> bool:
    return any(
        shape.match(line)
        for shape in (_ASKED_ON, _ASKED_BY, _DATE_LINE, _TO_BODY, _WRITTEN_QUESTION)
    )


def question(text: str) -> Question:
    """The question in one record's lines. Raises NotAWrittenQuestion, saying what is wrong."""
    lines = lines_of(text)
    if not lines:
        raise NotAWrittenQuestion("is empty")
    heading, rest = lines[0], lines[1:]
    at = next((n for n, line in enumerate(rest) if _TO_BODY.match(line)), None)
    if at is None:
        raise NotAWrittenQuestion("does not say which body the question is to")
    header, rest = rest[:at], rest[at:]
    to_body = _TO_BODY.match(rest[0])
    assert to_body
    asked_on, shown_date, asker = _header(header)
    answered_at = next(
        (n for n, line in enumerate(rest) if n and _ANSWERED_BY.match(line)), len(rest)
    )
    asked = one_line(" ".join(rest[1:answered_at]))
    if not asked:
        raise NotAWrittenQuestion("holds no question")
    answer = _answer(rest[answered_at:], shown_date)
    tabled = asked_on or shown_date
    if tabled is None:
        raise NotAWrittenQuestion("has no date")
    house = House.LORDS if _LORDS.match(asked) else House.COMMONS
    return Question(
        key=Key.of_page(house, tabled, to_body[1], asked),
        heading=heading,
        answering_body=to_body[1],
        text=asked,
        answer=answer,
        asking_member=asker,
        is_dated_by_answer=asked_on is None and answer is not None,
    )


def _header(lines: list[str]) -> tuple[date | None, date | None, Member | None]:
    """The day asked, the day shown under a listing's title, and who asked."""
    asked_on = shown = None
    asker = None
    for line in lines:
        if match := _ASKED_ON.match(line):
            asked_on = read_date(match[1])
        elif match := _ASKED_BY.match(line):
            asker = _member(match[1])
        elif _DATE_LINE.match(line):
            shown = read_date(line)
    return asked_on, shown, asker


def _answer(lines: list[str], shown: date | None) -> Answer | None:
    if not lines:
        return None
    answered_by = _ANSWERED_BY.match(lines[0])
    assert answered_by
    name = one_line(answered_by[1])
    rest = lines[1:]
    member: Member | None = None
    if name:
        role = _ROLE.match(name)
        member = Member(role[1] if role else name)
    answered = shown
    if not name:
        names, rest = _name_lines(rest)
        member = Member(names) if names else None
    if rest and (match := _ANSWERED_ON.match(rest[0])):
        answered = read_date(match[1]) or shown
        rest = rest[1:]
    text = "\n".join(rest)
    completeness = Completeness.FULL if text else Completeness.EMPTY
    return Answer(text, False, completeness, answered, member)


def _name_lines(lines: list[str]) -> tuple[str, list[str]]:
    """The name on the lines between "Answered by" and the date, and what follows."""
    name = ""
    while lines and not _ANSWERED_ON.match(lines[0]):
        if _PORTRAIT.match(lines[0]):
            lines = lines[1:]
        elif not name and len(lines[0]) < 100:
            name, lines = lines[0], lines[1:]
        else:
            break
    return name, lines


def _member(text: str) -> Member:
    match = _PARTY_AND_SEAT.match(text)
    return Member(match[1], party=match[2], seat=match[3]) if match else Member(text)


def read_date(text: str) -> date | None:
    """A day as these pages write it, with or without ordinal, weekday or brackets."""
    match = _DATE.search(text)
    month = _MONTHS.get(match[2].lower()) if match else None
    if match is None or month is None:
        return None
    try:
        return date(int(match[3]), month, int(match[1]))
    except ValueError:
        return None
