"""Queries for places inside and near others, and for sums of a currency."""

import json
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from test_map import question
from wrans import entities, formats
from wrans.entities import surroundings
from wrans.index import query as queries
from wrans.index.marks import Shown, marks
from wrans.library import Library

TOLD = {
    "1": ("Sheep", "They graze in Cardiff and cost £3 million."),
    "2": ("Goats", "They graze in Cleethorpes, and cost €5 million and £2."),
    "3": ("Cows", "They graze in Lincoln."),
    "4": ("Wool", "It goes to Calais for US$30."),
    "5": ("Wales", "This is a matter for Wales."),
    "6": ("Hay", "It is made in Louth."),
}


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """Six questions about places."""
    with pytest.MonkeyPatch.context() as patch:
        folder = tmp_path_factory.mktemp("where")
        for kind in ("CONFIG", "DATA", "CACHE", "STATE"):
            patch.setenv(f"XDG_{kind}_HOME", str(folder / kind.lower()))
        from wrans import paths

        paths._dirs.cache_clear()
        file = folder / "told.json"
        file.write_text(json.dumps([question(uin, *told) for uin, told in TOLD.items()]))
        held = Library()
        held.add(formats.read_path(file))
        held.catch_up()
        held.search("sheep")
        yield held
        held.close()


def found(library: Library, words: str) -> set[str]:
    """The headings of what a query finds, all at once and one after another alike."""
    query = library.query(words)
    ids = library.all_ids(query)
    assert ids is not None
    if not query.is_everything:
        assert library.first_ids(query, 50).ids == list(ids)
    return {listing.heading for listing in library.store.listings(ids)}


@pytest.mark.parametrize(
    ("words", "headings"),
    [
        ("in:Wales", {"Sheep", "Wales"}),
        ("in:wales", {"Sheep", "Wales"}),
        ("in:wales -place:wales", {"Sheep"}),
        ("in:France", {"Wool"}),
        ("in:lincolnshire", {"Goats", "Cows", "Hay"}),
        ("in:uk", {"Sheep", "Goats", "Cows", "Hay", "Wales"}),
        ('in:"united kingdom"', {"Sheep", "Goats", "Cows", "Hay", "Wales"}),
        ("in:Europe in:france", {"Wool"}),
        ("in:wal*", {"Sheep", "Wales"}),
        ("in:Kenya", set()),
        ("near:Grimsby", {"Goats", "Hay"}),
        ("near:grimsby~50", {"Goats", "Hay", "Cows"}),
        ("near:grimsby~50km", {"Goats", "Hay", "Cows"}),
        ("near:grimsby~5.5", {"Goats"}),
        ('near:"grimsby"~50', {"Goats", "Hay", "Cows"}),
        ('near:"grimsby"~50.0', {"Goats", "Hay", "Cows"}),
        ('near:"grimsby ~ 50 km"', {"Goats", "Hay", "Cows"}),
        ("near:Dover~50", {"Wool"}),
        ("-near:grimsby in:england", {"Cows"}),
        ("currency:EUR", {"Goats"}),
        ("currency:eur", {"Goats"}),
        ("currency:€", {"Goats"}),
        ("currency:euros", {"Goats"}),
        ("currency:pounds", {"Sheep", "Goats"}),
        ("currency:US$", {"Wool"}),
        ("currency:CHF", set()),
        ("currency:GBP near:grimsby", {"Goats"}),
    ],
)
def test_a_query_finds(library: Library, words: str, headings: set[str]) -> None:
    assert found(library, words) == headings
    assert library.query(words).notice is None


@pytest.mark.parametrize(
    ("words", "notice"),
    [
        ("in:walse", "there is no known place walse (did you mean Wales?)"),
        ("near:grimsbi", "there is no known place grimsbi (did you mean Grimsby?)"),
        ("in:qqqqq", "there is no known place qqqqq"),
        ("near:grimsby~0", "~0 is no distance (1 to 200 km)"),
        ("near:grimsby~900", "~900 is no distance (1 to 200 km)"),
        ("near:grimsby~1.2.3", "~1.2.3 is no distance (1 to 200 km)"),
        ("currency:XYZ", "XYZ is no currency that is known (GBP, EUR, USD …)"),
        ("in:", "in: has nothing after it"),
        ("near:", "near: has nothing after it"),
        ('near:"grimsby', "a quotation mark is not closed"),
        ('near:"grims\nby"', "there is no known place grims by"),
    ],
)
def test_what_makes_no_sense_is_told(library: Library, words: str, notice: str) -> None:
    told = library.query(words).notice
    assert told is not None
    assert told.startswith(f"searched as plain words: {notice}")


def test_what_is_being_typed_narrows_as_soon_as_it_can(library: Library) -> None:
    for so_far in ("near:g", "near:grimsb", "near:grimsby~", "currency:", "currency:E", "in:"):
        query = library.query(so_far, typing=True)
        assert query.notice is None, so_far
    query = library.query("in:wal", typing=True)
    ids = library.all_ids(query)
    assert {one.heading for one in library.store.listings(ids or ())} == {"Sheep", "Wales"}
    query = library.query("near:grimsby", typing=True)
    ids = library.all_ids(query)
    assert {one.heading for one in library.store.listings(ids or ())} == {"Goats", "Hay"}


@pytest.mark.parametrize(
    ("words", "text", "marked"),
    [
        ("in:wales", "From Cardiff in Wales to Leeds.", ["Cardiff", "Wales"]),
        ("in:wal*", "From Cardiff in Wales to Leeds.", ["Cardiff", "Wales"]),
        ("near:grimsby", "From Cleethorpes to Leeds, in Grimsby.", ["Cleethorpes", "Grimsby"]),
        ('near:"milton keynes"', "In Milton Keynes.", ["Milton Keynes"]),
        ("currency:EUR", "It cost €5 million.", ["€5 million"]),
    ],
)
def test_what_was_found_is_marked(words: str, text: str, marked: list[str]) -> None:
    shown = Shown(text, ((0, len(text)),), entities.find(text))
    spans = marks(queries.parse(words), shown)
    assert [text[a:z] for a, z in spans] == marked


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("UK", "UK"),
        ("uk", "UK"),
        ("grimsby", "Grimsby"),
        ("STOKE-ON-TRENT", "Stoke-on-Trent"),
        ("isle of wight", "Isle of Wight"),
        ("isle Of wight", "Isle of Wight"),
        ("northern france", "Northern France"),
        ("no such place", None),
        ("", None),
        ("a\tb", None),
        ("(", None),
    ],
)
def test_a_place_is_known_however_it_is_typed(typed: str, name: str | None) -> None:
    assert surroundings.spelled(typed) == name


def test_what_is_near_is_so_on_the_ground() -> None:
    assert surroundings.distance(51.51, -0.13, 48.86, 2.35) == pytest.approx(343, abs=4)
    near = surroundings.near("Grimsby", 30)
    assert near[0] == "Grimsby"
    assert "Cleethorpes" in near
    assert "Lincoln" not in near
    assert "Lincoln" in surroundings.near("Grimsby", 60)
    assert "UK" not in surroundings.near("Lancaster", 30)
    assert surroundings.near("no such place", 30) == ()


PIECES = (
    'in: near: currency: grimsby~ in:walse "milton keynes" ~50 ~ * EUR near:UK " ( OR - é'.split()
)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=9), st.booleans(), st.sampled_from(["", " "]))
def test_nothing_that_is_typed_is_an_error(pieces: list[str], typing: bool, space: str) -> None:
    query = queries.parse(space.join(pieces), typing=typing)
    marks(query, "In Grimsby, Wales: £5m")
