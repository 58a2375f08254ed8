"""When a part of the screen was last painted, and not only when the last byte came."""

import time
from collections.abc import Mapping, Sequence
from itertools import takewhile

import pyte
from pyte.screens import Char

from terminal import Terminal

_SIDE = "│"
_READ = "✓"
"""The list says so of what was on the screen for a while: no answer to a key."""


class Painted(Terminal):
    """A terminal with the reader in it, the list of questions at its left edge."""

    def __init__(self, command: Sequence[str], columns: int, lines: int, env: dict[str, str]):
        """Start the program."""
        super().__init__(command, columns, lines, env)
        self._drawn = pyte.Screen(columns, lines)
        self._stream = pyte.ByteStream(self._drawn)
        self._fed = 0
        self.settled = 0.0
        """Seconds from the last keys until nothing more was painted."""

    def time_to_list(self, keys: str, quiet: float) -> float | None:
        """Type keys; seconds until the list was as it then stayed; None where it never changed.

        What else is painted, before or after, does not count: the answer beside it, a number of
        matches that is still being counted.
        """
        self._feed(len(self.bytes))
        before = self._list()
        came: list[tuple[float, int]] = []
        pressed = time.perf_counter()
        self.press(keys)
        wait = 0.6
        while self.pump(wait):
            came.append((self.last_byte_at, len(self.bytes)))
            wait = quiet
        self.settled = came[-1][0] - pressed if came else 0.0
        looks = []
        for _, upto in came:
            self._feed(upto)
            looks.append(self._list())
        if not looks or all(look == before for look in looks):
            return None
        first = len(looks)
        while first and looks[first - 1] == looks[-1]:
            first -= 1
        return came[first][0] - pressed

    def _feed(self, upto: int) -> None:
        self._stream.feed(bytes(self.bytes[self._fed : upto]))
        self._fed = upto

    def _list(self) -> list[str]:
        """Its lines, from the frame's left side to its right one."""
        rows = (self._drawn.buffer[line] for line in range(self.lines))
        return [self._between(row) for row in rows if row[0].data == _SIDE]

    def _between(self, row: Mapping[int, Char]) -> str:
        # Not pyte's display, which measures every character of the whole screen.
        cells = (row[column].data for column in range(1, self.columns))
        return "".join(takewhile(_SIDE.__ne__, cells)).replace(_READ, " ")
