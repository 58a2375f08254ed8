"""What was packed once is read for ever, and what sources have in common is kept once, twice."""

import json
import sqlite3
import zlib
from collections.abc import Iterator
from contextlib import closing
from hashlib import blake2b
from itertools import chain
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some

from told import api, listed, single
from wrans.formats import Kept, Record, of_item
from wrans.records import Source
from wrans.store import Outcome, Store, notes, packing, schema
from wrans.store.parts import Parts

SOURCE = b'{"uin":"7","questionText":"To ask the Secretary of State for Sheep, how many."}'
MEMBER = {"id": 4001, "listAs": "Example, Pat", "name": "Pat Example", "memberFrom": "Sheepshire"}


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(tmp_path / "record.sqlite") as store:
        yield store


def whole(uin: int) -> Record:
    told = api(uin=str(uin), askingMember=MEMBER, answerText=f"<p>Of number {uin}.</p>" * 20)
    return of_item(told, Source.SINGLE)


def flip(store: Store, *tables: str) -> None:
    for table in tables:
        store._db.execute(f"UPDATE {table} SET text = x'00' || text")


# -- dictionaries


def test_what_rows_were_packed_with_is_as_it_was() -> None:
    """Whoever edits a dictionary makes every row unreadable that was packed with it."""
    told = [blake2b(packing.dictionary(number), digest_size=8).hexdigest() for number in (1, 2)]
    assert told == ["41648930046f4df4", "11a75b70fa9cfc2e"]


def test_a_row_of_the_first_dictionary_is_still_read(store: Store) -> None:
    packer = zlib.compressobj(9, zlib.DEFLATED, -15, 9, 0, packing.dictionary(1))
    packed = packer.compress(SOURCE) + packer.flush()
    assert packing.unpack(packed, 1, packing.digest(SOURCE), Parts(store._db)) == SOURCE


def test_common_phrases_take_next_to_nothing(store: Store) -> None:
    said = b"It has not proved possible to respond to the hon. Member in the time available before"
    assert len(packing.pack(said + b" Prorogation.", Parts(store._db))[1]) < 12


def test_a_row_of_a_dictionary_of_the_future_is_told_as_damaged(store: Store) -> None:
    parts = Parts(store._db)
    with pytest.raises(packing.Damaged):
        packing.unpack(packing.pack(SOURCE, parts)[1], 99, packing.digest(SOURCE), parts)


KEYS = some.sampled_from(("askingMember", "answeringMember", "dateTabled", 'Member":{12}', "a"))
JSON = some.recursive(
    some.none() | some.booleans() | some.integers() | some.floats() | some.text(),
    lambda one: some.lists(one) | some.dictionaries(some.text() | KEYS, one),
)
DAYS = some.sampled_from(("2024-07-22T00:00:00", "2024-07-22", "{3}", "\0", "\n", '"'))


@given(some.dictionaries(some.text() | KEYS, JSON | DAYS), some.booleans())
def test_any_source_comes_back_as_it_was(told: dict[str, object], is_ascii: bool) -> None:
    source = json.dumps(told, ensure_ascii=is_ascii).encode("utf-8", "replace")
    comes_back(source)


@given(some.binary() | some.text(alphabet='{}[]":,\\0123\nMember').map(str.encode))
def test_so_does_what_is_no_json(source: bytes) -> None:
    comes_back(source)
    comes_back(b"{" + source)


def comes_back(source: bytes) -> None:
    with closing(sqlite3.connect(":memory:")) as db:
        for statement in chain.from_iterable(schema.MIGRATIONS):
            db.execute(statement)
        number, packed = packing.pack(source, Parts(db))
        assert packing.unpack(packed, number, packing.digest(source), Parts(db)) == source


# -- what sources have in common


def test_what_records_have_in_common_is_kept_once(store: Store) -> None:
    for uin in range(1, 9):
        store.add(whole(uin))
    assert store._db.execute("SELECT count(*) FROM part").fetchone() == (2,)
    assert "Sheepshire" in str(store.question(5).asking_member)


def test_a_damaged_part_is_read_from_its_copy_and_written_anew(store: Store) -> None:
    store.add(whole(1))
    flip(store, "part")
    assert "Of number 1." in str(store.question(1).answer)
    assert list(store.check()) == []
    assert store.mend_parts() == 2
    flip(store, "part_again")
    assert store.question(1).answer
    assert store.mend_parts() == 2
    assert store.mend_parts() == 0


def test_where_both_copies_are_damaged_the_next_record_mends_all(store: Store) -> None:
    for uin in (1, 2, 3):
        store.add(whole(uin))
    flip(store, "part", "part_again")
    assert store.mend_parts() == 0
    told = [sentence for sentence in store.check() if "its source is damaged" in sentence]
    assert len(told) == 3
    assert store.add(whole(2)) is Outcome.CHANGED
    assert list(store.check()) == []
    assert store.mend_parts() == 0


def kept_of(store: Store) -> Kept:
    """All that is kept of the only question."""
    (kept,) = store.kept()
    assert isinstance(kept, Kept)
    return kept


def test_the_text_of_a_list_goes_when_the_whole_text_comes_and_is_known_again(store: Store) -> None:
    long = "<p>" + "Much is said. " * 40 + "</p>"
    store.add(listed(answerText=long))
    assert store.question(1).is_clipped
    assert store.add(listed(answerText=long)) is Outcome.UNCHANGED
    store.add(single(answerText=long))
    assert not store.question(1).is_clipped
    assert store._db.execute("SELECT count(*) FROM passing").fetchone() == (0,)
    assert store._db.execute("SELECT count(*) FROM source").fetchone() == (1,)
    assert len(kept_of(store).spent) == 1
    assert store.add(listed(answerText=long)) is Outcome.UNCHANGED


def test_a_list_text_that_says_otherwise_stays(store: Store) -> None:
    store.add(single())
    store.add(listed(answerText="<p>Something else.</p>"))
    assert store._db.execute("SELECT count(*) FROM passing").fetchone() == (1,)
    assert list(store.check()) == []
    assert len(kept_of(store).sources) == 2


def test_what_was_spent_before_is_still_known_and_taken_along(tmp_path: Path) -> None:
    """Older stores keep a row without a text."""
    long = "<p>" + "Much is said. " * 40 + "</p>"
    record = listed(answerText=long)
    with Store(tmp_path / "old.sqlite") as old:
        old.add(single(answerText=long))
        digest = packing.digest(record.source)
        old._db.execute(
            "INSERT INTO source VALUES (NULL, 1, 'api-list', 0, ?, 1, NULL, NULL)", (digest,)
        )
        assert old.add(record) is Outcome.UNCHANGED
        kept = kept_of(old)
    with Store(tmp_path / "new.sqlite") as new:
        new.restore(kept)
        assert new.add(record) is Outcome.UNCHANGED
        assert kept_of(new) == kept


# -- what is noted beside the questions


@pytest.mark.parametrize(
    ("damage", "what"),
    [
        ("UPDATE member SET name = 'Pat Exbmple'", "the name of a member"),
        ("UPDATE transfer SET noticed = noticed + 256", "a move between answering bodies"),
        ("UPDATE alias SET tabled = tabled + 1", "a key that a question had before"),
        ("UPDATE question SET gone = gone + 1", "since when Parliament does not show a question"),
    ],
)
def test_a_damaged_note_is_found_and_let_go(store: Store, damage: str, what: str) -> None:
    store.add(whole(1))
    store.add(of_item(api(uin="1", answeringBodyName="Department for Goats"), Source.SINGLE))
    with store.batch():
        store.mark_gone(1)
        notes.put(store._db, "alias", "1", 20240719, 1, 1)
    assert store.drop_damaged_notes() == []
    store._db.execute(damage)
    assert store.drop_damaged_notes() == [what]
    assert store.drop_damaged_notes() == []


def test_a_source_with_a_damaged_time_is_whole_when_it_comes_again(store: Store) -> None:
    store.add(whole(1))
    store._db.execute("UPDATE source SET received = received + 1")
    assert "its source is damaged" in next(iter(store.check()))
    store.add(whole(1))
    assert list(store.check()) == []
