"""What goes between the reader and the process that searches."""

import asyncio
from array import array

import pytest

from wrans.clerk import Looked


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
