"""A bar that says how far long work is, how fast it goes and how long it will take."""

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, cast

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    ProgressColumn,
    Task,
    TextColumn,
    TimeRemainingColumn,
)
from rich.progress import Progress as Bar
from rich.text import Text

from wrans import output
from wrans.library import Narrated
from wrans.output import Output

_SETTLED = 2.0
"""Seconds after which it can be told how fast something goes."""


class Rate(ProgressColumn):
    """So many a second."""

    def render(self, task: Task) -> Text:
        """What the column shows."""
        if not task.speed or (task.elapsed or 0) < _SETTLED:
            return Text()
        return Text(f"{task.speed:,.0f}/s" if task.speed >= 1 else f"{task.speed * 60:,.0f}/min")


class Meter:
    """The bar itself, wherever it is shown."""

    def __init__(self, doing: str, console: Console | None = None) -> None:
        """Say what is done until that is told; without a console it is drawn by who has it."""
        self._doing, self._unit = doing, ""
        self.shown = Bar(
            TextColumn("{task.description}", markup=False),
            BarColumn(20),
            MofNCompleteColumn(),
            Rate(),
            TimeRemainingColumn(),
            console=console,
            transient=True,
        )
        self._task = self.shown.add_task(doing, total=None)

    def progress(self, done: int, total: int, what: str = "", /) -> None:
        """So many are done."""
        what = what or self._doing
        kind = what.partition(":")[0]
        if kind != self._unit:
            # Another kind of work goes at another pace.
            self._unit = kind
            self.shown.reset(self._task, total=total or None, completed=done, description=what)
        self.shown.update(self._task, completed=done, total=total or None, description=what)


class _Screen(Console):
    """Standard error."""

    def show_cursor(self, show: bool = True) -> bool:
        """It stays as it is: nothing has to be put right, however the work ends."""
        return False


@contextmanager
def bar(doing: str) -> Iterator[Narrated]:
    """Show it on standard error until the work is done, or the terminal is gone."""
    there = output.terminals()

    def lost() -> None:
        output.drop(there)
        # Not every program is told when its terminal goes away. Who is not to be, goes on.
        if signal.getsignal(signal.SIGHUP) != signal.SIG_IGN:
            os.kill(os.getpid(), signal.SIGHUP)

    meter = Meter(doing, _Screen(file=cast(IO[str], Output(sys.stderr, lost))))
    with meter.shown:
        yield meter.progress
