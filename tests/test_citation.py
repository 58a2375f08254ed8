"""Citing a question, and finding the one that a key, an address or a number names."""

from dataclasses import replace
from datetime import date

import pytest

from wrans.records import Answer, Completeness, House, Key, Member, Question
from wrans.records.citation import cite, named_in

SHEEP = Question(
    Key(House.COMMONS, date(2025, 3, 3), "41001"),
    "Sheep: Exports",
    "Department for Sheep",
    "To ask the Secretary of State for Sheep, how many were exported.",
    answer=Answer(
        "There were 12.",
        False,
        Completeness.FULL,
        date(2025, 3, 10),
        Member("Sam Minister"),
    ),
    asking_member=Member("Pat Example"),
)
TODAY = date(2026, 1, 2)


def test_a_template_names_the_fields_of_the_question() -> None:
    template = "UIN {uin}, {heading}, {body}, tabled {tabled}, answered {answered}, {url}"
    assert cite(SHEEP, template, TODAY) == (
        "UIN 41001, Sheep: Exports, Department for Sheep, tabled 3 March 2025, "
        "answered 10 March 2025, "
        "https://questions-statements.parliament.uk/written-questions/detail/2025-03-03/41001"
    )


def test_a_bracketed_part_goes_when_the_record_does_not_say() -> None:
    unanswered = replace(SHEEP, answer=None)
    assert cite(unanswered, "{number}[, answered {answered}]", TODAY) == "PQ 41001"
    assert (
        cite(SHEEP, "{number}[, answered {answered}]", TODAY) == "PQ 41001, answered 10 March 2025"
    )


def test_braces_in_a_heading_are_only_text() -> None:
    odd = replace(SHEEP, heading="{uin} [x]")
    assert cite(odd, "{heading}", TODAY) == "{uin} [x]"


COMMONS = Key(House.COMMONS, date(2025, 3, 3), "41001")
LORDS = Key(House.LORDS, date(2026, 6, 18), "HL1108")


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("commons/2025-03-03/41001", COMMONS),
        (" Lords/2026-06-18/hl1108 ", LORDS),
        (
            "https://questions-statements.parliament.uk/written-questions/detail/2025-03-03/41001",
            COMMONS,
        ),
        (
            "https://questions-statements.parliament.uk/written-questions/detail/2026-06-18/hl1108/",
            LORDS,
        ),
        (
            "http://www.parliament.uk/business/publications/written-questions-answers-statements/"
            "written-question/Commons/2025-03-03/41001/",
            COMMONS,
        ),
        (
            "https://questions-statements-api.parliament.uk/api/writtenquestions/questions/2025-03-03/41001",
            COMMONS,
        ),
        ("https://www.theyworkforyou.com/wrans/?id=2025-03-03.41001.h", COMMONS),
        ("41001", "41001"),
        ("hl1108", "HL1108"),
        ("UIN 41001", "41001"),
        ("PQ 41001", "41001"),
        ("sheep", None),
        ("commons/2025-13-03/41001", None),
        ("", None),
    ],
)
def test_a_question_is_named_in_many_ways(text: str, named: Key | str | None) -> None:
    assert named_in(text) == named


def test_a_key_reads_back_what_it_wrote() -> None:
    page = Key.of_page(House.COMMONS, date(2018, 10, 23), "Home Office", "To ask, what?")
    for key in (COMMONS, LORDS, page):
        assert Key.parse(str(key)) == key
    assert page.url is None


def test_spacing_and_case_do_not_change_the_key_of_a_page() -> None:
    day = date(2018, 10, 23)
    one = Key.of_page(House.COMMONS, day, "Home Office", "To ask, what programmes?")
    other = Key.of_page(House.COMMONS, day, "HOME  OFFICE ", "to ask what   programmes")
    assert one == other
