"""References to other questions and statements, as they are written in questions and answers."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final

from wrans.records import days, numbers
from wrans.records.days import Day
from wrans.records.numbers import Numbers
from wrans.values import dataclass

_SIGNS: Final = ("uestion", "QUESTION", "PQ", "WQ", "UIN", "uin", "HL", "WS", "nswer")
_NEAR: Final = 90
"""A day that belongs to a number stands within so many characters before it."""
_NEAR_STATEMENT: Final = 160
"""The title of a statement stands between, and may be long."""
_JOINED: Final = re.compile(r"(?:,|;|&|\s|and\b|to\b|of\b|on\b|the\b|\([a-z]{1,3}\)){1,12}")
_BEHIND: Final = re.compile(
    r"[\s,()]{1,3}(?:(?:which|and)\s(?:was\s|were\s)?)?"
    r"(?P<deed>(?:answered|tabled|submitted|dated|given|from)\s)?(?:(?:of|on)\s)?(?:the\s)?(?=\d)"
)
_SENTENCE: Final = re.compile(r"\n|(?<!hon)[.?!]\s+[A-Z]")
_TABLED: Final = re.compile(r"(?:tabled|submitted|asked)\s(?:on\s)?\Z")
_ANSWER: Final = re.compile(r"\banswer", re.IGNORECASE)
_HEADING: Final = re.compile(
    r"\)?,?\son\s(?P<heading>(?=[A-Z0-9(‘“\"'])(?:[^,.;?\n]|\.(?=\S)|,\s(?=[A-Z][\w-]*[:,]\s)){3,120})"
)
# Where the words after a heading go on with something else.
_GOES_ON: Final = re.compile(
    r",?\s(?:(?:and|or)\s)?(?:to\s(?:the\s|[Qq]uestion)|(?:the\s)?[Aa]nswer|[Qq]uestions?\s|UIN|PQ|"
    r"with\sref|if\s|what\s|whether\s|how\s|when\s|which\s|pursuant|further\sto|tabled|of\s\d|"
    r"on\s\d|\(|(?:\(?HL)?\d{3,6}\son\s)"
)


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
    if not any(sign in text for sign in _SIGNS):
        return ()
    named = days.find(text)
    lists = numbers.find(text, tuple(day.end for day in named if day.year))
    return tuple(
        reference
        for cited, dated in zip(lists, _dated(text, lists, named), strict=True)
        for reference in _references(text, cited, dated, asked)
    )


def _references(
    text: str, cited: Numbers, dated: Sequence[Day], asked: date | None
) -> Iterator[Reference]:
    headings = _headings(text, cited)
    for n, (start, end) in enumerate(cited.spans):
        day = dated[n] if len(dated) == len(cited.spans) else dated[0] if dated else None
        written = text[start:end]
        yield Reference(
            start,
            end,
            written,
            ("".join(written.replace(",", "").split()).upper(),),
            day.date(asked) if day else None,
            day is not None and _is_of_answer(text, cited, day),
            headings[n],
            cited.is_statement,
        )


def _headings(text: str, cited: Numbers) -> list[str | None]:
    """The heading given for each number: its own, or that of the next ("12 and 13 on Ports")."""
    headings: list[str | None] = []
    for _, end in reversed(cited.spans):
        match = _HEADING.match(text, end)
        own = match and _GOES_ON.split(match["heading"], maxsplit=1)[0].strip()
        headings.append(own or (headings[-1] if headings else None))
    return headings[::-1]


def _dated(text: str, lists: Sequence[Numbers], named: list[Day]) -> Iterator[Sequence[Day]]:
    """For each list of numbers one day for all, or as many days as numbers, or none."""
    taken = last = 0
    for cited in lists:
        before = [day for day in _before(cited, named) if day.start >= taken]
        behind = _behind(text, cited, named)
        nearest = before[-1] if before else None
        # A day of another sentence, or of the numbers before, is nobody's if it is not these'.
        is_far = nearest and (_SENTENCE.search(text, nearest.end, cited.start) is not None)
        is_anothers = nearest and nearest.end <= last and behind
        if nearest and not is_far and not is_anothers:
            run = _run(text, before)
            yield run if len(run) == len(cited.spans) else run[-1:] if _is_one(run, cited) else ()
        elif behind:
            taken = behind.end
            yield (behind,)
        else:
            yield ()
        last = cited.end


def _is_one(run: Sequence[Day], cited: Numbers) -> bool:
    return len(run) == 1 or len(cited.spans) == 1


def _before(cited: Numbers, named: list[Day]) -> list[Day]:
    near = _NEAR_STATEMENT if cited.is_statement else _NEAR
    last = bisect_right(named, cited.start, key=lambda day: day.end)
    first = bisect_left(named, cited.start - near, 0, last, key=lambda day: day.end)
    return named[first:last]


def _run(text: str, before: list[Day]) -> list[Day]:
    """The last of these days and those joined to it; a year that is left out is the next one's."""
    run = [before[-1]]
    for day in reversed(before[:-1]):
        if not _JOINED.fullmatch(text, day.end, run[0].start):
            break
        run.insert(0, day.of_year(run[0].year))
    return run


def _behind(text: str, cited: Numbers, named: list[Day]) -> Day | None:
    """The day right after the numbers, or after their heading: "answered on 3 May"."""
    match = _BEHIND.match(text, cited.end)
    if not match and (heading := _HEADING.match(text, cited.end)):
        goes_on = _GOES_ON.search(text, heading.start("heading"), heading.end())
        match = _BEHIND.match(text, goes_on.start() if goes_on else heading.end())
        match = match if match and match["deed"] else None
    if not match:
        return None
    place = bisect_left(named, match.end(), key=lambda day: day.start)
    return named[place] if place < len(named) and named[place].start == match.end() else None


def _is_of_answer(text: str, cited: Numbers, day: Day) -> bool:
    """Is that the day of the answer, and not of tabling?"""
    if _TABLED.search(text, max(0, day.start - 20), day.start):
        return False
    start = min(day.start, cited.start)
    return bool(_ANSWER.search(text, max(0, start - _NEAR), max(day.start, cited.start)))
