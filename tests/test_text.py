"""Text from outside is made safe, mended where a line break broke it, and its references found."""

import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wrans.records import mending, references
from wrans.records.opener import without_opener
from wrans.records.text import clean, one_line

ANY = st.text(st.characters(codec=None))


@pytest.mark.parametrize(
    ("outside", "shown"),
    [
        ("a\r\nb\rc\u2028d\u2029e\x85f", "a\nb\nc\nd\ne\nf"),
        ("tab\tand newline\n", "tab\tand newline\n"),
        ("\x1b]0;title\x07", "␛]0;title␇"),
        ("\x00\x7f", "␀␡"),
        ("a \x96 b \x93q\x94", "a – b “q”"),
        ("\ud800 and \ufffe", "\ufffd and \ufffd"),
        ("\u202eback\u2066 \u200b\u00ad\ufeff\U000e0041", "back "),
        ("e" + "\u0301" * 9, "e" + "\u0301" * 4),
        ("👩\u200d🔬 a\u200db", "👩\u200d🔬 ab"),
        ("£44.5m – “café”", "£44.5m – “café”"),
    ],
)
def test_what_could_steer_a_terminal_is_shown_instead(outside: str, shown: str) -> None:
    assert clean(outside) == shown


@given(ANY)
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    once = clean(text)
    assert clean(once) == once


@given(ANY)
def test_nothing_unsafe_is_left(text: str) -> None:
    for character in clean(text):
        code = ord(character)
        assert code >= 0x20 or character in "\t\n"
        assert not 0x7F <= code <= 0x9F
        assert not 0xD800 <= code <= 0xDFFF
        assert character not in "\u202a\u202e\u2066\u2069\u200e\u200f\u200b\ufeff\u00ad"


def test_a_heading_is_one_line() -> None:
    assert one_line("  Borders:\r\n\u00a0 France\t") == "Borders: France"


def seconds(work: Callable[[str], object], text: str) -> float:
    return min(timed(work, text) for _ in range(3))


def timed(work: Callable[[str], object], text: str) -> float:
    started = time.perf_counter()
    work(text)
    return time.perf_counter() - started


@pytest.mark.parametrize(
    "piece",
    ["\x1b", "e\u0301\u0301\u0301\u0301\u0301", "a-b ", "re-cover-", "Question 1, ", "12, ", " "],
)
@pytest.mark.parametrize("work", [clean, mending.mend, references.find])
def test_twice_the_text_takes_about_twice_the_time(
    work: Callable[[str], object], piece: str
) -> None:
    once, twice = (seconds(work, piece * n) for n in (20_000, 40_000))
    assert twice < 2.9 * once + 0.02


def test_the_broken_words_of_the_seed_are_mended(seeds: Path) -> None:
    text = next(seeds.iterdir()).read_text("utf-8")
    mended = mending.mend(text)
    assert len(mended.cuts) == 4
    for word in ("invested", "combination", "protect", "Centre"):
        assert word in mended.text
    assert len(mended.text) == len(text) - 4


KEPT = (
    "co-ordination cross-border long-term short-term Anglo-French state-of-the-art Stoke-on-Trent "
    "re-establish crypto-assets on-going well-being e-mail in-house re-sign COVID-19 Rees-Mogg"
)


@pytest.mark.parametrize("word", KEPT.split())
def test_a_hyphen_that_belongs_stays_even_among_broken_words(word: str) -> None:
    assert word in mending.mend(f"in-vested com-bination pro-tect {word} irreg-ular").text


@pytest.mark.parametrize("word", "in-vested territo-ry Finan-cial irreg-ular man-agement".split())
def test_a_hyphen_that_a_line_break_left_goes(word: str) -> None:
    mended = mending.mend(f"The {word} of a com-bination.").text
    assert mended == f"The {word.replace('-', '')} of a combination."


@given(st.lists(st.sampled_from(["in-vested", "com-bination", "the", "re-sign", "a-b", "£5", "x"])))
def test_places_are_known_in_both_texts(words: list[str]) -> None:
    text = " ".join(words)
    mended = mending.mend(text)
    assert mended.text.replace("-", "") == text.replace("-", "")
    for at, character in enumerate(mended.text):
        assert text[mended.published_at(at)] == character
        assert mended.mended_at(mended.published_at(at)) == at


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("To ask the Secretary of State for Health and Social Care, how many", "how many"),
        (
            "To ask the Secretary of State for Environment, Food and Rural Affairs, what steps",
            "what steps",
        ),
        ("To ask the Chancellor of the Exchequer, if he will", "if he will"),
        ("To ask His Majesty's Government what plans", "what plans"),
        ("To ask Her Majesty’s Government, what plans", "what plans"),
        (
            "To ask the Minister for Women, representing the Church Commissioners, if",
            "if",
        ),
        ("What assessment has he made", "What assessment has he made"),
        ("", ""),
    ],
)
def test_the_opener_says_nothing_and_goes(text: str, rest: str) -> None:
    assert without_opener(text) == rest


def cited(text: str) -> list[tuple[str, date | None]]:
    return [(r.uins[0], r.cited) for r in references.find(text, date(2024, 12, 10))]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "pursuant to the Answer of 9 October 2018 to Question 173617 on Asylum: Dunkirk",
            [("173617", date(2018, 10, 9))],
        ),
        (
            "with reference to the answer of 3 December 2024, to Question HL2771, on x",
            [("HL2771", date(2024, 12, 3))],
        ),
        ("Questions 98222, 98223, and 98225", [("98222", None), ("98223", None), ("98225", None)]),
        ("further to PQ24244", [("24244", None)]),
        ("WPQ 87695 and UIN 11858", [("87695", None), ("11858", None)]),
        ("the Answer of 3 December to Question 12", [("12", date(2024, 12, 3))]),
        ("the Answer of 20 December to Question 12", [("12", date(2023, 12, 20))]),
        ("written question UIN 146,306", [("146306", None)]),
        ("the statement HCWS1097", [("HCWS1097", None)]),
        (
            "the Answer of25 November 2024 to Question 28896, whether",
            [("28896", date(2024, 11, 25))],
        ),
        (
            "when he plans to answer Question (a) 59988 on Ports, (b) 59989 on Boats: Procurement, "
            "tabled on 16 June 2024",
            [("59988", date(2024, 6, 16)), ("59989", date(2024, 6, 16))],
        ),
        (
            "to question 87756 on 14 November 2024 and question 87421 on 11 November 2024, what",
            [("87756", date(2024, 11, 14)), ("87421", date(2024, 11, 11))],
        ),
        ("the Written Statement HCWS652 of 22 May 2024", [("HCWS652", date(2024, 5, 22))]),
        ("Question 5 of the oral evidence to the Committee", []),
        ("question 20 per cent of them", []),
        ("Urgent Question 12", []),
        ("HL Paper HL123", []),
    ],
)
def test_other_questions_are_found_as_they_are_cited(
    text: str, found: list[tuple[str, date | None]]
) -> None:
    assert cited(text) == found


def test_the_cited_heading_is_known() -> None:
    (found,) = references.find(
        "the Answer of 9 October 2018 to Question 173617 on Asylum: Dunkirk, what"
    )
    assert found.heading == "Asylum: Dunkirk"
    assert found.cited_is_answer
