"""Finding the sums and places of questions, and keeping them in the store."""

import json
import pickle
import sys
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path
from subprocess import DEVNULL, PIPE, Popen
from typing import Final

from wrans import company, entities, reading
from wrans.entities import Entity, Money, Place
from wrans.records import Completeness, Question
from wrans.records.telling import teller
from wrans.records.text import bare_words
from wrans.records.told_rows import Told
from wrans.store import Store
from wrans.store.found import NOTHING, Found, Row, Stated, row

Progress = Callable[[int, int], None]

_BATCH: Final = 2_000
"""Questions a transaction."""
_SLICE: Final = 500
"""Questions that a process is given at a time."""
ALONE: Final = 4_000
"""So many are sooner done than other processes are started."""
_PROCESSES: Final = 8
_AHEAD: Final = 2
"""Slices that a process is ahead of what is read of it."""


def found_in(question: Question) -> Found:
    """The sums and places of a question's full texts, with what is said of each sum."""
    return found_of_reading(reading.read(question, with_references=False))


def found_of_reading(opened: reading.Reading) -> Found:
    """The same of a question that is laid open."""
    kept = list(_of_full_texts(opened))
    if not kept:
        return NOTHING
    places = tuple(entity for entity in kept if isinstance(entity, Place))
    sums = [entity for entity in kept if isinstance(entity, Money)]
    return Found(tuple(_stated(opened, sums, places)) if sums else (), places)


def _of_full_texts(opened: reading.Reading) -> Iterator[Entity]:
    """The sums and places of texts that are here in full: of others nobody knows how many."""
    question, answer = opened.question, opened.question.answer
    is_full = question.completeness is not Completeness.CLIPPED
    is_answer_full = answer is not None and answer.completeness is not Completeness.CLIPPED
    for entity in opened.entities:
        if is_answer_full if entity.start >= opened.answer_start else is_full:
            yield entity


def _stated(
    opened: reading.Reading, sums: Sequence[Money], places: Sequence[Place]
) -> Iterator[Stated]:
    tell = teller(opened.prose)
    text, gap = opened.prose.text, opened.answer_start
    digests: dict[bool, int] = {}
    named: dict[Told, tuple[int, ...]] = {}
    for money in sums:
        told = tell(money.start)
        if told not in named:
            named[told] = tuple(_within(told, places))
        is_asked = money.start < gap
        if is_asked not in digests:
            digests[is_asked] = _digest(text[:gap] if is_asked else text[gap:])
        group = 0 if is_asked else _group(opened.question)
        yield Stated(money, told.text, named[told], digests[is_asked], is_asked, group)


def _within(told: Told, places: Sequence[Place]) -> Iterator[int]:
    """Which places stand in what is told."""
    starts = [place.start for place in places]
    for start, end in told.ranges:
        yield from range(bisect_left(starts, start), bisect_left(starts, end))


def _group(question: Question) -> int:
    """Equal for questions that one answer was given to; 0 where it was given to one alone."""
    if not question.grouped:
        return 0
    return _digest(str(min(map(str, (question.key, *question.grouped)))))


def _digest(text: str) -> int:
    """Equal for texts of the same words."""
    digest = blake2b(bare_words(text).encode("utf-8", "replace"), digest_size=7).digest()
    return int.from_bytes(digest)


# -- for all that lack it


def extract_missing(store: Store, progress: Progress | None = None, since: int = 0) -> None:
    """Find and keep what is not kept yet, or was found by another version. Raises StoreError.

    Of the questions that changed after ``since``: those before are known to be kept.
    """
    if store.is_read_only:
        return
    missing = store.lacking_found(since)
    if missing:
        entities.learn(store.seats())
    done = 0
    batch: list[Row] = []
    for rows in _rows(store, missing):
        batch += rows
        if len(batch) >= _BATCH:
            store.keep_found(batch)
            batch = []
        done = min(done + _SLICE, len(missing))
        if progress:
            progress(done, len(missing))
    if batch:
        store.keep_found(batch)


def _rows(store: Store, numbers: Sequence[int]) -> Iterator[list[Row]]:
    """What is found in them, slice by slice, by as many processes as there are cores."""
    slices = [numbers[at : at + _SLICE] for at in range(0, len(numbers), _SLICE)]
    cores = min(_PROCESSES, company.processors(), len(slices))
    workers = [_Worker(store.path) for _ in range(cores if len(numbers) >= ALONE else 0)]
    try:
        if not workers:
            yield from (rows_of(store, some) for some in slices)
            return
        for at in range(len(slices) + _AHEAD * cores):
            # Each has its next slice before it has told of the last one.
            if at < len(slices):
                workers[at % cores].ask(slices[at])
            if (told := at - _AHEAD * cores) >= 0:
                rows = workers[told % cores].answer()
                yield rows_of(store, slices[told]) if rows is None else rows
    finally:
        for worker in workers:
            worker.end()


class _Worker:
    """A process that finds the sums and places of slices. It ends when this one does."""

    def __init__(self, path: Path) -> None:
        command = (sys.executable, "-P", "-m", "wrans.extracting", str(path))
        self._process = Popen(
            command, stdin=PIPE, stdout=PIPE, stderr=DEVNULL, start_new_session=True
        )

    def ask(self, numbers: Sequence[int]) -> None:
        assert self._process.stdin is not None
        with suppress(OSError):
            self._process.stdin.write(json.dumps(list(numbers)).encode() + b"\n")
            self._process.stdin.flush()

    def answer(self) -> list[Row] | None:
        """The rows of the slice that was asked for first; None where the process is no more."""
        assert self._process.stdout is not None
        try:
            rows: list[Row] = pickle.load(self._process.stdout)
            return rows
        except (EOFError, OSError, pickle.UnpicklingError):
            return None

    def end(self) -> None:
        self._process.kill()
        for pipe in (self._process.stdin, self._process.stdout):
            with suppress(OSError):
                pipe.close()  # type: ignore[union-attr]
        self._process.wait()


def _serve(path: str) -> None:
    """Answer slices until nobody asks any more."""
    store = Store(Path(path), read_only=True)
    entities.learn(store.seats())
    for line in sys.stdin.buffer:
        pickle.dump(rows_of(store, json.loads(line)), sys.stdout.buffer)
        sys.stdout.buffer.flush()


def rows_of(store: Store, numbers: Iterable[int]) -> list[Row]:
    """What is found in these questions; a damaged one is left out."""
    return [
        row(number, change, found_in(asked)) for number, change, asked in store.questions(numbers)
    ]


def found_of(store: Store, numbers: Sequence[int]) -> Iterator[tuple[int, Found]]:
    """What is kept of these questions, and where nothing is, what is found there and then."""
    for at in range(0, len(numbers), _SLICE):
        some = numbers[at : at + _SLICE]
        kept = {number: found for number, _, found in store.found(some)}
        rest = [number for number in some if number not in kept]
        if rest:
            entities.learn(store.seats())
            kept.update((number, found_in(asked)) for number, _, asked in store.questions(rest))
        yield from ((number, kept[number]) for number in some if number in kept)


if __name__ == "__main__":
    _serve(sys.argv[1])
