"""What goes between the reader and the process that searches."""

import asyncio
import os
import signal
from array import array
from io import BytesIO
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from reading import reading
from wrans import child
from wrans.clerk import Asked, Clerk, Looked, answering
from wrans.clerk import asking as end
from wrans.library import Library


def written(looked: Looked) -> bytes:
    """As it goes through the pipe."""
    out = BytesIO()
    looked.write(out)
    return out.getvalue()


class Searcher:
    """A process that has said something, and lives on."""

    def __init__(self, said: bytes) -> None:
        self.stdout = asyncio.StreamReader()
        self.stdout.feed_data(said)
        self.is_over = asyncio.Event()

    async def wait(self) -> None:
        await self.is_over.wait()


@pytest.mark.parametrize("many", [0, 1, 8_191, 8_192, 8_193, 300_000])
async def test_a_list_comes_through_whole_however_long(many: int) -> None:
    pipe = asyncio.StreamReader()
    sent = Looked(7, array("I", range(many)), True, notice="as plain words")
    pipe.feed_data(written(sent) + written(sent))
    assert await Looked.read(pipe) == sent
    assert await Looked.read(pipe) == sent


async def test_a_list_that_breaks_off_is_none() -> None:
    pipe = asyncio.StreamReader()
    pipe.feed_data(written(Looked(7, array("I", range(20_000)), True))[:-1])
    pipe.feed_eof()
    with pytest.raises(asyncio.IncompleteReadError):
        await Looked.read(pipe)


@pytest.mark.parametrize("said", [b"{}\n", b"[]\n", b"no JSON\n", b"x" * 5_000, b""])
async def test_what_cannot_be_understood_ends_and_is_no_answer(said: bytes) -> None:
    pipe = asyncio.StreamReader(limit=1_000)
    pipe.feed_data(said)
    pipe.feed_eof()
    assert await end._said(pipe) is None


async def test_of_very_many_places_the_most_frequent_are_told_and_how_many_more(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    named = [(f"Place {number}", 100_000 - number) for number in range(70_000)]
    out = BytesIO()
    monkeypatch.setattr("sys.stdout", SimpleNamespace(buffer=out))
    library = SimpleNamespace(query=lambda *_, **__: "", places=lambda *_: named)
    answering._count_places(cast(Library, library), 5, Asked())
    pipe = asyncio.StreamReader(limit=1 << 17)
    pipe.feed_data(out.getvalue())
    looked = await Looked.read(pipe)
    assert looked.places is not None
    assert [(name, count) for name, count in looked.places] == named[: len(looked.places)]
    assert len(looked.places) + looked.more_places == len(named)


async def test_a_process_that_dies_is_told_of_and_another_one_answers() -> None:
    async with reading() as reader:
        await reader.search("zebra")
        first = reader.app._clerk._process
        assert first is not None
        os.kill(first.pid, signal.SIGKILL)
        await reader.until(
            lambda: any("ended" in str(one.message) for one in reader.app._notifications)
        )
        await reader.search("calais")
        assert reader.app._clerk._process is not first
        assert reader.rows[0].strip()


async def test_a_process_that_says_what_is_no_answer_is_ended(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(child, "send", lambda process, number: process.is_over.set())
    found: list[Looked] = []
    searcher = Searcher(written(Looked(0, array("I", [7]), True)) + b"no answer\n")
    async with asyncio.timeout(20):
        await Clerk(found.append, Asked())._listen(cast(Any, searcher))
    assert [looked.ids for looked in found] == [array("I", [7])]
    assert searcher.is_over.is_set()


async def test_what_cannot_be_shown_is_told_and_what_comes_next_is_shown(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    shown: list[Looked] = []

    def found(looked: Looked) -> None:
        if not looked.ids:
            raise ValueError("this cannot be shown")
        shown.append(looked)

    told: list[Exception] = []
    said = [Looked(0, array("I", ids), True) for ids in ([], [7])]
    searcher = Searcher(b"".join(map(written, said)))
    clerk = Clerk(found, Asked())
    clerk.failed = told.append
    monkeypatch.setattr(child, "send", lambda process, number: process.is_over.set())
    searcher.stdout.feed_data(b"no answer\n")
    async with asyncio.timeout(20):
        await clerk._listen(cast(Any, searcher))
    assert [str(error) for error in told] == ["this cannot be shown"]
    assert shown == said[1:]


@pytest.mark.parametrize("what", ["found", "_heed", "counted", "watched", "ended"])
async def test_whatever_goes_wrong_with_one_answer_searching_goes_on(
    what: str, seeds: Path
) -> None:
    def broken(*told: object) -> None:
        raise ZeroDivisionError("no such row")

    async with reading(seeds) as reader:
        clerk, process = reader.app._clerk, reader.app._clerk._process
        assert process is not None
        if what == "ended":
            clerk.ended = broken
            process.kill()
        elif what == "counted":
            clerk.counted = broken
            clerk.count()
        elif what == "watched":
            clerk.watched = broken
            clerk.watch(["no such search"])
        else:
            setattr(reader.app, what, broken)
            clerk._found = reader.app.found
            clerk.ask("calais", typing=False)
        await reader.until(lambda: "no such row" in str(reader.app._told))
        vars(reader.app).pop(what, None)
        clerk._found, clerk.counted = reader.app.found, None
        reader.app.search_for("france")
        await reader.until(lambda: reader.app._words == "france")
        assert reader.rows[0].strip()
        assert "no such row" not in str(reader.app._told)


async def test_a_process_that_cannot_be_started_is_told_of_and_tried_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    start, refusals = end._start, [BlockingIOError(11, "Resource temporarily unavailable")]

    async def hardly(duty: str) -> Any:
        if refusals:
            raise refusals.pop()
        return await start(duty)

    async with reading() as reader:
        monkeypatch.setattr(end, "_start", hardly)
        monkeypatch.setattr(end, "_PAUSE", 0.01)
        process = reader.app._clerk._process
        assert process is not None
        process.kill()
        told = "Searching could not be started (Resource temporarily unavailable)"
        await reader.until(lambda: f"{told}; it is tried again" in str(reader.app._told))
        await reader.search("calais")
        assert reader.rows[0].strip()
    refusals.append(BlockingIOError(11, "Resource temporarily unavailable"))
    assert "could not be started" in await end.index(lambda done, total: None)
    refusals.append(BlockingIOError(11, "Resource temporarily unavailable"))
    assert "could not be started" in await end.Errand().run(lambda done, total, what: None)
