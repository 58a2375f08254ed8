"""A damaged index: what finds the damage, and what a reader sees of it.

WRANS_FAULTS=full flips a byte at every offset of small files; without it at some of them.
"""

import json
import random
import signal
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from zlib import crc32

import pytest

import told
from reading import Driver, reading
from test_index_faults import (
    FIRST,
    IS_FULL,
    begun,
    make_smaller,
    record,
)
from wrans import formats, paths
from wrans.app import Reader
from wrans.doctor import examine
from wrans.errors import IndexDamaged
from wrans.index import Index, Searcher, facets, ranking
from wrans.index import query as queries
from wrans.library import Library
from wrans.session import Session

OFFSETS = 400 if IS_FULL else 3
"""Offsets of a file at which a byte is flipped."""
LONGEST = 30
"""Seconds in which a damaged index has to answer, or to say that it cannot."""


@contextmanager
def flipped(file: Path, at: int, bit: int) -> Iterator[None]:
    """A file in which a byte is not as it was written."""
    whole = file.read_bytes()
    file.write_bytes(whole[:at] + bytes([whole[at] ^ 1 << bit]) + whole[at + 1 :])
    yield
    file.write_bytes(whole)


def offsets(file: Path, chance: random.Random) -> list[int]:
    size = file.stat().st_size
    many = OFFSETS * (4 if file.name in ("current", "manifest.json") else 1)
    return list(range(size)) if many >= size else sorted(chance.sample(range(size), many))


def files(index: Index) -> list[Path]:
    return [index.path / "current", *sorted(index._folder.build().iterdir())]


@pytest.fixture
def index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Index:
    """An index of a few slices and many small segments."""
    make_smaller(monkeypatch)
    return begun(tmp_path / "index", is_scattered=True)


def test_a_flipped_byte_in_any_file_is_found(index: Index) -> None:
    chance = random.Random(6)
    for file in files(index):
        for at in offsets(file, chance):
            with flipped(file, at, chance.randrange(8)):
                found = Index(index.path)
                assert found.state() is None or list(found.check()), (file.name, at)
    assert Index(index.path).state() == FIRST
    assert not list(Index(index.path).check())


class TooLong(BaseException):
    """No answer came."""


@contextmanager
def in_time() -> Iterator[None]:
    def end(*_: object) -> None:
        raise TooLong

    before = signal.signal(signal.SIGALRM, end)
    signal.alarm(LONGEST)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


LOOKS: list[Callable[[Searcher], object]] = [
    lambda held: held.page(queries.parse("sheep"), 50),
    lambda held: held.all(queries.parse("")),
    lambda held: held.count(queries.parse("she* -goat")),
    lambda held: held.all(queries.parse('"sheep goat" OR cow')),
    lambda held: held.page(queries.parse("money:>10 tabled:2024 place:calais"), 50),
    lambda held: held.also(queries.parse("sh", typing=True)),
    lambda held: held.suggestion(queries.parse("sheap")),
    lambda held: held.counts(queries.parse("pig"), "named"),
    lambda held: facets.facets(held, queries.parse("hen"), {}, None),
    lambda held: ranking.best(held, queries.parse("sheep"), 50, {}, None),
    lambda held: ranking.ranked(held, queries.parse("sheep barn"), {}, None),
]


def test_whatever_is_damaged_is_answered_or_told_of_in_time(index: Index) -> None:
    chance = random.Random(8)
    (one, *_) = sorted(index._folder.build().glob("*.trm"))
    of_one = [f for f in files(index) if f.name.startswith((one.stem, "current", "manifest"))]
    for file in of_one:
        for at in offsets(file, chance):
            with flipped(file, at, chance.randrange(8)), in_time():
                for look in LOOKS:
                    with suppress(IndexDamaged), closing(Index(index.path).open()) as held:
                        look(held)


def test_what_cannot_be_opened_is_told_of(index: Index) -> None:
    for file in files(index):
        whole = file.read_bytes()
        for harm in {b"", whole[: len(whole) // 2], whole + b"more"} - {whole}:
            file.write_bytes(harm)
            found = Index(index.path)
            assert found.state() is None, file.name
            with pytest.raises(IndexDamaged):
                found.open()
        file.write_bytes(whole)
    with closing(Index(index.path).open()) as held:
        assert set(held.page(queries.parse(""), 999).ids) == record(FIRST).keys()


# -- a library whose index is damaged


def of_the_term(library: Library, term: str) -> tuple[Path, int]:
    """Where the postings of a word begin: without their beginning they are none."""
    with closing(library.index.open()) as held:
        (segment,) = held.segments
        info = segment.info("text", term)
        assert info
        return segment._path("pst"), info.offset


@pytest.fixture
def farm(tmp_path: Path) -> Path:
    """A few questions about sheep."""
    file = tmp_path / "farm.json"
    items = [told.api(uin=str(n)) for n in range(1, 7)]
    file.write_text(json.dumps([{"value": item} for item in items]))
    return file


def flip_for_good(library: Library) -> str:
    """A byte of the postings of a word; in which file."""
    file, at = of_the_term(library, "sheep")
    with file.open("r+b") as opened:
        opened.seek(at)
        opened.write(b"X")
    return file.name


def notices(driver: Driver) -> list[str]:
    return [one.message for one in driver.app._notifications]


def added(farm: Path) -> Library:
    library = Library()
    library.add(formats.read_path(farm))
    library.catch_up()
    return library


def test_the_doctor_names_the_damaged_file_and_builds_the_index_anew(farm: Path) -> None:
    with closing(added(farm)) as library:
        file = flip_for_good(library)
        lines = [line for line in examine(library) if line[0].startswith("index")]
        assert lines == [
            (f"index: {file} is damaged", False),
            ("index: built anew from the record", True),
        ]
        make_older(library.index)
        lines = [line for line in examine(library) if line[0].startswith("index")]
        assert lines == [
            ("index: damaged, or made by another version; it cannot be used", False),
            ("index: built anew from the record", True),
        ]
        assert list(library.index.check()) == []


async def test_a_reader_says_that_the_index_is_damaged_and_goes_on(farm: Path) -> None:
    async with reading(farm) as reader:
        flip_for_good(reader.app.library)
        before = reader.app.library.index.sign()
        await reader.press("slash", *"sheep")
        sentence = "The index is damaged: it is built anew from 6 questions"
        await reader.until(lambda: sentence in notices(reader))
        await reader.until(lambda: reader.app.bar.count == "1 of 6")
        await reader.until(lambda: reader.app._told == "")
        assert reader.app.library.index.sign() != before
        assert list(reader.app.library.index.check()) == []
        await reader.search("exports")
        assert reader.app.bar.count == "1 of 6"
        assert notices(reader).count(sentence) == 1


@pytest.mark.parametrize("harm", [b"", b"build-1-2 00000000", b"\xff\xfe", b"../../etc"])
def test_an_index_that_cannot_be_opened_is_built_anew(farm: Path, harm: bytes) -> None:
    added(farm).close()
    (paths.cache_dir() / "index" / "current").write_bytes(harm)
    library = Library()
    assert library.count("sheep") == 6
    library.close()


async def test_a_reader_builds_an_index_of_another_version_anew(farm: Path) -> None:
    library = added(farm)
    make_older(library.index)
    library.close()
    library = Library()
    assert library.index.state() is None
    app = Reader(library, Session(), paths.session_file())
    async with app.run_test(size=(120, 36)) as pilot:
        driver = Driver(app, pilot)
        sentence = "The index is damaged, or of another version: it is built anew from 6 questions"
        await driver.until(lambda: sentence in notices(driver))
        await driver.search("sheep")
        await driver.until(lambda: app.bar.count == "1 of 6")
    library.close()


def make_older(index: Index) -> None:
    """As if another version had made it."""
    build = index._folder.build()
    manifest = json.loads((build / "manifest.json").read_bytes())
    manifest["made by"]["schema"] -= 1
    told = json.dumps(manifest).encode()
    (build / "manifest.json").write_bytes(told)
    (index.path / "current").write_text(f"{build.name} {crc32(told):08x}")
