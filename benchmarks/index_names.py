"""Make the index of the names that ship: where in their file each of them lies.

python benchmarks/index_names.py

To be run whenever `names.txt` has changed; `make_gazetteer.py` does so itself.
"""

from binascii import crc32
from itertools import accumulate
from pathlib import Path
from struct import pack
from typing import Final

from wrans.entities import gazetteer
from wrans.entities.names import ABOVE, BUCKETS, INSIDE, KIND_BITS, PLACE_BITS, TIERS, bit_of
from wrans.entities.words import Words

DATA: Final = Path(__file__).parents[1] / "tui" / "wrans" / "entities" / "data"


def index(lines: bytes) -> bytes:
    """The index of the names that ship."""
    found = entries(lines) + inside(lines)
    words = Words(gazetteer.of(lines, found))
    frequent = lines.rpartition(b"\n\n")[2].decode().split("\n")
    return found + bytes(not words[word] for word in frequent)


def entries(lines: bytes) -> bytes:
    """Where names lie, in parts by tier; behind those is a part of first words with numbers."""
    buckets: list[list[int]] = [[] for _ in range(BUCKETS)]
    met = set()
    place = 0
    for kind, part in enumerate(lines.split(b"\n\n")[: len(TIERS) + 1]):
        for line in part.split(b"\n"):
            name, said = line, kind
            if kind == len(TIERS):
                name, _, words = line.rpartition(b" ")
                said += int(words)
                assert said < 1 << KIND_BITS
            # A name in two parts is trusted as the first says.
            if (name, kind == len(TIERS)) not in met:
                met.add((name, kind == len(TIERS)))
                checksum = crc32(name)
                above = checksum >> ABOVE << ABOVE
                buckets[checksum % BUCKETS].append(place | said << PLACE_BITS | above)
            place += len(line) + 1
        place += 1
    starts = accumulate(map(len, buckets), initial=BUCKETS + 1)
    found = [entry for held in buckets for entry in held]
    assert place < 1 << PLACE_BITS
    return pack(f"<{BUCKETS + 1 + len(found)}I", *starts, *found)


def inside(lines: bytes) -> bytes:
    """The bits of the words that names go on with."""
    bits = bytearray(INSIDE)
    for part in lines.split(b"\n\n")[: len(TIERS)]:
        for line in part.split(b"\n"):
            for word in line.split(b" ")[1:]:
                place, bit = bit_of(word)
                bits[place] |= bit
    return bytes(bits)


def main() -> None:
    """Write it beside the names."""
    (DATA / "names.index").write_bytes(index((DATA / "names.txt").read_bytes()))


if __name__ == "__main__":
    main()
