"""When an answer is late, by the Committee's rule, and what it is called."""

from dataclasses import replace
from datetime import date

import pytest

from wrans.indexing import document
from wrans.records import Answer, Completeness, House, Key, Question
from wrans.records.lateness import bank_holidays, last_day_on_time
from wrans.records.parties import names


def day(text: str) -> date:
    return date.fromisoformat(text)


def question(due: str, answered: str = "", *, house: House = House.COMMONS) -> Question:
    text = "<p>Yes.</p>"
    answer = Answer(text, True, Completeness.FULL, day(answered)) if answered else None
    key = Key(house, day("2024-01-01"), "HL5" if house is House.LORDS else "5")
    return Question(key, "Sheep", "Home Office", "How many?", answer=answer, due=day(due))


@pytest.mark.parametrize(
    ("due", "last"),
    [
        ("2024-07-01", "2024-07-05"),
        ("2024-07-04", "2024-07-10"),
        ("2024-12-20", "2024-12-30"),
        ("2024-03-28", "2024-04-05"),
        ("2022-09-15", "2022-09-22"),
    ],
)
def test_an_ordinary_answer_has_four_working_days_more(due: str, last: str) -> None:
    assert last_day_on_time(question(due)) == day(last)


def test_a_named_day_and_a_day_of_the_lords_are_kept_to() -> None:
    assert last_day_on_time(replace(question("2024-07-04"), is_named_day=True)) == day("2024-07-04")
    assert last_day_on_time(question("2024-07-04", house=House.LORDS)) == day("2024-07-04")


def test_what_nobody_owes_or_knows_is_never_late() -> None:
    assert last_day_on_time(replace(question("2024-07-04"), due=None)) is None
    assert last_day_on_time(replace(question("2024-07-04"), is_withdrawn=True)) is None


@pytest.mark.parametrize(
    ("answered", "is_late"), [("2024-07-10", False), ("2024-07-11", True), ("", False)]
)
def test_the_index_is_told_what_was_answered_late(answered: str, is_late: bool) -> None:
    indexed = document(1, 1, question("2024-07-04", answered))
    assert ("late" in indexed.flags) == is_late
    assert (indexed.due, indexed.on_time) == (day("2024-07-04"), day("2024-07-10"))


def test_an_answer_that_was_held_stays_one_that_was_held() -> None:
    held = question("2024-07-04", "2024-07-30")
    assert held.answer
    was_held = replace(held, answer=replace(held.answer, held=day("2024-07-04")))
    assert "holding" in document(1, 1, was_held).flags
    assert "holding" not in document(1, 1, held).flags


# As the government published them.
PUBLISHED = {
    2016: "01-01 03-25 03-28 05-02 05-30 08-29 12-26 12-27",
    2020: "01-01 04-10 04-13 05-08 05-25 08-31 12-25 12-28",
    2021: "01-01 04-02 04-05 05-03 05-31 08-30 12-27 12-28",
    2022: "01-03 04-15 04-18 05-02 06-02 06-03 08-29 09-19 12-26 12-27",
    2023: "01-02 04-07 04-10 05-01 05-08 05-29 08-28 12-25 12-26",
    2024: "01-01 03-29 04-01 05-06 05-27 08-26 12-25 12-26",
}


@pytest.mark.parametrize("year", PUBLISHED)
def test_bank_holidays_are_those_that_there_were(year: int) -> None:
    assert sorted(bank_holidays(year)) == [day(f"{year}-{one}") for one in PUBLISHED[year].split()]


def test_a_party_goes_by_its_usual_names() -> None:
    assert {"Labour (Co-op)", "Labour", "lab"} <= set(names("Labour (Co-op)"))
    assert {"Green Party", "Green", "Greens"} <= set(names("Green Party"))
    assert "labour" not in {name.lower() for name in names("Social Democratic & Labour Party")}
    assert not list(names(""))
