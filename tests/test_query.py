"""The query language: fields, nearness, what is marked, what is told, and made-up queries."""

import os
import random
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import date, timedelta
from decimal import Decimal
from itertools import islice, product
from pathlib import Path

import pytest

import asked
from made_up import made_up
from test_search import built, document, searcher
from wrans import formats
from wrans.entities import Money, Place
from wrans.index import Document, Searcher, marks
from wrans.index import query as queries
from wrans.index.explaining import explain
from wrans.index.plan import Dates
from wrans.index.words import fold, words
from wrans.library import Library

TODAY = date(2024, 12, 12)


def day(text: str) -> date:
    return date.fromisoformat(text)


RECORD = [
    document(
        1,
        "The storm, and after it many more overflows than the rivers bear.",
        tabled=day("2024-07-01"),
        due=day("2024-07-03"),
        on_time=day("2024-07-09"),
        answered=day("2024-07-20"),
        flags=frozenset({"answered", "late", "named-day"}),
        party="Labour (Co-op)",
    ),
    document(
        2,
        "Overflows; a storm.",
        tabled=day("2024-11-20"),
        due=day("2024-11-22"),
        on_time=day("2024-11-28"),
        answered=None,
        flags=frozenset({"unanswered", "holding"}),
        party="Liberal Democrat",
    ),
    document(
        3,
        "Storm names.",
        tabled=day("2024-12-10"),
        due=day("2024-12-12"),
        on_time=day("2024-12-18"),
        answered=None,
        flags=frozenset({"unanswered", "grouped"}),
        party="Social Democratic & Labour Party",
    ),
    document(4, "Nothing is known of this one.", answered=None, flags=frozenset({"unanswered"})),
]


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Searcher]:
    with closing(searcher(built(tmp_path_factory.mktemp("record"), RECORD), RECORD)) as found:
        yield found


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("due:2024-07-03", [1]),
        ("due:2024", [3, 2, 1]),
        ("due:2024-07..2024-11", [2, 1]),
        ("due:2024-12..", [3]),
        ("due:..2024-11-22", [2, 1]),
        ("due:..", [3, 2, 1]),
        ("due:..today", [3, 2, 1]),
        ("due:..yesterday is:unanswered", [2]),
        ("tabled:2023..2024-07", [4, 1]),
        ('tabled:"1 July 2024"', [1]),
        ("tabled:1-jul-2024", [1]),
        ("tabled:july-2024", [4, 1]),
        ("tabled:01/07/2024..20/11/2024", [4, 2, 1]),
        ("answered:2024", [1]),
        ("-answered:..", [4, 3, 2]),
        ("is:late", [2, 1]),
        ("-is:late", [4, 3]),
        ("is:late is:unanswered", [2]),
        ("is:late OR is:grouped", [3, 2, 1]),
        ("is:holding", [2]),
        ("is:named-day", [1]),
        ("party:labour", [1]),
        ("party:lab", [1]),
        ("party:sdlp", [3]),
        ('party:"social democratic and labour party"', [3]),
        ("party:libdem", [2]),
        ('party:"liberal democrats"', [2]),
        ("party:lib*", [2]),
        ("party:snp", []),
        ('"storm overflows"', []),
        ('"storm overflows"~0', []),
        ('"storm overflows"~1', [2]),
        ('"overflows storm"~1', [2]),
        ('"storm overflows"~4', [2]),
        ('"storm overflows"~5', [2, 1]),
        ('-"storm overflows"~5 storm', [3]),
        ('"storm"~5', [3, 2, 1]),
        ('"storm storm"~9', []),
        ('"storm names"~0', [3]),
    ],
)
def test_a_field_or_nearness_finds_its_questions(
    record: Searcher, words: str, found: list[int]
) -> None:
    query = queries.parse(words, today=TODAY)
    assert record.page(query, 50).ids == found
    assert list(record.all(query) or ()) == found
    assert query.notice is None


@pytest.mark.parametrize(
    ("words", "notice", "fault"),
    [
        ("due:soon sewage", "soon is no date", "due:soon"),
        ("sewage tabled:2024-02-30", "2024-02-30 is no date", "tabled:2024-02-30"),
        ("tabled:2024..2023", "begins with the later day", "tabled:2024..2023"),
        ("tabled:0/7/2024", "is no date", "tabled:0/7/2024"),
        ("sewage is:lat", "did you mean is:late?", "is:lat"),
        ('"storm overflows"~', "after ~ comes a number", '"storm overflows"~'),
        ('"storm overflows"~x', "after ~ comes a number", '"storm overflows"~x'),
        ("sewage bdoy:defra", "there is no field bdoy:", "bdoy:defra"),
        ("sewage (storm OR", "nothing beside it", "OR"),
        ("storm) sewage", "was not opened: storm)", ")"),
        ("sewage (storm", "a bracket is not closed: (storm", "("),
        ('sewage "storm overflows', 'not closed: "storm overflows', '"storm overflows'),
        ("sewage *tist", "* may only end a word: *tist", "*tist"),
        ("a NOT", "NOT has nothing after it", "NOT"),
        ("party:", "party: has nothing after it", "party:"),
        ("place:!!", "place: has no word after it", "place:!!"),
        ("(" * 60 + "x", "nested too deeply", "("),
    ],
)
def test_what_cannot_be_read_says_where(words: str, notice: str, fault: str) -> None:
    query = queries.parse(words, today=TODAY)
    assert query.is_plain
    assert notice in (query.notice or "")
    assert query.fault
    start, end = query.fault
    assert words[start:end] == fault


@pytest.mark.parametrize(
    "words", ['"storm overflows"~', "due:", "is:lat", "tabled:2024-0", "party:l"]
)
def test_what_is_being_typed_is_no_fault(words: str) -> None:
    assert queries.parse(words, typing=True).notice is None


def test_days_are_read_as_people_write_them() -> None:
    def dates(value: str) -> Dates:
        plan = queries.parse(f'tabled:"{value}"', today=TODAY).plan
        assert isinstance(plan, Dates), value
        return plan

    for written in ("2024-07-19", "19/7/2024", "19 July 2024", "19th Jul 2024", "19 jul. 2024"):
        assert dates(written) == dates("2024-07-19")
    assert dates("July 2024") == dates("2024-07")
    assert dates("today") == dates("2024-12-12")
    assert dates("yesterday") == dates("2024-12-11")
    assert dates("2023..June 2024") == dates("2023-01-01..2024-06-30")


# -- plain words


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("", "all questions"),
        ("sewage", "questions with the word “sewage”"),
        ("invested sewage", "questions with the words “invested” and “sewage”"),
        ("dentists OR dentistry", "questions with “dentists” or “dentistry”"),
        ('"Bank of England"', "questions with “Bank of England”"),
        (
            '"storm overflows"~5',
            "questions with “storm” and “overflows” in any order, at most 5 other words among them",
        ),
        ("dent*", "questions with a word that begins with “dent”"),
        ("d*", "questions with a word that begins with “d”"),
        (
            "sewage -scotland",
            "questions with the word “sewage”, but not those with the word “scotland”",
        ),
        ("body:defra", "questions asked of “defra”"),
        (
            'body:"Food and Rural Affairs" asker:"Ed Smith"',
            "questions asked of “Food and Rural Affairs”, by a member named “Ed Smith”",
        ),
        ('heading:"storm overflow"', "questions with the heading words “storm” and “overflow”"),
        (
            "heading:storm heading:bord*",
            "questions with the heading word “storm”, "
            "with a word in the heading that begins with “bord”",
        ),
        ("asker:smi*", "questions by a member whose name has a word that begins with “smi”"),
        ("party:labour", "questions by a member of the party “labour”"),
        ("house:lords", "questions asked in the Lords"),
        ("tabled:2024-07", "questions tabled in July 2024"),
        ("tabled:2024", "questions tabled in 2024"),
        ("tabled:2023..2024", "questions tabled from 2023 to 2024"),
        ("due:2024-07-19", "questions due on 19 July 2024"),
        ("after:2024-07-19", "questions dated on 19 July 2024 or later"),
        ("before:2025", "questions dated before 1 January 2025"),
        ("answered:2024-07-01..2024-07-19", "questions answered from 1 July 2024 to 19 July 2024"),
        ("money:>£10m", "questions that name a sum above £10,000,000"),
        ("money:<=-0.5", "questions that name a sum of -0.5 or less"),
        ("money:€1m..€5m", "questions that name a sum from €1,000,000 to €5,000,000"),
        ("is:late", "questions answered late, or late and not answered yet"),
        ("has:table", "questions with a table"),
        ("is:bookmarked", "questions that you marked"),
        (
            "(gp OR dentist) has:money",
            "questions (with “gp” or “dentist”), that name a sum of money",
        ),
    ],
)
def test_a_query_is_told_in_plain_words(words: str, told: str) -> None:
    assert explain(queries.parse(words, today=TODAY)) == told


# -- what is marked


def test_exactly_what_a_query_finds_is_marked() -> None:
    chance = random.Random(11)
    held = 0
    for _ in range(4000):
        made, text = asked.made_up(chance), asked.text(chance)
        holds, spans = made.found(text)
        found = marks.marks(queries.parse(made.typed), text)
        assert _apart(spans if holds else set()) == found, (made.typed, text)
        held += holds
    assert 1000 < held < 3500


def _apart(spans: set[tuple[int, int]]) -> list[tuple[int, int]]:
    marked = {place for start, end in spans for place in range(start, end)}
    begins = sorted({start for start, _ in spans if start - 1 not in marked})
    ends = sorted({end for _, end in spans if end not in marked})
    return list(zip(begins, ends, strict=True))


def test_the_index_finds_what_reading_every_text_finds(tmp_path: Path) -> None:
    chance = random.Random(12)
    record = [document(n, asked.text(chance)) for n in range(1, 200)]
    with closing(searcher(built(tmp_path, record), record)) as index:
        for _ in range(400):
            made = asked.made_up(chance)
            query = queries.parse(made.typed)
            wanted = [d.id for d in reversed(record) if _holds(made, d, index)]
            assert index.page(query, 500).ids == wanted, made.typed
            assert list(index.all(query) or ()) == wanted, made.typed


def _holds(made: asked.Asked, one: Document, index: Searcher) -> bool:
    """Read through, with what the beginning of a word finds besides."""
    if made.is_nothing:
        return True
    told = [_holds(part, one, index) for part in made.parts if not part.is_nothing]
    match made.kind:
        case "AND":
            return all(told)
        case "OR":
            return any(told)
        case "not":
            return not told[0]
    if made.kind == "start":
        also = index.also(queries.parse(made.typed)).get(made.text, [])
        return made.found(one.text)[0] or any(w.term in also for w in words(one.text))
    return made.found(one.text)[0]


def test_what_the_index_finds_by_a_beginning_is_marked(tmp_path: Path) -> None:
    texts = ["Education is educational.", "They educate.", "An educator", "Nothing", "educations"]
    record = [document(n, text) for n, text in enumerate(texts, 1)]
    with closing(searcher(built(tmp_path, record), record)) as index:
        for typed in ("edu*", "educat*", "educatio*", "educationa*", "educator*", "nothing*"):
            query = queries.parse(typed)
            also = index.also(query)
            marked = [d.id for d in reversed(record) if marks.marks(query, d.text, also)]
            assert index.page(query, 9).ids == marked, typed


def test_sums_and_places_are_marked_where_they_were_found() -> None:
    text = "Reading: reading costs £5m, or €2m, in Reading"
    entities = (
        Money(23, 26, "£5m", "GBP", Decimal(5_000_000), Decimal(5_000_000)),
        Money(31, 34, "€2m", "EUR", Decimal(2_000_000), Decimal(2_000_000)),
        Place(39, 46, "Reading", "Reading"),
    )
    shown = marks.Shown(text, ((0, 7), (9, len(text))), entities)

    def marked(words: str) -> list[str]:
        return [text[a:z] for a, z in marks.marks(queries.parse(words), shown)]

    assert marked("money:>1m") == ["£5m", "€2m"]
    assert marked("money:>€1m") == ["€2m"]
    assert marked("money:>1bn") == []
    assert marked("place:reading") == ["Reading"]
    assert marks.marks(queries.parse("place:read*"), shown) == [(39, 46)]
    assert marks.marks(queries.parse("heading:reading"), shown) == [(0, 7)]
    assert marked("cost money:>£1m") == ["costs", "£5m"]
    assert marked("cost money:>£1bn") == []


def test_words_in_two_parts_of_a_page_are_marked_one_by_one() -> None:
    text = "Sheep -- asked by nobody -- farming in Leeds"
    shown = marks.Shown(text, ((0, 5), (28, len(text))))
    found = marks.marks(queries.parse('"sheep farming"'), shown)
    assert [text[a:z] for a, z in found] == ["Sheep", "farming"]
    assert not marks.marks(queries.parse("nobody"), shown)


def test_every_letter_is_the_same_word_in_a_text_and_in_a_query() -> None:
    for code in range(0x250):
        letter = chr(code)
        term = [fold(w.folded) for w in words(f"x{letter}y")]
        assert term == [w.folded for w in words(f"X{letter}Y")], letter


# -- made-up queries


def test_made_up_queries_never_raise_nor_take_long(record: Searcher) -> None:
    # WRANS_FUZZ=50000 tries more, WRANS_FUZZ_SEED others.
    count = int(os.environ.get("WRANS_FUZZ", "2500"))
    chance = random.Random(int(os.environ.get("WRANS_FUZZ_SEED", "1")))
    text = RECORD[0].text
    slowest = (0.0, "")
    for _ in range(count):
        words = made_up(chance)
        started = time.thread_time()
        for query in (
            queries.parse(words, today=TODAY),
            queries.parse(words, typing=True, today=TODAY),
        ):
            page = record.page(query, 20)
            assert len(record.all(query) or ()) == len(page.ids), words
            marks.marks(query, text, record.also(query))
            explain(query)
            record.suggestion(query)
            if query.fault:
                assert 0 <= query.fault[0] < query.fault[1] <= len(words), words
        queries.typed(words)
        slowest = max(slowest, (time.thread_time() - started, words))
    assert slowest[0] < 0.25, slowest


def test_made_up_queries_of_a_real_record_take_no_time(shared: Path) -> None:
    library = Library()
    library.add(islice(formats.read_path(shared / "data" / "api" / "2024-08.json.gz"), 400))
    library.catch_up()
    chance = random.Random(int(os.environ.get("WRANS_FUZZ_SEED", "2")))
    (listing,) = library.search("", 1).listings
    text = library.read(listing.id).prose.text
    slowest = (0.0, "")
    for _ in range(int(os.environ.get("WRANS_FUZZ", "300"))):
        words = made_up(chance)
        started = time.thread_time()
        query = library.query(words)
        library.first_ids(query, 64)
        library.all_ids(query)
        library.suggestion(query, found_any=False)
        library.marks(words, text, library.also(query))
        library.explained(words)
        library.notices(words)
        slowest = max(slowest, (time.thread_time() - started, words))
    library.close()
    assert slowest[0] < 0.25, slowest


@pytest.mark.parametrize("others", range(4))
def test_near_is_near_whatever_the_order_and_repetition(others: int) -> None:
    for there in product("ab ", repeat=5):
        text = " ".join("x" if word == " " else {"a": "cow", "b": "hen"}[word] for word in there)
        for wanted in ("cow hen", "hen cow", "cow cow", "cow hen cow"):
            made = asked.Asked("near", [], wanted, others)
            found = marks.marks(queries.parse(made.typed), text)
            assert bool(found) == made.found(text)[0]
            assert set(found) == made.found(text)[1]


def test_a_day_that_is_past_makes_an_unanswered_question_late(record: Searcher) -> None:
    def late(today: date) -> list[int]:
        return record.page(queries.parse("is:late", today=today), 50).ids

    assert late(day("2024-11-28")) == [1]
    assert late(day("2024-11-29")) == [2, 1]
    assert late(day("2024-12-18") + timedelta(days=1)) == [3, 2, 1]
