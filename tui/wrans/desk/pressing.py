"""Keys that come in one breath, as a slow line brings them: each finds what the one before did."""

import asyncio
import time
from collections import deque
from functools import cached_property
from typing import Any, Final

from textual import events
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input

from wrans.desk.desk import Desk

_SOON: Final = 1.0
"""Seconds after which nothing that a key does is still under way."""
_LOST: Final = 0.5
"""Seconds after which what a pane that has gone was to hand on is not waited for."""
_STEPS: Final = 3
"""The key itself, what the pane says because of it, and what a pane around it makes of that."""

_MOVES: Final = (
    *("down", "up", "half_page_down", "half_page_up", "page_down", "page_up", "first", "last"),
    *("next_question", "previous_question"),
)


class Pressing(Desk):
    """Has each key done before the next one goes to whatever has the focus then."""

    class Through(Message):
        """Comes to the reader behind all that a pane had to say before."""

        def __init__(self, number: int, pane: Widget, steps: int) -> None:
            super().__init__()
            self.number, self.pane, self.steps = number, pane, steps

    _pane_of_key: Widget | None = None
    """Where the last key went, if it may still be under way."""
    _pressed_at = _held_until = 0.0
    _number = _awaited = 0
    _is_held = False

    def __init__(self, **how: Any) -> None:
        super().__init__(**how)
        self._keys: deque[events.Event] = deque()

    async def on_event(self, event: events.Event) -> None:
        """Hold keys back until those before them are done."""
        if not isinstance(event, events.Key | events.Paste) or event.is_forwarded:
            await super().on_event(event)
            return
        self._keys.append(event)
        # Whatever became of what was waited for: keys are never held for good.
        if not self._is_held or time.monotonic() > self._held_until + _LOST:
            self._is_held = False
            await self._press()

    async def _press(self) -> None:
        while self._keys and not self._must_wait():
            if not self.screen_stack:  # the reader closed while they were held
                self._keys.clear()
                return
            event = self._keys.popleft()
            pane = self.focused or self.screen
            if not self._stays(event, pane):
                self._pane_of_key, self._pressed_at = pane, time.monotonic()
            await super().on_event(event)

    def _stays(self, event: events.Event, pane: Widget) -> bool:
        """Does the focus stay where it is? So it does with what is typed, and with moves."""
        if not isinstance(event, events.Key):
            return False
        return event.is_printable if isinstance(pane, Input) else event.key in self._moves

    @cached_property
    def _moves(self) -> frozenset[str]:
        keys = self.library.settings.keys
        return frozenset(key for name in _MOVES for key in keys[name])

    def _must_wait(self) -> bool:
        """Is the key before still under way? Then what follows it tells when it is not."""
        pane, self._pane_of_key = self._pane_of_key, None
        if pane is None or time.monotonic() - self._pressed_at > _SOON:
            return False
        self._is_held = self._follow(pane, _STEPS)
        return self._is_held

    def hold_keys(self) -> None:
        """Let no more go until what was asked for is there, or is not to be waited for."""
        self._is_held = True
        self._number += 1
        self._awaited = self._number
        self._wait_no_longer_than(_LOST)

    def let_keys_go(self) -> None:
        """It is there."""
        if self._is_held and self._awaited == self._number:
            self.call_next(self._let_go, self._number)

    def _follow(self, pane: Widget, steps: int) -> bool:
        number = self._number + 1
        if not pane.post_message(self.Through(number, pane, steps)):
            return False
        self._number = number
        self._wait_no_longer_than(_LOST)
        return True

    def _wait_no_longer_than(self, seconds: float) -> None:
        loop = asyncio.get_running_loop()
        self._held_until = time.monotonic() + seconds
        loop.call_later(seconds, self.call_next, self._let_go, self._number)

    async def on_pressing_through(self, message: Through) -> None:
        """Wait for what it did in turn; then the next key goes."""
        if message.number == self._number and not (
            message.steps > 1 and self._follow(message.pane, message.steps - 1)
        ):
            await self._let_go(message.number)

    async def _let_go(self, number: int) -> None:
        if number == self._number and self._is_held:
            self._is_held = False
            await self._press()
