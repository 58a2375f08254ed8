"""Searching: which queries find which questions, and an index that survives."""

import random
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import count, pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wrans import entities
from wrans.errors import IndexDamaged
from wrans.index import Document, Index, Searcher, Sum, marks, sums
from wrans.index import query as queries
from wrans.index.plan import Everything, Sums
from wrans.index.words import words
from wrans.library import Library

DAY = date(2024, 7, 19)


def document(number: int, text: str = "", **more: object) -> Document:
    """A question as the index sees it; a higher number is newer."""
    day = DAY + timedelta(days=number)
    plain = Document(
        id=number,
        change=number,
        date=day,
        tabled=day - timedelta(days=5),
        answered=day,
        house="Commons",
        body="Home Office HO",
        asker="Pat Example",
        answerer="Sam Minister",
        heading="Sheep",
        uin=str(40000 + number),
        text=text,
        flags=frozenset({"answered"}),
        places=(),
        sums=(),
    )
    return replace(plain, **more)  # type: ignore[arg-type]


def pounds(amount: int) -> Sum:
    return Sum("GBP", Decimal(amount))


def euros(amount: int) -> Sum:
    return Sum("EUR", Decimal(amount))


FARM = [
    document(1, "Sewage is discharged into rivers near Calais.", places=("Calais",)),
    document(2, "The UK has invested almost €150M. in-vested", sums=(euros(150_000_000),)),
    document(3, "The Bank of England and the bank in England.", heading="Money: Banks"),
    document(4, "Dentists and dentistry, café and naïve.", body="Department of Health DHSC"),
    document(5, "A sewage works with storm overflows.", asker="Kim Jones"),
    document(6, "Storm names; overflows of rivers.", flags=frozenset({"unanswered", "table"})),
    document(7, "It cost £44.5m or £10m.", sums=(pounds(44_500_000), pounds(10_000_000))),
    document(
        8,
        "England in winter",
        sums=(pounds(-200_000), euros(-3)),
        house="Lords",
        uin="HL12",
        places=("northern France",),
    ),
]


def built(folder: Path, documents: list[Document]) -> Index:
    """An index of the documents."""
    index = Index(folder / "index")
    ordered = sorted(documents, key=lambda d: (d.date, d.id), reverse=True)
    index.build(ordered, len(ordered), max((d.change for d in ordered), default=0))
    return index


def searcher(index: Index, documents: list[Document]) -> Searcher:
    return index.open()


@pytest.fixture(scope="module")
def farm(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Searcher]:
    """A searcher over the farm."""
    with closing(searcher(built(tmp_path_factory.mktemp("farm"), FARM), FARM)) as found:
        yield found


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("sewage", [5, 1]),
        ("SEWAGE rivers", [1]),
        ("has*", [2]),
        ("with* storm", [5]),
        ("storm -with*", [6]),
        ("the* bank", [3]),
        ("discharge", [1]),
        ("invested", [2]),
        ("in-vested", [2]),
        ('"has in-vested almost"', [2]),
        ('-"has in-vested" €150M', []),
        ("cafe", [4]),
        ("NAIVE", [4]),
        ('"storm overflows"', [5]),
        ("storm overflows", [6, 5]),
        ("sewage -storm", [1]),
        ("-sewage storm", [6]),
        ("NOT sewage storm", [6]),
        ("dentist OR sewage", [5, 4, 1]),
        ("(dentist OR sewage) works", [5]),
        ("sew*", [5, 1]),
        ('"bank of england"', [3]),
        ('"bank in england"', [3]),
        ('"bank on england"', []),
        ("body:dhsc", [4]),
        ("body:health", [4]),
        ('body:"home office" sewage', [5, 1]),
        ("asker:jones", [5]),
        ("answerer:minister sewage", [5, 1]),
        ("heading:banks", [3]),
        ("heading:bank", [3]),
        ("heading:banking", [3]),
        ("heading:ban*", [3]),
        ("heading:banki*", []),
        ('heading:"mon* banks"', [3]),
        ("-heading:sheep", [3]),
        ("asker:jon*", [5]),
        ("asker:jone", []),
        ("body:dh*", [4]),
        ("answerer:min* sewage", [5, 1]),
        ("uin:hl*", [8]),
        ("uin:4000*", [7, 6, 5, 4, 3, 2, 1]),
        ("place:cal*", [1]),
        ('place:"northern fr*"', [8]),
        ("house:lords", [8]),
        ("uin:HL12", [8]),
        ("uin:40003", [3]),
        ("place:calais", [1]),
        ('place:"Northern France"', [8]),
        ("money:>10m", [7, 2]),
        ("money:>=10m", [7, 2]),
        ("money:>44.5m", [2]),
        ("money:<20m", [8, 7]),
        ("money:0..10m", [7]),
        ("money:10m", [7]),
        ("money:£10,000,000", [7]),
        ("money:1m..20m", [7]),
        ("money:..0.1bn", [8, 7]),
        ("money:..0.00001tn", [8, 7]),
        ("money:0.00015trillion", [2]),
        ("money:150m", [2]),
        ("money:€150m", [2]),
        ("money:EUR150m", [2]),
        ("money:150meur", [2]),
        ('money:"€ 150 million"', [2]),
        ("money:£150m", []),
        ("money:$150m", []),
        ("money:US$150m", []),
        ("money:>€10m", [2]),
        ("money:>£10m", [7]),
        ("money:>=£10m", [7]),
        ("money:<£20m", [8, 7]),
        ("money:£1m..20m", [7]),
        ("money:1m..€1bn", [2]),
        ("money:€1m..", [2]),
        ("money:-200000", [8]),
        ("money:-£0.2m", [8]),
        ("money:£-0.2m", [8]),
        ("money:−£200,000", [8]),
        ("money:-€0.2m", []),
        ("money:<0", [8]),
        ("money:<-£0.2m", []),
        ("money:<=-£0.2m", [8]),
        ("money:-£1m..-£0.1m", [8]),
        ("money:-£0.1m..£20m", [7]),
        ("money:-€1..€1bn", [2]),
        ("money:>-€4", [8, 2]),
        ("money:<-4", [8]),
        ("is:unanswered", [6]),
        ("has:table", [6]),
        ("after:2024-07-26", [8, 7]),
        ("before:2024-07-21", [1]),
        ("answered:2024-07-22", [3]),
        ("tabled:2024-07-16", [2]),
        ("tabled:2024-07-15..2024-07-16", [2, 1]),
        ("answered:2024-07 sewage", [5, 1]),
        ("answered:2025", []),
        ("€150M", [2]),
        ("£44.5m", [7]),
        ("zebra", []),
        ("the", [8, 7, 6, 5, 4, 3, 2, 1]),
        ("", [8, 7, 6, 5, 4, 3, 2, 1]),
    ],
)
def test_a_query_finds_its_questions_newest_first(
    farm: Searcher, words: str, found: list[int]
) -> None:
    query = queries.parse(words)
    assert farm.page(query, 50).ids == found
    assert list(farm.all(query) or ()) == found
    assert query.notice is None or words == "the"


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("s", [6, 5, 1]),
        ("se", [5, 1]),
        ("sewa", [5, 1]),
        ("sewage d", [5, 1]),
        ("sewage di", [1]),
        ('"storm ov', [6, 5]),
        ("body:", [8, 7, 6, 5, 4, 3, 2, 1]),
        ("body:dh", [4]),
        ("heading:ba", [3]),
        ("heading:bank", [3]),
        ("heading:banking", [3]),
        ("heading:ban*", [3]),
        ("asker:jon*", [5]),
        ("place:cal", [1]),
        ("(sewage OR", [5, 1]),
        ("sewage -", [5, 1]),
        ("money:>", [8, 7, 6, 5, 4, 3, 2, 1]),
        ("after:2024-1", [8, 7, 6, 5, 4, 3, 2, 1]),
        ("th", [8, 7, 6, 5, 4, 3, 2, 1]),
    ],
)
def test_each_letter_typed_finds_what_it_may_become(
    farm: Searcher, words: str, found: list[int]
) -> None:
    query = queries.parse(words, typing=True)
    if words in ("after:2024-1", "th", "s"):
        assert set(farm.page(query, 50).ids) <= set(found)
    else:
        assert farm.page(query, 50).ids == found
    assert query.notice is None


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("sewa", [5, 1]),
        ("place:cal", [1]),
        ("body:dh", [4]),
        ("heading:ba", [3]),
        ("house:l", [8]),
        ("se", [5, 1]),
        ("sewage d", []),
        ("sewage -d", [5, 1]),
    ],
)
def test_what_was_typed_finds_what_it_found_and_leaves_no_letter_out(
    farm: Searcher, words: str, found: list[int]
) -> None:
    query = queries.typed(words)
    assert farm.page(query, 50).ids == found
    assert query.notice is None


def test_what_was_typed_and_cannot_be_read_is_told() -> None:
    for unfinished in ('"storm ov', "sewage money:lots", "(sewage OR", "sewage is:bookm", "body:"):
        assert "searched as plain words" in (queries.typed(unfinished).notice or "")


@pytest.mark.parametrize(
    ("words", "notice"),
    [
        ("bdoy:defra", "searched as plain words: there is no field bdoy: (did you mean body:?)"),
        ('"open', "searched as plain words: a quotation mark is not closed"),
        ("(open", "searched as plain words: a bracket is not closed"),
        ("close)", "searched as plain words: a bracket is closed that was not opened"),
        ("after:2024-13", "2024-13 is no date"),
        ("money:lots", "lots is no sum"),
        ("money:ABC5m", "ABC5m is no sum"),
        ("money:£1m..€5m", "£1m..€5m is in two currencies"),
        ("money:50m..1m", "50m..1m begins with the larger sum"),
        ("is:bookmarkd", "did you mean is:bookmarked?"),
        ("*tist", "* may only end a word"),
        ("asker:*", "* may only end a word"),
        ("asker:sm*th", "* may only end a word"),
        ("uin:1**", "* may only end a word"),
        ("asker:-- sewage", "asker: has no word after it"),
        ("house:peers", "there is no House peers"),
        ("x" * 600, "only the first 500 letters"),
        ("sewage " * 80, "only the first 496 letters"),
        (f'{"sewage " * 70}"storm overflows, and what they cost', "; only the first"),
        ("OR", "nothing beside it"),
        ("NOT OR sewage", "searched as plain words: NOT has nothing after it"),
        ("-OR sewage", "searched as plain words: - has nothing after it"),
        ("NOT AND sewage", "searched as plain words: NOT has nothing after it"),
        ("AND sewage", "searched as plain words: AND has nothing beside it"),
        ("sewage AND", "searched as plain words: AND has nothing beside it"),
        ("sewage AND OR rivers", "searched as plain words: AND has nothing beside it"),
        ("sewage OR AND rivers", "searched as plain words: AND has nothing beside it"),
    ],
)
def test_what_cannot_be_read_is_searched_as_words_and_says_so(words: str, notice: str) -> None:
    assert notice in (queries.parse(words).notice or "")


@pytest.mark.parametrize("spaces", range(14))
def test_a_long_query_is_cut_between_words(farm: Searcher, spaces: int) -> None:
    query = queries.parse(" " * spaces + "sewage rivers " * 40)
    assert farm.page(query, 50).ids == [1]
    assert "only the first" in (query.notice or "")


@pytest.mark.parametrize(
    "pasted",
    ["https://www.gov.uk/x?y=1", "10:30", "Re: sewage", "a/b", "it's raining", "R&D", "50%"],
)
def test_what_is_pasted_is_only_words(pasted: str) -> None:
    assert queries.parse(pasted).notice is None


AMOUNTS = st.sampled_from([Decimal(n) for n in "-1e7 -12 -10 -9.5 -0.2 0 0.01 9 10 12 1e7".split()])


@given(AMOUNTS, AMOUNTS | st.none(), AMOUNTS | st.none(), st.booleans(), st.booleans())
def test_a_range_finds_the_sums_that_lie_in_it(
    amount: Decimal, low: Decimal | None, high: Decimal | None, with_low: bool, with_high: bool
) -> None:
    is_in = (low is None or low < amount or (with_low and low == amount)) and (
        high is None or amount < high or (with_high and high == amount)
    )
    for currency, is_found in (("", is_in), ("GBP", is_in), ("EUR", False)):
        spans = list(sums.spans(Sums(low, high, with_low, with_high, currency)))
        terms = sums.terms(Sum("GBP", amount))
        if low is None or high is None or low <= high:
            assert any(a <= term < z for term in terms for a, z in spans) == is_found


@pytest.mark.parametrize(
    ("written", "typed"),
    [
        ("£44.5m", "money:£44500000"),
        ("€150M", "money:€150000000"),
        ("-£0.2m", "money:-£200000"),
        ("US$3", "money:$3"),
        ("A$2.50", "money:AUD2.5"),
        ("£1-2 million", "money:£1000000..£2000000"),
    ],
)
def test_the_sum_of_a_text_is_searched_for_in_its_currency(written: str, typed: str) -> None:
    found = entities.find(f"It cost {written}.")
    (marked,) = [one for one in found if isinstance(one, entities.Money)]
    query = queries.parse(Library().query_for(marked))
    assert (query.text, query.notice) == (typed, None)
    assert query.plan == Sums(marked.low, marked.high, currency=marked.currency)


def test_a_page_stops_when_it_is_full(farm: Searcher) -> None:
    page = farm.page(queries.parse(""), 3)
    assert page.ids == [8, 7, 6]
    assert not page.is_complete


def test_a_page_stops_between_segments_that_hold_nothing(tmp_path: Path) -> None:
    index = built(tmp_path, [document(1, "sheep")])
    for number in range(2, 9):
        index.update([document(number, "goat")], number)

    def after(asked: int) -> Callable[[], bool]:
        times = count()
        return lambda: next(times) >= asked

    with closing(index.open()) as found:
        nothing = found.look(queries.parse("sheep hen"))
        assert nothing.take(5, after(1)) == []
        assert not nothing.is_through
        look = found.look(queries.parse("sheep -cow"))
        takes = 0
        while not (ids := look.take(5, after(2))):
            # It goes on where it was, however little time it is given.
            assert not look.is_through
            takes += 1
        assert ids == [1]
        assert takes > 2


def test_a_search_stops_when_told(tmp_path: Path) -> None:
    documents = [document(n, "sheep " * 3) for n in range(1, 900)]
    with closing(searcher(built(tmp_path, documents), documents)) as index:
        assert index.all(queries.parse("sheep"), stop=lambda: True) is None


def test_marked_questions_are_found(farm: Searcher) -> None:
    query = queries.parse("is:bookmarked sewage")
    assert farm.page(query, 50, {"bookmarked": frozenset({1, 2})}).ids == [1]


@pytest.mark.parametrize("more", [0, 1000])
@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("is:read", [5, 2]),
        ("is:unread", [8, 7, 6, 4, 3, 1]),
        ("sewage is:unread", [1]),
        ("IS:READ OR is:bookmarked", [5, 3, 2]),
        ("-is:unread -is:bookmarked", [5, 2]),
        ("is:unread -(sewage OR england)", [7, 6, 4]),
    ],
)
def test_read_and_unread_are_told_apart(
    farm: Searcher, words: str, found: list[int], more: int
) -> None:
    """Whether a few were read or, elsewhere in the record, many."""
    marked = {"read": frozenset({2, 5, *range(100, 100 + more)}), "bookmarked": frozenset({3})}
    query = queries.parse(words)
    assert farm.page(query, 50, marked).ids == found
    assert list(farm.all(query, marked) or ()) == found
    assert farm.page(query, 1, marked).ids == found[:1]
    assert query.marks <= set(marked)


def test_read_marks_hold_over_segments_and_deletions(tmp_path: Path) -> None:
    documents = {n: document(n, "sheep" if n % 3 else "goats") for n in range(1, 401)}
    index = built(tmp_path, list(documents.values()))
    chance = random.Random(5)
    for change in range(401, 404):
        changed = [
            replace(documents[n], text="goats and sheep", change=change)
            for n in sorted(chance.sample(range(1, 401), 40), reverse=True)
        ]
        documents |= {one.id: one for one in changed}
        index.update(changed, change)
    with closing(searcher(index, list(documents.values()))) as found:
        for size in (0, 3, 150, 300):
            read = frozenset(chance.sample(range(1, 501), size))
            newest = sorted(documents.values(), key=lambda one: one.id, reverse=True)
            for words, expected in (
                ("is:read", [d.id for d in newest if d.id in read]),
                ("is:unread", [d.id for d in newest if d.id not in read]),
                (
                    "sheep is:unread",
                    [d.id for d in newest if "sheep" in d.text if d.id not in read],
                ),
                ("is:read -goats", [d.id for d in newest if "goats" not in d.text if d.id in read]),
            ):
                query = queries.parse(words)
                assert list(found.all(query, {"read": read}) or ()) == expected, (words, size)
                assert found.page(query, 50, {"read": read}).ids == expected[:50], (words, size)


@pytest.mark.parametrize(
    ("words", "text", "marked"),
    [
        ("sewage", "Sewage and sewages.", ["Sewage", "sewages"]),
        ('"storm overflows" -x', "storm overflows, storm", ["storm overflows"]),
        ('"storm overflows" -x', "storm overflows, storm, x", []),
        ("storm calais", "storm overflows", []),
        ("storm OR (calais port)", "storm in Calais", ["storm"]),
        ("storm (calais OR before:2020)", "storm", ["storm"]),
        ("-(calais before:2020) storm", "storm in Calais", ["storm"]),
        ("invest", "has invested", ["invested"]),
        ("cafe", "a café", ["café"]),
        ("place:calais", "in Calais", ["Calais"]),
        ("place:cal*", "cows in Calais", ["Calais"]),
        ('place:"new for*"', "new, the New Forest", ["New Forest"]),
        ("place:reading", "reads in Reading", ["Reading"]),
        ("heading:border", "Borders: France", ["Borders"]),
        ("heading:bord*", "Borders: France", ["Borders"]),
        ("heading:of", "of an officer", ["of"]),
        ("money:>1m", "costs £5m", []),
        ('"bank of england"', "bank of England, bank in England", ["bank of England"]),
        ("the", "the", []),
    ],
)
def test_what_was_found_is_what_is_marked(words: str, text: str, marked: list[str]) -> None:
    spans = marks.marks(queries.parse(words), text)
    assert [text[a:z] for a, z in spans] == marked


def test_a_word_being_typed_is_marked_by_its_beginning() -> None:
    query = queries.parse("sew", typing=True)
    assert marks.marks(query, "sewage works") == [(0, 6)]


PIECES = (
    'sewage "storm" ( ) OR AND NOT - body: is: money:> after: .. * ~ \ud800 " x: \x1b 1m HL12 [ \\ '
    'place:"a b" é ﬁ İ 10:30 -( -- \''
).split(" ")


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=14), st.booleans(), st.sampled_from(["", " "]))
def test_nothing_that_is_typed_is_an_error(
    farm: Searcher, pieces: list[str], typing: bool, space: str
) -> None:
    query = queries.parse(space.join(pieces), typing=typing)
    page = farm.page(query, 50)
    assert sorted(page.ids, reverse=True) == page.ids
    assert list(farm.all(query) or ()) == page.ids
    marks.marks(query, "Sewage storms: £5m in Calais")


@given(st.text(st.characters(codec=None), max_size=80))
def test_any_text_can_be_searched_for(text: str) -> None:
    assert queries.parse(text) is not None
    assert queries.parse(text, typing=True) is not None


@pytest.mark.parametrize("text", ["(" * 5000, '"' * 501, "a OR " * 200, "-" * 500, "x " * 250])
def test_a_monster_is_read_quickly(text: str) -> None:
    started = time.perf_counter()
    queries.parse(text)
    assert time.perf_counter() - started < 0.25


# -- against reading everything


VOCABULARY = "sheep goat cow hen pig farm barn field".split()


def test_many_segments_with_replaced_questions_agree_with_reading_everything(
    tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    chance = random.Random(5)

    def made(number: int) -> Document:
        text = " ".join(chance.choices(VOCABULARY, k=chance.randint(1, 6)))
        return replace(document(number, text), date=DAY + timedelta(days=chance.randint(0, 30)))

    now = {n: made(n) for n in range(1, 120)}
    index = built(tmp_path, list(now.values()))
    for change in range(200, 205):
        changed = [made(n) for n in chance.sample(range(1, 150), 25)]
        changed.sort(key=lambda d: (d.date, d.id), reverse=True)
        index.update(changed, change)
        now |= {d.id: d for d in changed}
    assert index.state() == 204
    found = index.open()
    request.addfinalizer(found.close)

    def holds(d: Document, query: str) -> bool:
        told = [w.term for w in words(d.text)]
        if query.startswith('"'):
            a, b = (w.term for w in words(query))
            return (a, b) in pairwise(told)
        first, _, second = query.partition(" ")
        (term,) = (w.term for w in words(first))
        if second.startswith("-"):
            return term in told and next(words(second)).term not in told
        if second.startswith("OR"):
            return term in told or next(words(second[3:])).term in told
        return term in told and (not second or next(words(second)).term in told)

    for _ in range(120):
        one, two = chance.sample(VOCABULARY, 2)
        query = chance.choice(
            [one, f"{one} {two}", f"{one} -{two}", f"{one} OR {two}", f'"{one} {two}"']
        )
        expected = sorted(
            (d for d in now.values() if holds(d, query)), key=lambda d: (d.date, d.id), reverse=True
        )
        wanted = [d.id for d in expected]
        assert found.page(queries.parse(query), 1000).ids == wanted, query
        bounds: list[tuple[int, int]] = []
        told = found.all(queries.parse(query), so_far=lambda n, day: bounds.append((n, day)))  # noqa: B023
        assert list(told or ()) == wanted, query
        for least, day in bounds:
            assert least <= len(wanted)
            # From that day on they are all.
            assert least >= sum(d.date.toordinal() >= day for d in expected)


# -- an index that survives


def test_an_index_that_is_not_there_is_not_there(tmp_path: Path) -> None:
    index = Index(tmp_path / "index")
    assert index.state() is None
    with pytest.raises(IndexDamaged):
        index.open()


def test_an_index_of_another_version_is_not_used(tmp_path: Path) -> None:
    built(tmp_path, FARM)
    assert Index(tmp_path / "index").state() == 8
    assert Index(tmp_path / "index", "another extractor").state() is None


def test_a_folder_that_others_may_write_is_not_opened(tmp_path: Path) -> None:
    index = built(tmp_path, FARM)
    (tmp_path / "index").chmod(0o777)
    assert Index(tmp_path / "index").state() is None
    assert index.path.exists()


# Whoosh itself leaves a file open where it fails half-way through opening an index.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.filterwarnings("ignore::ResourceWarning")
def test_damage_is_found_or_told_and_never_a_traceback(tmp_path: Path) -> None:
    built(tmp_path, FARM)
    chance = random.Random(3)
    for turn in range(60):
        folder = tmp_path / f"copy{turn}"
        shutil.copytree(tmp_path / "index", folder)
        build = next(folder.glob("build-*"))
        file = chance.choice(sorted(f for f in build.iterdir() if f.stat().st_size))
        data = bytearray(file.read_bytes())
        how = turn % 4
        if how == 0:
            data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
        elif how == 1:
            del data[len(data) // 2 :]
        elif how == 2:
            data[:] = bytes(len(data))
        if how == 3:
            file.unlink()
        else:
            file.write_bytes(data)
        index = Index(folder)
        if index.state() is None:
            continue
        assert list(index.check()), (turn, file.name)
        with suppress(IndexDamaged), closing(index.open()) as found:
            found.page(queries.parse("sewage"), 50)


UPDATES = """
import sys
from pathlib import Path
from test_search import document
from wrans.index import Index
index = Index(Path(sys.argv[1]))
for change in range(100, 10000):
    index.update([document(change, "sheep")], change)
    print(change, flush=True)
"""


def test_a_kill_leaves_the_old_index_or_the_new(tmp_path: Path) -> None:
    built(tmp_path, FARM)
    here = str(Path(__file__).parent)
    for turn in range(6):
        command = [sys.executable, "-c", UPDATES, str(tmp_path / "index")]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=here) as worker:
            assert worker.stdout
            told = worker.stdout.readline()
            time.sleep(turn * 0.011)
            worker.kill()
            last = max(int(line) for line in [told, *worker.stdout.read().split()])
        index = Index(tmp_path / "index")
        assert (index.state() or 0) >= last
        assert not list(index.check())
        with closing(index.open()) as found:
            assert found.page(queries.parse("sheep"), 10).ids


def test_a_full_disk_leaves_the_old_index(tmp_path: Path) -> None:
    index = built(tmp_path, FARM)
    limited = (
        "import resource, signal, sys\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (300, 300))\n"
        "from pathlib import Path\nfrom test_search import document\n"
        "from wrans.index import Index\n"
        "from wrans.errors import StoreError\n"
        "try:\n    Index(Path(sys.argv[1])).update([document(50, 'sheep ' * 99)], 50)\n"
        "except StoreError as error:\n    print(error)\n"
    )
    command = [sys.executable, "-c", limited, str(tmp_path / "index")]
    ran = subprocess.run(
        command, capture_output=True, text=True, cwd=Path(__file__).parent, check=True
    )
    assert "the record itself is safe" in ran.stdout
    assert Index(tmp_path / "index").state() == 8
    assert len(list((tmp_path / "index").glob("build-*"))) == 1
    assert index.state() == 8


def test_everything_is_everything() -> None:
    assert isinstance(queries.parse("").plan, Everything)


def test_what_is_broken_in_whoosh_is_not_used() -> None:
    code = "".join(f.read_text("utf-8") for f in (Path(queries.__file__).parent).glob("*.py"))
    for name in (
        "AndNot", "sortedby", "FuzzyTerm", "Wildcard", "procs=", "optimize", "refresh()",
        "AsyncWriter", "BufferedWriter", "update_document", "compound=True",
    ):  # fmt: skip
        assert name not in code
