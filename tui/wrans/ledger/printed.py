"""A ledger as a table of plain text, and as CSV."""

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from io import StringIO
from typing import TYPE_CHECKING, Final
from unicodedata import combining, east_asian_width

from wrans.ledger.figures import Line
from wrans.ledger.totals import OVERLAP, SIGNS, Total, in_full, in_short, said
from wrans.records.sentences import says_little
from wrans.records.text import clean, one_line

if TYPE_CHECKING:
    from wrans.entities import Money

_LEAST: Final = 60
_MOST: Final = 150
"""Longer lines are hard to read, however wide the terminal."""
_WIDE: Final = 110
"""From here on the question has a column of its own."""
_AMOUNT: Final = 14
_FULL: Final = 19
_SOURCE: Final = 30
_QUALIFIERS: Final = {
    "approx": "about", "almost": "almost", "up_to": "up to", "over": "over",
    "at_least": "at least", "under": "under",
}  # fmt: skip
_TIMES: Final = {Decimal(10**3): "'000", Decimal(10**6): "m", Decimal(10**9): "bn"}
# A spreadsheet takes what begins so for a formula.
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
COLUMNS: Final = (
    "amount", "currency", "low", "high", "qualifier", "period", "about", "places", "stated_in",
    "heading", "answering_body", "date", "key", "questions", "url",
)  # fmt: skip


def as_said(line: Line) -> str:
    """The amount as written, with its qualifier and period; a bare number with its currency."""
    money = line.figure.money
    return _qualified(line, f"{money.text} [{_unit(money)}]" if _is_bare(line) else money.text)


def in_brief(line: Line) -> str:
    """The same where there is little room; what a bare number of a table comes to."""
    money = line.figure.money
    return _qualified(line, in_short(money.currency, money.low) if _is_bare(line) else money.text)


def in_a_line(line: Line) -> str:
    """What tells a sum from others beside it: not the words above all cells or items of theirs."""
    about, text = line.figure.about, line.figure.money.text
    head, _, rest = about.partition("; ")
    if rest == text or f": {text}" in rest:
        return f"{head.rpartition(': ')[2]}; {rest}"
    colon = about.rfind(": ", 0, max(0, about.find(text)))
    tail = about[colon + 2 :]
    return tail if colon > 0 and not says_little(tail, 2) else about


def _is_bare(line: Line) -> bool:
    """Does only what heads its column or row say what it is a number of?"""
    return re.fullmatch(r"[-−–]?\s?[\d,.\s]+", line.figure.money.text) is not None


def _unit(money: "Money") -> str:
    """£m: what a bare number is a number of."""
    sign = SIGNS.get(money.currency, money.currency)
    number = Decimal(re.sub(r"[^\d.]", "", money.text).strip(".") or "0")
    times = abs(money.low) / number if number else Decimal(1)
    return sign + _TIMES.get(times, "")


def _qualified(line: Line, amount: str) -> str:
    money = line.figure.money
    before = _QUALIFIERS.get(money.qualifier or "", "")
    period = money.period or ""
    if period in ("year", "month", "week", "day", "hour"):
        period = f"a {period}" if period != "hour" else "an hour"
    elif period:
        # "4 years", or a year: "2023-24".
        period = f"{'over' if period[-1:].isalpha() else 'in'} {period}"
    return " ".join(part for part in (before, amount, period) if part)


def source(line: Line) -> Iterator[str]:
    """Where and when it was stated."""
    listing = line.listing
    yield one_line(listing.heading) or "(no heading)"
    yield one_line(listing.answering_body)
    yield f"{listing.date.day} {listing.date:%b %Y}" + (
        ", in the question" if line.figure.is_asked else ""
    )
    yield str(listing.key)
    if line.questions > 1:
        stated = "asked in" if line.figure.is_asked else "in answers to"
        yield f"{stated} {line.questions:,} questions"


# -- for people


def table(lines: Iterable[Line], width: int) -> Iterator[str]:
    """A table of so many cells at most."""
    width = max(_LEAST, min(width, _MOST))
    is_wide = width >= _WIDE
    last = _SOURCE if is_wide else 0
    about = width - _AMOUNT - _FULL - last - 2 * (3 if is_wide else 2)
    sizes = [_AMOUNT, _FULL, about, *([last] if is_wide else [])]
    names = ["Amount", "In full", "What it is for", "Question"][: len(sizes)]
    yield _row([[name] for name in names], sizes)
    yield "  ".join("-" * size for size in sizes)
    for number, line in enumerate(lines):
        if number:
            yield ""
        yield from _of_line(line, sizes)


def _of_line(line: Line, sizes: Sequence[int]) -> Iterator[str]:
    money = line.figure.money
    is_wide = len(sizes) > 3
    about = list(_wrapped(one_line(line.figure.about), sizes[2]))
    if line.figure.places:
        about += _wrapped(f"Places: {one_line(', '.join(line.figure.places))}", sizes[2])
    told = list(source(line))
    if not is_wide:
        about += _wrapped("; ".join(told), sizes[2])
    low, high = in_full(money.currency, money.low, money.low), ""
    if money.low != money.high:
        high = f"to {in_full(money.currency, money.high, money.high)}"
    cells = [
        list(_wrapped(one_line(as_said(line)), sizes[0])),
        [part.rjust(sizes[1]) for part in (low, high) if part],
        about,
    ]
    if is_wide:
        cells.append([part for whole in told for part in _wrapped(whole, sizes[3])])
    for number in range(max(map(len, cells))):
        yield _row([cell[number : number + 1] for cell in cells], sizes)


def _row(cells: Sequence[Sequence[str]], sizes: Sequence[int]) -> str:
    filled = []
    for cell, size in zip(cells, sizes, strict=True):
        text = cell[0] if cell else ""
        filled.append(text + " " * (size - _cells(text)))
    return "  ".join(filled).rstrip()


def foot(totals: Sequence[Total]) -> Iterator[str]:
    """What it comes to, and how much that says."""
    yield f"Totals, each of one currency; {OVERLAP}."
    for total in totals:
        yield f"  {total.currency}  {said(total)}"


def _wrapped(text: str, cells: int) -> Iterator[str]:
    """Lines of so many cells at most; a word that is longer is broken."""
    line, taken = "", 0
    for word in text.split(" "):
        size = _cells(word)
        if line and taken + 1 + size > cells:
            yield line
            line, taken = "", 0
        while size > cells:
            part = _beginning(word, cells)
            yield part
            word = word[len(part) :]
            size = _cells(word)
        line, taken = (f"{line} {word}", taken + 1 + size) if line else (word, size)
    yield line


def _beginning(word: str, cells: int) -> str:
    taken = 0
    for number, character in enumerate(word):
        taken += _cells(character)
        if taken > cells:
            return word[: max(1, number)]
    return word


def _cells(text: str) -> int:
    if text.isascii():
        return len(text)
    return sum(0 if combining(c) else 2 if east_asian_width(c) in "WF" else 1 for c in text)


# -- for spreadsheets


def rows(lines: Iterable[Line]) -> Iterator[str]:
    """CSV, a record at a time: RFC 4180, its first one the names of the columns."""
    yield _record(COLUMNS)
    for line in lines:
        figure, listing = line.figure, line.listing
        money, key = figure.money, listing.key
        yield _record(
            (
                _text(money.text),
                money.currency,
                format(money.low.normalize(), "f"),
                format(money.high.normalize(), "f"),
                money.qualifier or "",
                _text(money.period or ""),
                _text(figure.about),
                _text("; ".join(figure.places)),
                "question" if figure.is_asked else "answer",
                _text(listing.heading),
                _text(listing.answering_body),
                listing.date.isoformat(),
                str(key),
                str(line.questions),
                key.url or "",
            )
        )


def _text(told: str) -> str:
    """A text that no spreadsheet carries out."""
    told = clean(told)
    return f"'{told}" if told.lstrip(" ").startswith(_FORMULA) else told


def _record(cells: Sequence[str]) -> str:
    written = StringIO()
    csv.writer(written, lineterminator="\r\n").writerow(cells)
    return written.getvalue()
