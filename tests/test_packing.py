"""What was packed once is read for ever."""

import zlib
from hashlib import blake2b

import pytest

from wrans.store import packing

SOURCE = b'{"uin":"7","questionText":"To ask the Secretary of State for Sheep, how many."}'


def test_what_rows_were_packed_with_is_as_it_was() -> None:
    """Whoever edits a dictionary makes every row unreadable that was packed with it."""
    told = {
        number: blake2b(packing.dictionary(number), digest_size=8).hexdigest() for number in (1, 2)
    }
    assert told == {1: "41648930046f4df4", 2: "11a75b70fa9cfc2e"}


def test_a_row_of_the_first_dictionary_is_still_read() -> None:
    packer = zlib.compressobj(9, zlib.DEFLATED, -15, 9, 0, packing.dictionary(1))
    packed = packer.compress(SOURCE) + packer.flush()
    assert packing.unpack(packed, 1, packing.digest(SOURCE)) == SOURCE


def test_common_phrases_take_next_to_nothing() -> None:
    said = b"It has not proved possible to respond to the hon. Member in the time available before"
    assert len(packing.pack(said + b" Prorogation.")) < 12


def test_a_row_of_a_dictionary_of_the_future_is_told_as_damaged() -> None:
    with pytest.raises(packing.Damaged):
        packing.unpack(packing.pack(SOURCE), 99, packing.digest(SOURCE))
