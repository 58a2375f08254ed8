"""Saved searches and what was read, as they are seen in the reader and told by commands."""

import json
import sqlite3
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from textual.widgets import Static

from reading import Driver, reading
from test_cli import wrans
from test_reader import item, written
from wrans import formats, paths
from wrans.library import Library
from wrans.panes.naming import Naming
from wrans.panes.searches_view import SearchesView


@pytest.fixture
def farm(tmp_path: Path) -> Path:
    return written(
        tmp_path,
        item("1", "Sheep", "Sheep are kept.", "2025-03-03"),
        item("2", "Goats", "Goats and sheep are kept.", "2025-03-04"),
        item("3", "Cows", "Cows are kept.", "2025-03-05"),
    )


def file() -> Path:
    return paths.config_dir() / "searches.toml"


def kept() -> str:
    return file().read_text("utf-8")


async def save(reader: Driver, words: str, name: str) -> None:
    await reader.search(words)
    await reader.press("w")
    assert isinstance(reader.app.screen, Naming)
    reader.app.screen.query_one("Input").value = name  # type: ignore[attr-defined]
    await reader.press("enter")


async def counted(reader: Driver) -> list[str]:
    """The rows of the view, once everything is counted."""
    await reader.press("W")
    assert isinstance(reader.app.screen, SearchesView)
    await reader.until(lambda: not any("…" in line for line in reader.view.lines.lines))
    return [" ".join(line.split()) for line in reader.view.lines.lines if line.strip()]


def foot(reader: Driver) -> str:
    return str(reader.app.screen.query_one("#foot", Static).render())


async def add(folder: Path, *values: Any) -> None:
    """Another process adds questions, and indexes them."""
    library = Library()
    library.add(formats.read_path(written(folder, *values)))
    library.catch_up()
    library.close()


# -- saved searches


async def test_a_search_is_saved_under_a_name_and_opened_again(farm: Path) -> None:
    async with reading(farm) as reader:
        await reader.search("sheep")
        await reader.press("w")
        assert "Enter saves it" in foot(reader)
        await reader.press("enter")
        assert 'name = "sheep"\nquery = "sheep"\n' in kept()
        # The first letter takes the place of the name that is proposed.
        await reader.press("w", *"Ewes", "enter", "escape")
        assert await counted(reader) == ["▌ sheep sheep", "Ewes sheep"]
        await reader.press("enter")
        await reader.until(lambda: len(reader.list.source or ()) == 2)
        assert reader.app.bar.value == "sheep"
        assert reader.list.has_focus


async def test_nothing_is_saved_of_no_search_or_without_a_name(farm: Path) -> None:
    async with reading(farm) as reader:
        await reader.press("w")
        assert not isinstance(reader.app.screen, Naming)
        await reader.search("sheep")
        await reader.press("w")
        reader.app.screen.query_one("Input").value = " "  # type: ignore[attr-defined]
        await reader.press("enter")
        assert "needs a name" in foot(reader)
        await reader.press("escape")
        assert not file().exists()


async def test_what_is_new_is_counted_until_it_is_opened(farm: Path, tmp_path: Path) -> None:
    async with reading(farm) as reader:
        await save(reader, "sheep", "Flock")
        await save(reader, "cows", "Herd")
        await add(
            tmp_path,
            item("4", "Old sheep", "Sheep again.", "2019-01-07"),
            item("5", "New sheep", "More sheep.", "2025-03-09"),
            item("6", "Pigs", "Pigs.", "2025-03-09"),
        )
        assert await counted(reader) == ["▌ 2 new Flock sheep", "Herd cows"]
        await reader.press("enter")
        await reader.until(lambda: len(reader.list.source or ()) == 4)
        assert await counted(reader) == ["▌ Flock sheep", "Herd cows"]


async def test_what_comes_while_the_searches_are_looked_at_is_counted(
    farm: Path, tmp_path: Path
) -> None:
    async with reading(farm) as reader:
        await save(reader, "sheep", "Flock")
        assert await counted(reader) == ["▌ Flock sheep"]
        await add(tmp_path, item("4", "New sheep", "Sheep again.", "2025-03-09"))
        await reader.until(lambda: "1 new" in reader.view.lines.lines[0])


async def test_what_was_written_by_hand_is_all_new(farm: Path) -> None:
    file().parent.mkdir(parents=True)
    file().write_text('[[search]]\nname = "Flock"\nquery = "sheep"\n')
    async with reading(farm) as reader:
        assert await counted(reader) == ["▌ 2 new Flock sheep"]


async def test_keys_rename_delete_and_undo(farm: Path) -> None:
    async with reading(farm) as reader:
        await save(reader, "sheep", "Flock")
        await save(reader, "cows", "Herd")
        before = kept()
        await counted(reader)
        await reader.press("w")
        reader.app.screen.query_one("Input").value = "Ewes"  # type: ignore[attr-defined]
        await reader.press("enter")
        assert 'name = "Ewes"' in kept()
        assert "Ewes" in reader.view.lines.lines[0]
        await reader.press("j", "d")
        assert "cows" not in kept()
        assert len(reader.view.lines.source or ()) == 1
        await reader.press("u")
        assert "Herd" in reader.view.lines.lines[1]
        await reader.press("u")
        assert kept() == before


async def test_a_new_name_is_as_far_read_as_the_old(farm: Path) -> None:
    async with reading(farm) as reader:
        await save(reader, "sheep", "Flock")
        await counted(reader)
        await reader.press("w")
        reader.app.screen.query_one("Input").value = "Ewes"  # type: ignore[attr-defined]
        await reader.press("enter", "escape")
        assert await counted(reader) == ["▌ Ewes sheep"]


async def test_a_name_that_is_taken_says_so(farm: Path) -> None:
    async with reading(farm) as reader:
        await save(reader, "sheep", "Flock")
        await save(reader, "cows", "Herd")
        await reader.press("w")
        reader.app.screen.query_one("Input").value = "flock"  # type: ignore[attr-defined]
        await reader.pilot.pause()
        assert "takes the place of: sheep" in foot(reader)
        await reader.press("escape")
        await counted(reader)
        await reader.press("j", "w")
        reader.app.screen.query_one("Input").value = "FLOCK"  # type: ignore[attr-defined]
        await reader.press("enter")
        assert [search.name for search in reader.app.library.searches] == ["Flock", "Herd"]


async def test_a_beginning_that_was_typed_finds_the_same_when_it_is_opened(farm: Path) -> None:
    async with reading(farm) as reader:
        await save(reader, "shee", "Flock")
        assert "typed = true" in kept()
        await save(reader, '"cows are"', "Herd")
        assert kept().count("typed") == 1
        assert await counted(reader) == ["▌ Flock shee", 'Herd "cows are"']
        await reader.press("enter")
        await reader.until(lambda: len(reader.list.source or ()) == 2)
        await reader.press("escape", "escape")
    assert wrans("search", "--saved", "flock", "--count").stdout == "2\n"


async def test_searches_can_be_filtered_by_their_words(farm: Path) -> None:
    async with reading(farm) as reader:
        await save(reader, "sheep", "Flock")
        await save(reader, "cows", "Herd")
        await reader.press("W", "slash", *"cow")
        assert [line.split()[1] for line in reader.view.lines.lines if line.strip()] == ["…"] or (
            "Herd" in reader.view.lines.lines[0]
        )
        assert len(reader.view.lines.source or ()) == 1
        await reader.press("w", "d", "u")
        assert reader.app.screen.query_one("Input").value == "cowwdu"  # type: ignore[attr-defined]


@pytest.mark.parametrize("size", [(200, 60), (80, 24), (40, 10), (24, 6)])
async def test_names_and_words_that_would_steer_a_terminal_are_shown_as_text(
    farm: Path, size: tuple[int, int]
) -> None:
    file().parent.mkdir(parents=True)
    file().write_text(
        '[[search]]\nname = "\\u001b]0;x\\u0007 [b]\\u202e"\n'
        'query = "[@click=app.quit()] \\u009b1m"\n'
    )
    async with reading(farm, size=size) as reader:
        await reader.press("W")
        for line in reader.view.lines.lines:
            assert not any(c in line for c in "\x1b\x07\x9b\u202e")
        await reader.press("w", "escape", "enter")
        assert reader.app.is_running


async def test_a_broken_file_is_told_of_and_left_alone(farm: Path) -> None:
    file().parent.mkdir(parents=True)
    file().write_text("[[search]\n")
    async with reading(farm) as reader:
        await save(reader, "sheep", "Flock")
        assert kept() == "[[search]\n"
        assert (await counted(reader))[0].endswith("Flock sheep")
        told = [str(toast.message) for toast in reader.app._notifications]
        assert any(text.startswith("searches.toml, line 1") for text in told)


# -- commands


def test_a_nightly_command_tells_what_is_new_once(farm: Path, tmp_path: Path) -> None:
    wrans("add", str(farm))
    file().parent.mkdir(parents=True)
    file().write_text('[[search]]\nname = "Flock"\nquery = "sheep"\n')
    first = wrans("search", "--saved", "flock", "--since-last")
    assert (first.returncode, first.stdout.count("\n")) == (0, 2)
    again = wrans("search", "--saved", "flock", "--since-last")
    assert (again.returncode, again.stdout, again.stderr) == (0, "", "")
    wrans("add", str(written(tmp_path, item("4", "Late", "Sheep.", "2019-01-07"))))
    assert wrans("search", "--saved", "flock", "--since-last", "--count").stdout == "1\n"
    told = wrans("search", "--saved", "flock", "--since-last", "--json").stdout
    assert [json.loads(line)["heading"] for line in told.splitlines()] == ["Late"]
    # In the reader they are still new, and a plain search tells all.
    assert wrans("searches").stdout == "Flock  3 new  sheep\n"
    assert wrans("search", "--saved", "Flock").stdout.count("\n") == 3


def test_searches_are_listed_for_programs(farm: Path) -> None:
    wrans("add", str(farm))
    assert wrans("searches", "--json").stdout == ""
    file().parent.mkdir(parents=True)
    file().write_text('[[search]]\nname = "A"\nquery = "cows"\nsaved = 2025-01-01\n[[search]]\n')
    ran = wrans("searches", "--json")
    assert json.loads(ran.stdout) == {
        "name": "A", "query": "cows", "typed": False, "saved": "2025-01-01", "new": 1
    }  # fmt: skip
    assert ran.returncode == 1
    assert ran.stderr == "wrans: searches.toml: search 2 is passed over: it has no name\n"


def test_an_unknown_name_is_one_sentence_with_the_nearest(farm: Path) -> None:
    wrans("add", str(farm))
    file().parent.mkdir(parents=True)
    file().write_text('[[search]]\nname = "Flock"\nquery = "sheep"\n')
    ran = wrans("search", "--saved", "flok")
    assert (ran.returncode, ran.stdout) == (1, "")
    assert ran.stderr == "wrans: no search is saved as 'flok'; did you mean 'Flock'?\n"


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ([], "give words to search for, or --saved NAME"),
        (["sheep", "--since-last"], "--since-last is asked of a saved search"),
        (["sheep", "--saved", "x"], "not both"),
        (["--saved", "x", "--since-last", "--limit", "3"], "leave --limit out"),
    ],
)
def test_what_cannot_be_asked_is_one_sentence_and_status_2(arguments: list[str], told: str) -> None:
    ran = wrans("search", *arguments)
    assert ran.returncode == 2
    assert told in ran.stderr
    assert ran.stderr.count("\n") == 1


# -- read and unread


async def test_what_was_in_sight_for_a_while_is_read(farm: Path) -> None:
    async with reading(farm, read_after=0.2) as reader:
        assert not any("✓" in row for row in reader.rows)
        await reader.until(lambda: "✓" in reader.rows[0])
        await reader.press("j")
        await reader.until(lambda: "✓" in reader.rows[1])
        assert "✓" not in reader.rows[2]
    assert len(Library().read_marks) == 2
    async with reading(farm) as reader:
        assert ["✓" in row for row in reader.rows[:3]] == [True, True, False]


async def test_what_is_passed_by_quickly_is_not_read(farm: Path) -> None:
    async with reading(farm, read_after=5) as reader:
        await reader.press("j", "j", "k", "k")
        await reader.pilot.pause(1.2)
        assert len(reader.app.library.read_marks) == 0


async def test_an_answer_that_is_not_on_the_screen_is_not_read(farm: Path) -> None:
    async with reading(farm, size=(60, 16), read_after=0.1) as reader:
        await reader.pilot.pause(1.3)
        assert len(reader.app.library.read_marks) == 0
        await reader.press("enter")
        await reader.until(lambda: len(reader.app.library.read_marks) == 1)


async def test_a_key_marks_as_read_and_as_unread(farm: Path) -> None:
    async with reading(farm) as reader:
        await reader.press("x")
        assert "✓" in reader.rows[0]
        await reader.press("x")
        assert "✓" not in reader.rows[0]
        await reader.press("j", "x")
        assert "✓" in reader.rows[1]


async def test_what_was_marked_unread_stays_so_while_it_lies_open(farm: Path) -> None:
    async with reading(farm, read_after=0.2) as reader:
        await reader.until(lambda: "✓" in reader.rows[0])
        await reader.press("x")
        await reader.pilot.pause(1.3)
        assert "✓" not in reader.rows[0]


@pytest.mark.parametrize("size", [(200, 60), (120, 36), (80, 24), (40, 10)])
async def test_read_and_unread_are_told_without_colours(
    farm: Path, size: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with reading(farm, size=size) as reader:
        await reader.press("b", "x")
        assert ["✓" in row for row in reader.rows[:3]] == [True, False, False]
        assert "★" in reader.rows[0]
        assert "Cows" in reader.rows[0]


async def test_unread_questions_are_searched_for(farm: Path) -> None:
    async with reading(farm) as reader:
        await reader.press("j", "x")
        await reader.search("is:unread")
        assert ["Cows" in reader.rows[0], "Sheep" in reader.rows[1]] == [True, True]
        assert len(reader.list.source or ()) == 2
        await reader.press("x")
        await reader.search("is:read")
        assert len(reader.list.source or ()) == 2
        await reader.search("is:read sheep")
        assert len(reader.list.source or ()) == 1
    assert wrans("search", "is:unread", "--count").stdout == "1\n"


async def test_what_another_reader_read_is_seen(farm: Path) -> None:
    async with reading(farm) as reader:
        other = Library()
        other.read_marks.add([listing.key for listing in other.store.newest(2)])
        await reader.until(lambda: "✓" in reader.rows[1])


async def test_marks_that_cannot_be_kept_are_told_of_once(farm: Path) -> None:
    paths.data_dir().mkdir(parents=True)
    with sqlite3.connect(paths.data_dir() / "read.sqlite") as db:
        db.execute("CREATE TABLE mine (a)")
    db.close()
    async with reading(farm, read_after=0.1) as reader:
        await reader.pilot.pause(1.5)
        told = [str(toast.message) for toast in reader.app._notifications]
        assert sum("no such file of wrans" in text for text in told) == 1
        await reader.press("j")
        assert "Goats" in reader.answer.plain_text()


async def test_how_long_it_takes_is_a_setting(farm: Path) -> None:
    paths.config_dir().mkdir(parents=True)
    (paths.config_dir() / "settings.toml").write_text("[answer]\nread_after = 0.3\n")
    answer = Library().settings.answer
    assert answer == replace(answer, read_after=0.3)
