"""Invented questions: the same again for the same seed, valid, and like the real ones."""

import json
from itertools import islice

import pytest

from invented_bodies import BODIES
from invented_numbers import REAL, Counted
from invented_texts import own_words
from invented_words import Words, rare
from million import SEED, questions
from wrans import formats
from wrans.records import Source
from wrans.store import Store

COUNT = 6_000


@pytest.fixture(scope="module")
def words() -> Words:
    return own_words(SEED)


@pytest.fixture(scope="module")
def made() -> list[dict[str, object]]:
    return list(questions(COUNT))


def test_the_same_seed_gives_the_same_questions(made: list[dict[str, object]]) -> None:
    again = islice(questions(COUNT), 500)
    assert json.dumps(list(again)) == json.dumps(made[:500])


def test_another_seed_gives_others(made: list[dict[str, object]]) -> None:
    other = next(questions(COUNT, 2015))
    assert other["questionText"] != made[0]["questionText"]


@pytest.mark.parametrize("count", [1, 7, 300])
def test_there_are_as_many_as_were_asked_for(count: int, words: Words) -> None:
    assert sum(1 for _ in questions(count, words=words)) == count


def test_each_is_a_question_as_the_api_gives_it(made: list[dict[str, object]]) -> None:
    records = [formats.of_item(item, Source.SINGLE) for item in made]
    asked = [record.question for record in records]
    assert len({question.key for question in asked}) == COUNT
    assert len({question.official_id for question in asked}) == COUNT
    assert {question.answering_body for question in asked} <= {body.name for body in BODIES}
    assert not any(question.is_clipped for question in asked)
    for question in asked:
        if question.answer and question.answer.answered:
            assert question.key.tabled <= question.answer.answered


def test_one_answer_is_said_to_all_of_its_group(made: list[dict[str, object]]) -> None:
    records = (formats.of_item(item, Source.SINGLE).question for item in made)
    by_key = {question.key: question for question in records}
    grouped = [q for q in by_key.values() if q.grouped]
    for question in grouped:
        for key in question.grouped:
            other = by_key[key]
            assert question.key in other.grouped
            assert question.answer == other.answer


def test_nothing_is_tabled_on_a_weekend(made: list[dict[str, object]]) -> None:
    from datetime import date

    days = {str(item["dateTabled"])[:10] for item in made}
    assert max(date.fromisoformat(day).weekday() for day in days) < 5
    assert min(days) >= "2014-05-01"
    assert max(days) <= "2026-10-31"


def test_they_come_close_to_the_record(made: list[dict[str, object]]) -> None:
    numbers = Counted().all(made).numbers()
    for name, close in (
        ("question, median letters", 0.1),
        ("answer, median letters", 0.1),
        ("answer, 90% within", 0.15),
        ("answers with £, %", 0.25),
        ("named day, %", 0.15),
        ("Lords, %", 0.1),
        ("tabled to answered, median days", 0.25),
    ):
        assert numbers[name] == pytest.approx(REAL[name], rel=close), name
    # With few a day there is seldom another to be answered with it.
    assert 5 < numbers["grouped, %"] < 27


def test_a_store_takes_every_one(made: list[dict[str, object]], tmp_path: object) -> None:
    from pathlib import Path

    assert isinstance(tmp_path, Path)
    with Store(tmp_path / "record.sqlite") as store, store.batch():
        for item in made[:400]:
            store.add(formats.of_item(item, Source.SINGLE))
        assert store.count() == 400
    with Store(tmp_path / "record.sqlite") as store:
        assert list(store.check()) == []


def test_a_rare_word_is_no_other() -> None:
    assert len({rare(number) for number in range(30_000)}) > 29_000
