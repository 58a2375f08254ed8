"""The panel of counts, the timeline and the order of the list, as a person uses them."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from reading import Driver, reading
from wrans.clerk import Looked
from wrans.panes.facets_panel import FacetsPanel
from wrans.panes.timeline import Timeline, columns_of
from wrans.session import Session

WIDE = (200, 60)


def item(number: int, body: str, day: str, answer: str, **more: Any) -> dict[str, Any]:
    """A question in the API's shape."""
    return {
        "id": number,
        "house": "Commons",
        "uin": str(number),
        "dateTabled": f"{day}T00:00:00",
        "dateAnswered": f"{day}T00:00:00",
        "heading": f"Heading {number}",
        "answeringBodyName": body,
        "questionText": "To ask the Secretary of State, what of it.",
        "answerText": f"<p>{answer}</p>",
        **more,
    }


def member(party: str) -> dict[str, Any]:
    return {"askingMember": {"id": 9, "name": "Pat Example", "party": party}}


@pytest.fixture
def farm(tmp_path: Path) -> Path:
    """Six questions."""
    file = tmp_path / "added.json"
    values = [
        item(
            1, "Home Office", "2023-05-02", "One sheep was seen near the river.", **member("Labour")
        ),
        item(2, "Home Office", "2024-05-02", "Sheep, sheep and sheep.", **member("Labour (Co-op)")),
        item(3, "Home Office", "2024-06-02", "A goat stood near the river.", **member("Labour")),
        item(4, "HM Treasury", "2024-06-03", "Many a sheep crossed the river, and a goat."),
        item(5, "HM Treasury", "2025-01-09", "A cow."),
        item(6, "Wales Office", "2025-01-09", "A goat.", house="Lords", uin="HL6"),
    ]
    file.write_text(json.dumps([{"value": value} for value in values]))
    return file


def panel(reader: Driver) -> FacetsPanel:
    return reader.app.query_one(FacetsPanel)


def timeline(reader: Driver) -> Timeline:
    return reader.app.query_one(Timeline)


def values(reader: Driver) -> list[str]:
    """The lines of the panel, without bars."""
    lines = [line.strip("▌ ") for line in panel(reader).values.lines if line.strip()]
    return [" ".join(line.translate(dict.fromkeys(map(ord, "█▏▎▍▌▋▊▉"))).split()) for line in lines]


async def counted(reader: Driver) -> None:
    """Wait until what is listed is counted."""
    await reader.settled()
    await reader.until(lambda: reader.app._counts is not None)
    await reader.pilot.pause(0.05)


async def go_to(reader: Driver, value: str) -> None:
    """Put the cursor of the panel on a value."""
    await reader.press("g")
    for _ in range(40):
        row = panel(reader).values.current
        if row and row.facet and row.facet.label == value:
            return
        await reader.press("j")
    raise AssertionError(f"no {value} in {values(reader)}")


async def test_a_key_counts_what_was_found(farm: Path) -> None:
    async with reading(farm) as reader:
        await reader.press("F")
        await counted(reader)
        assert values(reader) == [
            "Answering bodies",
            "Home Office 3",
            "HM Treasury 2",
            "Wales Office 1",
            "Years",
            "2025 2",
            "2024 3",
            "2023 1",
            "Houses",
            "Commons 5",
            "Lords 1",
            "Parties known of 3",
            "Labour 2",
            "Labour (Co-op) 1",
        ]
        assert panel(reader).border_title == "Counts of 6"
        await reader.press("F")
        assert not panel(reader).display
        assert reader.app._pane == "list"


async def test_enter_narrows_to_a_value_and_again_lets_it_go(farm: Path) -> None:
    async with reading(farm) as reader:
        await reader.search("sheep")
        await reader.press("F")
        await counted(reader)
        await go_to(reader, "Home Office")
        await reader.press("enter")
        await reader.until(lambda: reader.app._words == 'body:"Home Office" sheep')
        await counted(reader)
        assert reader.app.bar.count == "1 of 2"
        assert panel(reader).border_title == "Counts of 2"
        assert "✓ Home Office 2" in values(reader)
        assert "HM Treasury 1" in values(reader)
        await go_to(reader, "HM Treasury")
        await reader.press("enter")
        both = '(body:"Home Office" OR body:"HM Treasury") sheep'
        await reader.until(lambda: reader.app._words == both)
        await counted(reader)
        assert reader.app.bar.count == "1 of 3"
        await go_to(reader, "2024")
        await reader.press("enter")
        await reader.until(lambda: reader.app.bar.count == "1 of 2")
        await counted(reader)
        assert "2023 1" in values(reader)
        for value in ("2024", "Home Office", "HM Treasury"):
            await go_to(reader, value)
            await reader.press("enter")
            await reader.until(lambda: reader.app._words == reader.app.bar.value)
            await counted(reader)
        assert reader.app.bar.value == "sheep"


async def test_a_count_is_as_many_as_narrowing_finds(farm: Path) -> None:
    async with reading(farm) as reader:
        await reader.press("F")
        await counted(reader)
        await go_to(reader, "Labour")
        await reader.press("enter")
        await reader.until(lambda: reader.app._words == 'party:"=Labour"')
        assert reader.app.bar.count == "1 of 2"


async def test_words_filter_the_values(farm: Path) -> None:
    async with reading(farm) as reader:
        await reader.press("F")
        await counted(reader)
        await reader.press("slash", "o", "f", "f", "i", "c", "e")
        assert values(reader) == ["Answering bodies", "Home Office 3", "Wales Office 1"]
        await reader.press("enter", "j", "enter")
        await reader.until(lambda: reader.app._words == 'body:"Wales Office"')
        await counted(reader)
        await reader.press("slash", "escape")
        assert "Labour 2" not in values(reader)
        assert "✓ Wales Office 1" in values(reader)
        assert "2025 1" in values(reader)


async def test_what_is_not_counted_yet_has_no_count(farm: Path, monkeypatch: Any) -> None:
    async with reading(farm) as reader:
        await reader.press("F")
        await counted(reader)
        monkeypatch.setattr(reader.app._clerk, "counted", lambda counts: None)
        await reader.press("escape")
        await reader.search("goat")
        assert "Home Office …" in values(reader)
        assert panel(reader).border_title == "Counting …"


async def test_a_value_is_chosen_with_the_mouse(farm: Path) -> None:
    async with reading(farm) as reader:
        await reader.press("F")
        await counted(reader)
        await reader.pilot.click(panel(reader).values, offset=(5, 2), times=2)
        await reader.until(lambda: reader.app._words == 'body:"HM Treasury"')


async def test_what_cannot_be_read_is_not_narrowed(farm: Path) -> None:
    async with reading(farm) as reader:
        await reader.search("sheep AND (")
        await reader.press("F")
        await counted(reader)
        await reader.press("enter")
        assert reader.app.bar.value == "sheep AND ("


@pytest.mark.parametrize("size", [(80, 24), (60, 20), (40, 12), (120, 36), WIDE])
async def test_the_panel_fits_every_window(farm: Path, size: tuple[int, int]) -> None:
    async with reading(farm, size=size) as reader:
        await reader.press("F")
        await counted(reader)
        assert panel(reader).display
        assert any("Home Office 3" in value or "HO 3" in value for value in values(reader))
        for pane in ("list", "answer", "sidebar"):
            await reader.do(f"show_{pane}")
            assert reader.app._pane == pane
            assert getattr(reader.app, pane).size.height > 0
        await reader.press("tab")
        assert reader.app._pane in ("facets", "timeline")


# -- the timeline


async def test_a_wide_window_shows_the_months(farm: Path) -> None:
    async with reading(farm, size=WIDE) as reader:
        await counted(reader)
        lines = timeline(reader).lines
        assert lines[0].strip() == "Questions by month   Jan 2025: 2"
        assert "2024" in lines[-1]
        assert "█" in lines[-2]
        await reader.press("T", "left")
        assert "Dec 2024: 0" in timeline(reader).lines[0]
        await reader.press(*["left"] * 6)
        assert "Jun 2024: 2" in timeline(reader).lines[0]
        assert "▲" in timeline(reader).lines[-1]
        await reader.press("enter")
        await reader.until(lambda: reader.app._words == "after:2024-06 before:2024-07")
        await counted(reader)
        assert reader.app.bar.count == "1 of 2"
        # The months beside it are still there.
        assert "━" in timeline(reader).lines[-1]
        await reader.press("right", "enter")
        await reader.until(lambda: reader.app._words == "after:2024-07 before:2024-08")
        await counted(reader)
        await reader.press("enter")
        await reader.until(lambda: reader.app._words == "")
        await reader.press("T")
        assert not timeline(reader).display


async def test_elsewhere_a_key_shows_the_months(farm: Path) -> None:
    async with reading(farm, size=(80, 24)) as reader:
        assert not reader.app.query(Timeline)
        await reader.press("T")
        await counted(reader)
        assert "Jan 2025: 2" in timeline(reader).lines[0]
        await reader.press("escape")
        assert reader.app._pane == "list"
        assert timeline(reader).display
        await reader.press("T", "T")
        assert not timeline(reader).display


async def test_the_timeline_comes_and_goes_with_the_window(farm: Path) -> None:
    async with reading(farm) as reader:
        await reader.pilot.resize_terminal(*WIDE)
        await reader.until(lambda: bool(reader.app.query(Timeline)))
        await counted(reader)
        assert timeline(reader).column is not None
        await reader.pilot.resize_terminal(100, 30)
        await reader.until(lambda: not timeline(reader).display)


async def test_a_column_is_chosen_with_the_mouse(farm: Path) -> None:
    async with reading(farm, size=WIDE) as reader:
        await counted(reader)
        await reader.pilot.click(Timeline, offset=(10, 4), times=2)
        await reader.until(lambda: reader.app._words == "after:2023-05 before:2023-06")


def test_months_are_put_together_where_there_is_no_room() -> None:
    months = [(2023, 5, 1), (2024, 5, 2), (2024, 6, 3), (2025, 1, 4)]
    name, columns = columns_of(months, 40)
    assert (name, len(columns)) == ("month", 21)
    name, columns = columns_of(months, 10)
    assert (name, [c.count for c in columns]) == ("quarter", [1, 0, 0, 0, 5, 0, 0, 4])
    assert columns[4].name == "Apr–Jun 2024"
    name, columns = columns_of(months, 5)
    assert (name, [(c.name, c.count) for c in columns]) == (
        "year",
        [("2023", 1), ("2024", 5), ("2025", 4)],
    )
    assert len(columns_of([(1000, 1, 1), (2025, 1, 1)], 5)[1]) == 103
    assert columns_of([], 5)[1] == []


# -- the order


async def test_a_key_puts_the_best_match_first(farm: Path) -> None:
    async with reading(farm) as reader:
        await reader.search("sheep")
        assert ["Heading 4" in row for row in reader.rows[:3]] == [True, False, False]
        assert "newest first" in str(reader.list.border_title).lower()
        await reader.press("O")
        await reader.until(lambda: "Heading 2" in reader.rows[0])
        assert "best match" in str(reader.list.border_title).lower()
        assert reader.list.cursor == 0
        await reader.press("O")
        await reader.until(lambda: "Heading 4" in reader.rows[0])
        assert "newest first" in str(reader.list.border_title).lower()


async def test_without_a_word_there_is_no_best_match(farm: Path) -> None:
    async with reading(farm) as reader:
        await reader.press("O")
        await reader.settled()
        assert "newest first" in str(reader.list.border_title).lower()
        await reader.search("sheep")
        assert "best match" in str(reader.list.border_title).lower()


async def test_order_and_panels_come_back(farm: Path) -> None:
    async with reading(farm) as reader:
        await reader.search("sheep")
        await reader.press("O")
        await reader.until(lambda: "Heading 2" in reader.rows[0])
        await reader.press("T", "F")
        await counted(reader)
    async with reading(farm) as reader:
        await counted(reader)
        assert reader.app._pane == "facets"
        assert panel(reader).display
        assert timeline(reader).display
        assert "Heading 2" in reader.rows[0]
        assert "best match" in str(reader.list.border_title).lower()
        await reader.press("F", "T", "T")
        await reader.until(lambda: not reader.app._more_panes)
    async with reading(farm) as reader:
        assert not reader.app.query(FacetsPanel)
        assert not reader.app.query(Timeline)
    async with reading(farm, session=Session(timeline=False), size=WIDE) as reader:
        assert not reader.app.query(Timeline)


async def test_until_all_are_found_it_is_said_how_many_there_are_at_least(farm: Path) -> None:
    async with reading(farm) as reader:
        app, clerk = reader.app, reader.app._clerk
        ids = app.library.numbers("")
        first = Looked(clerk._request, ids[:2], is_all=False)
        app.found(first)
        assert app.bar.count == "1 of 2+ …"
        day = date(2019, 3, 9).toordinal()
        clerk.bounded(Looked(0, ids[:0], is_all=False, at_least=12_345, back_to=day))
        assert app.bar.count == "1 of 12,345+ …"
        assert app.bar.notice == "at least 12,345, back to March 2019"
        app.list.action_down()
        assert app.bar.count == "2 of 12,345+ …"
        app.found(Looked(clerk._request, ids, is_all=True))
        assert app.bar.count == f"2 of {len(ids)}"
        assert app.bar.notice == ""
