"""A bar that says how far long work is, how fast it goes and how long it will take."""

from collections.abc import Iterator
from contextlib import contextmanager

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

from wrans.library import Narrated


class Rate(ProgressColumn):
    """So many a second."""

    def render(self, task: Task) -> Text:
        """What the column shows."""
        return Text(f"{task.speed:,.0f}/s" if task.speed else "")


@contextmanager
def bar(doing: str) -> Iterator[Narrated]:
    """Show it on standard error until the work is done."""
    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(20),
        MofNCompleteColumn(),
        Rate(),
        TimeRemainingColumn(),
    )
    with Bar(*columns, console=Console(stderr=True), transient=True) as shown:
        task = shown.add_task(doing, total=None)
        unit = ""

        def progress(done: int, total: int, what: str = "", /) -> None:
            nonlocal unit
            what = what or doing
            kind = what.partition(":")[0]
            if kind != unit:
                # Another kind of work goes at another pace.
                unit = kind
                shown.reset(task, total=total or None)
            shown.update(task, completed=done, total=total or None, description=what)

        yield progress
