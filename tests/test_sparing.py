"""What is painted of a screen where it changed looks as the whole of it painted anew."""

from typing import Any

import pyte
import pytest
from textual._compositor import Compositor
from textual.geometry import Region
from textual.screen import Screen
from textual.widget import Widget

from reading import reading


class Painted:
    """A terminal to which a reader's changes go, and what it would show if all were painted."""

    def __init__(self, size: tuple[int, int], monkeypatch: pytest.MonkeyPatch) -> None:
        self._size = size
        self._seen = pyte.Screen(*size)
        self.times = 0
        self._dirty: set[tuple[Widget, Region]] = set()
        painted = Screen._compositor_refresh

        def refresh(screen: Screen[Any]) -> None:
            # Nothing goes to a terminal in tests: what would go there is taken here.
            if screen is screen.app.screen and not screen.is_modal:
                self._take(screen)
            painted(screen)

        monkeypatch.setattr(Screen, "_compositor_refresh", refresh)

    def _take(self, screen: Screen[Any]) -> None:
        around: dict[str, Any] = {"screen_stack": screen.app._background_screens}
        update: Any = screen._compositor.render_update(**around)
        if update is None:
            return
        console = screen.app.console
        pyte.Stream(self._seen).feed(update.render_segments(console))
        before, self._dirty = (
            self._dirty,
            {
                (widget, region)
                for widget in screen._compositor.visible_widgets
                for region in widget._repaint_regions
            },
        )
        if self._dirty - before:
            # Some of what is next to be painted is known already: the whole would show it. What
            # was known before was painted when it got its place, and is not to be painted again.
            return
        self.times += 1
        screen._compositor._get_renders = (  # type: ignore[method-assign]
            lambda crop=None: Compositor._get_renders(screen._compositor, crop)
        )
        try:
            whole: Any = screen._compositor.render_update(full=True, **around)
        finally:
            del screen._compositor._get_renders
        drawn = pyte.Screen(*self._size)
        pyte.Stream(drawn).feed(whole.render_segments(console))
        for line in range(self._size[1]):
            for column in range(self._size[0]):
                assert self._seen.buffer[line][column] == drawn.buffer[line][column], (
                    f"line {line}, column {column} of painting {self.times}: "
                    f"{self._seen.display[line]!r} is to be {drawn.display[line]!r}"
                )


@pytest.mark.parametrize("size", [(80, 24), (200, 60)])
async def test_every_change_is_painted(
    size: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    painted = Painted(size, monkeypatch)
    async with reading(size=size) as reader:
        await reader.press(*"jjk", "2", "j", "]", "]", "enter", "3", "j", "1", "z", "j", "z", "b")
        await reader.search("france")
        await reader.press("n", "f", "j", "f", "G", "g", "question_mark", "c", "escape")
        await reader.press("tab", "tab", "T", "slash", "x", "y", "backspace", "escape")
        await reader.pilot.pause(0.2)
        assert painted.times > 3
