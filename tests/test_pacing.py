"""A screen is painted as soon as something changed, but not for most of the time."""

import asyncio
import gc
import time
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from textual.app import App, ComposeResult
from textual.strip import Strip
from textual.widgets import Static

from reading import reading
from wrans.panes.pacing import PacedScreen, _Pace


class Counted(PacedScreen[None]):
    """Notes when it was painted, and takes as long over it as it is told to."""

    takes = 0.0

    def __init__(self) -> None:
        super().__init__(id="_default")
        self.painted: list[tuple[float, float, str]] = []

    def compose(self) -> ComposeResult:
        yield Static("", markup=False)

    def _compositor_refresh(self) -> None:
        began = time.monotonic()
        super()._compositor_refresh()
        time.sleep(self.takes)
        shown = self._compositor.render_strips()[0].text.strip()
        self.painted.append((began, time.monotonic(), shown))


class Counting(App[None]):
    def get_default_screen(self) -> Counted:
        return Counted()

    @property
    def counted(self) -> Counted:
        assert isinstance(self.screen, Counted)
        return self.screen

    def show(self, text: str) -> None:
        self.screen.query_one(Static).update(text, layout=False)

    async def until_shown(self, text: str) -> None:
        async with asyncio.timeout(20):
            while not self.counted.painted or self.counted.painted[-1][2] != text:
                await asyncio.sleep(0.001)


async def test_the_last_change_is_painted_however_fast_they_come() -> None:
    app = Counting()
    async with app.run_test(size=(40, 4)):
        app.counted.takes = 0.004
        for number in range(300):
            app.show(str(number))
            await asyncio.sleep(0)
        await app.until_shown("299")
        assert len(app.counted.painted) < 300


async def test_between_two_paintings_there_is_time_for_what_else_is_to_be_done() -> None:
    app = Counting()
    async with app.run_test(size=(40, 4)):
        app.counted.takes = 0.005
        app.counted.painted.clear()
        for number in range(60):
            app.show(str(number))
            await asyncio.sleep(0.001)
        await app.until_shown("59")
        painted = app.counted.painted
        rests = [began - ended for (_, ended, _), (began, _, _) in pairwise(painted)]
        assert min(rests) >= 0.009


async def test_what_waits_for_the_screen_to_be_painted_comes_after_it() -> None:
    app = Counting()
    async with app.run_test(size=(40, 4)):
        came: list[Any] = []
        for number in range(20):
            app.show(str(number))
            app.call_after_refresh(lambda: came.append(app.counted.painted[-1][2]))
            await app.until_shown(str(number))
        async with asyncio.timeout(20):
            while len(came) < 20:
                await asyncio.sleep(0.001)
        assert came == [str(number) for number in range(20)]


async def test_the_readers_screens_are_painted_so() -> None:
    async with reading() as reader:
        assert isinstance(reader.app.screen._update_timer, _Pace)
        for key in ("question_mark", "apostrophe"):
            await reader.press(key)
            assert reader.app.screen.is_modal
            assert isinstance(reader.app.screen._update_timer, _Pace)
            await reader.press("escape")


async def test_nothing_is_painted_while_a_view_lies_open_and_nobody_types(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    painted = 0
    paint = PacedScreen._compositor_refresh

    def count(screen: PacedScreen[Any]) -> None:
        nonlocal painted
        painted += 1
        paint(screen)

    monkeypatch.setattr(PacedScreen, "_compositor_refresh", count)
    async with reading() as reader:
        await reader.press("question_mark")
        await reader.pilot.pause()
        painted = 0
        for _ in range(500):
            await asyncio.sleep(0.001)
        assert painted < 20


async def test_what_was_painted_is_gone_once_something_else_is(seeds: Path) -> None:
    async with reading(seeds) as reader:
        gc.collect()
        gc.set_debug(gc.DEBUG_SAVEALL)
        try:
            for _ in range(5):
                await reader.press("tab", "j", "k")
                reader.app.screen.refresh()
                await reader.pilot.pause(0.05)
            gc.collect()
            assert not [left for left in gc.garbage if isinstance(left, Strip)]
        finally:
            gc.set_debug(0)
            gc.garbage.clear()
