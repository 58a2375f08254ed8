"""An index that is built by several processes, and one whose building was broken off."""

import os
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from million import questions
from wrans import building, formats
from wrans.errors import StoreError
from wrans.index import Index
from wrans.index import index as slicing
from wrans.index import query as queries
from wrans.records import Source
from wrans.store import Store
from wrans.store.extractor import VERSION

COUNT = 300
SEARCHES = ("", "government", "the", "support costs", "gov*", '"in the"', "is:answered", "2019")


@pytest.fixture(scope="module")
def items() -> list[dict[str, object]]:
    return list(questions(COUNT))


@pytest.fixture
def store(tmp_path: Path, items: list[dict[str, object]]) -> Iterator[Store]:
    with Store(tmp_path / "record.sqlite") as held:
        with held.batch():
            for item in items:
                held.add(formats.of_item(item, Source.SINGLE))
        yield held


@pytest.fixture
def two_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    monkeypatch.setattr(slicing, "_LEAST", 20)


def told(index: Index) -> list[list[int]]:
    """What searches of all kinds find, and that every file is as it was written."""
    assert not list(index.check())
    with closing(index.open()) as searcher:
        return [list(searcher.page(queries.parse(query), COUNT).ids) for query in SEARCHES]


def in_one(tmp_path: Path, store: Store, monkeypatch: pytest.MonkeyPatch) -> list[list[int]]:
    """What is found in an index that one process built."""
    with monkeypatch.context() as one:
        one.setattr(os, "cpu_count", lambda: 1)
        index = Index(tmp_path / "in one", VERSION)
        building.build(index, store)
    return told(index)


@pytest.mark.usefixtures("two_processes")
def test_two_processes_build_what_one_builds(
    tmp_path: Path, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = in_one(tmp_path, store, monkeypatch)
    heard: list[int] = []
    index = Index(tmp_path / "index", VERSION)
    building.build(index, store, lambda done, _: heard.append(done))
    assert told(index) == expected
    assert max(heard) == COUNT
    assert index.state() == store.change
    assert len(list((tmp_path / "index").rglob("*.trm"))) == 2


@pytest.mark.usefixtures("two_processes")
def test_a_build_that_was_broken_off_goes_on_with_the_next_slice(
    tmp_path: Path, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = in_one(tmp_path, store, monkeypatch)
    index = Index(tmp_path / "index", VERSION)

    def break_off(done: int, total: int) -> None:
        if list((tmp_path / "index" / "partial").glob("slice-*.json")):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        building.build(index, store, break_off)
    assert index.state() is None
    partial = tmp_path / "index" / "partial"
    written = {file.name for file in partial.glob("*.trm")}
    done = len(list(partial.glob("slice-*.json")))
    assert done
    # There may be another number of processors when it goes on.
    monkeypatch.setattr(os, "cpu_count", lambda: 1)
    building.build(index, store)
    assert told(index) == expected
    kept = {file.name for file in (tmp_path / "index").rglob("*.trm")}
    assert len(kept) == 2
    assert len(kept & written) >= done


@pytest.mark.usefixtures("two_processes")
def test_a_process_that_cannot_write_is_told_of(tmp_path: Path, store: Store) -> None:
    index = Index(tmp_path / "index", VERSION)

    def build() -> None:
        with index.building(store.ids, store.change, 2) as begun:
            (begun.path / "slice-1.new").mkdir()
            building._write(begun, store, 2, None)

    with pytest.raises(StoreError, match="the record itself is safe"):
        build()
    assert index.state() is None
