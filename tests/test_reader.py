"""The reader as a person uses it."""

import gc
import json
from pathlib import Path
from typing import Any

import pytest
from textual import events
from textual.color import Color
from textual.widget import Widget
from textual.widgets import Input

from reading import Driver, reading
from wrans import formats, paths
from wrans.desk.pressing import Pressing
from wrans.library import Library
from wrans.panes.bookmarks_view import BookmarksView
from wrans.panes.foot import Foot


def written(folder: Path, *values: Any) -> Path:
    """A document of the API's JSON."""
    file = folder / "added.json"
    file.write_text(json.dumps([{"value": v} for v in values]))
    return file


def item(
    uin: str, heading: str, answer: str | None, day: str = "2025-03-03", **more: Any
) -> dict[str, Any]:
    """A question in the API's shape."""
    return {
        "id": int(uin),
        "house": "Commons",
        "uin": uin,
        "dateTabled": f"{day}T00:00:00",
        "dateAnswered": None if answer is None else f"{day}T00:00:00",
        "heading": heading,
        "answeringBodyName": "Department for Sheep",
        "questionText": f"To ask the Secretary of State for Sheep, what of {heading}.",
        "answerText": answer,
        **more,
    }


FARM = [
    item(
        "1", "Sheep: Exports", "<p>We sold sheep to <a href='https://www.gov.uk/x'>France</a>.</p>"
    ),
    item("2", "Goats", "<p>Goats cost £5 million in Leeds and £7,000 in Leeds.</p>", "2025-03-04"),
    item("3", "Cows", None, "2025-03-05"),
]


@pytest.fixture
def farm(tmp_path: Path) -> Path:
    """Three questions."""
    return written(tmp_path, *FARM)


async def test_two_keys_in_one_breath_close_a_view_once(tmp_path: Path) -> None:
    async with reading(written(tmp_path, item("1", "Goats", "<p>Two.</p>"))) as reader:
        await reader.press("b", "apostrophe")
        view = reader.view
        view.pick(view.lines.current)
        view.pick(view.lines.current)
        view.action_leave_by_key()
        await reader.settled()
        assert not reader.app.screen.is_modal
        assert reader.app._pane == "answer"


async def test_the_seed_is_open_at_the_first_start() -> None:
    async with reading() as reader:
        assert reader.list.lines[0].endswith("Borders: France")
        shown = "\n".join(reader.answer.lines)
        assert "Caroline Nokes" in shown
        assert "the UK has invested almost €150M" in reader.answer.plain_text()
        assert "Portrait" not in shown
        assert "View Source" not in shown
        assert "Reticulating Splines" not in reader.answer.plain_text()
        assert "wrans add" in str(reader.app.query_one("#status").render())


async def test_broken_words_are_one_key_away() -> None:
    async with reading() as reader:
        await reader.do("as_published")
        assert "in-vested almost" in reader.answer.plain_text()
        assert "€150M" in reader.answer.marked("money")
        await reader.do("as_published")
        for word in ("invested", "combination", "protect", "Centre"):
            assert word in reader.answer.plain_text()


async def test_questions_stand_newest_first_with_their_marks(farm: Path) -> None:
    async with reading(farm) as reader:
        cows, goats, sheep = reader.rows[:3]
        assert "Cows" in cows
        assert "?" in cows
        assert "Goats" in goats
        assert "Sheep: Exports" in sheep
        assert "5 Mar 25" in cows


async def test_the_list_narrows_with_each_letter(farm: Path) -> None:
    async with reading(farm) as reader:
        await reader.press("slash")
        await reader.press("g", "o", "a")
        await reader.until(lambda: len(reader.list.source or ()) == 1)
        assert "Goats" in reader.rows[0]
        assert "Goats" in reader.answer.plain_text()
        assert reader.app.bar.count == "1 of 1"
        await reader.press("escape")
        await reader.until(lambda: len(reader.list.source or ()) == 3)


async def test_n_goes_from_match_to_match(farm: Path) -> None:
    async with reading(farm) as reader:
        await reader.search("goats")
        assert reader.answer.marked("match")[0] == "Goats"
        await reader.press("n")
        total = len(reader.answer.marked("match"))
        assert reader.answer.border_subtitle == f"match 1 of {total}"
        await reader.press("N")
        assert reader.answer.border_subtitle == f"match {total} of {total}"


async def test_a_search_without_a_hit_says_so(farm: Path) -> None:
    async with reading(farm) as reader:
        await reader.search("zebra")
        assert "No question matches zebra" in reader.rows[0]
        assert reader.app.bar.count == "none"


async def test_a_query_that_cannot_be_read_says_how_it_was_read(farm: Path) -> None:
    async with reading(farm) as reader:
        await reader.search("goats AND (")
        assert "searched as plain words" in reader.app.bar.notice


async def test_sums_and_places_are_marked_and_stepped_through(farm: Path) -> None:
    async with reading(farm) as reader:
        await reader.press("j")
        assert reader.answer.marked("money") == ["£5 million", "£7,000"]
        assert reader.answer.marked("place") == ["Leeds", "Leeds"]
        await reader.press("s")
        assert [s.role for s in (reader.answer.span,) if s] == ["money"]
        assert "£5 million" in reader.sidebar.lines[reader.sidebar.cursor]
        await reader.press("p")
        assert [s.role for s in (reader.answer.span,) if s] == ["place"]
        await reader.press("right_square_bracket")
        assert reader.answer.span.about.text == "£7,000"  # type: ignore[union-attr]


async def test_the_sidebar_groups_and_leads_to_the_answer(farm: Path) -> None:
    async with reading(farm) as reader:
        await reader.press("j")
        lines = [line.strip("▌ ") for line in reader.sidebar.lines if line.strip()]
        assert lines[0] == "Money  2"
        assert "5,000,000" in lines[1]
        assert lines[3] == "Places  2"
        assert lines[4].endswith("×2")
        await reader.do("show_sidebar")
        await reader.press("G", "enter")
        first = reader.answer.span
        await reader.press("enter")
        second = reader.answer.span
        assert first is not None
        assert second is not None
        assert first.start < second.start
        await reader.press("v")
        assert [line.strip("▌ ")[0] for line in reader.sidebar.lines[:4]] == ["£", "@", "£", "@"]
        assert [line.strip()[-3:] for line in reader.sidebar.lines if "Leeds" in line] == [
            "1/2",
            "2/2",
        ]


async def test_the_cursor_of_the_sidebar_passes_over_its_head_lines(farm: Path) -> None:
    async with reading(farm) as reader:
        await reader.do("next_question")
        await reader.do("show_sidebar")
        seen = []
        for key in ("g", "j", "j", "j", "k", "k", "k"):
            await reader.press(key)
            entity = reader.sidebar.entity
            seen.append(entity.text if entity else None)
        assert seen[:4] == ["£5 million", "£7,000", "Leeds", "Leeds"]
        assert seen[4:] == ["£7,000", "£5 million", "£5 million"]


async def test_a_key_searches_for_the_chosen_place(farm: Path) -> None:
    async with reading(farm) as reader:
        await reader.press("j", "p", "f")
        await reader.until(lambda: reader.app._words == "place:Leeds")
        assert len(reader.list.source or ()) == 1


async def test_b_marks_and_a_second_b_lets_go(farm: Path) -> None:
    async with reading(farm) as reader:
        await reader.press("b")
        assert "★" in reader.rows[0]
        assert 'key = "commons/2025-03-05/3"' in (paths.config_dir() / "bookmarks.toml").read_text()
        await reader.press("b")
        assert "★" not in reader.rows[0]
        await reader.press("u")
        assert "★" in reader.rows[0]


async def test_the_mark_is_there_tomorrow_and_lists(farm: Path) -> None:
    async with reading(farm) as reader:
        await reader.press("j", "b", "k")
    async with reading(farm) as reader:
        assert "★" in reader.rows[1]
        await reader.do("bookmarks")
        assert "Goats" in reader.view.lines.lines[0]
        await reader.press("enter")
        assert "Goats" in reader.answer.plain_text()
        assert reader.answer.has_focus


async def test_bookmarks_can_be_searched_for(farm: Path) -> None:
    async with reading(farm) as reader:
        await reader.press("j", "b")
        await reader.search("is:bookmarked")
        assert len(reader.list.source or ()) == 1


async def test_place_query_and_pane_come_back(farm: Path) -> None:
    async with reading(farm) as reader:
        await reader.search("sheep")
        await reader.press("j")
        opened = reader.app.answer.page.title
        await reader.do("show_answer")
    async with reading(farm) as reader:
        assert reader.app.bar.value == "sheep"
        assert reader.answer.page.title == opened
        assert reader.answer.has_focus


@pytest.mark.parametrize(
    ("words", "mark"),
    [
        ("asker:smit", None),
        ("body:environ", None),
        ("place:lee", "Leeds"),
        ("dentis", "Dentistry"),
        ("heading:dent", "Dentistry"),
    ],
)
async def test_enter_and_a_restart_keep_rows_and_marks_that_stand(
    tmp_path: Path, words: str, mark: str | None
) -> None:
    wanted = item("4", "Dentistry", "<p>In Leeds.</p>", answeringBodyName="Environment Agency")
    wanted["askingMember"] = {"name": "Pat Smith"}
    farm = written(tmp_path, *FARM[::2], wanted)
    async with reading(farm) as reader:
        await reader.press("slash", *("colon" if letter == ":" else letter for letter in words))
        await reader.until(lambda: reader.app._words == words)
        await reader.settled()
        rows, marked = reader.rows, reader.answer.marked("match")
        assert "Dentistry" in rows[0]
        assert mark is None or mark in marked
        await reader.press("enter")
        await reader.settled()
        assert (reader.rows, reader.answer.marked("match")) == (rows, marked)
        reader.app._known = (0, 0)
        reader.app._look_for_news()
        await reader.settled()
        assert (reader.rows, reader.answer.marked("match")) == (rows, marked)
    async with reading(farm) as reader:
        await reader.settled()
        assert (reader.rows, reader.answer.marked("match")) == (rows, marked)


async def test_a_term_left_unfinished_at_enter_is_told(farm: Path) -> None:
    async with reading(farm) as reader:
        await reader.search("goats is:bookm")
        assert "searched as plain words" in reader.app.bar.notice


async def test_a_search_that_was_not_typed_finds_whole_words(farm: Path) -> None:
    async with reading(farm) as reader:
        reader.app.search_for("place:lee")
        await reader.until(lambda: reader.app._words == "place:lee")
        assert "No question matches" in reader.rows[0]


async def test_the_palette_finds_and_runs_a_command(farm: Path) -> None:
    async with reading(farm) as reader:
        await reader.press("question_mark")
        for letter in "mark this":
            await reader.pilot.press("space" if letter == " " else letter)
        await reader.pilot.pause()
        lines = reader.view.lines.lines
        assert "Bookmark" in lines[0]
        await reader.press("enter")
        assert "★" in reader.rows[0]


async def test_the_bookmarks_are_read_with_the_keys_of_every_list(farm: Path) -> None:
    async with reading(farm) as reader:
        await reader.press("b", "j", "b", "j", "b", "apostrophe")
        view = reader.app.screen
        assert isinstance(view, BookmarksView)

        def headings() -> list[str]:
            lines = view.lines.lines
            return [name for line in lines for name in ("Cows", "Goats", "Sheep") if name in line]

        assert len(headings()) == 3
        first, second, _ = headings()
        await reader.press("j", "b")
        assert second not in headings()
        await reader.press("u")
        assert second in headings()
        await reader.press("G", "k", "slash", *"goat")
        assert headings() == ["Goats"]
        await reader.press("escape")
        assert len(headings()) == 3
        await reader.press("g", "enter")
        assert reader.app.screen is not view
        assert first in reader.answer.page.title


@pytest.mark.parametrize("query", ["", "sheep"])
async def test_the_place_far_down_in_the_list_comes_back(tmp_path: Path, query: str) -> None:
    many = written(tmp_path, *(item(str(n), f"Sheep {n}", "<p>None.</p>") for n in range(1, 301)))
    async with reading(many) as reader:
        if query:
            await reader.search(query)
        await reader.press("G", "k", "k")
        was, opened = reader.list.cursor, reader.answer.page.title
        assert was > 200
    async with reading() as reader:
        await reader.until(lambda: reader.list.cursor == was)
        assert reader.answer.page.title == opened


async def test_a_search_on_a_small_screen_shows_the_list(farm: Path) -> None:
    async with reading(farm, size=(80, 24)) as reader:
        await reader.press("3")
        assert not reader.list.display
        await reader.press("slash")
        await reader.pilot.pause()
        assert reader.list.display
        await reader.press(*"sheep", "enter")
        assert reader.list.display
        assert reader.list.has_focus
        await reader.press("2", "z", "slash")
        await reader.pilot.pause()
        assert reader.list.display


async def test_the_sidebar_shows_a_value_or_at_least_the_currency(tmp_path: Path) -> None:
    told = "<p>It was £2.9 billion, £469 million, US$8.35 billion and £1 to £2 million.</p>"
    async with reading(written(tmp_path, item("1", "Sheep", told))) as reader:
        lines = [line.strip("▌ ┃") for line in reader.sidebar.lines]
        assert any("£2.9 billion GBP 2.9bn" in line for line in lines)
        assert any("£469 million GBP 469m" in line for line in lines)
        assert any("US$8.35 billion $8.35bn" in line for line in lines)


async def test_what_is_marked_can_be_read_in_every_theme(farm: Path) -> None:
    async with reading(farm) as reader:
        for name in reader.app.available_themes:
            reader.app.theme = name
            variables = reader.app.get_css_variables()
            ground = variables["background"]
            if "ansi" in ground:
                continue
            for role in ("money", "place", "link", "reference"):
                assert contrast(variables[role], ground) > 3, (name, role)


def contrast(ink: str, ground: str) -> float:
    """How well a colour stands out, by the rule for pages on the web."""

    def light(colour: str) -> float:
        parts = [x / 255 for x in Color.parse(colour).rgb]
        shares = [x / 12.92 if x <= 0.03928 else ((x + 0.055) / 1.055) ** 2.4 for x in parts]
        return 0.2126 * shares[0] + 0.7152 * shares[1] + 0.0722 * shares[2]

    high, low = sorted([light(ink), light(ground)], reverse=True)
    return (high + 0.05) / (low + 0.05)


async def test_the_hint_how_to_add_goes_when_something_was_added(farm: Path) -> None:
    async with reading() as reader:
        assert "wrans add" in str(reader.app.query_one("#status").render())
        other = Library()
        other.add(formats.read_path(farm))
        other.catch_up()
        other.close()
        await reader.until(lambda: not reader.app.query_one("#status").has_class("-told"))


async def test_a_theme_chosen_in_the_settings_later_wins(farm: Path) -> None:
    async with reading(farm) as reader:
        await reader.do("theme")
        chosen = reader.app.theme
    async with reading() as reader:
        assert reader.app.theme == chosen
        await reader.press("j")
    paths.config_dir().mkdir(parents=True, exist_ok=True)
    (paths.config_dir() / "settings.toml").write_text('[screen]\ntheme = "wrans-light"\n')
    async with reading() as reader:
        assert reader.app.theme == "wrans-light"


async def test_keys_that_come_in_one_burst_are_done_in_their_order(farm: Path) -> None:
    async with reading(farm) as reader:
        for key in ("j", "b", "slash", "c", "o", "w"):
            reader.app.post_message(events.Key(key, key if len(key) == 1 else "/"))
        await reader.until(lambda: reader.app._words == "cow")
        assert "Cows" in reader.rows[0]
        assert [b.heading for b in reader.app.library.bookmarks] == ["Goats"]
        await reader.press("escape")
        for key in ("apostrophe", "slash", "g"):
            reader.app.post_message(
                events.Key(key, {"apostrophe": "'", "slash": "/"}.get(key, key))
            )
        await reader.until(lambda: isinstance(reader.app.screen, BookmarksView))
        await reader.pilot.pause()
        assert reader.app.screen.query_one(Input).value == "g"


async def test_keys_in_the_same_breath_as_enter_go_to_what_is_found(farm: Path) -> None:
    def press(reader: Driver, keys: str) -> None:
        names = {"/": "slash", "\r": "enter", "\t": "tab", "\x15": "ctrl+u"}
        for key in keys:
            reader.app.post_message(events.Key(names.get(key, key), key))

    async with reading(farm) as reader:
        for _ in range(3):
            press(reader, "/\x15house:commons\rjb1")
            await reader.until(lambda: reader.list.cursor == 1)
            assert reader.app.bar.value == "house:commons"
            await reader.until(lambda: len(reader.app.library.bookmarks) == 1)
            press(reader, "b/\x15cows\r\r2\t1j/")
            await reader.until(lambda: reader.app._words == "cows")
            await reader.until(lambda: reader.app.bar.input.has_focus)
            assert reader.app.bar.value == "cows"
            assert not len(reader.app.library.bookmarks)
        reader.app.bar.value = ""
        press(reader, "cows\r\rt")
        await reader.until(lambda: reader.app._pane == "answer")
        assert reader.app.bar.value == "cows"


async def test_keys_that_are_held_when_the_reader_closes_are_let_go_of(farm: Path) -> None:
    async with reading(farm) as reader:
        reader.app.hold_keys()
        reader.app.post_message(events.Key("t", "t"))
        await reader.pilot.pause()
        through = Pressing.Through(reader.app._number, reader.list, 1)
    await reader.app.on_pressing_through(through)
    assert not reader.app._keys


async def test_while_words_are_typed_the_foot_says_what_keys_do(farm: Path) -> None:
    async with reading(farm, size=(80, 24)) as reader:
        await reader.press("slash", "q", "b")
        foot = reader.app.query_one(Foot)
        await reader.until(lambda: "To the list" in foot.text)
        assert "Clear" in foot.text
        assert "Bookmark" not in foot.text
        assert foot.render_line(0).text.startswith(foot.text[:60])
        assert foot.render_line(0).cell_length == 80
        await reader.pilot.click(Foot, offset=(foot.text.index("To the list") + 3, 0))
        await reader.until(lambda: "Bookmark" in foot.text)
        reader.app.search_for("cows")
        await reader.until(lambda: reader.app._words == "cows")
        await reader.pilot.click(Foot, offset=(foot.text.index("Bookmark") + 3, 0))
        await reader.until(lambda: len(reader.app.library.bookmarks) == 1)


async def test_nothing_is_left_of_what_lost_the_focus(farm: Path) -> None:
    async with reading(farm) as reader:
        await reader.press("slash", "enter")
        gc.collect()
        before = sum(isinstance(held, Widget) for held in gc.get_objects())
        for _ in range(5):
            await reader.press("slash", "enter", "tab", "tab", "1")
        gc.collect()
        assert sum(isinstance(held, Widget) for held in gc.get_objects()) <= before


async def test_the_bookmarks_say_the_keys_that_are_set(farm: Path) -> None:
    paths.config_dir().mkdir(parents=True)
    (paths.config_dir() / "keys.toml").write_text('[keys]\nundo = ["U"]\n')
    async with reading(farm) as reader:
        await reader.press("b", "apostrophe")
        assert "U undoes" in str(reader.app.screen.query_one("#foot").render())
        await reader.press("b", "U")
        assert len(reader.view.lines.source or ()) == 1


async def test_zoom_gives_a_pane_the_whole_screen(farm: Path) -> None:
    async with reading(farm) as reader:
        await reader.do("show_answer")
        await reader.press("z")
        assert reader.answer.size.width > 110
        assert not reader.list.display
        await reader.press("z")
        assert reader.list.display


@pytest.mark.parametrize("size", [(80, 24), (120, 36), (200, 60), (60, 16), (40, 8)])
async def test_every_size_shows_list_and_answer(farm: Path, size: tuple[int, int]) -> None:
    async with reading(farm, size=size) as reader:
        assert "Cows" in "".join(reader.rows)
        await reader.press("j", "enter")
        assert reader.answer.display
        assert "Goats" in "".join(reader.answer.lines)
        await reader.press("escape")
        assert reader.list.has_focus


async def test_a_window_too_small_says_so(farm: Path) -> None:
    async with reading(farm, size=(20, 5)) as reader:
        assert reader.app.query_one("#too-small").display
        await reader.pilot.resize_terminal(80, 24)
        await reader.until(lambda: not reader.app.query_one("#too-small").display)
        await reader.until(lambda: "Cows" in reader.rows[0])


async def test_resizing_through_every_layout_loses_nothing(farm: Path) -> None:
    async with reading(farm) as reader:
        for width, height in ((1, 1), (24, 6), (71, 17), (72, 18), (112, 30), (220, 70), (120, 36)):
            await reader.pilot.resize_terminal(width, height)
            await reader.press("j", "k", "tab")
        assert "Cows" in reader.rows[0]


HOSTILE = "[red]x[/] [@click=app.quit]y[/] \x1b]0;title\x07 \x1b[2J \x9b31m \u202e back"


async def test_hostile_text_is_only_text(tmp_path: Path) -> None:
    file = written(tmp_path, item("9", HOSTILE, f"<p>{HOSTILE} [/] £5 in Leeds [b</p>"))
    async with reading(file) as reader:
        row = reader.rows[0]
        assert "[red]x[/] [@cl" in row
        assert "[@click=app.quit]" in reader.answer.plain_text()
        for text in (row, reader.answer.plain_text(), *reader.answer.lines):
            assert not any(c in text for c in "\x1b\x07\x9b\u202e")
        await reader.press("b", "y")
        await reader.do("bookmarks")
        assert reader.app.is_running


async def test_clipped_text_is_marked_as_clipped(tmp_path: Path) -> None:
    answer = "A" * 252 + " £4" + "..."
    file = written(tmp_path, item("9", "Clipped", answer))
    async with reading(file) as reader:
        assert "…" in reader.rows[0]
        assert "Only the first 255 characters of this answer are here" in reader.answer.plain_text()
        assert reader.answer.marked("money") == []


async def test_a_link_shows_where_it_really_leads(farm: Path) -> None:
    async with reading(farm) as reader:
        await reader.press("G", "2", "right_square_bracket")
        spans = [s for s in reader.answer._composed.stops if s.role == "link"]
        assert spans[0].about == "https://www.gov.uk/x"


async def test_copying_the_citation_and_the_text(
    farm: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copied: list[str] = []
    async with reading(farm) as reader:
        monkeypatch.setattr(reader.app, "copy_to_clipboard", copied.append)
        await reader.press("j", "y", "Y")
    assert copied[0] == (
        "Written question UIN 2, Goats, Department for Sheep, tabled 4 March 2025, answered "
        "4 March 2025, https://questions-statements.parliament.uk/written-questions/detail/2025-03-04/2"
    )
    assert "Goats cost £5 million in Leeds" in copied[1]


async def test_a_phrase_copied_from_the_page_as_published_is_found() -> None:
    async with reading() as reader:
        await reader.search('"has in-vested almost"')
        assert reader.answer.marked("match") == ["has invested almost"]
        await reader.do("as_published")
        assert reader.answer.marked("match") == ["has in-vested almost"]


async def drag(
    reader: Driver, pane: Widget, start: tuple[int, int], end: tuple[int, int]
) -> str | None:
    """Select with the mouse from one cell of a pane's content to another, also outside it."""
    region = pane.scrollable_content_region
    await reader.pilot.mouse_down(offset=region.offset + start)
    await reader.pilot.hover(offset=region.offset + end)
    await reader.pilot.mouse_up(offset=region.offset + end)
    await reader.pilot.pause()
    return reader.app.screen.get_selected_text()


@pytest.mark.parametrize("column", [45, 46, 47, 48, 60, 75])
async def test_a_selection_that_ends_beside_the_pane_ends_with_its_line(column: int) -> None:
    async with reading() as reader:
        line = reader.answer.lines.index(next(x for x in reader.answer.lines if "Tabled" in x))
        copied = await drag(reader, reader.answer, (0, line), (column, line))
        assert copied is not None
        assert copied.startswith("Tabled")
        assert copied.endswith("2018")
        assert "Asked of" not in copied


async def test_a_selection_that_ends_under_the_pane_ends_with_its_window() -> None:
    async with reading() as reader:
        copied = await drag(reader, reader.answer, (0, 0), (3, reader.answer.size.height + 1))
        assert copied is not None
        assert copied.startswith("Borders: France")
        assert len(copied) < len(reader.answer.plain_text())


async def test_a_heading_that_had_no_room_is_copied_whole(tmp_path: Path) -> None:
    heading = "Sheep: Exports to countries that are farther away than others"
    async with reading(written(tmp_path, item("1", heading, "<p>None.</p>"))) as reader:
        assert reader.list.lines[0].endswith("…")
        assert await drag(reader, reader.list, (4, 0), (30, 0)) == heading[:27]
        assert await drag(reader, reader.list, (11, 0), (90, 0)) == heading[7:]
        copied = await drag(reader, reader.list, (4, 0), (90, 1))
        assert copied is not None
        assert [line.strip() for line in copied.split("\n")] == [
            heading,
            "3 Mar 25 Department for Sheep",
        ]


@pytest.mark.parametrize("size", [(80, 24), (120, 36), (200, 60), (60, 24)])
async def test_every_row_says_when_of_whom_what_and_by_whom(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    asked = item("1", "Sheep: Exports", "<p>None.</p>", askingMember={"id": 7, "name": "Ann Ewe"})
    async with reading(written(tmp_path, asked), size=size) as reader:
        for told in ("3 Mar 25", "Sheep", "Sheep: Exports", "Ann Ewe"):
            assert told in reader.rows[0]


async def test_the_list_stays_on_its_rows_when_their_lines_are_others(tmp_path: Path) -> None:
    many = [item(str(n), f"Sheep {n}", "<p>None.</p>") for n in range(1, 201)]
    async with reading(written(tmp_path, *many)) as reader:
        for _ in range(120):
            await reader.pilot.press("j")
        opened = reader.answer.page.title
        for size in ((80, 24), (200, 60), (120, 36)):
            await reader.pilot.resize_terminal(*size)
            await reader.pilot.pause()
            assert any(row.startswith("▌") and opened in row for row in reader.rows)
        before = reader.list.cursor
        await reader.press("pagedown")
        moved = reader.list.cursor - before
        assert 10 <= moved <= reader.list.size.height // 2
        await reader.press("G")
        assert reader.rows[-1].strip() == "" or reader.rows[-1].startswith("▌")


async def test_what_another_process_adds_appears(farm: Path, tmp_path: Path) -> None:
    async with reading(farm) as reader:
        other = Library()
        folder = tmp_path / "more"
        folder.mkdir()
        other.add(
            formats.read_path(written(folder, item("4", "Hens", "<p>Hens.</p>", "2025-04-01")))
        )
        other.catch_up()
        other.close()
        await reader.until(lambda: len(reader.list.source or ()) == 4)
        assert "Hens" in reader.rows[0]
        assert "Cows" in reader.answer.page.title


async def test_a_broken_settings_file_does_not_stop_the_reader(farm: Path) -> None:
    paths.config_dir().mkdir(parents=True)
    (paths.config_dir() / "settings.toml").write_text("[answer\n")
    async with reading(farm) as reader:
        assert "Cows" in reader.rows[0]


async def test_a_missing_index_is_built_while_one_reads(farm: Path) -> None:
    import shutil

    async with reading(farm) as reader:
        await reader.settled()
        shutil.rmtree(paths.cache_dir() / "index")
        await reader.until(lambda: reader.app._is_indexing)
        await reader.until(lambda: not reader.app._is_indexing)
        await reader.search("goats")
        assert len(reader.list.source or ()) == 1


async def test_every_theme_can_be_had(farm: Path) -> None:
    async with reading(farm) as reader:
        for _ in range(6):
            await reader.press("t")
        assert "Cows" in reader.rows[0]


async def test_a_search_that_was_chosen_is_gone_on_with_at_its_end(farm: Path) -> None:
    async with reading(farm) as reader:
        reader.app.search_for("leeds")
        await reader.settled()
        await reader.press("slash", "space", "g", "o", "a", "t")
        await reader.until(lambda: reader.app._words == "leeds goat")
        assert reader.app.bar.value == "leeds goat"


async def test_letters_in_the_palette_and_in_the_search_are_letters(farm: Path) -> None:
    async with reading(farm) as reader:
        await reader.press("slash", "a", "slash", "question_mark")
        assert reader.app.bar.input.value == "a/?"


async def test_a_mark_with_a_note_goes_only_when_it_is_asked_twice(farm: Path) -> None:
    async with reading(farm) as reader:
        await reader.press("b")
        file = paths.config_dir() / "bookmarks.toml"
        text = file.read_text("utf-8")
        file.write_text(text.replace('note = ""', 'note = "mine"'), "utf-8")
        if "mine" not in file.read_text("utf-8"):
            file.write_text(text.rstrip("\n") + '\nnote = "mine"\n', "utf-8")
        reader.app.library.bookmarks.refresh()
        await reader.press("b")
        assert "mine" in file.read_text("utf-8")
        await reader.press("b")
        assert "mine" not in file.read_text("utf-8")


async def test_an_index_that_vanishes_during_a_search_is_searched_again_when_it_is_back(
    farm: Path,
) -> None:
    import shutil

    async with reading(farm) as reader:
        await reader.search("leeds")
        shutil.rmtree(paths.cache_dir())
        await reader.press("slash", "space", "g")
        await reader.until(
            lambda: reader.app.bar.count == "1 of 1" and reader.app._words == "leeds g", 30
        )


async def test_the_sample_is_not_said_to_be_what_somebody_added(farm: Path) -> None:
    async with reading(farm) as reader:
        assert not reader.app.library.holds_only_seeds
    from wrans.library import Library

    library = Library()
    assert library.store.count() == 3
    assert not library.holds_only_seeds


@pytest.mark.parametrize("before", ["z", "2", "tab"])
async def test_keys_typed_in_one_breath_go_where_the_one_before_led(
    farm: Path, before: str
) -> None:
    async with reading(farm) as reader:
        for key in (before, "slash", "c", "o"):
            reader.app.post_message(events.Key(key, {"slash": "/", "tab": "\t"}.get(key, key)))
        await reader.until(lambda: reader.app.bar.value == "co")
        assert reader.app.bar.input.has_focus
