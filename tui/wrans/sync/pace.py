"""So many requests a second, and fewer where a server is hard pressed."""

import asyncio
import time
from typing import Final

_SLOWEST: Final = 0.2
_RECOVERY: Final = 1.05
"""How much faster each request may come that went well."""


class Pace:
    """Gives each request its turn."""

    def __init__(self, rate: float) -> None:
        """So many a second at most; 0 for as many as there are."""
        self._wanted = self._rate = rate
        self._next = self._quiet_until = 0.0

    async def turn(self) -> None:
        """Wait for one's turn."""
        if self._rate:
            now = time.monotonic()
            mine = max(now, self._next, self._quiet_until)
            self._next = mine + 1 / self._rate
            await asyncio.sleep(max(0.0, mine - now))
        # The server may have asked for quiet meanwhile.
        while (still := self._quiet_until - time.monotonic()) > 0:
            await asyncio.sleep(still)

    def be_quiet(self, seconds: float) -> None:
        """The server asked for no request at all for so long."""
        self._quiet_until = max(self._quiet_until, time.monotonic() + seconds)

    def slow_down(self) -> None:
        """The server asked for less."""
        self._rate = max(self._rate / 2, min(_SLOWEST, self._wanted))

    def went_well(self) -> None:
        """Come back to what was wanted, little by little."""
        self._rate = min(self._rate * _RECOVERY, self._wanted)
