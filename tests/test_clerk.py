"""What goes between the reader and the process that searches."""

import asyncio
from array import array
from typing import Any, cast

import pytest

from wrans.clerk import Asked, Clerk, Looked


class Searcher:
    """A process that has said something, and lives on."""

    def __init__(self, said: bytes) -> None:
        self.stdout = asyncio.StreamReader()
        self.stdout.feed_data(said)
        self.is_over = asyncio.Event()
        self.kill = self.is_over.set

    async def wait(self) -> None:
        await self.is_over.wait()


@pytest.mark.parametrize("many", [0, 1, 8_191, 8_192, 8_193, 300_000])
async def test_a_list_comes_through_whole_however_long(many: int) -> None:
    pipe = asyncio.StreamReader()
    sent = Looked(7, array("I", range(many)), True, notice="as plain words")
    pipe.feed_data(sent.written() + sent.written())
    assert await Looked.read(pipe) == sent
    assert await Looked.read(pipe) == sent


async def test_a_list_that_breaks_off_is_none() -> None:
    pipe = asyncio.StreamReader()
    pipe.feed_data(Looked(7, array("I", range(20_000)), True).written()[:-1])
    pipe.feed_eof()
    with pytest.raises(asyncio.IncompleteReadError):
        await Looked.read(pipe)


async def test_a_process_that_says_what_is_no_answer_is_ended() -> None:
    found: list[Looked] = []
    searcher = Searcher(Looked(0, array("I", [7]), True).written() + b"no answer\n")
    async with asyncio.timeout(20):
        await Clerk(found.append, Asked())._listen(cast(Any, searcher))
    assert [looked.ids for looked in found] == [array("I", [7])]
    assert searcher.is_over.is_set()


async def test_what_goes_wrong_with_an_answer_is_not_taken_for_a_broken_pipe() -> None:
    def found(looked: Looked) -> None:
        raise ValueError("this cannot be shown")

    searcher = Searcher(Looked(0, array("I", [7]), True).written())
    async with asyncio.timeout(20):
        with pytest.raises(ValueError, match="cannot be shown"):
            await Clerk(found, Asked())._listen(cast(Any, searcher))
