"""The map as a person uses it."""

import json
import math
from pathlib import Path
from typing import Any

import pytest

from reading import Driver, reading
from wrans import formats
from wrans.entities import outlines
from wrans.library import Library
from wrans.panes.braille import Braille
from wrans.panes.framing import Frame, around
from wrans.panes.map_screen import MapScreen
from wrans.panes.map_view import MapView, Spot, drawn, fitted, labelled, nearest

CALAIS = Spot("Calais", 3, "town, France", 1.86, 50.95)
DUNKIRK = Spot("Dunkirk", 2, "town, France", 2.38, 51.03)
LONDON = Spot("London", 300, "region, England", -0.13, 51.51)
EDINBURGH = Spot("Edinburgh", 1, "town, Scotland", -3.19, 55.95)
NAIROBI = Spot("Nairobi", 40, "town, Kenya", 36.82, -1.28)
AT_HOME = (CALAIS, DUNKIRK, LONDON, EDINBURGH)


def question(uin: str, heading: str, answer: str) -> dict[str, Any]:
    """A question in the API's shape."""
    day = f"2025-03-0{uin}T00:00:00"
    return {
        "value": {
            "id": int(uin),
            "house": "Commons",
            "uin": uin,
            "dateTabled": day,
            "dateAnswered": day,
            "heading": heading,
            "answeringBodyName": "Department for Sheep",
            "questionText": "To ask the Secretary of State for Sheep, where they are.",
            "answerText": f"<p>{answer}</p>",
        }
    }


@pytest.fixture
def flocks(tmp_path: Path) -> Path:
    """Three questions that name places."""
    file = tmp_path / "flocks.json"
    told = [
        question("1", "Sheep", "They are in Cardiff, in Leeds and in Calais."),
        question("2", "Goats", "They are in Leeds and near Inverness, and again in Leeds."),
        question("3", "Cows", "They went from Leeds to Nairobi."),
    ]
    file.write_text(json.dumps(told))
    return file


def text_of(frame: Frame, spots: tuple[Spot, ...], chosen: int = -1) -> list[str]:
    return ["".join(row) for row in drawn(frame, spots, chosen)[0]]


def the_map(reader: Driver) -> MapScreen:
    assert isinstance(reader.app.screen, MapScreen)
    return reader.app.screen


def told(reader: Driver) -> str:
    """The line that says what is chosen."""
    return str(the_map(reader).query_one("#told").render())


async def counted(reader: Driver) -> MapScreen:
    """The map of what was found, once it is counted."""
    await reader.do("map")
    await reader.until(lambda: "Counting" not in told(reader))
    return the_map(reader)


# -- drawing


def test_dots_make_a_line_and_a_disc() -> None:
    braille = Braille(4, 2)
    braille.path([0, 7.9], [0, 0])
    assert braille.row(0) == ["⠉", "⠉", "⠉", "⠉"]
    assert braille.row(1) == [" "] * 4
    assert braille.disc(1, 6, 1) == {(1, 0), (1, 1)}
    assert braille.row(1)[:2] == ["⢴", "⠄"]
    braille.dot(-1, 99)


def test_a_map_shows_all_places_in_their_places() -> None:
    for spots in (AT_HOME, (*AT_HOME, NAIROBI)):
        for wide, high in ((72, 18), (194, 52), (34, 14)):
            frame = fitted(spots, wide * 2, high * 4)
            assert all(frame.holds(*spot.point) for spot in spots)
            shown = text_of(frame, spots)
            assert [len(line) for line in shown] == [wide] * high
            assert any("London" in line for line in shown)
            if spots == AT_HOME:
                rows = {s.name: n for s in spots for n, row in enumerate(shown) if s.name in row}
                assert rows["Edinburgh"] < rows["London"] <= rows["Calais"]


def test_the_name_of_the_chosen_one_is_seen_in_a_crowd_of_larger_ones() -> None:
    crowd = [
        Spot(f"Place {x} {y}", 300, "town", -0.13 + x / 9, 51.51 + y / 9)
        for x in range(-30, 30)
        for y in range(-30, 30)
        if (x, y) != (0, 0)
    ]
    spots = (*crowd, Spot("Sheepwash", 2, "village", -0.13, 51.51))
    frame = around([spot.point for spot in spots], 80, 80)
    assert not any("Sheepwash" in line for line in text_of(frame, spots))
    assert any("Sheepwash" in line for line in text_of(frame, spots, len(spots) - 1))


def test_a_crowded_map_has_the_names_that_fit_the_most_frequent_first() -> None:
    crowd = tuple(
        Spot(f"Place {n}", 900 - n, "town", -5 + (n * 7 % 60) / 10, 50 + (n * 11 % 90) / 10)
        for n in range(800)
    )
    for size in ((160, 96), (400, 232)):
        frame = around([spot.point for spot in crowd], *size)
        labels = labelled(frame, crowd)
        cells = [cell for label in labels for cell in label.cells]
        assert len(cells) == len(set(cells))
        assert labels[0].name == "Place 0"
        assert len(labels) > 20
        shown = text_of(frame, crowd)
        assert all(label.name in shown[label.row] for label in labels)


def test_names_stand_still_while_one_goes_from_place_to_place() -> None:
    frame = fitted(AT_HOME, 160, 80)
    shown = [text_of(frame, AT_HOME, chosen) for chosen in (-1, 0, 2)]
    assert all("London" in "".join(lines) for lines in shown)
    assert shown[0] == shown[1] == shown[2]


def test_of_places_in_one_cell_an_arrow_leads_to_the_one_that_is_named_most() -> None:
    here, most, least = (
        Spot("Here", 9, "", -2, 52), Spot("Most", 5, "", -1, 52), Spot("Least", 1, "", -1.001, 52),
    )  # fmt: skip
    spots = (here, most, least)
    frame = fitted(spots, 160, 80)
    assert nearest(frame, spots, 0, 1, 0) == 1
    assert nearest(frame, spots, 1, -1, 0) == 0


def test_what_is_named_far_less_has_a_smaller_mark() -> None:
    spots = (LONDON, DUNKIRK, EDINBURGH)
    shown = "".join(text_of(fitted(spots, 160, 80), spots))
    assert "●London" in shown
    assert "•Dunkirk" in shown


def test_a_degree_is_as_long_as_it_is_on_the_ground() -> None:
    frame = around([(-4, 50), (2, 56)], 200, 200)
    across = frame.x(1) - frame.x(0)
    assert across / (frame.y(53) - frame.y(54)) == pytest.approx(math.cos(math.radians(53)))


def test_the_coast_stands_where_it_is() -> None:
    # Land's End, Lowestoft, Dunnet Head: each has a coast within two kilometres.
    for longitude, latitude in ((-5.71, 50.07), (1.76, 52.48), (-3.37, 58.67)):
        away = min(
            math.hypot((x - longitude) * 0.6, y - latitude)
            for line in outlines.near()
            for x, y in zip(line.longitudes, line.latitudes, strict=True)
        )
        assert away < 0.08
    assert any(line.is_border for line in outlines.world())


def test_one_far_place_in_many_near_home_is_left_beyond_the_edge() -> None:
    far = Spot("Nairobi", 3, "", 36.82, -1.28)
    frame = fitted((*AT_HOME, far), 160, 80)
    assert not frame.holds(*far.point)
    half = Spot("Nairobi", 300, "", 36.82, -1.28)
    assert fitted((*AT_HOME, half), 160, 80).holds(*half.point)


def test_a_few_places_on_the_continent_do_not_make_the_isles_small() -> None:
    warsaw = Spot("Warsaw", 3, "", 21.0, 52.2)
    assert fitted((*AT_HOME, warsaw), 160, 80) == fitted(AT_HOME, 160, 80)
    many = Spot("Warsaw", 60, "", 21.0, 52.2)
    assert fitted((*AT_HOME, many), 160, 80).holds(*many.point)


def test_a_part_of_the_world_does_not_say_how_much_of_it_is_shown() -> None:
    africa = Spot("Africa", 999, "", 20, 2, is_vast=True)
    assert fitted((*AT_HOME, africa), 160, 80) == fitted(AT_HOME, 160, 80)
    assert fitted((africa,), 160, 80).holds(20, 2)


@pytest.mark.parametrize(
    ("start", "right", "down", "there"),
    [
        (CALAIS, 1, 0, DUNKIRK),
        (CALAIS, -1, 0, LONDON),
        (DUNKIRK, -1, 0, CALAIS),
        (LONDON, 0, -1, EDINBURGH),
        (EDINBURGH, 0, 1, LONDON),
        (EDINBURGH, 0, -1, None),
    ],
)
def test_an_arrow_leads_to_the_nearest_place_in_its_direction(
    start: Spot, right: int, down: int, there: Spot | None
) -> None:
    frame = fitted(AT_HOME, 160, 80)
    found = nearest(frame, AT_HOME, AT_HOME.index(start), right, down)
    assert (None if found is None else AT_HOME[found]) is there


def test_the_chosen_place_has_its_name_wherever_there_is_room() -> None:
    crowd = tuple(Spot(f"Village {n}", 1, "", 0.001 * n, 52) for n in range(60))
    frame = around([spot.point for spot in crowd], 120, 60)
    cells, looks = drawn(frame, crowd, 47)
    assert any("Village 47" in "".join(row) for row in cells)
    assert "map--chosen" in looks.values()


def test_places_are_sized_by_their_count() -> None:
    marked = []
    for count in (1, 2, 30, 3000):
        spots = (Spot("x", count, "", -30, 45),)
        _, looks = drawn(around([(-30, 45)], 80, 80), spots, -1)
        marked.append(sum(look == "map--place" for look in looks.values()))
    assert marked == sorted(marked)
    assert marked[0] == 1
    assert marked[3] > marked[2] > marked[1]


def test_what_has_no_room_or_no_place_does_no_harm() -> None:
    for size in ((1, 1), (2, 4), (3, 200), (900, 5)):
        frame = fitted(AT_HOME, *size)
        drawn(frame, AT_HOME, 0)
    assert fitted((), 80, 80).holds(-2, 53)


# -- in the reader


async def test_the_map_of_the_seed_is_that_of_the_channel() -> None:
    async with reading(size=(80, 24)) as reader:
        await reader.do("map")
        shown = "\n".join(the_map(reader).map.lines)
        for name in ("UK", "Calais", "Dunkirk", "Coquelles", "Caen"):
            assert name in shown
        assert any("⠀" < character <= "⣿" for character in shown)


async def test_places_of_a_result_are_counted_and_searched_for(flocks: Path) -> None:
    async with reading(flocks, size=(80, 24)) as reader:
        await reader.search("they")
        screen = await counted(reader)
        assert screen.map.spots[0].name == "Leeds"
        assert {s.name: s.count for s in screen.map.spots} == {
            "Leeds": 3, "Cardiff": 1, "Calais": 1, "Inverness": 1, "Nairobi": 1,
        }  # fmt: skip
        await reader.press("p")
        assert told(reader).startswith("Leeds ×3  ")
        await reader.press("up")
        assert told(reader).startswith("Inverness ×1")
        while not told(reader).startswith("Leeds"):
            await reader.press("p")
        await reader.press("enter")
        await reader.settled()
        assert reader.app.bar.value == "place:Leeds"
        assert len(reader.rows) >= 3


async def test_enter_chooses_the_most_frequent_place_where_none_is_chosen(flocks: Path) -> None:
    async with reading(flocks, size=(80, 24)) as reader:
        await reader.search("they")
        await counted(reader)
        await reader.press("enter")
        assert told(reader).startswith("Leeds ×3  ")
        await reader.press("enter")
        await reader.settled()
        assert reader.app.bar.value == "place:Leeds"


async def test_the_chosen_place_is_told_without_colours(flocks: Path) -> None:
    async with reading(flocks, size=(80, 24)) as reader:
        await reader.search("they")
        screen = await counted(reader)
        await reader.press("p")
        looks = [s for y in range(screen.map.size.height) for s in screen.map.render_line(y)]
        told_apart = [s.text for s in looks if s.style and s.style.reverse]
        assert "Leeds" in "".join(told_apart)
        assert "Cardiff" not in "".join(told_apart)


async def test_v_turns_from_the_result_to_the_answer_and_back(flocks: Path) -> None:
    async with reading(flocks, size=(120, 36)) as reader:
        await reader.search("goats")
        screen = await counted(reader)
        assert {s.name: s.count for s in screen.map.spots} == {"Leeds": 1, "Inverness": 1}
        await reader.press("v")
        assert {s.name: s.count for s in screen.map.spots} == {"Leeds": 2, "Inverness": 1}
        await reader.press("v")
        await reader.until(lambda: "Counting" not in told(reader))
        assert {s.name: s.count for s in screen.map.spots} == {"Leeds": 1, "Inverness": 1}
        await reader.press("escape")
        assert not isinstance(reader.app.screen, MapScreen)


async def test_a_place_that_nobody_knows_where_is_named_beside_the_map() -> None:
    async with reading(size=(80, 24)) as reader:
        await reader.do("map")
        the_map(reader).show("two questions", [Spot("Nowhere", 2), CALAIS])
        await reader.pilot.pause()
        assert told(reader) == "1 place   not on the map: 1 (Nowhere ×2)"
        the_map(reader).show("two questions", [Spot("Nowhere", 2), CALAIS], more=7_000)
        await reader.pilot.pause()
        assert told(reader).startswith("1 place, the most frequent; 7,000 more   not on the map")


async def test_what_lies_beyond_the_edge_is_counted_and_0_shows_it() -> None:
    async with reading(size=(80, 24)) as reader:
        await reader.do("map")
        screen = the_map(reader)
        screen.show("many", [*AT_HOME, Spot("Nairobi", 3, "", 36.82, -1.28)])
        await reader.pilot.pause()
        assert "beyond the edges: 1" in told(reader)
        await reader.press("0")
        assert "beyond" not in told(reader)
        assert any("Nairobi" in line for line in screen.map.lines)
        await reader.press("p", "plus", "plus")
        assert told(reader).startswith("London ×300")
        assert "beyond the edges" in told(reader)


async def test_a_click_chooses_and_two_open(flocks: Path) -> None:
    async with reading(flocks, size=(80, 24)) as reader:
        await reader.search("goats")
        screen = await counted(reader)
        row = next(n for n, line in enumerate(screen.map.lines) if "Inverness" in line)
        column = screen.map.lines[row].index("Inverness")
        await reader.pilot.click(MapView, offset=(column - 1, row))
        assert told(reader).startswith("Inverness")
        await reader.pilot.click(MapView, offset=(column - 1, row), times=2)
        await reader.settled()
        assert reader.app.bar.value == "place:Inverness"


async def test_a_wide_window_has_a_map_in_its_corner_that_follows(flocks: Path) -> None:
    async with reading(flocks, size=(200, 60)) as reader:
        await reader.until(lambda: reader.app._corner is not None)
        corner = reader.app._corner
        assert corner
        await reader.until(lambda: any("Nairobi" in line for line in corner.lines))
        assert corner.region.y > reader.sidebar.region.y
        assert corner.region.x == reader.sidebar.region.x
        await reader.press("j")
        await reader.until(lambda: any("Inverness" in line for line in corner.lines))
        await reader.press("p")
        chosen = corner.chosen
        assert chosen is not None
        assert chosen.name == "Leeds"
        await reader.do("zoom")
        assert not corner.display or corner.region.area == 0 or not corner.region
        await reader.do("zoom")
        await reader.pilot.resize_terminal(120, 36)
        await reader.pilot.pause(0.2)
        assert corner.region.area == 0
        assert reader.sidebar.region.area > 0


async def test_a_window_that_is_not_wide_has_no_map_until_it_is(flocks: Path) -> None:
    async with reading(flocks, size=(120, 36)) as reader:
        await reader.pilot.pause(0.3)
        assert reader.app._corner is None
        await reader.pilot.resize_terminal(200, 60)
        await reader.until(lambda: reader.app._corner is not None)


async def test_without_colour_the_chosen_place_is_told_by_its_ground(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with reading(size=(80, 24)) as reader:
        await reader.do("map")
        await reader.press("p")
        view = the_map(reader).map
        looks = {
            segment.text: segment.style for y in range(view.size.height)
            for segment in view.render_line(y)
        }  # fmt: skip
        name = view.chosen.name if view.chosen else ""
        (style,) = [look for text, look in looks.items() if name and name in text]
        assert style is not None
        assert style.reverse or style.bold


@pytest.mark.parametrize("theme", ["wrans-dark", "wrans-light"])
async def test_names_on_the_map_can_be_read(theme: str) -> None:
    async with reading(size=(80, 24)) as reader:
        reader.app.theme = theme
        await reader.do("map")
        for name in ("map--label", "map--coast", "map--place", "map--chosen"):
            look = the_map(reader).map.get_component_rich_style(name)
            assert look.color
            assert look.bgcolor
            colour, ground = look.color.get_truecolor(), look.bgcolor.get_truecolor()
            assert contrast(colour, ground) >= (3 if name == "map--coast" else 4.5)


def contrast(one: tuple[int, int, int], other: tuple[int, int, int]) -> float:
    """As WCAG counts it."""

    def light(colour: tuple[int, int, int]) -> float:
        parts = [c / 255 for c in colour]
        linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    bright, dark = sorted((light(one), light(other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


# -- counting


def test_places_are_counted_once_a_question(flocks: Path) -> None:
    library = Library()
    library.add(formats.read_path(flocks))
    library.catch_up()
    assert dict(library.places(library.query("")) or ()) == {
        "Leeds": 3, "Cardiff": 1, "Calais": 1, "Inverness": 1, "Nairobi": 1,
    }  # fmt: skip
    assert dict(library.places(library.query("inverness")) or ()) == {"Leeds": 1, "Inverness": 1}
    assert library.places(library.query("zebra")) == []
    assert library.places(library.query("they"), lambda: True) is None
    library.close()


def test_places_of_changed_questions_are_counted_once(flocks: Path) -> None:
    library = Library()
    library.add(formats.read_path(flocks))
    library.catch_up()
    flocks.write_text(
        json.dumps([question("2", "Goats", "They are in Inverness now, all of them.")])
    )
    library.add(formats.read_path(flocks))
    library.catch_up()
    assert dict(library.places(library.query("")) or ())["Leeds"] == 2
    assert dict(library.places(library.query("")) or ())["Inverness"] == 1
    library.close()


async def test_a_reader_closed_while_its_list_comes_to_rest_ends_in_peace(flocks: Path) -> None:
    async with reading(flocks, size=(200, 60)) as reader:
        pass
    await reader.app._draw_corner()
