"""A process of its own that searches, and another that indexes, so that the screen never waits.

The reader writes one JSON line a request. An answer is one JSON line, followed by the numbers of
the questions as four-byte integers. The newest request wins: a search looks between postings
whether another one waits, and gives up for it.
"""

import asyncio
import gc
import json
import os
import select
import sys
import time
from array import array
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any, Final, Self

from wrans.errors import IndexDamaged, WransError

if TYPE_CHECKING:
    from wrans.library import Library

# A search that its own process dies of is not asked a fourth time.
_TRIES: Final = 3
_AT_ONCE: Final = 0.025
"""Seconds that everything may take before a page is shown first."""
_REST: Final = 1.0


@dataclass(frozen=True, slots=True)
class Looked:
    """What the clerk found for a request."""

    request: int
    ids: "array[int]"
    is_all: bool
    """Are these all that match, or only the first?"""
    notice: str = ""
    """How the query was read, where that is not as written."""
    trouble: str = ""
    """Why there is nothing to show: the index is missing, damaged or being built."""
    places: list[tuple[str, int]] | None = None
    """The places that they name, and how many do, where that was asked for."""

    def written(self) -> bytes:
        """As it goes through the pipe."""
        head = asdict(self) | {"ids": len(self.ids)}
        return json.dumps(head).encode() + b"\n" + self.ids.tobytes()

    @classmethod
    async def read(cls, pipe: asyncio.StreamReader) -> Self:
        """The next one from the pipe. Raises IncompleteReadError at its end."""
        head: dict[str, Any] = json.loads(await pipe.readuntil(b"\n"))
        ids = array("I")
        ids.frombytes(await pipe.readexactly(head["ids"] * ids.itemsize))
        return cls(**head | {"ids": ids})


@dataclass(frozen=True, slots=True)
class Asked:
    """Words that are searched for, and how they are read."""

    words: str = ""
    typing: bool = False
    """Is the last one still being typed?"""
    typed: bool = False
    """Were they typed? They go on to find what they found while they were."""

    def again(self, words: str, *, typing: bool) -> "Asked":
        """What is asked next: the same words are read as they were."""
        if words != self.words:
            return Asked(words, typing, typed=typing)
        return replace(self, typing=self.typing and typing)


class Clerk:
    """The reader's end: asks, and hands on what comes back."""

    def __init__(self, found: Callable[[Looked], None], asked: Asked) -> None:
        """Say what to do with each answer that is still wanted, and what was asked last."""
        self.asked = asked
        self._found = found
        self._request = 0
        self._process: Process | None = None
        self._deaths = 0
        self._counted: Callable[[Looked], None] | None = None
        self._is_done = False

    def count_places(self, counted: Callable[[Looked], None] | None) -> None:
        """Have the places of what was found counted, now and after each search; or no more."""
        self._counted = counted
        if self._is_done:
            self._send_count()

    def _send_count(self) -> None:
        if self._counted is not None:
            self._send(places=True)

    def ask(self, words: str, *, typing: bool) -> None:
        """Search; whatever was asked before is wanted no more."""
        self._request += 1
        self.asked = self.asked.again(words, typing=typing)
        self._deaths = 0
        self._send()

    def _send(self, *, places: bool = False) -> None:
        if self._process is None or self._process.stdin is None:
            return
        if not places:
            # A search that is still at work would be given up for the counting.
            self._is_done = False
        request = {"request": self._request, "places": places, **asdict(self.asked)}
        with suppress(ConnectionError, RuntimeError):
            self._process.stdin.write(json.dumps(request).encode() + b"\n")

    async def run(self) -> None:
        """Keep a process at work until cancelled; one that dies is replaced."""
        try:
            while True:
                self._process = await _start("search")
                if self._request:
                    self._send()
                await self._listen(self._process)
                self._deaths += 1
                if self._deaths >= _TRIES:
                    trouble = "this search cannot be carried out"
                    self._found(Looked(self._request, array("I"), True, trouble=trouble))
                    self._request += 1
                    self.asked, self._deaths = Asked(), 0
        finally:
            await self.stop()

    async def _listen(self, process: Process) -> None:
        assert process.stdout is not None
        with suppress(asyncio.IncompleteReadError, ValueError):
            while True:
                looked = await Looked.read(process.stdout)
                if looked.request == self._request:
                    self._hand_on(looked)
        await process.wait()

    def _hand_on(self, looked: Looked) -> None:
        if looked.places is not None:
            if self._counted is not None:
                self._counted(looked)
            return
        self._found(looked)
        if looked.is_all:
            self._is_done = True
            self._send_count()

    async def stop(self) -> None:
        """End the process."""
        process, self._process = self._process, None
        if process is not None:
            await _end(process)


async def index(progress: Callable[[int, int], None]) -> str:
    """Bring the index up to the store in a process of its own; say what went wrong, if anything."""
    process = await _start("index")
    try:
        assert process.stdout is not None
        trouble = "indexing stopped; it is tried again at the next start"
        async for line in process.stdout:
            told = json.loads(line)
            if "trouble" in told:
                trouble = told["trouble"]
            else:
                progress(told["done"], told["total"])
        await process.wait()
        return trouble
    finally:
        await _end(process)


class Errand:
    """A sync in a process of its own."""

    def __init__(self) -> None:
        self._process: Process | None = None
        self._open = 0

    @property
    def is_on(self) -> bool:
        """Is it at work?"""
        return self._process is not None

    async def run(self, progress: Callable[[int, int, str], None]) -> str:
        """Sync; say what became of it."""
        process = self._process = await _start("sync")
        try:
            if self._open:
                self.first(self._open)
            assert process.stdout is not None
            told = "the sync stopped; it goes on when it is asked for again"
            async for line in process.stdout:
                said = json.loads(line)
                if "told" in said:
                    told = said["told"]
                else:
                    progress(said["done"], said["total"], said["what"])
            await process.wait()
            return told
        finally:
            self._process = None
            await _end(process)

    def first(self, number: int) -> None:
        """This question is being read: its text comes before all others."""
        self._open = number
        if self._process is not None and self._process.stdin is not None:
            with suppress(ConnectionError, RuntimeError):
                self._process.stdin.write(f"{number}\n".encode())

    def stop(self) -> None:
        """End it; what came is kept."""
        if self._process is not None:
            with suppress(ProcessLookupError):
                self._process.terminate()


async def _end(process: Process) -> None:
    with suppress(ProcessLookupError):
        process.kill()
    await process.wait()


async def _start(duty: str) -> Process:
    # -I would lose an editable install's path on some Pythons; -P only keeps the folder we stand
    # in, which may hold anything, off the path.
    return await asyncio.create_subprocess_exec(
        sys.executable, "-P", "-m", "wrans.clerk", duty, stdin=PIPE, stdout=PIPE, stderr=DEVNULL,
        limit=1 << 20, start_new_session=True,
    )  # fmt: skip


# -- the other end


def main(duty: str) -> None:
    """Serve until the reader is gone."""
    from wrans.library import Library

    with suppress(BrokenPipeError, KeyboardInterrupt):
        match duty:
            case "search":
                _serve(Library(read_only=True))
            case "sync":
                asyncio.run(_sync(Library()))
            case _:
                _index(Library())


def _serve(library: "Library") -> None:
    # Garbage is collected once nobody types.
    gc.disable()
    unread = b""
    while True:
        while b"\n" not in unread:
            if not select.select([0], [], [], _REST)[0]:
                gc.collect()
            more = os.read(0, 1 << 16)
            if not more:
                return
            unread += more
        *lines, unread = unread.split(b"\n")
        told = json.loads(lines[-1])
        answer = _count if told.pop("places") else _look
        answer(library, told.pop("request"), Asked(**told))


def _look(library: "Library", request: int, asked: Asked) -> None:
    """Answer with everything if that is quick; else with a page at once, and then everything.

    One answer is one repaint. It gives up when something newer waits.
    """
    from wrans.library import PAGE

    try:
        query = library.query(asked.words, typing=asked.typing, typed=asked.typed)
        notice = query.notice or ""
        if not query.is_everything:
            started = time.monotonic()
            at_once = library.all_ids(
                query, lambda: time.monotonic() - started > _AT_ONCE or _is_newer_waiting()
            )
            if at_once is not None:
                _tell(Looked(request, at_once, True, notice))
                return
            page = library.first_ids(query, PAGE, _is_newer_waiting)
            _tell(Looked(request, array("I", page.ids), page.is_complete, notice))
            if page.is_complete or _is_newer_waiting():
                return
        ids = library.all_ids(query, _is_newer_waiting)
        if ids is not None:
            _tell(Looked(request, ids, True, notice))
    except IndexDamaged as error:
        _tell(Looked(request, array("I"), False, trouble=str(error)))


def _count(library: "Library", request: int, asked: Asked) -> None:
    """Answer with the places that the questions name. It gives up when something newer waits."""
    none = array("I")
    try:
        query = library.query(asked.words, typing=asked.typing, typed=asked.typed)
        places = library.places(query, _is_newer_waiting)
        if places is not None:
            _tell(Looked(request, none, True, places=places))
    except IndexDamaged as error:
        _tell(Looked(request, none, True, trouble=str(error), places=[]))


def _is_newer_waiting() -> bool:
    return bool(select.select([sys.stdin], [], [], 0)[0])


def _tell(looked: Looked) -> None:
    sys.stdout.buffer.write(looked.written())
    sys.stdout.buffer.flush()


def _index(library: "Library") -> None:
    os.nice(10)

    def tell(**told: object) -> None:
        print(json.dumps(told), flush=True)

    try:
        library.catch_up(lambda done, total: tell(done=done, total=total))
        tell(trouble="")
    except WransError as error:
        tell(trouble=str(error))


async def _sync(library: "Library") -> None:
    from wrans import printed, syncing
    from wrans.sync import Sync

    os.nice(10)

    def begun(sync: Sync) -> None:
        def read() -> None:
            words = os.read(0, 1 << 16).split()
            if not words:
                loop.remove_reader(0)
            elif words[-1].isdigit():
                sync.texts.first(int(words[-1]))

        loop = asyncio.get_running_loop()
        loop.add_reader(0, read)

    def progress(done: int, total: int, what: str = "", /) -> None:
        print(json.dumps({"done": done, "total": total, "what": what}), flush=True)

    try:
        # In tests the address of another server; the reader itself has no such option.
        sync = await syncing.run(
            library, api=os.environ.get("WRANS_API"), progress=progress, begun=begun
        )
        told = printed.synced(sync)
        if not sync.is_finished:
            told += "; not finished, the next sync goes on"
    except WransError as error:
        told = str(error)
    print(json.dumps({"told": told}), flush=True)


if __name__ == "__main__":
    main(sys.argv[1])
