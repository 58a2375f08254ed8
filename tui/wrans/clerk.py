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
from functools import partial
from typing import TYPE_CHECKING, Any, Final, Self

from wrans.errors import IndexDamaged, WransError
from wrans.values import dataclass, field, replace

if TYPE_CHECKING:
    from wrans.counting import Counts
    from wrans.index.query import Query
    from wrans.library import Library
    from wrans.watching import Watching

# A search that its own process dies of is not asked a fourth time.
_TRIES: Final = 3
_PIECE: Final = 1 << 15
"""Bytes of a long list that are read at a time; whole numbers."""
_AT_ONCE: Final = 50_000
"""So many questions may be found as soon as a page of them: it is tried for a moment."""
_MOMENT: Final = 0.02
_RANKED_AT_ONCE: Final = 2_000
_LATEST: Final = 0.045
"""Seconds after which what is found so far is shown, while the search goes on."""
_QUIET: Final = 0.15
"""Seconds in which nothing newer is asked, before every question is looked for or counted."""
_REST: Final = 1.0
_PATIENCE: Final = 0.25
"""Seconds until it is said how many were found until now, and again until more are."""


@dataclass(frozen=True, slots=True)
class Looked:
    """What the clerk found for a request."""

    request: int
    ids: "array[int]"
    is_all: bool
    """Are these all that match, or only the first?"""
    notice: str = ""
    """How the query was read, where that is not as written."""
    is_ranked: bool = False
    """Do the best stand first, and not the newest?"""
    trouble: str = ""
    """Why there is nothing to show: the index is missing, damaged or being built."""
    is_damaged: bool = False
    """Is it that the index cannot be read?"""
    about: str = ""
    """The name of the saved search in which something was counted; else it is a list."""
    count: int = 0
    """How many questions are new in it."""
    at_least: int = 0
    """Where all are still being looked for: how many were found until now."""
    back_to: int = 0
    """The day, as an ordinal, from which on those are all."""
    places: list[tuple[str, int]] | None = None
    """The places that they name, and how many do, where that was asked for."""
    suggestion: str = ""
    """The words spelt as the record spells them, where that is likelier."""
    also: dict[str, list[str]] = field(default_factory=dict)
    """What the beginnings of words found besides, to be marked."""

    def written(self) -> bytes:
        """As it goes through the pipe."""
        # Not asdict: it would copy every number.
        head = {name: getattr(self, name) for name in self.__slots__} | {"ids": len(self.ids)}
        return json.dumps(head).encode() + b"\n" + self.ids.tobytes()

    @classmethod
    async def read(cls, pipe: asyncio.StreamReader) -> Self:
        """The next one from the pipe. Raises IncompleteReadError at its end."""
        return await cls.of(json.loads(await pipe.readuntil(b"\n")), pipe)

    @classmethod
    async def of(cls, head: dict[str, Any], pipe: asyncio.StreamReader) -> Self:
        """The one whose head was read from the pipe."""
        ids = array("I")
        left = head["ids"] * ids.itemsize
        while left:
            # Piece by piece: a million in one would be held three times, and stop a key.
            piece = await pipe.readexactly(min(left, _PIECE))
            ids.frombytes(piece)
            left -= len(piece)
        return cls(**head | {"ids": ids})


@dataclass(frozen=True, slots=True)
class Asked:
    """Words that are searched for, and how they are read."""

    words: str = ""
    typing: bool = False
    """Is the last one still being typed?"""
    typed: bool = False
    """Were they typed? They go on to find what they found while they were."""
    ranked: bool = False
    """Are the best wanted first, and not the newest?"""

    def again(self, words: str, *, typing: bool) -> "Asked":
        """What is asked next: the same words are read as they were."""
        if words != self.words:
            return replace(self, words=words, typing=typing, typed=typing)
        return replace(self, typing=self.typing and typing)


class Clerk:
    """The reader's end: asks, and hands on what comes back."""

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

    def watch(self, names: list[str]) -> None:
        """Count what is new in saved searches, whenever nothing else is asked."""
        self._to_watch = names
        self._write({"watch": names})

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
                self._process = await _start("search")
                self._is_listed = False
                if self._request:
                    self._send()
                if self._to_watch and not self._deaths:
                    self.watch(self._to_watch)
                await self._listen(self._process)
                self._deaths += 1
                if self._deaths >= _TRIES:
                    trouble = "this search cannot be carried out"
                    self._found(Looked(self._request, array("I"), True, trouble=trouble))
                    self.damaged()
                    self._request += 1
                    self.asked, self._deaths = Asked(), 0
        finally:
            await self.stop()

    async def _listen(self, process: Process) -> None:
        assert process.stdout is not None
        with suppress(asyncio.IncompleteReadError, ValueError):
            while True:
                head = json.loads(await process.stdout.readuntil(b"\n"))
                if "counts" in head:
                    from wrans.counting import Counts  # not before something was counted

                    self._hand_on(Counts.read(head["counts"]))
                    continue
                looked = await Looked.of(head, process.stdout)
                if looked.is_damaged:
                    self.damaged()
                if looked.about:
                    self.watched(looked)
                elif looked.request != self._request:
                    continue
                elif looked.at_least:
                    self.bounded(looked)
                elif looked.places is not None:
                    if self._mapped is not None:
                        self._mapped(looked)
                else:
                    self._is_listed = looked.is_all
                    self._found(looked)
        await process.wait()

    def _hand_on(self, counts: "Counts") -> None:
        if counts.request == self._request and self.counted is not None:
            self.counted(counts)

    async def stop(self) -> None:
        """End the process."""
        process, self._process = self._process, None
        if process is not None:
            await _end(process)


async def index(progress: Callable[[int, int], None], *, is_damaged: bool = False) -> str:
    """Bring the index up to the store in a process of its own; say what went wrong, if anything.

    One that may be damaged is checked, and built anew where it is.
    """
    process = await _start("mend" if is_damaged else "index")
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
                _index(Library(), is_damaged=duty == "mend")


def _serve(library: "Library") -> None:
    from wrans.watching import Watching

    # Garbage is collected once nobody types.
    gc.disable()
    watching = Watching(library)
    unread = b""
    to_watch: list[str] = []
    is_ready = False
    while True:
        while b"\n" not in unread:
            if to_watch and not _is_newer_waiting():
                _watch(library, watching, to_watch)
                continue
            if not select.select([0], [], [], _REST)[0]:
                if not is_ready:
                    is_ready = True
                    _make_ready(library)
                gc.collect()
            more = os.read(0, 1 << 16)
            if not more:
                return
            unread += more
        *lines, unread = unread.split(b"\n")
        requests = [json.loads(line) for line in lines]
        to_watch = next((told["watch"] for told in requests[::-1] if "watch" in told), to_watch)
        for told in [told for told in requests if "request" in told][-1:]:
            request, is_listed, counts, places = (
                told.pop(name) for name in ("request", "listed", "counted", "places")
            )
            asked = Asked(**told)
            if not is_listed:
                _look(library, request, asked)
            if (counts or places) and _is_newer_waiting(_QUIET):
                break
            if counts:
                _count(library, request, asked)
            if places:
                _count_places(library, request, asked)


def _make_ready(library: "Library") -> None:
    """Load what only some queries need, so that none of them waits for it."""
    from wrans.entities import surroundings

    with suppress(WransError):
        surroundings.spelled("London")
        library.bookmarks  # noqa: B018 - reading them is the point


def _count(library: "Library", request: int, asked: Asked) -> None:
    """Answer with the counts of what was found, unless something newer waits."""
    from wrans.counting import count

    try:
        counts = count(
            library,
            request,
            asked.words,
            typing=asked.typing,
            typed=asked.typed,
            stop=_is_newer_waiting,
        )
    except IndexDamaged as error:
        _tell_damage(library, request, error)
        return
    if counts is not None:
        sys.stdout.buffer.write(f'{{"counts": {counts.written()}}}\n'.encode())
        sys.stdout.buffer.flush()


def _tell_damage(library: "Library", request: int, error: IndexDamaged, **more: Any) -> None:
    """The index cannot be read: it is opened anew for what is asked next."""
    library.forget_index()
    is_damaged = library.index.state() is not None
    _tell(Looked(request, array("I"), False, trouble=str(error), is_damaged=is_damaged, **more))


def _watch(library: "Library", watching: "Watching", names: list[str]) -> None:
    """Count what is new in the first of the saved searches, unless something newer waits."""
    from wrans.watching import READER

    library.searches.refresh()
    search, new, trouble = library.searches.find(names[0]), None, ""
    try:
        if search is not None:
            new = watching.new_in(search, READER, _is_newer_waiting)
            if new is None:
                return
    except IndexDamaged as error:
        _tell_damage(library, 0, error, about=names.pop(0))
        return
    except WransError as error:
        trouble = str(error)
    name = names.pop(0)
    _tell(Looked(0, array("I"), True, trouble=trouble, about=name, count=len(new or ())))


def _look(library: "Library", request: int, asked: Asked) -> None:
    """Answer with everything where that is quick; else with a page at once, and then everything.

    One answer is one repaint. It gives up when something newer waits.
    """
    try:
        try:
            _find(library, request, asked)
        except IndexDamaged:
            # The files of one that is not in use any more are gone.
            if not library.forget_index():
                raise
            _find(library, request, asked)
    except IndexDamaged as error:
        _tell_damage(library, request, error)


def _find(library: "Library", request: int, asked: Asked) -> None:
    query = library.query(asked.words, typing=asked.typing, typed=asked.typed)
    notice = query.notice or ""
    also = library.also(query)
    tell = partial(_tell_found, library, query, asked.typing, Looked(request, array("I"), True))
    if asked.ranked and library.can_rank(query):
        _rank(library, query, partial(tell, also=also), notice)
        return
    tell = partial(tell, notice=notice, also=also)
    if query.is_everything:
        _tell_everything(library, query, tell)
        return
    if library.at_most(query) <= _AT_ONCE:
        limit = time.monotonic() + _MOMENT
        ids = library.all_ids(query, partial(_is_late, limit))
        if ids is not None:
            tell(ids=ids)
            return
    if _is_newer_waiting() or _has_told_all(library, query, tell, notice):
        return
    ids = library.all_ids(query, _is_newer_waiting, _SoFar(request))
    if ids is not None:
        tell(ids=ids)


def _tell_everything(library: "Library", query: "Query", tell: Callable[..., None]) -> None:
    """Answer with the newest of all questions at once, as to "a", which no index holds."""
    newest = library.newest_ids(_AT_ONCE)
    is_all = len(newest) < _AT_ONCE
    tell(ids=newest, is_all=is_all)
    if is_all or _is_newer_waiting(_QUIET):
        return
    ids = library.all_ids(query, _is_newer_waiting)
    if ids is not None:
        tell(ids=ids)


class _SoFar:
    """Says now and then how many were found until now, while all are being looked for."""

    def __init__(self, request: int) -> None:
        self._request = request
        self._next = time.monotonic() + _PATIENCE

    def __call__(self, at_least: int, back_to: int) -> None:
        """So many, back to a day."""
        now = time.monotonic()
        if at_least and now > self._next:
            self._next = now + _PATIENCE
            looked = Looked(self._request, array("I"), False)
            _tell(replace(looked, at_least=at_least, back_to=back_to))


def _tell_found(
    library: "Library", query: "Query", typing: bool, looked: Looked, **found: Any
) -> None:
    """Tell what was found; and what was meant, once it is plain that a word is not known."""
    looked = replace(looked, **found)
    if looked.is_all and not (typing and looked.ids):
        meant = library.suggestion(query, found_any=bool(looked.ids))
        looked = replace(looked, suggestion=meant)
    _tell(looked)


def _rank(library: "Library", query: "Query", tell: Callable[..., None], notice: str) -> None:
    """Answer with the best page, and then with everything in that order."""
    from wrans.library import PAGE

    if library.at_most(query) > _RANKED_AT_ONCE:
        best = library.best_ids(query, PAGE, _is_newer_waiting)
        if best is None:
            return
        tell(ids=best, is_all=len(best) < PAGE, notice=notice, is_ranked=True)
        if len(best) < PAGE or _is_newer_waiting(_QUIET):
            return
    ranked = library.ranked_ids(query, _is_newer_waiting)
    if ranked is not None:
        tell(ids=ranked, notice=notice, is_ranked=True)


def _has_told_all(
    library: "Library", query: "Query", tell: Callable[..., None], notice: str
) -> bool:
    """Answer with the first page, or with what there is of it in time; was that everything?

    So it is too where something newer is asked: then nobody wants the rest.
    """
    from wrans.library import PAGE

    look = library.look(query)
    latest = time.monotonic() + _LATEST
    found = array("I", look.take(PAGE, partial(_is_late, latest)))
    while not (look.is_through or _is_newer_waiting()):
        is_page = len(found) >= PAGE
        told = notice if is_page else notice or "still looking"
        tell(ids=found, is_all=False, notice=told)
        if is_page:
            return _is_newer_waiting(_QUIET)
        latest = time.monotonic() + _REST
        found.extend(look.take(PAGE - len(found), partial(_is_late, latest)))
    if look.is_through:
        tell(ids=found, notice=notice)
    return True


def _is_late(latest: float) -> bool:
    return time.monotonic() > latest or _is_newer_waiting()


def _count_places(library: "Library", request: int, asked: Asked) -> None:
    """Answer with the places that the questions name. It gives up when something newer waits."""
    none = array("I")
    try:
        query = library.query(asked.words, typing=asked.typing, typed=asked.typed)
        places = library.places(query, _is_newer_waiting)
        if places is not None:
            _tell(Looked(request, none, True, places=places))
    except IndexDamaged as error:
        _tell_damage(library, request, error, places=[])


def _is_newer_waiting(seconds: float = 0) -> bool:
    return bool(select.select([sys.stdin], [], [], seconds)[0])


def _tell(looked: Looked) -> None:
    sys.stdout.buffer.write(looked.written())
    sys.stdout.buffer.flush()


def _index(library: "Library", *, is_damaged: bool) -> None:
    os.nice(19)

    def tell(**told: object) -> None:
        print(json.dumps(told), flush=True)

    def progress(done: int, total: int) -> None:
        tell(done=done, total=total)

    try:
        is_sound = is_damaged and not library.mend_index(progress)
        library.catch_up(progress)
        tell(trouble="a search failed, though the index is as it was written" * is_sound)
    except WransError as error:
        tell(trouble=str(error))


async def _sync(library: "Library") -> None:
    from wrans import printed, syncing
    from wrans.sync import Sync

    os.nice(19)

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
