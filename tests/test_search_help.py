"""How to search: every example of the help finds what it says, on records like real ones."""

import json
import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from reading import reading
from test_search import built, document, searcher
from wrans.index import Document, Sum
from wrans.index import query as queries
from wrans.index.explaining import explain
from wrans.index.help import HELP, lines
from wrans.panes.search_help import SearchHelp

ROOT = Path(__file__).parents[1]


def record(number: int, text: str, day: str, **more: object) -> Document:
    when = date.fromisoformat(day)
    plain = document(number, text, date=when, tabled=when, answered=None, asker="", answerer="")
    return replace(replace(plain, uin=str(9000 + number)), **more)  # type: ignore[arg-type]


RECORD = [
    record(
        1,
        "How many sewage discharges came from storm overflows?",
        "2024-07-02",
        body="Department for Environment, Food and Rural Affairs Defra",
        asker="Mr Alun Smith",
        party="Labour",
        facets=("party=Labour",),
        due=date(2024, 7, 4),
        on_time=date(2024, 7, 10),
        answered=date(2024, 7, 19),
        answerer="Sam Jones",
        places=("Hull",),
        flags=frozenset({"answered", "late", "corrected", "table", "attachment"}),
    ),
    record(
        2,
        "What assessment he made of overflows after the storm in Scotland, and sewage discharged.",
        "2024-07-19",
        heading="Rivers",
        flags=frozenset({"unanswered", "named-day", "holding"}),
        due=date(2024, 7, 24),
        on_time=date(2024, 7, 24),
    ),
    record(
        3,
        "How long people are waiting for an NHS dentist.",
        "2024-08-20",
        answered=date(2024, 8, 30),
        flags=frozenset({"answered", "grouped", "clipped"}),
    ),
    record(
        4,
        "The waiting time to see a GP.",
        "2025-01-07",
        uin="HL1234",
        house="Lords",
        flags=frozenset({"unanswered", "withdrawn"}),
    ),
    record(
        5,
        "The UK gave £44.5m and €150M to Calais for border security.",
        "2018-10-23",
        heading="Borders: France",
        uin="1234",
        places=("Calais", "France"),
        sums=(Sum("GBP", Decimal(44_500_000)), Sum("EUR", Decimal(150_000_000))),
        answered=date(2018, 10, 26),
        flags=frozenset({"answered", "money", "place"}),
    ),
    record(
        6,
        "Training in dentistry costs £2m.",
        "2023-03-01",
        sums=(Sum("GBP", Decimal(2_000_000)),),
        flags=frozenset({"answered", "money"}),
        answered=date(2023, 3, 8),
    ),
]
MARKED = {"bookmarked": frozenset({3}), "read": frozenset({1, 2, 3, 4, 5})}
FINDS = {
    "sewage discharge": [2, 1],
    '"storm overflows"': [1],
    '"storm overflows"~5': [2, 1],
    "sewage -scotland": [1],
    "dentist OR dentistry": [3, 6],
    "(gp OR dentist) waiting": [4, 3],
    "dent*": [3, 6],
    "body:defra": [1],
    "asker:smith": [1],
    "party:labour": [1],
    "answerer:jones": [1],
    "house:lords": [4],
    'party:"=Labour"': [1],
    "heading:borders": [5],
    "uin:1234": [5],
    "tabled:2024-07": [2, 1],
    'tabled:"19 July 2024"': [2],
    "answered:2024-07..2024-09": [3, 1],
    "due:..2024-07-31": [2, 1],
    "after:2024-07-19": [4, 3, 2],
    "before:2025": [3, 2, 1, 6, 5],
    "is:unanswered": [4, 2],
    "is:late": [2, 1],
    "is:named-day": [2],
    "is:holding": [2],
    "is:corrected": [1],
    "is:grouped": [3],
    "is:withdrawn": [4],
    "is:clipped": [3],
    "is:bookmarked": [3],
    "is:unread": [6],
    "money:>10m": [5],
    "money:£1m..£5m": [6],
    "currency:EUR": [5],
    "place:calais": [5],
    "in:france": [5],
    "near:grimsby~50": [1],
    "has:money": [6, 5],
    "has:place": [5],
    "has:table": [1],
    "has:attachment": [1],
}
EXAMPLES = [e.query for kind in HELP for e in kind.examples if e.query]


def test_every_example_finds_what_it_says(tmp_path: Path, request: pytest.FixtureRequest) -> None:
    assert set(EXAMPLES) == set(FINDS)
    index = searcher(built(tmp_path, RECORD), RECORD)
    request.addfinalizer(index.close)
    for words, found in FINDS.items():
        query = queries.parse(words, today=date(2025, 1, 10))
        assert query.notice is None, words
        assert index.page(query, 50, MARKED).ids == found, words
        assert list(index.all(query, MARKED) or ()) == found, words
        assert explain(query).startswith("questions "), words


def test_every_example_is_on_the_page_about_searching() -> None:
    page = (ROOT / "docs" / "search.md").read_text("utf-8")
    for words in EXAMPLES:
        assert f"`{words}`" in page, words


def test_every_field_has_an_example() -> None:
    from wrans.index.filters import FIELDS

    told = " ".join(lines())
    for name in FIELDS:
        assert re.search(rf"\b{name}:", told), name


async def test_the_help_is_a_key_away_from_the_words_and_searches_for_an_example(
    tmp_path: Path,
) -> None:
    file = tmp_path / "questions.json"
    file.write_text(json.dumps(_two_questions()))
    async with reading(file) as r:
        await r.press("slash", *"sheep", "f1")
        await r.until(lambda: isinstance(r.app.screen, SearchHelp))
        assert any("with the word “sheep”" in line for line in r.view.lines.lines)
        assert any('"storm overflows"~5' in line for line in r.view.lines.lines)
        await r.press(*"attachment")
        await r.press("down", "enter")
        await r.until(lambda: r.app.bar.value == "has:attachment")
        await r.press("f1")
        await r.until(lambda: isinstance(r.app.screen, SearchHelp))
        await r.press("escape")
        assert r.app.bar.value == "has:attachment"


@pytest.mark.parametrize("size", [(80, 24), (200, 60)])
async def test_the_help_says_what_is_wrong_with_the_words_and_points_at_it(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    file = tmp_path / "questions.json"
    file.write_text(json.dumps(_two_questions()))
    async with reading(file, size=size) as r:
        r.app.search_for("sheep is:lost cows")
        await r.until(lambda: r.app._words == "sheep is:lost cows")
        await r.press("f1")
        await r.until(lambda: isinstance(r.app.screen, SearchHelp))
        await r.until(lambda: any("^^^" in line for line in r.view.lines.lines))
        lines = r.view.lines.lines
        told = " ".join(" ".join(lines).split())
        assert "questions with the words “sheep”, “lost” and “cows”" in told
        assert "searched as plain words: there is no is:lost" in told
        assert "the words in any order, with at most five other words among them" in told
        pointing = next(n for n, line in enumerate(lines) if "^" in line)
        at = lines[pointing].index("^")
        assert lines[pointing - 1][at:].startswith("is:lost cows")
        assert lines[pointing].count("^") == len("is:lost")


async def test_what_was_meant_is_offered_and_taken_by_a_key(tmp_path: Path) -> None:
    file = tmp_path / "questions.json"
    file.write_text(json.dumps(_two_questions()))
    async with reading(file) as r:
        await r.press("slash", *"shepe")
        await r.until(lambda: "Did you mean sheep?" in " ".join(r.list.lines))
        await r.press("ctrl+y")
        await r.until(lambda: r.app.bar.value == "sheep" and r.app.bar.count == "1 of 2")
        assert r.answer.marked("match")
        await r.press("ctrl+y")
        assert r.app.bar.value == "sheep"


async def test_only_what_is_searched_is_marked(tmp_path: Path) -> None:
    file = tmp_path / "questions.json"
    file.write_text(json.dumps(_two_questions()))
    async with reading(file) as r:
        await r.search("environment")
        # The answering body and "To ask the Secretary of State for Environment" are not searched.
        assert r.answer.marked("match") == ["environment"]
        await r.search("heading:farming")
        assert r.answer.marked("match") == ["Farming"]
        await r.search("money:>1m")
        assert r.answer.marked("match") == ["£5m"]
        await r.search("smith sheep")
        assert "Smith" in r.answer.marked("match")


def _two_questions() -> list[object]:
    def made(uin: int, text: str) -> dict[str, object]:
        return {
            "id": uin,
            "uin": str(uin),
            "house": "Commons",
            "dateTabled": "2024-07-19T00:00:00",
            "dateForAnswer": "2024-07-24T00:00:00",
            "questionText": f"To ask the Secretary of State for Environment, {text}",
            "answeringBodyId": 13,
            "answeringBodyName": "Department for Environment, Food and Rural Affairs",
            "heading": "Farming: Sheep",
            "askingMemberId": 4,
            "askingMember": {"id": 4, "name": "Alun Smith", "party": "Labour"},
            "isWithdrawn": False,
            "isNamedDay": False,
            "groupedQuestions": [],
            "answerText": "<p>Farming costs £5m, and £2 in Leeds.</p>",
            "dateAnswered": "2024-07-22T00:00:00",
        }

    return [
        {"value": made(1, "how many sheep there are.")},
        {"value": made(2, "how sheep change the environment.")},
    ]
