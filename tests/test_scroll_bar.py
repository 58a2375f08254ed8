"""A scroll bar that is painted where it changed looks as one that is painted whole."""

from random import Random

import pytest
from rich.segment import Segment
from textual.app import App, ComposeResult
from textual.geometry import Size
from textual.pilot import Pilot
from textual.scrollbar import ScrollBar
from textual.strip import Strip

from wrans.panes.scroll_bar import Scrolled


class Long(Scrolled):
    """Nothing to see, and much of it."""

    DEFAULT_CSS = "Long { overflow-y: scroll; overflow-x: hidden; scrollbar-size-vertical: 1; }"

    def render_line(self, y: int) -> Strip:
        return Strip.blank(self.size.width)


class Scrolling(App[None]):
    def compose(self) -> ComposeResult:
        yield Long()

    @property
    def long(self) -> Long:
        return self.query_one(Long)

    @property
    def bar(self) -> ScrollBar:
        return self.long.vertical_scrollbar

    def on_screen(self) -> list[list[Segment]]:
        """What the last column shows, line by line."""
        strips = self.screen._compositor.render_strips()
        return [list(strip.crop(self.size.width - 1)) for strip in strips]


async def assert_whole(app: Scrolling, pilot: Pilot[None]) -> None:
    """What is seen is what a bar that is painted anew shows."""
    await pilot.pause()
    seen = app.on_screen()
    app.bar.refresh()
    await pilot.pause()
    assert app.on_screen() == seen


@pytest.mark.parametrize("seed", range(5))
async def test_it_looks_as_if_it_were_painted_whole(seed: int) -> None:
    chance = Random(seed)
    app = Scrolling()
    async with app.run_test(size=(20, 30)) as pilot:
        for _ in range(12):
            match chance.randrange(4):
                case 0:
                    app.long.virtual_size = Size(19, chance.choice((0, 5, 30, 31, 300, 40_000)))
                case 1:
                    await pilot.resize_terminal(20, chance.randint(1, 40))
                case 2:
                    app.bar.mouse_over = not app.bar.mouse_over
                case _:
                    app.long.scroll_to(y=chance.randint(0, 400), animate=False, force=True)
            await assert_whole(app, pilot)


@pytest.mark.parametrize("left", [0, 1, 29, 30, 31, 64, 399])
async def test_what_is_scrolled_over_may_be_less_than_was_scrolled(left: int) -> None:
    app = Scrolling()
    async with app.run_test(size=(20, 30)) as pilot:
        app.long.virtual_size = Size(19, 40_000)
        await pilot.pause()
        app.long.scroll_to(y=400, animate=False, force=True)
        await assert_whole(app, pilot)
        app.bar.window_virtual_size = left
        await assert_whole(app, pilot)
        app.long.scroll_to(y=0, animate=False, force=True)
        await assert_whole(app, pilot)


async def test_it_is_no_longer_where_the_end_came_nearer_than_what_is_seen() -> None:
    app = Scrolling()
    async with app.run_test(size=(20, 30)) as pilot:
        app.long.virtual_size = Size(19, 200)
        app.long.scroll_to(y=170, animate=False, force=True)
        await pilot.pause()
        # An answer that got a wider pane has fewer lines, and tells its bar at once.
        for many in (90, 40, 31, 30, 200):
            app.bar.window_virtual_size = many
            assert app.bar.position == 170
            await pilot.pause()
        await assert_whole(app, pilot)


async def test_a_step_paints_few_lines_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    app = Scrolling()
    async with app.run_test(size=(20, 30)) as pilot:
        app.long.virtual_size = Size(19, 100)
        await pilot.pause()
        drawn: list[int] = []
        draw = type(app.bar).render_line

        def told(bar: ScrollBar, y: int) -> Strip:
            drawn.append(y)
            return draw(bar, y)

        monkeypatch.setattr(type(app.bar), "render_line", told)
        app.long.scroll_to(y=4, animate=False, force=True)
        await pilot.pause()
        assert 1 <= len(drawn) <= 6
        await assert_whole(app, pilot)
