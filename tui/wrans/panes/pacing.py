"""When a screen is painted: as soon as something changed, and not for most of the time."""

import asyncio
import time
from collections.abc import Iterable, Sequence
from inspect import isawaitable
from typing import Any, Final, TypeVar, cast

from textual._compositor import Compositor
from textual.geometry import Region
from textual.screen import Screen
from textual.strip import Strip
from textual.timer import Timer, TimerCallback

Result = TypeVar("Result")

_PAINTING: Final = "screen_update"
"""What Textual calls the timer that paints a screen."""
_LONGEST: Final = 1 / 60


class _Pace(Timer):
    """Paints when it is asked to; then rests for twice as long as that took.

    Textual paints at the ticks of a clock, and lets up to two of them go by after it has painted:
    what a letter found waited for longer than it had taken to find.
    """

    def __init__(self, screen: Screen[Any], paint: TimerCallback) -> None:
        super().__init__(screen, _LONGEST, name=_PAINTING, callback=paint, pause=True)
        self._post, self._paint = screen.call_later, paint
        self._is_wanted = False
        self._rested_at = 0.0

    def resume(self) -> None:
        """Paint, after what is under way."""
        if self._is_wanted:
            return
        self._is_wanted = True
        rest = self._rested_at - time.monotonic()
        if rest > 0:
            asyncio.get_running_loop().call_later(rest, self._post, self._paint_if_wanted)
        else:
            self._post(self._paint_if_wanted)

    def pause(self) -> None:
        """Paint no more until it is asked for again."""
        self._is_wanted = False

    async def _paint_if_wanted(self) -> None:
        if not self._is_wanted:
            return
        self._is_wanted = False
        started = time.monotonic()
        try:
            painting = self._paint()
            if isawaitable(painting):
                await painting
        finally:
            ended = time.monotonic()
            self._rested_at = ended + min(2 * (ended - started), _LONGEST)


class _Line:
    """A line that may be cut where widgets begin and end.

    A strip that is cut at its own end remembers itself as its only piece: it would be garbage that
    nobody finds before long, and so would every line that was ever painted.
    """

    __slots__ = ("_strip",)

    def __init__(self, strip: Strip) -> None:
        self._strip = strip

    def divide(self, cuts: Iterable[int]) -> Sequence[Strip]:
        """Its pieces."""
        strip, wanted = self._strip, list(cuts)
        return [strip] if wanted == [strip.cell_length] else strip.divide(wanted)


class _Sparing(Compositor):
    """Asks widgets for what is to be painted.

    Textual asks all that lie in anything which changed, the other panes too, for all they show.
    """

    def _get_renders(
        self, crop: Region | None = None
    ) -> Iterable[tuple[Region, Region, list[Strip]]]:
        for widget, (region, clip) in self.visible_widgets.items():
            seen = region.intersection(clip)
            if crop is not None and crop.overlaps(seen):
                # Lines are cut where widgets begin and end, not where the crop does.
                seen = seen.intersection(Region(seen.x, crop.y, seen.width, crop.height))
            elif crop is not None:
                continue
            if seen:
                lines = widget.render_lines(seen.translate(-region.offset))
                # All that is done with them is to divide them.
                yield region, seen, cast("list[Strip]", list(map(_Line, lines)))


class PacedScreen(Screen[Result]):
    """A screen that is painted as soon as something changed."""

    def __init__(
        self,
        name: str | None = None,
        id: str | None = None,  # noqa: A002 - Textual calls it so
        classes: str | None = None,
    ) -> None:
        super().__init__(name, id, classes)
        self._compositor = _Sparing()

    def _compositor_refresh(self) -> None:
        super()._compositor_refresh()
        if self is not self.app.screen:
            # The one above was asked to paint this; Textual has this ask again at its next tick,
            # which never comes, and here comes at once and for ever.
            self._repaint_required = False

    def set_interval(
        self,
        interval: float,
        callback: TimerCallback | None = None,
        *,
        name: str | None = None,
        repeat: int = 0,
        pause: bool = False,
    ) -> Timer:
        """As every widget does; but the clock that paints is one of our own."""
        if name == _PAINTING and callback is not None:
            return _Pace(self, callback)
        return super().set_interval(interval, callback, name=name, repeat=repeat, pause=pause)
