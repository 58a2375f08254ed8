"""A process of its own that makes the ledger of what a search found, while it is looked at.

The reader writes one JSON line a request: first what was searched for, then which rows are wanted
and in which order. An answer is one JSON line, followed by three numbers a row: the question,
which of its sums, and how many questions share the text. It may come before all is looked at.
"""

import asyncio
import json
import os
import select
import sys
import time
from array import array
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, Final

from wrans import child
from wrans.errors import WransError
from wrans.values import dataclass

if TYPE_CHECKING:
    from wrans.ledger import Figure
    from wrans.library import Library

MOST: Final = 50_000
"""Questions with sums that are looked at: a year and a half of the record's, or any one subject."""
_PATIENCE: Final = 0.3
"""Seconds until what is there is shown, and again until more of it is."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which rows, and in which order."""

    request: int = 0
    words: str = ""
    """Of the sum, its sentence, its heading or its answering body."""
    by_amount: bool = False


@dataclass(frozen=True, slots=True)
class Reckoned:
    """What the accountant found."""

    request: int
    questions: "array[int]"
    places: "array[int]"
    """Which of the question's sums each row is."""
    sharing: "array[int]"
    totals: list[str]
    """What the rows come to, a sentence for each currency."""
    largest: float
    looked_at: int
    """Questions, of how many."""
    of: int
    is_done: bool
    clipped: int = 0
    folded: int = 0
    """Sums that are not among the rows, since others state them in the very words."""
    trouble: str = ""

    def written(self) -> bytes:
        """As it goes through the pipe."""
        columns = {"questions": len(self.questions), "places": 0, "sharing": 0}
        head = {name: getattr(self, name) for name in self.__slots__} | columns
        numbers = (self.questions, self.places, self.sharing)
        return json.dumps(head).encode() + b"\n" + b"".join(one.tobytes() for one in numbers)

    @classmethod
    async def read(cls, pipe: asyncio.StreamReader) -> "Reckoned":
        """The next one from the pipe. Raises IncompleteReadError at its end."""
        head: dict[str, Any] = json.loads(await pipe.readuntil(b"\n"))
        rows = head["questions"]
        for name in ("questions", "places", "sharing"):
            numbers = array("I")
            numbers.frombytes(await pipe.readexactly(rows * numbers.itemsize))
            head[name] = numbers
        return cls(**head)


class Accountant:
    """The reader's end: asks, and hands on what comes back."""

    def __init__(self, found: Callable[[Reckoned], None]) -> None:
        """Say what to do with each answer that is still wanted."""
        self._found = found
        self._wanted = Wanted()
        self._process: Process | None = None

    def ask(self, words: str, *, by_amount: bool) -> None:
        """Have other rows, or the same in another order."""
        self._wanted = Wanted(self._wanted.request + 1, words, by_amount)
        self._send(asdict(self._wanted))

    def _send(self, told: dict[str, Any]) -> None:
        if self._process is not None and self._process.stdin is not None:
            with suppress(ConnectionError, RuntimeError):
                self._process.stdin.write(json.dumps(told).encode() + b"\n")

    async def run(self, words: str, *, typing: bool, typed: bool) -> None:
        """Keep the ledger of a search until cancelled."""
        process = self._process = await asyncio.create_subprocess_exec(
            sys.executable, "-P", "-m", "wrans.accountant", stdin=PIPE, stdout=PIPE,
            stderr=DEVNULL, limit=1 << 20, start_new_session=True,
        )  # fmt: skip
        try:
            self._send({"words": words, "typing": typing, "typed": typed})
            self._send(asdict(self._wanted))
            assert process.stdout is not None
            trouble = "the ledger cannot be made"
            with suppress(asyncio.IncompleteReadError, ValueError):
                while True:
                    reckoned = await Reckoned.read(process.stdout)
                    trouble = reckoned.trouble or trouble
                    if reckoned.request == self._wanted.request:
                        self._found(reckoned)
            self._found(_nothing(self._wanted.request, trouble))
        finally:
            self._process = None
            await child.end(process)


def _nothing(request: int, trouble: str) -> Reckoned:
    none = array("I")
    return Reckoned(request, none, none, none, [], 0.0, 0, 0, is_done=True, trouble=trouble)


# -- the other end


class _Requests:
    """What the reader wants, read between two pieces of work."""

    def __init__(self) -> None:
        self._unread = b""
        self.is_over = False

    def newest(self, wait: float | None) -> dict[str, Any] | None:
        """The last one that came, if one did; ``wait`` for it so many seconds, or for ever."""
        while not self.is_over:
            is_here = b"\n" in self._unread
            if not select.select([0], [], [], 0 if is_here else wait)[0]:
                break
            more = os.read(0, 1 << 16)
            self.is_over = not more
            self._unread += more
        *lines, self._unread = self._unread.split(b"\n")
        return json.loads(lines[-1]) if lines else None

    def first(self) -> dict[str, Any]:
        """The very first: what was searched for."""
        while b"\n" not in self._unread:
            more = os.read(0, 1 << 16)
            if not more:
                raise SystemExit
            self._unread += more
        line, _, self._unread = self._unread.partition(b"\n")
        # What came with it is read with the next.
        told: dict[str, Any] = json.loads(line)
        return told


def serve(library: "Library") -> None:
    """Answer until the reader is gone."""
    from wrans.ledger import Ledger, gather

    requests = _Requests()
    asked = requests.first()
    wanted = Wanted()
    try:
        query = library.query(asked.pop("words"), **asked)
        numbers = library.all_ids(query) or array("I")
        growing: Iterator[Ledger] = gather(library.store, numbers, MOST)
    except WransError as error:
        told = requests.newest(None)
        _tell(_nothing(told["request"] if told else 0, str(error)))
        return
    book = _Book(library, numbers)
    is_done = is_told = False
    shown_at = time.monotonic()
    while not requests.is_over:
        if not is_done:
            ledger = next(growing, None)
            is_done = ledger is None
            book.ledger = ledger or book.ledger
        # Once all is told there is nothing to do but wait.
        told = requests.newest(None if is_told or (is_done and not wanted.request) else 0)
        if told is not None:
            wanted = Wanted(**told)
        is_time = is_done or time.monotonic() - shown_at > _PATIENCE
        if wanted.request and (told is not None or (is_time and not is_told)):
            _tell(book.answer(wanted, is_done=is_done))
            is_told, shown_at = is_done, time.monotonic()


class _Book:
    """The ledger, and the words of its rows."""

    def __init__(self, library: "Library", numbers: "array[int]") -> None:
        from wrans.ledger import Ledger

        self.ledger: Ledger = Ledger()
        self._store = library.store
        self._numbers = numbers
        self._clipped = -1
        self._heads: dict[int, str] = {}
        self._matched: tuple[str, int, list[Figure]] = ("", 0, [])
        """What was typed last, of how many figures, and those that have it: more letters, fewer."""

    def answer(self, wanted: Wanted, *, is_done: bool) -> Reckoned:
        """The rows that are wanted, as far as they are there."""
        from wrans.ledger import largest_first, totals
        from wrans.ledger.totals import said

        ledger = self.ledger
        if is_done and self._clipped < 0:
            self._clipped = self._store.clipped_among(self._numbers)
        figures = self._matching(wanted.words.lower()) if wanted.words else ledger.figures
        if wanted.by_amount:
            figures = largest_first(figures)
        return Reckoned(
            wanted.request,
            array("I", [figure.question for figure in figures]),
            array("I", [figure.nth for figure in figures]),
            array("I", [len(ledger.sharing(figure)) for figure in figures]),
            [said(total) for total in totals(figures)],
            max((abs(float(figure.most)) for figure in figures), default=0.0),
            ledger.looked_at,
            ledger.questions,
            is_done,
            max(0, self._clipped),
            ledger.folded,
        )

    def _matching(self, typed: str) -> "list[Figure]":
        was, of, figures = self._matched
        if not (was and typed.startswith(was) and of == len(self.ledger.figures)):
            figures = self.ledger.figures
        self._learn_heads(figures)
        words = typed.split()
        found = []
        for figure in figures:
            money = figure.money
            told = f"{money.text} {money.currency} {figure.about}{self._heads[figure.question]}"
            told = told.lower()
            if all(word in told for word in words):
                found.append(figure)
        self._matched = typed, len(self.ledger.figures), found
        return found

    def _learn_heads(self, figures: "list[Figure]") -> None:
        """Headings and bodies, each once."""
        new = list({figure.question for figure in figures} - self._heads.keys())
        self._heads.update(dict.fromkeys(new, ""))
        for listing in self._store.listings(new):
            self._heads[listing.id] = f" {listing.heading} {listing.answering_body}"


def _tell(reckoned: Reckoned) -> None:
    sys.stdout.buffer.write(reckoned.written())
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    from wrans.library import Library as _Library

    with suppress(BrokenPipeError, KeyboardInterrupt):
        serve(_Library(read_only=True))
