"""The reader's end: asks, and hands on what comes back."""

import asyncio
import json
import signal
import sys
from array import array
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final, TypeVar

from wrans import child
from wrans.clerk.messages import Asked, Looked

if TYPE_CHECKING:
    from wrans.counting import Counts

_TRIES: Final = 3
"""A search that its own process dies of is not asked a fourth time."""
_PAUSE: Final = 1.0
"""Seconds until a process that could not be started is tried again."""

Told = TypeVar("Told")


class Clerk:
    """Asks, and hands on what comes back."""

    def __init__(self, found: Callable[[Looked], None], asked: Asked) -> None:
        """Say what to do with each answer that is still wanted, and what was asked last."""
        self.asked = asked
        self.counted: Callable[[Counts], None] | None = None
        """Where there is one, what is found is counted as well, and handed to it."""
        self._found = found
        self._request = 0
        self._is_listed = False
        self._process: Process | None = None
        self._deaths = 0
        self.watched: Callable[[Looked], None] = lambda looked: None
        """What to do with the count of a saved search."""
        self._to_watch: list[str] = []
        self._mapped: Callable[[Looked], None] | None = None
        self.bounded: Callable[[Looked], None] = lambda looked: None
        """What to do with how many were found until now."""
        self.damaged: Callable[[], None] = lambda: None
        """What to do where the index cannot be read."""
        self.ended: Callable[[], None] = lambda: None
        """What to do where the process ended of itself, and another one takes its place."""
        self.failed: Callable[[Exception], object] = lambda error: None
        """What to do where what it said could not be shown."""
        self.unstarted: Callable[[OSError], object] = lambda error: None
        """What to do where it could not be started; that is tried again."""

    def watch(self, names: list[str]) -> None:
        """Count what is new in saved searches, whenever nothing else is asked."""
        self._to_watch = names
        self._write({"watch": names})

    def watch_again(self) -> None:
        """The same anew, where they are still looked at: the index has moved on."""
        if self._to_watch:
            self.watch(self._to_watch)

    def count_places(self, mapped: Callable[[Looked], None] | None) -> None:
        """Have the places of what was found counted, now and after each search; or no more."""
        self._mapped = mapped
        if mapped is not None:
            self.count()

    def ask(self, words: str, *, typing: bool) -> None:
        """Search; whatever was asked before is wanted no more."""
        self.go_on(self.asked.again(words, typing=typing))

    def go_on(self, asked: Asked) -> None:
        """Search for the same in another order, or for words that are to be read in another way."""
        self._request += 1
        self.asked = asked
        self._deaths = 0
        self._is_listed = False
        self._send()

    def count(self) -> None:
        """Count what was found, or what is being looked for."""
        if self._request:
            self._send()

    def _send(self) -> None:
        self._write(
            {
                "request": self._request,
                **{name: getattr(self.asked, name) for name in Asked.__slots__},
                "listed": self._is_listed,
                "counted": self.counted is not None,
                "places": self._mapped is not None,
            }
        )

    def _write(self, request: dict[str, Any]) -> None:
        if self._process is None or self._process.stdin is None:
            return
        with suppress(ConnectionError, RuntimeError):
            self._process.stdin.write(json.dumps(request).encode() + b"\n")

    async def run(self) -> None:
        """Keep a process at work until cancelled; one that dies is replaced."""
        try:
            while True:
                try:
                    process = self._process = await _start("search")
                except OSError as error:  # too many processes, or no memory: not for ever
                    self.unstarted(error)
                    await asyncio.sleep(_PAUSE)
                    continue
                self._ask_again()
                await self._listen(process)
                if self._process is not process:  # it was stopped
                    return
                self._count_death()
        finally:
            await self.stop()

    def _ask_again(self) -> None:
        self._is_listed = False
        if self._request:
            self._send()
        if self._to_watch and not self._deaths:
            self.watch(self._to_watch)

    def _count_death(self) -> None:
        """The process ended of itself: what it dies of again and again is not asked any more."""
        self._hand(lambda _: self.ended(), None)
        self._deaths += 1
        if self._deaths >= _TRIES:
            trouble = "this search cannot be carried out"
            self._hand(self._found, Looked(self._request, array("I"), True, trouble=trouble))
            self._hand(lambda _: self.damaged(), None)
            self._request += 1
            self.asked, self._deaths = Asked(), 0

    async def _listen(self, process: Process) -> None:
        """Hand on what it says, until it ends or says what cannot be understood."""
        assert process.stdout is not None
        while (told := await _said(process.stdout)) is not None:
            if isinstance(told, Looked):
                self._hand(self._hand_on, told)
            elif told.request == self._request and self.counted is not None:
                self._hand(self.counted, told)
        await child.end(process)

    def _hand(self, show: Callable[[Told], None], told: Told) -> None:
        try:
            show(told)
        except Exception as error:  # noqa: BLE001 - see below
            # Whatever is wrong with one answer, the next one is to come.
            self.failed(error)

    def _hand_on(self, looked: Looked) -> None:
        if looked.is_damaged:
            self.damaged()
        if looked.about:
            self.watched(looked)
        elif looked.request != self._request:
            return
        elif looked.at_least:
            self.bounded(looked)
        elif looked.places is not None:
            if self._mapped is not None:
                self._mapped(looked)
        else:
            self._is_listed = looked.is_all
            self._found(looked)

    async def stop(self) -> None:
        """End the process."""
        process, self._process = self._process, None
        if process is not None:
            await child.end(process)


async def _said(pipe: asyncio.StreamReader) -> "Looked | Counts | None":
    """What the process says next; None where it ended, or that cannot be understood."""
    # A line without an end is no answer, however much of it there is.
    faults = asyncio.IncompleteReadError, asyncio.LimitOverrunError, ValueError, TypeError, KeyError
    with suppress(*faults):
        head = json.loads(await pipe.readuntil(b"\n"))
        if "counts" not in head:
            return await Looked.of(head, pipe)
        from wrans.counting import Counts  # not before something was counted

        return Counts.read(head["counts"])
    return None


async def index(progress: Callable[[int, int], None], *, is_damaged: bool = False) -> str:
    """Bring the index up to the store in a process of its own; say what went wrong, if anything.

    One that may be damaged is checked, and built anew where it is.
    """
    try:
        process = await _start("mend" if is_damaged else "index")
    except OSError as error:
        return f"indexing could not be started ({error}); it is tried again at the next start"
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
        await child.end(process)


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
        try:
            process = self._process = await _start("sync")
        except OSError as error:
            return f"the sync could not be started: {error}"
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
            await child.end(process)

    def first(self, number: int) -> None:
        """This question is being read: its text comes before all others."""
        self._open = number
        if self._process is not None and self._process.stdin is not None:
            with suppress(ConnectionError, RuntimeError):
                self._process.stdin.write(f"{number}\n".encode())

    def stop(self) -> None:
        """End it; what came is kept."""
        if self._process is not None:
            child.send(self._process, signal.SIGTERM)


async def _start(duty: str) -> Process:
    # -I would lose an editable install's path on some Pythons; -P only keeps the folder we stand
    # in, which may hold anything, off the path.
    return await asyncio.create_subprocess_exec(
        sys.executable, "-P", "-m", "wrans.clerk", duty, stdin=PIPE, stdout=PIPE, stderr=DEVNULL,
        limit=1 << 20, start_new_session=True,
    )  # fmt: skip
