"""A million questions by their fields: first pages, counts of what was found, made-up queries."""

import asyncio
import gc
import random
import statistics
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Final

import peers
from made_up import made_up
from million_kept import Kept, own_library
from million_table import Table, milliseconds
from wrans.clerk import Asked, Clerk, Looked
from wrans.library import Library

FIELDS: Final = (
    "near:Grimsby", "near:Grimsby~50", "near:London~200", "in:Wales", "in:France", "place:Calais",
    "money:>10m", "money:1m..5m", "currency:EUR", "currency:GBP", "is:unread", "is:bookmarked",
    "is:late", "is:unanswered", "has:table", "due:2020", "answered:2020-03", "uin:12*",
)  # fmt: skip
_UNPROMISED: Final = ("near:London~200",)
"""A third of all places: shown, and not judged."""
_PAGE: Final = 50
"""Milliseconds in which a first page has to be there, nothing having been read before."""
_COUNTED: Final = ("government", "is:unread", "in:Wales")
_MADE_UP: Final = 1_500
_LATEST: Final = 0.045
_AGAIN: Final = 5


def fields(kept: Kept, table: Table) -> None:
    """The first page of what a field finds: by an engine that has read nothing, and again."""
    for line in FIELDS:
        library = own_library(kept)
        library.first_ids(library.query("uin:1"), 1)
        cold, _ = _timed(lambda: _page(library, line))  # noqa: B023
        again = [_timed(lambda: _page(library, line)) for _ in range(_AGAIN)]  # noqa: B023
        warm, found = min(again)
        name = f"first page, {line}, {found} rows, cold"
        if line in _UNPROMISED:
            table.say(f"  {name}: {cold:.2f} ms")
        else:
            table.at_most(name, cold, _PAGE, "ms")
        table.say(f"  again {warm:.2f} ms")
        library.close()


def _page(library: Library, line: str) -> int:
    page = library.first_ids(library.query(line), peers.PAGE)
    return len(library.listed(page.ids).rows(0, len(page.ids)))


def counted(kept: Kept, table: Table) -> None:
    """Counts by body, year, House, party and month, and by place, of what was found."""
    for line in _COUNTED:
        library = own_library(kept)
        query = library.query(line)
        library.first_ids(query, 1)
        for name, count in (("facets and months", library.facets), ("places", library.places)):
            work: Callable[[], object] = lambda: count(query)  # noqa: B023, E731
            cold = _timed(work)[0]
            warm = min(_timed(work)[0] for _ in range(_AGAIN))
            table.say(f"  {name} of {line}: cold {cold:.0f} ms, again {warm:.0f} ms")
        library.close()


def fuzz(kept: Kept, table: Table) -> None:
    """Queries that nobody would type: as the process that searches answers them."""
    chance = random.Random(8)
    library = own_library(kept)
    slowest = (0.0, "")
    gc.disable()
    for n in range(_MADE_UP):
        line = made_up(chance)
        for typing in (False, True):
            took = _timed(lambda: _answered(library, line, typing=typing))[0]  # noqa: B023
            slowest = max(slowest, (took, line))
        if n % 100 == 0:
            gc.collect()
    gc.enable()
    name = f"{_MADE_UP:,} made-up queries, to a page and what was meant, slowest"
    table.at_most(name, slowest[0], 250, "ms")
    table.say(f"  slowest: {slowest[1][:60]!a}")
    library.close()


def _answered(library: Library, line: str, *, typing: bool) -> int:
    query = library.query(line, typing=typing)
    library.also(query)
    library.at_most(query)
    end = time.perf_counter() + _LATEST
    page = library.first_ids(query, peers.PAGE, lambda: time.perf_counter() > end)
    library.suggestion(query, found_any=bool(page.ids))
    return len(page.ids)


def asked(kept: Kept, table: Table) -> None:
    """The same fields, asked as the reader asks: to the first answer of the other process."""
    own_library(kept).close()
    took = asyncio.run(_asked())
    for line, seconds in took.items():
        name = f"first answer of the search process, {line}"
        if line in _UNPROMISED:
            table.say(f"  {name}: {seconds * 1000:.2f} ms")
        else:
            table.at_most(name, seconds * 1000, 60, "ms")
    table.say(f"  median {milliseconds(statistics.median(took.values())):.1f} ms")


async def _asked() -> dict[str, float]:
    heard: asyncio.Queue[Looked] = asyncio.Queue()
    clerk = Clerk(heard.put_nowait, Asked())
    running = asyncio.create_task(clerk.run())
    took: dict[str, float] = {}
    # Not before the process is there.
    while not took:
        with suppress(TimeoutError):
            took[""] = await asyncio.wait_for(_first(clerk, heard, "sheep"), 0.5)
    # It makes itself ready once nobody types.
    await asyncio.sleep(2)
    took.clear()
    for line in FIELDS:
        took[line] = await _first(clerk, heard, line)
    running.cancel()
    with suppress(asyncio.CancelledError):
        await running
    return took


async def _first(clerk: Clerk, heard: "asyncio.Queue[Looked]", line: str) -> float:
    """Seconds to the first answer, which is not waited for longer than need be."""
    started = time.perf_counter()
    clerk.ask(line, typing=False)
    while True:
        looked = await heard.get()
        if looked.request == clerk._request:
            return time.perf_counter() - started


def _timed(work: Callable[[], object]) -> tuple[float, object]:
    started = time.perf_counter()
    told = work()
    return milliseconds(time.perf_counter() - started), told
