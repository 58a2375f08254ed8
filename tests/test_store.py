"""Adding questions, finding them, and what changed since."""

from array import array
from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest

from told import listed, page, single, unanswered
from wrans import formats
from wrans.errors import StoreError
from wrans.formats import Record
from wrans.records import House, Key
from wrans.store import Outcome, Store
from wrans.store import store as store_module


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(tmp_path / "data" / "record.sqlite") as store:
        yield store


def writes_of(store: Store) -> int:
    return store._db.total_changes


def test_a_question_comes_back_as_it_was_read(store: Store) -> None:
    record = single()
    assert store.add(record) is Outcome.NEW
    number = store.find(record.question.key)
    assert number is not None
    assert store.question(number) == record.question


def test_the_same_again_changes_nothing_and_writes_nothing(store: Store) -> None:
    records = [single(), listed(uin="2"), page(question="To ask about cows.")]
    for record in records:
        store.add(record)
    change, writes = store.change, writes_of(store)
    assert {store.add(record) for record in records} == {Outcome.UNCHANGED}
    assert (store.change, store.count(), writes_of(store)) == (change, 3, writes)


def test_a_listing_tells_what_the_list_shows(store: Store) -> None:
    store.add(listed(dateAnswerCorrected="2024-08-01T00:00:00"))
    (listing,) = store.newest(10)
    assert listing.key == Key(House.COMMONS, date(2024, 7, 22), "1")
    assert (listing.heading, listing.answering_body) == ("Sheep: Exports", "Department for Sheep")
    assert (listing.date, listing.asker) == (date(2024, 7, 26), "")
    assert listing.is_answered
    assert listing.is_clipped
    assert listing.is_corrected
    assert not listing.is_withdrawn


def test_an_unanswered_question_is_listed_by_the_day_it_was_tabled(store: Store) -> None:
    store.add(single(**unanswered(isWithdrawn=True)))
    (listing,) = store.newest(1)
    assert (listing.date, listing.is_answered) == (date(2024, 7, 22), False)
    assert listing.is_withdrawn


def test_newest_comes_first_and_of_one_day_the_last_added(store: Store) -> None:
    days = ["2024-07-24", "2024-07-26", "2024-07-25", "2024-07-26"]
    for uin, day in enumerate(days, 1):
        store.add(single(uin=str(uin), dateAnswered=f"{day}T00:00:00"))
    assert store.ids() == array("I", [4, 2, 3, 1])
    assert [listing.id for listing in store.newest(2)] == [4, 2]
    assert [listing.id for listing in store.newest(10, 3)] == [1]
    assert [number for number, _, _ in store.questions(store.changed_ids(0))] == [4, 2, 3, 1]


def test_an_empty_store_is_empty_in_every_way(store: Store) -> None:
    assert (store.count(), store.change) == (0, 0)
    assert store.ids() == array("I")
    assert store.newest(5) == []
    assert list(store.questions(store.changed_ids(0))) == []
    assert store.completeness().questions == 0


def test_listings_keep_the_order_asked_for_and_leave_out_what_is_not_here(store: Store) -> None:
    with store.batch():
        for uin in range(1, 701):
            store.add(single(uin=str(uin)))
    assert [found.id for found in store.listings([3, 999, 1, 2, 3])] == [3, 1, 2, 3]
    assert len(store.listings(store.ids())) == 700


def test_a_long_list_of_numbers_is_whole_wherever_it_is_cut(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    with store.batch():
        for number in range(1, 124):
            store.add(single(uin=str(number), id=number))
    expected = array("I", range(123, 0, -1))
    for piece in (1, 2, 3, 4, 7, 100, 1 << 18):
        monkeypatch.setattr(store_module, "_PIECE", piece)
        assert store.ids() == expected
        assert store.ids(5) == expected[:5]
        assert store.ids_unless(lambda: False) == expected


def test_a_number_alone_names_every_question_that_had_it(store: Store) -> None:
    store.add(single(uin="7", dateTabled="2023-12-01T00:00:00"))
    store.add(single(uin="7", id=2))
    assert [listing.key.tabled.year for listing in store.with_uin("7")] == [2024, 2023]
    assert store.with_uin("8") == []


def test_keys_are_found_many_at_once(store: Store) -> None:
    records = [single(uin="1"), single(uin="2")]
    for record in records:
        store.add(record)
    keys = [record.question.key for record in records]
    stranger = Key(House.LORDS, date(2024, 7, 22), "HL1")
    assert store.id_of_keys([*keys, stranger]) == {keys[0]: 1, keys[1]: 2}


def test_only_what_changed_since_is_told_again(store: Store) -> None:
    store.add(single(**unanswered()))
    store.add(single(uin="2"))
    seen = store.change
    assert store.add(single()) is Outcome.CHANGED
    assert store.changed_count(seen) == 1
    ((number, change, question),) = store.questions(store.changed_ids(seen))
    assert (number, change) == (1, store.change)
    assert question.answer is not None


def test_what_changed_is_told_as_it_was_when_the_telling_began(store: Store) -> None:
    for uin in ("1", "2", "3"):
        store.add(single(uin=uin))
    told = store.questions(store.changed_ids(0))
    assert next(told)[0] == 3
    store.add(single(uin="4"))
    store.add(single(uin="1", heading="Goats"))
    assert [question.heading for _, _, question in told] == ["Sheep: Exports"] * 2


def test_a_batch_that_fails_leaves_nothing(store: Store) -> None:
    store.add(single())
    goats = single(uin="2", answeringBodyName="Office of Goats")
    with suppress(ZeroDivisionError), store.batch():
        store.add(goats)
        assert (store.count(), store.change) == (2, 2)
        raise ZeroDivisionError
    assert (store.count(), store.change) == (1, 1)
    assert store.add(single(uin="3", answeringBodyName="Office of Goats")) is Outcome.NEW
    assert store.newest(1)[0].answering_body == "Office of Goats"
    assert list(store.check()) == []


def test_a_member_named_once_is_named_wherever_only_the_number_stands(store: Store) -> None:
    store.add(single())
    store.add(single(uin="2", askingMemberId=4009))
    seen = store.change
    store.add(single(uin="3", askingMember={"id": 4001, "name": "Pat Example"}))
    assert [listing.asker for listing in store.listings([1, 2, 3])] == [
        "Pat Example",
        "",
        "Pat Example",
    ]
    asker = store.question(1).asking_member
    assert asker is not None
    assert asker.name == "Pat Example"
    changed = {number: question for number, _, question in store.questions(store.changed_ids(seen))}
    assert set(changed) == {1, 3}
    assert changed[1].asking_member == asker


def test_a_minister_named_once_is_named_in_other_answers(store: Store) -> None:
    store.add(single())
    store.add(single(uin="2", answeringMember={"id": 4002, "name": "Sam Minister"}))
    answer = store.question(1).answer
    assert answer is not None
    assert answer.answering_member is not None
    assert answer.answering_member.name == "Sam Minister"


def test_counts_tell_how_much_of_the_texts_is_here(store: Store) -> None:
    august = "2024-08-05T00:00:00"
    store.add(single())
    store.add(listed(uin="2"))
    store.add(single(**unanswered(uin="3", dateTabled=august)))
    store.add(single(uin="4", dateTabled=august, answerText=""))
    held = store.completeness()
    assert (held.questions, held.answered, held.unanswered) == (4, 3, 1)
    assert (held.full_questions, held.clipped_questions, held.empty_questions) == (3, 1, 0)
    assert (held.full_answers, held.clipped_answers, held.empty_answers) == (1, 1, 1)
    months = [(month, tally.questions) for month, tally in store.months()]
    assert months == [("2024-08", 2), ("2024-07", 2)]


def test_a_question_is_full_where_neither_of_its_texts_is_cut(store: Store) -> None:
    store.add(listed(uin="1"))
    store.add(listed(uin="2", answerText="<p>Twelve.</p>"))
    store.add(listed(uin="3", questionText="To ask, how many."))
    store.add(single(uin="4"))
    held = store.completeness()
    assert (held.full_questions, held.full_answers) == (2, 2)
    assert (held.full, held.clipped) == (1, 3)
    assert [(tally.full, tally.clipped) for _, tally in store.months()] == [(1, 3)]


def test_a_store_for_reading_sees_what_another_writes_and_writes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "record.sqlite"
    with Store(path) as writer, Store(path, read_only=True) as reader:
        with writer.batch():
            writer.add(single())
            assert reader.count() == 0
        assert reader.count() == 1
        assert reader.question(1) == single().question
        with pytest.raises(StoreError, match="reading only"):
            reader.add(single(uin="2"))


def test_real_records_come_back_as_they_were_read(store: Store, shared: Path) -> None:
    documents = formats.read_path(shared / "data" / "api" / "2024-08.json.gz")
    records = [record for record in documents if isinstance(record, Record)][:1000]
    with store.batch():
        assert {store.add(record) for record in records} == {Outcome.NEW}
    told = {question.key: question for _, _, question in store.questions(store.changed_ids(0))}
    assert told == {record.question.key: record.question for record in records}
    assert list(store.check()) == []


def test_the_numbers_of_all_are_given_up_when_they_are_not_wanted_any_more(store: Store) -> None:
    for uin in range(300):
        store.add(single(uin=str(uin)))
    assert store.ids_unless(lambda: False) == store.ids()
    store._db.set_progress_handler(None, 0)
    assert len(store.ids(7)) == 7
    assert store.ids(7) == store.ids()[:7]
