"""Narrowing a search: what is added to its words, and taken out again."""

import random
from contextlib import closing
from pathlib import Path

import pytest

from test_search import FARM, built, searcher
from wrans import narrowing
from wrans.index import query as queries
from wrans.narrowing import Narrowing

HOME = 'body:"Home Office"'
TREASURY = 'body:"HM Treasury"'
LORDS = "house:lords"
YEAR = "after:2024 before:2025"


@pytest.mark.parametrize(
    ("text", "clause", "narrowed"),
    [
        ("", HOME, HOME),
        ("sewage", HOME, f"{HOME} sewage"),
        (f"{HOME} sewage", HOME, "sewage"),
        ('body:"home office" sewage', HOME, "sewage"),
        (f"{HOME} sewage", TREASURY, f"({HOME} OR {TREASURY}) sewage"),
        (f"({HOME} OR {TREASURY}) sewage", HOME, f"{TREASURY} sewage"),
        (f"{HOME} sewage", YEAR, f"{HOME} {YEAR} sewage"),
        (f"{YEAR} {LORDS}", LORDS, YEAR),
        ("dentist OR dentistry", LORDS, f"{LORDS} (dentist OR dentistry)"),
        (f"{LORDS} (dentist OR dentistry)", LORDS, "dentist OR dentistry"),
        ("(gp OR dentist) waiting", LORDS, f"{LORDS} (gp OR dentist) waiting"),
        ("(a OR b) (c OR d)", LORDS, f"{LORDS} (a OR b) (c OR d)"),
        (f"{LORDS} (gp OR dentist) (a OR b)", LORDS, "(gp OR dentist) (a OR b)"),
        (f"{HOME} OR sewage", LORDS, f"{LORDS} ({HOME} OR sewage)"),
        ("body:defra sewage", HOME, f"{HOME} body:defra sewage"),
        ('"gp OR dentist"', LORDS, f'{LORDS} "gp OR dentist"'),
    ],
)
def test_a_choice_is_added_and_taken_out_again(text: str, clause: str, narrowed: str) -> None:
    assert Narrowing.of(text).toggled(clause).text == narrowed


def test_months_and_years_are_told_by_the_date_that_the_list_shows() -> None:
    assert narrowing.of_year(2024) == YEAR
    assert narrowing.of_months((2024, 7), (2024, 7)) == "after:2024-07 before:2024-08"
    assert narrowing.of_months((2024, 10), (2024, 12)) == "after:2024-10 before:2025-01"
    assert narrowing.months_of(YEAR) == ((2024, 1), (2025, 1))
    assert narrowing.months_of("after:2024-10 before:2025-01") == ((2024, 10), (2025, 1))
    other = Narrowing.of(f"{YEAR} sewage").to("after:2023 before:2024")
    assert other.text == "after:2023 before:2024 sewage"


def test_a_name_whose_words_another_has_too_is_told_exactly() -> None:
    bodies = ["Department of Health", "Department of Health and Social Care", "Home Office"]
    assert narrowing.of_body(bodies[0], bodies) == 'body:"=Department of Health"'
    assert narrowing.of_body(bodies[1], bodies) == 'body:"Department of Health and Social Care"'
    assert narrowing.of_party("Labour", ["Labour", "Labour (Co-op)"]) == 'party:"=Labour"'
    assert Narrowing.of('body:"=Department of Health" x').has('body:"Department of Health"')


@pytest.mark.parametrize(
    "words",
    [
        "se",
        "s",
        "a",
        "sewage",
        "dentis",
        "heading:ba",
        "england OR dent",
        "storms OR asker:jo",
        "sewage OR dentist s",
        "storm ov",
    ],
)
def test_what_was_typed_finds_the_same_when_it_is_narrowed(tmp_path: Path, words: str) -> None:
    wanted, is_typed = Narrowing.of(words).toggled("house:commons").spelled_out(typed=True)
    read = queries.typed if is_typed else queries.parse
    with closing(searcher(built(tmp_path, FARM), FARM)) as found:
        before = found.page(queries.typed(words), 99).ids
        assert before
        assert found.page(read(wanted.text), 99).ids == [n for n in before if n != 8]


def test_any_text_comes_back_when_a_choice_is_taken_out_again() -> None:
    chance = random.Random(3)
    pieces = ["a", "OR", "AND", "(", ")", '"', "-b", HOME, YEAR, "house:lords", "body:x", "c d"]
    for _ in range(3000):
        text = " ".join(chance.choices(pieces, k=chance.randrange(8)))
        once = Narrowing.of(text)
        again = Narrowing.of(once.toggled(TREASURY).text)
        assert len(again.text) < 600
        if not queries.parse(text).is_plain:
            assert queries.parse(once.text).plan == queries.parse(text).plan or once.chosen
            assert Narrowing.of(again.toggled(TREASURY).text).text == once.text


def test_what_has_no_room_says_so() -> None:
    assert not Narrowing.of("x" * 490).toggled(HOME).fits
    assert Narrowing.of("x" * 90).toggled(HOME).fits
