"""The line in which words are typed: what a letter sets going, and what it leaves alone."""

import json
from array import array
from pathlib import Path

import pytest
from textual.app import App, ComposeResult

from reading import reading
from wrans.clerk import Looked
from wrans.library import Listed
from wrans.panes.search_bar import SearchBar


@pytest.fixture
def farm(tmp_path: Path) -> Path:
    """Three questions."""
    file = tmp_path / "farm.json"
    questions = [
        {
            "id": number,
            "house": "Commons",
            "uin": str(number),
            "dateTabled": f"2025-03-0{number}T00:00:00",
            "dateAnswered": f"2025-03-0{number}T00:00:00",
            "heading": f"{name}: Exports",
            "answeringBodyName": "Department for Sheep",
            "questionText": "To ask the Secretary of State, what of it.",
            "answerText": "<p>None.</p>",
        }
        for number, name in enumerate(("Sheep", "Goats", "Cows"), 1)
    ]
    file.write_text(json.dumps([{"value": question} for question in questions]))
    return file


class Typing(App[None]):
    def __init__(self) -> None:
        super().__init__()
        self.bar = SearchBar()
        self.asked: list[str] = []
        self.bar.typed = self.asked.append

    def compose(self) -> ComposeResult:
        yield self.bar

    @property
    def shown(self) -> str:
        return self.bar.input.render_line(0).text.rstrip()


async def test_a_letter_is_searched_for_before_anything_else_is_done() -> None:
    async with reading() as reader:
        await reader.press("slash")
        reader.app.bar.input.insert_text_at_cursor("n")
        assert reader.app._clerk.asked.words == "n"
        assert reader.app._clerk.asked.typing


async def test_each_letter_is_told_once_and_words_that_are_set_are_not_told() -> None:
    app = Typing()
    async with app.run_test() as pilot:
        app.bar.begin()
        await pilot.press("c", "o", "backspace", "space")
        assert app.asked == ["c", "co", "c", "c "]
        app.bar.value = "cows"
        await pilot.pause()
        assert app.asked == ["c", "co", "c", "c "]
        assert app.shown == "cows"


async def test_a_letter_does_not_lay_out_the_screen() -> None:
    app = Typing()
    async with app.run_test() as pilot:
        app.bar.begin()
        await pilot.press("c")
        laid_out: list[object] = []
        app.screen.screen_layout_refresh_signal.subscribe(app.bar, laid_out.append, immediate=True)
        await pilot.press("o", "w", "s")
        await pilot.pause()
        assert app.shown == "cows"
        assert not laid_out


async def test_the_end_of_words_that_are_longer_than_the_line_is_in_sight() -> None:
    app = Typing()
    async with app.run_test(size=(60, 6)) as pilot:
        app.bar.begin()
        for letter in "cows and sheep " * 5 + "x":
            await pilot.press("space" if letter == " " else letter)
        await pilot.pause()
        assert app.shown.endswith("sheep x")
        await pilot.press("home")
        await pilot.pause()
        assert app.shown.startswith("cows and sheep")
        app.bar.value = "goats"
        await pilot.pause()
        assert app.shown == "goats"


async def test_who_types_is_shown_the_list_and_then_its_first_answer(
    farm: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with reading(farm) as reader:
        app, source = reader.app, reader.list.source
        assert isinstance(source, Listed)
        first, second, third = source.ids
        await reader.press("slash")
        # Nothing but what this test says is found.
        monkeypatch.setattr(app._clerk, "_send", lambda: None)
        app.bar.input.insert_text_at_cursor("e")
        app.found(Looked(1, array("I", [second]), False))
        # The rest may come before the first is open: what lay open before is gone on from no more.
        app.found(Looked(1, array("I", [second, third, first]), True))
        assert reader.rows[0].startswith("▌   Goats")
        assert app._open is not None
        assert app._open.id == first
        await reader.until(lambda: app._open is not None and app._open.id == second)
        assert reader.list.cursor == 0
        assert app.bar.count == "1 of 3"
        assert "Goats: Exports" in reader.answer.lines[0]


async def test_the_rest_of_what_was_found_comes_below_what_is_on_the_screen(
    farm: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with reading(farm) as reader:
        app, source = reader.app, reader.list.source
        assert isinstance(source, Listed)
        first, second, third = source.ids
        monkeypatch.setattr(app._clerk, "_send", lambda: None)
        app.search_for("e")
        app.found(Looked(7, array("I", [third, first]), False))
        await reader.press("j")
        app.found(Looked(7, array("I", [third, first, second]), True))
        await reader.pilot.pause()
        assert [row[4:].split(":")[0] for row in reader.rows if row.strip()] == [
            "Sheep",
            "Cows",
            "Goats",
        ]
        assert app.bar.count == "2 of 3"
        await reader.press("G")
        assert "Goats: Exports" in reader.answer.lines[0]
        # Something else is found: all is painted anew, from the top of it.
        app.search_for("f")
        app.found(Looked(8, array("I", [third]), True))
        assert [row[4:].split(":")[0] for row in reader.rows if row.strip()] == ["Sheep"]


async def test_a_reader_may_be_closed_before_what_was_found_is_open(farm: Path) -> None:
    async with reading(farm) as reader:
        await reader.press("slash")
        reader.app.bar.input.insert_text_at_cursor("g")
        await reader.until(lambda: reader.app._words == "g")
        reader.app._is_opening = True
        reader.app._open_soon()
