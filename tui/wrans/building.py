"""Keeping the index in step with the store: by a patch, or built anew.

An index that is built anew is written in slices, by a process for each processor. A worker is told
on its standard input which slices to write, and says on its standard output how far it is. It ends
when its input does: so with whoever started it, however that ended.
"""

import json
import os
import selectors
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from subprocess import DEVNULL, PIPE, Popen
from typing import TYPE_CHECKING, Final

from wrans import company, indexing
from wrans.errors import StoreError, WransError
from wrans.extracting import ALONE, extract_missing
from wrans.index import Build, Index, without_collecting
from wrans.store import Store

if TYPE_CHECKING:
    from wrans.index import Document
    from wrans.store.found import Row

Progress = Callable[[int, int], None]

_PATCH: Final = 5_000
"""So many changed questions are always patched in."""
_SHARE: Final = 10
"""More than one in so many are sooner indexed anew."""
_TOLD_EVERY: Final = 250


def catch_up(index: Index, store: Store, progress: Progress | None = None) -> None:
    """Bring the index up to the store: by a small patch where that is enough."""
    held, change = index.state(), store.change
    if held == change:
        index.tidy()
        return
    count = store.count()
    behind = store.changed_count(held) if held is not None else count
    if held is None or held > change or behind > max(_PATCH, count // _SHARE):
        build(index, store, progress)
        return
    with without_collecting():
        _patch(index, store, held, progress)


def _patch(index: Index, store: Store, held: int, progress: Progress | None) -> None:
    """Put what changed after ``held`` into the index."""
    change = store.change
    if len(store.lacking_found(held)) >= ALONE:
        extract_missing(store, since=held)
    # Many small segments are written as one while we are at it.
    wanted = {*store.changed_ids(held), *index.scattered()}
    rows: list[Row] = []
    found = list(_told(indexing.documents(store, wanted, rows.append), len(wanted), progress))
    # First: an index that is up to date says that the sums and places are kept.
    if rows and not store.is_read_only:
        store.keep_found(rows)
    index.update(found, change)


def build(index: Index, store: Store, progress: Progress | None = None) -> None:
    """Build the index anew, by as many processes as there are processors."""
    extract_missing(store, progress)
    # What changes while it is built is put in by the next patch.
    writers = company.processors()
    with index.building(store.ids, store.change, writers) as building:
        _write(building, store, writers, progress)


def _told(
    found: "Iterator[Document]", total: int, progress: Progress | None
) -> "Iterator[Document]":
    """The same documents; progress is told of as they are taken."""
    for done, document in enumerate(found):
        if progress and done % _TOLD_EVERY == 0:
            progress(done, total)
        yield document


def _write(building: Build, store: Store, writers: int, progress: Progress | None) -> None:
    """Write every slice that is left. Raises StoreError."""
    left = building.left
    many = min(writers, len(left))
    if many < 2:
        for n in left:
            found = indexing.documents(store, building.ids(n))
            building.write(n, _told(found, len(building), progress))
        return
    _Crew(building, store, progress).work(left, many)


class _Crew:
    """Processes that each write one slice after another."""

    def __init__(self, building: Build, store: Store, progress: Progress | None) -> None:
        self._building, self._store, self._progress = building, store, progress
        self._done = dict.fromkeys(range(building.slices), 0)
        for n in set(self._done) - set(building.left):
            self._done[n] = len(building.ids(n))

    def work(self, left: list[int], many: int) -> None:
        """Have all slices written. Raises StoreError where one cannot be."""
        waiting = left[::-1]
        workers = [self._started() for _ in range(many)]
        try:
            with selectors.DefaultSelector() as selector:
                for worker in workers:
                    assert worker.stdout
                    selector.register(worker.stdout, selectors.EVENT_READ, worker)
                    _tell(worker, waiting)
                while selector.get_map():
                    for key, _ in selector.select():
                        worker = key.data
                        line = worker.stdout.readline()
                        if not line:
                            selector.unregister(worker.stdout)
                        elif self._heard(json.loads(line)):
                            _tell(worker, waiting)
        finally:
            for worker in workers:
                worker.kill()
                for pipe in (worker.stdin, worker.stdout):
                    if pipe:
                        pipe.close()
                worker.wait()
        if self._building.left:
            raise StoreError("the index could not be built: a process of it ended early; try again")

    def _started(self) -> Popen[bytes]:
        command = [
            sys.executable, "-P", "-m", "wrans.building",
            str(self._building.path), str(self._store.path), str(self._building.change),
        ]  # fmt: skip
        # Unbuffered: what is waited for is seen by the selector.
        return Popen(command, stdin=PIPE, stdout=PIPE, stderr=DEVNULL, bufsize=0)

    def _heard(self, told: dict[str, int | str]) -> bool:
        """Take in what a worker says; say whether it has finished a slice."""
        if "trouble" in told:
            raise StoreError(str(told["trouble"]))
        n, done = int(told["slice"]), int(told["done"])
        self._done[n] = done
        if self._progress:
            self._progress(sum(self._done.values()), len(self._building))
        return bool(told["is written"])


def _tell(worker: Popen[bytes], waiting: list[int]) -> None:
    """Give a worker its next slice, or send it home."""
    assert worker.stdin
    if waiting:
        worker.stdin.write(b"%d\n" % waiting.pop())
    else:
        worker.stdin.close()


def _serve(path: Path, file: Path, change: int) -> None:
    def say(**told: int | str) -> None:
        sys.stdout.write(json.dumps(told) + "\n")
        sys.stdout.flush()

    building = Build(path, change)
    parent = os.getppid()

    def watched(n: int, found: "Iterator[Document]") -> "Iterator[Document]":
        for done, document in enumerate(found):
            if done % _TOLD_EVERY == 0:
                if os.getppid() != parent:
                    raise SystemExit(1)
                say(**{"slice": n, "done": done, "is written": 0})
            yield document

    with Store(file, read_only=True) as store:
        for line in sys.stdin:
            n = int(line)
            try:
                building.write(n, watched(n, indexing.documents(store, building.ids(n))))
            except WransError as error:
                say(trouble=str(error))
                return
            say(**{"slice": n, "done": len(building.ids(n)), "is written": 1})


if __name__ == "__main__":
    _serve(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]))
