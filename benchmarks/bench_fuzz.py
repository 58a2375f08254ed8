"""Queries that nobody would type, at a million questions: none may raise, hang or take long.

python benchmarks/bench_fuzz.py [QUERIES] [--of N] [--seed S]

Each is read as typed and as it is being typed, and goes through all that the reader does with it:
the first page and what was meant, its explanation and marks; then everything it finds, its counts,
places and best, each given up for a newer key at some moment; now and then to the end. What is
judged is processor time, so that other work on the machine does not count. Exits with 1 if a
target is missed.
"""

import argparse
import gc
import os
import random
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

import peers
from corpus import ROOT
from million_kept import Kept, own_library
from million_nonsense import Nonsense
from million_table import Table, within
from wrans.index.query import Query
from wrans.library import Library

_LATEST: Final = 0.045
"""As in the process that searches: seconds after which a page is shown as far as it is known."""
_KEY: Final = (0.0005, 0.02)
"""Seconds after which a newer key is there: from and to."""
_TO_THE_END: Final = 25
"""Of so many queries one is waited for."""
_MOST: Final = 250
_FREQUENT, _RARE = 400, 2_000
_JUDGED: Final = (
    "page", "page, typing", "said and marked",
    "everything, given up", "counts, given up", "places, given up", "best, given up",
)  # fmt: skip
_STAGES: Final = (*_JUDGED, "everything", "counts", "places", "best")


class Fuzz:
    """What each stage took, and of which query it took longest."""

    def __init__(self, library: Library, text: str) -> None:
        self._library, self._text = library, text
        self.took: dict[str, list[float]] = {stage: [] for stage in _STAGES}
        self.slowest: dict[str, list[tuple[float, str]]] = {stage: [] for stage in _STAGES}
        self._chance = random.Random(3)
        self.raised: list[tuple[str, str, str]] = []

    def all_of(self, words: str) -> None:
        """Have a query go through every stage."""
        self._timed("page", words, lambda: self._page(words, typing=False))
        self._timed("page, typing", words, lambda: self._page(words, typing=True))
        self._timed("said and marked", words, lambda: self._said(words))
        try:
            query = self._library.query(words)
        except Exception:  # noqa: BLE001 - told already, by the stages before
            return
        for stage, work in (
            ("everything", self._library.all_ids),
            ("counts", self._library.facets),
            ("places", self._library.places),
            ("best", self._library.ranked_ids),
        ):
            if not len(self.took["page"]) % _TO_THE_END:
                self._timed(stage, words, lambda: work(query))  # noqa: B023
            else:
                self._given_up(f"{stage}, given up", words, query, work)

    def _page(self, words: str, *, typing: bool) -> None:
        query = self._library.query(words, typing=typing)
        self._library.also(query)
        self._library.at_most(query)
        end = time.perf_counter() + _LATEST
        page = self._library.first_ids(query, peers.PAGE, lambda: time.perf_counter() > end)
        self._library.suggestion(query, found_any=bool(page.ids))
        self._library.listed(page.ids).rows(0, len(page.ids))

    def _said(self, words: str) -> None:
        self._library.explained(words)
        self._library.notices(words)
        self._library.marks(words, self._text)
        self._library.marks(words, self._text, typing=True)

    def _given_up(self, stage: str, words: str, query: Query, work: Callable[..., object]) -> None:
        """How long a key would wait for it."""
        key = self._chance.uniform(*_KEY)
        end = time.thread_time() + key
        self._timed(stage, words, lambda: work(query, lambda: time.thread_time() > end), key)

    def _timed(self, stage: str, words: str, work: Callable[[], object], free: float = 0) -> None:
        started = time.thread_time()
        try:
            work()
        except Exception as error:  # noqa: BLE001 - whatever it is, it is what is looked for
            self.raised.append((stage, words, repr(error)))
        took = max(0.0, time.thread_time() - started - free)
        self.took[stage].append(took)
        slowest = self.slowest[stage]
        if len(slowest) < 5 or took > slowest[-1][0]:
            self.slowest[stage] = sorted([*slowest, (took, words)], reverse=True)[:5]


def nonsense(library: Library, seed: int) -> Iterator[str]:
    """Queries without end, of the words of this record."""
    known = library._searcher().segments[0].vocabulary.counted("")
    by_count = sorted(known, key=lambda pair: pair[1], reverse=True)
    frequent = [word for word, _ in by_count[:_FREQUENT]]
    rare = [word for word, _ in random.Random(1).sample(by_count[_FREQUENT:], _RARE)]
    made = Nonsense(frequent, rare, seed)
    while True:
        yield made.query()


def run(kept: Kept, count: int, seed: int) -> Fuzz:
    """Try so many."""
    library = own_library(kept)
    text = library.read(library.newest().ids[0]).prose.text
    # As it is once nobody has typed for a moment.
    for line in ("government", "in:Wales"):
        library.facets(library.query(line))
        library.places(library.query(line))
    fuzz = Fuzz(library, text)
    made = nonsense(library, seed)
    gc.disable()
    for n in range(count):
        fuzz.all_of(next(made))
        if n % 100 == 0:
            gc.collect()
    gc.enable()
    library.close()
    return fuzz


def main() -> None:
    """Print the table, exit with 1 if a target is missed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("queries", nargs="?", type=int, default=50_000)
    parser.add_argument("--of", type=int, default=1_000_000, metavar="N")
    parser.add_argument("--seed", type=int, default=1)
    told = parser.parse_args()
    kept = Kept(told.of)
    kept.build()
    fuzz = run(kept, told.queries, told.seed)
    table = Table()
    table.say(f"{told.queries:,} made-up queries of {told.of:,} questions, seed {told.seed}\n")
    table.at_most("queries that raised anything", len(fuzz.raised), 0, "")
    for stage, words, error in fuzz.raised[:20]:
        table.say(f"  {stage}: {words!a}: {error}")
    for stage, took in fuzz.took.items():
        slowest = fuzz.slowest[stage]
        if stage in _JUDGED:
            table.at_most(f"{stage}, slowest", slowest[0][0] * 1000, _MOST, "ms")
        else:
            table.say(f"{stage}, to the end")
        table.say(f"  median {within(took, 0.5):.2f} ms, 99.9% within {within(took, 0.999):.1f} ms")
        for seconds, words in slowest:
            table.say(f"  {seconds * 1000:.0f} ms: {ascii(words)[:110]}")
    sys.exit(table.end())


if __name__ == "__main__":
    os.chdir(ROOT)
    main()
