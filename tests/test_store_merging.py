"""Several sources of one question become one question, and nothing full is lost."""

from collections.abc import Iterator
from datetime import date
from itertools import permutations
from pathlib import Path

import pytest

from told import ANSWERED, ASKED, as_page, listed, listing_page, page, single, unanswered
from wrans.formats import Record
from wrans.records import Answer, Completeness, Question
from wrans.store import Outcome, Store

EDITED = ANSWERED.replace("12 in 2023", "13 in 2023")
CORRECTED = {"answerText": EDITED, "dateAnswerCorrected": "2024-09-02T00:00:00"}


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(tmp_path / "record.sqlite") as store:
        yield store


def only(store: Store) -> Question:
    assert store.count() == 1
    assert list(store.check()) == []
    return store.question(1)


def answer_of(question: Question) -> Answer:
    assert question.answer is not None
    return question.answer


# -- clipped and full


def test_full_text_takes_the_place_of_clipped(store: Store) -> None:
    store.add(listed())
    assert store.add(single()) is Outcome.CHANGED
    assert only(store) == single().question
    assert not store.newest(1)[0].is_clipped


def test_a_clipped_text_never_takes_the_place_of_a_full_one(store: Store) -> None:
    store.add(single())
    assert store.add(listed()) is Outcome.UNCHANGED
    assert only(store) == single().question
    assert store.earlier_answers(1) == []


def test_newer_facts_are_taken_from_a_clipped_record(store: Store) -> None:
    store.add(single())
    news = {"heading": "Sheep: France", "answeringBodyName": "Office of Sheep", "isWithdrawn": True}
    assert store.add(listed(**news)) is Outcome.CHANGED
    question = only(store)
    assert (question.heading, question.answering_body) == ("Sheep: France", "Office of Sheep")
    assert question.is_withdrawn
    assert question.text == ASKED
    assert answer_of(question).text == ANSWERED


def test_an_answer_comes_to_a_question_that_waited(store: Store) -> None:
    store.add(single(**unanswered()))
    assert store.add(listed()) is Outcome.CHANGED
    question = only(store)
    assert question.completeness is Completeness.FULL
    assert answer_of(question).completeness is Completeness.CLIPPED
    assert question.date == date(2024, 7, 26)


def test_letters_that_the_list_cannot_write_are_kept(store: Store) -> None:
    store.add(single(questionText="To ask about Łódź."))
    assert store.add(listed(questionText="To ask about ?ódź.")) is Outcome.UNCHANGED
    assert only(store).text == "To ask about Łódź."


def test_an_old_file_added_late_takes_no_answer_away(store: Store) -> None:
    store.add(single())
    assert store.add(single(**unanswered())) is Outcome.UNCHANGED
    assert only(store) == single().question


# -- answers that were edited


def test_an_edit_is_seen_in_the_clipped_text_and_both_answers_are_kept(store: Store) -> None:
    store.add(single())
    assert store.add(listed(answerText=EDITED)) is Outcome.CHANGED
    answer = answer_of(only(store))
    assert answer.completeness is Completeness.CLIPPED
    assert "13 in 2023" in answer.text
    ((earlier, received),) = store.earlier_answers(1)
    assert answer_of(earlier).text == ANSWERED
    assert received.tzinfo is not None


def test_the_full_text_of_an_edited_answer_is_shown_when_it_comes(store: Store) -> None:
    for record in (single(), listed(answerText=EDITED), single(answerText=EDITED)):
        assert store.add(record) is not Outcome.UNCHANGED
    assert answer_of(only(store)).text == EDITED
    assert [answer_of(earlier).text for earlier, _ in store.earlier_answers(1)] == [ANSWERED]


def test_a_holding_answer_is_kept_as_an_earlier_one(store: Store) -> None:
    store.add(
        single(
            answerText="<p>I will write to the hon. Member.</p>",
            answerIsHolding=True,
            dateHoldingAnswer="2024-07-26T00:00:00",
        )
    )
    store.add(listed(dateAnswered="2024-09-30T00:00:00"))
    question = only(store)
    assert answer_of(question).held == date(2024, 7, 26)
    assert not answer_of(question).is_holding
    ((earlier, _),) = store.earlier_answers(1)
    assert answer_of(earlier).is_holding


@pytest.mark.parametrize(
    "records",
    list(permutations([single(), listed(**CORRECTED), listed(**unanswered())])),
    ids=lambda records: "-".join(r.form + str(r.question.answer is not None) for r in records),
)
def test_a_correction_is_shown_whatever_order_the_records_came_in(
    store: Store, records: tuple[Record, ...]
) -> None:
    for record in records:
        store.add(record)
    answer = answer_of(only(store))
    assert answer.corrected == date(2024, 9, 2)
    assert "13 in 2023" in answer.text
    assert [answer_of(earlier).text for earlier, _ in store.earlier_answers(1)] == [ANSWERED]


def test_adding_a_folder_of_old_and_new_files_again_changes_nothing(store: Store) -> None:
    records = [
        listed(heading="Sheep"),
        single(),
        listed(heading="Sheep: Export"),
        listed(answerText=EDITED),
        page(),
    ]
    for record in records:
        store.add(record)
    question, change, writes = only(store), store.change, store._db.total_changes
    assert {store.add(record) for record in records} == {Outcome.UNCHANGED}
    assert (only(store), store.change, store._db.total_changes) == (question, change, writes)


def test_tags_entities_and_white_space_do_not_make_another_answer(store: Store) -> None:
    store.add(single(answerText="<p>Yes &amp; no.</p>\n<p> </p><p>See “this”.</p>"))
    assert store.add(listed(answerText="Yes &amp; no. See “this”.")) is Outcome.UNCHANGED


# -- pages and the official record


def test_a_page_joins_the_official_record(store: Store) -> None:
    store.add(single())
    assert store.add(page()) is Outcome.CHANGED
    question = only(store)
    assert question.key == single().question.key
    assert answer_of(question).text == ANSWERED
    member = answer_of(question).answering_member
    assert member is not None
    assert (member.name, member.id) == ("Sam Minister", 4002)


@pytest.mark.parametrize("official", [single(), listed()], ids=["full", "clipped"])
def test_the_official_record_joins_a_page_and_the_number_stays(
    store: Store, official: Record
) -> None:
    imported = page()
    store.add(imported)
    assert store.add(official) is Outcome.CHANGED
    question = only(store)
    assert question.key == official.question.key
    assert question.official_id == 1001
    assert question.text == ASKED
    assert answer_of(question).completeness is Completeness.FULL
    assert store.find(imported.question.key) == store.find(official.question.key) == 1
    assert store.id_of_keys([imported.question.key]) == {imported.question.key: 1}
    assert store.earlier_answers(1) == []


def test_a_page_that_says_something_else_is_kept_beside_the_official_answer(store: Store) -> None:
    for record in (page(answer=as_page(EDITED)), listed()):
        store.add(record)
    answer = answer_of(only(store))
    assert answer.completeness is Completeness.CLIPPED
    assert "12 in 2023" in answer.text
    ((earlier, _),) = store.earlier_answers(1)
    assert not earlier.key.is_official
    assert "13 in 2023" in answer_of(earlier).text


def test_a_page_never_has_the_last_word(store: Store) -> None:
    for record in (listed(), page(), listing_page(answer="No.")):
        store.add(record)
    assert answer_of(only(store)).text == as_page(ANSWERED).replace("\n\n", "\n")


@pytest.mark.parametrize("records", list(permutations([single(), page(), listing_page()])))
def test_a_page_that_tells_only_the_day_of_the_answer_joins_too(
    store: Store, records: tuple[Record, ...]
) -> None:
    for record in records:
        store.add(record)
    question = only(store)
    assert question.key == single().question.key
    assert question.asking_member is not None
    assert (question.asking_member.name, question.asking_member.id) == ("Pat Example", 4001)
    assert {store.find(record.question.key) for record in records} == {1}


@pytest.mark.parametrize("records", list(permutations([page(), listing_page()])))
def test_two_pages_of_one_question_are_one_question(
    store: Store, records: tuple[Record, ...]
) -> None:
    for record in records:
        store.add(record)
    assert only(store).key == page().question.key


@pytest.mark.parametrize(
    "other",
    [
        page(asked_on="23rd July 2024"),
        page(body="Department for Goats"),
        page(question=ASKED.replace("on the ships", "on the trains")),
    ],
    ids=["another day", "another body", "another text"],
)
def test_a_page_of_another_question_stays_alone(store: Store, other: Record) -> None:
    store.add(single())
    assert store.add(other) is Outcome.NEW
    assert store.count() == 2


def test_the_same_question_tabled_twice_stays_two(store: Store) -> None:
    for record in (page(), single(uin="1"), single(uin="2")):
        store.add(record)
    assert store.count() == 2
    assert store.find(page().question.key) == store.find(single(uin="1").question.key)


def test_a_date_of_tabling_put_right_moves_the_question(store: Store) -> None:
    store.add(single(dateTabled="2024-07-21T00:00:00"))
    assert store.add(single()) is Outcome.CHANGED
    assert only(store).key.tabled == date(2024, 7, 22)
    assert store.find(single(dateTabled="2024-07-21T00:00:00").question.key) == 1


def test_the_same_number_in_another_session_is_another_question(store: Store) -> None:
    store.add(single())
    assert store.add(single(dateTabled="2025-07-22T00:00:00", id=9)) is Outcome.NEW
