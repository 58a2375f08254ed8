"""An index that is built by several processes, and one whose building was broken off."""

import json
import os
from array import array
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from million import questions
from wrans import building, formats
from wrans.errors import StoreError
from wrans.index import Index
from wrans.index import index as slicing
from wrans.index import query as queries
from wrans.index.segment import Segment
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


@pytest.mark.parametrize("alone", [4_000, 1])
def test_what_is_patched_in_is_found_with_its_sums_and_places_which_are_kept(
    tmp_path: Path, store: Store, monkeypatch: pytest.MonkeyPatch, alone: int
) -> None:
    monkeypatch.setattr(building, "ALONE", alone)
    index = Index(tmp_path / "index", VERSION)
    building.build(index, store)
    answer = "<p>We gave £123,456 to Calais.</p><table><tr><td>4</td></tr></table>"
    with store.batch():
        for item in questions(3, seed=5):
            changed = item | {"answerText": answer, "uin": f"9{item['uin']}", "house": "Commons"}
            store.add(formats.of_item(changed, Source.SINGLE))
        # One that the index held before.
        number = store.ids()[-1]
        store.add(formats.of_item(_corrected(store, number, answer), Source.SINGLE))
    assert store.lacking_found()
    building.catch_up(index, store)
    assert not store.lacking_found()
    patched = told(index)
    with closing(index.open()) as searcher:
        for words in ("money:123456", "place:Calais", "has:table"):
            found = searcher.page(queries.parse(words), COUNT).ids
            assert {number, *range(COUNT + 1, COUNT + 4)} <= {*found}, words
    anew = Index(tmp_path / "anew", VERSION)
    building.build(anew, store)
    assert told(anew) == patched


def _corrected(store: Store, number: int, answer: str) -> dict[str, object]:
    item: dict[str, object] = json.loads(store.raw(number, Source.SINGLE.value) or b"")
    return item | {
        "answerText": answer,
        "dateAnswered": item["dateAnswered"] or item["dateTabled"],
        "answerIsCorrection": True,
        "dateAnswerCorrected": "2026-10-30T00:00:00",
    }


@given(st.sets(st.integers(1, 1 << 20)), st.sets(st.integers(1, 1 << 20)))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_segment_knows_whether_it_holds_any_of_some_questions(
    tmp_path: Path, held: set[int], asked: set[int]
) -> None:
    column = array("I", held)
    column.byteswap()
    (tmp_path / "it.number.col").write_bytes(column.tobytes())
    told = {"name": "it", "size": len(held), "deleted": [], "lengths": {}}
    for numbers in (asked, {*asked, *list(held)[:1]}):
        # A new one each time; nothing is opened but the column.
        (tmp_path / "it.trm").write_bytes(b"")
        segment = Segment(tmp_path, told)
        assert segment.holds_any(frozenset(numbers)) == bool(held & numbers)
