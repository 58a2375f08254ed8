"""Saved searches: kept under a name in a file that is the user's too."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wrans.errors import ChangedSince, NameTaken, NoSuchSearch
from wrans.records.text import one_line
from wrans.searches import Search, Searches

TODAY = date(2026, 1, 2)
BY_HAND = """# What I follow.

# for the committee
[[search]]
name = "Sewage"   # the big one
query = 'sewage "storm overflows"'
saved = 2025-11-03
colour = "brown"

[[search]]
query = "dentist OR dentistry" # both
"name" = '''Teeth'''
[search.mine]
name = "not this"

[other]
thing = 1
"""


def searches(folder: Path) -> Searches:
    return Searches(file_of(folder), folder / "state" / "searches.pending")


def file_of(folder: Path) -> Path:
    return folder / "config" / "searches.toml"


@pytest.fixture
def by_hand(tmp_path: Path) -> Path:
    """A folder whose searches a person has written."""
    file_of(tmp_path).parent.mkdir(exist_ok=True)
    file_of(tmp_path).write_text(BY_HAND)
    return tmp_path


def test_a_search_is_there_tomorrow(tmp_path: Path) -> None:
    searches(tmp_path).save(" Storm  drains ", "sewage money:>1m", TODAY)
    assert list(searches(tmp_path)) == [Search("Storm drains", "sewage money:>1m", TODAY)]
    assert file_of(tmp_path).read_text() == (
        '[[search]]\nname = "Storm drains"\nquery = "sewage money:>1m"\nsaved = 2026-01-02\n'
    )
    assert file_of(tmp_path).stat().st_mode & 0o777 == 0o600


def test_what_a_person_wrote_is_read_in_that_order(by_hand: Path) -> None:
    assert list(searches(by_hand)) == [
        Search("Sewage", 'sewage "storm overflows"', date(2025, 11, 3)),
        Search("Teeth", "dentist OR dentistry", date.min),
    ]


def test_words_that_were_typed_are_read_so_again(tmp_path: Path) -> None:
    searches(tmp_path).save("Teeth", "dentis", TODAY, typed=True)
    assert "typed = true" in file_of(tmp_path).read_text()
    assert searches(tmp_path).named("Teeth").typed


def test_saving_under_a_name_that_is_there_changes_only_its_words(by_hand: Path) -> None:
    kept = searches(by_hand)
    kept.save("SEWAGE", "sewage -scotland", TODAY)
    assert file_of(by_hand).read_text() == BY_HAND.replace(
        """query = 'sewage "storm overflows"'""", 'query = "sewage -scotland"'
    )
    assert kept.named("sewage").words == "sewage -scotland"
    assert kept.undo() == "Changed back: Sewage"
    assert file_of(by_hand).read_text() == BY_HAND


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_another_name_changes_one_line(by_hand: Path, newline: str) -> None:
    text = BY_HAND.replace("\n", newline)
    file_of(by_hand).write_bytes(text.encode())
    kept = searches(by_hand)
    kept.rename("sewage", "Overflows")
    kept.rename("Teeth", "Dentists")
    assert [search.name for search in searches(by_hand)] == ["Overflows", "Dentists"]
    assert file_of(by_hand).read_bytes().decode() == text.replace(
        '"Sewage"', '"Overflows"'
    ).replace("\"name\" = '''Teeth'''", 'name = "Dentists"')
    assert kept.undo() == "Changed back: Teeth"
    assert kept.undo() == "Changed back: Sewage"
    assert file_of(by_hand).read_bytes().decode() == text


def test_a_name_may_change_its_capitals_but_not_be_another_ones(by_hand: Path) -> None:
    kept = searches(by_hand)
    kept.rename("Teeth", "TEETH")
    assert kept.named("teeth").name == "TEETH"
    with pytest.raises(NameTaken, match="there is a search 'Sewage' already"):
        kept.rename("Teeth", "sewage")


def test_letting_go_leaves_the_rest_byte_for_byte_and_comes_back(by_hand: Path) -> None:
    kept = searches(by_hand)
    kept.let_go("Teeth")
    text = file_of(by_hand).read_text()
    assert text == BY_HAND[: BY_HAND.index("[[search]]\nquery")] + "[other]\nthing = 1\n"
    assert kept.undo() == "Restored: Teeth"
    assert file_of(by_hand).read_text() == BY_HAND


def test_an_unknown_name_is_told_with_the_nearest(by_hand: Path, tmp_path: Path) -> None:
    with pytest.raises(
        NoSuchSearch, match=r"^no search is saved as 'sewge'; did you mean 'Sewage'"
    ):
        searches(by_hand).named("sewge")
    with pytest.raises(NoSuchSearch, match="see wrans searches"):
        searches(by_hand).named("x")
    file_of(tmp_path).unlink()
    with pytest.raises(NoSuchSearch, match="none is saved at all"):
        searches(tmp_path).named("x")


@pytest.mark.parametrize(
    ("block", "why"),
    [
        ('query = "sheep"', "it has no name"),
        ('name = "Sheep"', "it has no query"),
        ('name = " "\nquery = "sheep"', "it has no name"),
        ('name = 5\nquery = "sheep"', "its name is no text in quotes"),
        ('name = "Sheep"\nquery = ["sheep"]', "its query is no text in quotes"),
        ('name = "Sheep"\nquery = "sheep"\ntyped = 1', "its typed is neither true nor false"),
        ('name = "Sheep"\nquery = "sheep"\nsaved = "soon"', "its date 'soon' is not like"),
    ],
)
def test_a_bad_block_does_not_lose_the_good_ones(tmp_path: Path, block: str, why: str) -> None:
    bad = f"[[search]]\n{block}\n\n"
    file_of(tmp_path).parent.mkdir(exist_ok=True)
    file_of(tmp_path).write_text(bad + BY_HAND)
    kept = searches(tmp_path)
    assert len(kept) == 2
    (trouble,) = kept.troubles
    assert trouble.startswith("searches.toml: search 1 is passed over: ")
    assert why in trouble
    kept.save("Cows", "cows", TODAY)
    assert file_of(tmp_path).read_text().startswith(bad + BY_HAND)


def test_two_readers_see_each_others_searches(tmp_path: Path) -> None:
    one, other = searches(tmp_path), searches(tmp_path)
    one.save("Sheep", "sheep", TODAY)
    assert other.refresh()
    other.rename("Sheep", "Flocks")
    one.save("Goats", "goats", TODAY)
    assert [search.name for search in searches(tmp_path)] == ["Flocks", "Goats"]


def test_undo_of_a_new_name_leaves_what_was_written_meanwhile(by_hand: Path) -> None:
    kept = searches(by_hand)
    kept.rename("Sewage", "Overflows")
    text = file_of(by_hand).read_text().replace('"brown"', '"blue"')
    file_of(by_hand).write_text(text)
    assert kept.undo() == "Changed back: Sewage"
    assert file_of(by_hand).read_text() == BY_HAND.replace('"brown"', '"blue"')


def test_undo_of_a_new_name_that_was_changed_by_hand_leaves_it(by_hand: Path) -> None:
    kept = searches(by_hand)
    kept.rename("Sewage", "Overflows")
    text = file_of(by_hand).read_text().replace("Overflows", "Floods")
    file_of(by_hand).write_text(text)
    with pytest.raises(ChangedSince, match="this search was changed by hand"):
        kept.undo()
    assert file_of(by_hand).read_text() == text


ANY_TEXT = st.text(st.characters(codec=None), max_size=60)


@settings(max_examples=60, deadline=None)
@given(name=ANY_TEXT, new=ANY_TEXT, words=ANY_TEXT)
def test_any_name_and_words_survive(
    tmp_path_factory: pytest.TempPathFactory, name: str, new: str, words: str
) -> None:
    halves = [text.encode("utf-8", "replace").decode() for text in (name, new, words)]
    name, new, words = (one_line(text) for text in halves)
    if not all((name, new, words)):
        return
    folder = tmp_path_factory.mktemp("searches")
    kept = searches(folder)
    kept.save(name, words, TODAY)
    before = file_of(folder).read_bytes()
    kept.rename(name, new)
    (again,) = searches(folder)
    assert searches(folder).troubles == []
    assert again.words == words
    assert again.name == new[:60].strip()
    if new[:60].strip() != name[:60].strip():
        kept.undo()
    assert file_of(folder).read_bytes() == before
    kept.let_go(name)
    assert file_of(folder).read_text() == ""
