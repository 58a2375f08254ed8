"""The targets of a million that need no screen: the engine alone, its peers, and patches."""

import gc
import random
import re
import statistics
import time
from collections.abc import Callable, Iterator
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any, Final

import peers
from million import questions
from million_kept import SAMPLE, Kept, own_library
from million_table import Table, milliseconds, within
from wrans import building as keeping
from wrans import formats, indexing
from wrans.index import Index, words
from wrans.records import Source
from wrans.records.opener import without_opener
from wrans.store import Store
from wrans.store.extractor import VERSION as FOUND

PRESSES: Final = 2_000
_DEADLINE: Final = 0.045
_RUNS: Final = 15
_MOST_SECONDS: Final = 2.0
_FASTER_THAN_TANTIVY: Final = (
    "common word", "two common words", "common phrase", "common phrase with a small word",
    "word in half a year",
)  # fmt: skip
_FASTER_THAN_FTS5: Final = ("prefix gov*", "prefix co*", "prefix a*", "word in half a year")
_COUNTED: Final = ("government", "asylum", "government support", "pension credit")


def phrases(record: Path, seed: int = 11) -> Iterator[str]:
    """One to four words that stand together in some question, without end."""
    chance = random.Random(seed)
    with Store(record, read_only=True) as store:
        numbers = store.ids()
        while True:
            text = without_opener(store.question(chance.choice(numbers)).text).lower()
            found = [w for w in re.findall(r"[a-z]+", text) if w not in words.STOP]
            if len(found) > 4:
                start = chance.randrange(len(found) - 4)
                yield " ".join(found[start : start + chance.randint(1, 4)])


def typed(record: Path, presses: int) -> Iterator[str]:
    """What stands in the search line after each key press."""
    whole = (p[: n + 1] for p in phrases(record) for n in range(len(p)) if p[n] != " ")
    return islice(whole, presses)


def typing(kept: Kept, table: Table, presses: int = PRESSES) -> None:
    """A typed letter to the 50 rows that it shows, without a screen."""
    library = own_library(kept)
    took: list[float] = []
    slowest: list[tuple[float, str]] = []
    cut = 0
    lines = list(typed(kept.record, presses))
    # As in the process that searches: garbage waits until nobody types.
    gc.disable()
    for line in lines:
        started = time.perf_counter()
        end = started + _DEADLINE
        query = library.query(line, typing=True)
        page = library.first_ids(query, peers.PAGE, lambda end=end: time.perf_counter() > end)  # type: ignore[misc]
        library.listed(page.ids).rows(0, len(page.ids))
        took.append(time.perf_counter() - started)
        cut += not page.is_complete and len(page.ids) < peers.PAGE
        slowest.append((took[-1], line))
        if len(took) % 200 == 0:
            gc.collect()
    gc.enable()
    name = f"typed letter to 50 rows, engine alone, {len(took):,} keys"
    table.at_most(f"{name}, median", statistics.median(took) * 1000, 3, "ms")
    table.at_most(f"{name}, p95", within(took, 0.95), 20, "ms")
    table.at_most(f"{name}, p99", within(took, 0.99), 40, "ms")
    table.at_most(f"{name}, slowest", max(took) * 1000, 50, "ms")
    worst = ", ".join(f"{line!r} {s * 1000:.0f}" for s, line in sorted(slowest)[-5:])
    table.say(f"  {cut} keys showed a partial page first; slowest: {worst}")
    library.close()


def pages(kept: Kept, table: Table) -> None:
    """A page of 50, newest first, here and elsewhere, turn by turn."""
    library = own_library(kept)
    engines = list(kept.peers())
    names = [f"{e.name}{'' if n == kept.count else f' ({n:,})'}" for e, n in engines]
    table.say(f"\nA page of 50, newest first, ms, median of up to {_RUNS}; rows found in brackets")
    table.say(f"{'':<34}" + "".join(f"{name:>19}" for name in ("wrans", *names)))
    for search in peers.SEARCHES:

        def ours(search: peers.Search = search) -> int:
            return len(library.first_ids(library.query(search.query), peers.PAGE).ids)

        works: list[Callable[[], int]] = [ours, *(partial(one.page, search) for one, _ in engines)]
        figures = in_turn(works)
        told = "".join(f"{ms:>14.2f} [{n:>2}]" if ms >= 0 else f"{'-':>19}" for ms, n in figures)
        table.say(f"{search.name:<34}{told}")
        mine = figures[0][0]
        beside = {e.name: ms for (e, _), (ms, _) in zip(engines, figures[1:], strict=True)}
        _judge(search.name, mine, beside, table)
    library.close()


def _judge(name: str, mine: float, beside: dict[str, float], table: Table) -> None:
    """What is promised of it beside the others."""
    table.ratios(name, {other: ms / mine for other, ms in beside.items() if ms > 0 and mine > 0})
    if (theirs := beside.get("tantivy", -1)) > 0:
        if name in _FASTER_THAN_TANTIVY:
            table.at_most(f"  {name}: faster than tantivy", mine, theirs, "ms")
        else:
            limit = max(1.5 * theirs, theirs + 3)
            table.at_most(f"  {name}: 1.5 x tantivy or 3 ms more", mine, limit, "ms")
    if name in _FASTER_THAN_FTS5 and (theirs := beside.get("FTS5", -1)) > 0:
        table.at_most(f"  {name}: faster than FTS5", mine, theirs, "ms")


def in_turn(works: list[Callable[[], int]]) -> list[tuple[float, int]]:
    """The median of each in milliseconds, and what it found; -1 for what cannot do it."""
    times: list[list[float]] = [[] for _ in works]
    found = [0] * len(works)
    for _ in range(_RUNS):
        for n, work in enumerate(works):
            if found[n] < 0 or sum(times[n]) > _MOST_SECONDS:
                continue
            started = time.perf_counter()
            try:
                found[n] = work()
            except Exception:
                if n == 0:
                    raise
                found[n] = -1
                continue
            times[n].append(time.perf_counter() - started)
    return [
        (statistics.median(t) * 1000 if n >= 0 else -1.0, n)
        for t, n in zip(times, found, strict=True)
    ]


def counts(kept: Kept, table: Table) -> None:
    """How many there are, exactly, when first asked and when asked again."""
    for line in _COUNTED:
        library = own_library(kept)
        query = library.query(line)
        searcher = library._searcher()
        work = partial(searcher.count, query)
        cold, told = _timed(work)
        warm = min(_timed(work)[0] for _ in range(5))
        table.at_most(f"exact count, {line}, cold", cold, 200, "ms")
        table.at_most(f"exact count, {line}, warm: {told:,}", warm, 2, "ms")
        library.close()


def ranked(kept: Kept, table: Table) -> None:
    """The best 50 instead of the newest."""
    library = own_library(kept)
    for line, target in (("government", 200), ("government support", 600)):
        query = library.query(line)
        took = [_timed(partial(library.best_ids, query, peers.PAGE))[0] for _ in range(5)]
        table.at_most(f"ranked page, {line}", statistics.median(took), target, "ms")
    library.close()


def _timed(work: Callable[[], Any]) -> tuple[float, Any]:
    started = time.perf_counter()
    told = work()
    return milliseconds(time.perf_counter() - started), told


def building(kept: Kept, table: Table) -> None:
    """How fast the index is built, and how large it is."""
    rate = kept.count / kept.index_seconds
    table.say(
        f"  sums and places, found once: {kept.count / kept.found_seconds:,.0f} questions a second"
    )
    table.say(
        "  the index: all of `wrans rebuild`, from its start to its end; each question is read\n"
        "  from the record, its text made of the answer's HTML, mended, indexed, put on the disk"
    )
    table.at_least(f"index of {kept.count:,} from the record, all processes", rate, 4_500, "/s")
    table.at_most("size of the index, a question", kept.index_size() / kept.count, 1_000, "B")
    sample = min(SAMPLE, kept.count)
    with Store(kept.record, read_only=True) as store:
        documents = list(indexing.documents(store, store.ids()[:sample]))
    folder = kept.folder / "one-process"
    started = time.perf_counter()
    Index(folder, FOUND).build(iter(documents), sample, 1)
    ours = sample / (time.perf_counter() - started)
    told = [peers.Told(d.id, d.date.toordinal(), d.body.lower(), d.text) for d in documents]
    stock = kept.folder / "stock"
    stock.mkdir(exist_ok=True)
    started = time.perf_counter()
    peers.Whoosh().build(stock, iter(told))
    theirs = sample / (time.perf_counter() - started)
    table.say(f"  {sample:,} questions in one process: {ours:,.0f}/s; stock Whoosh {theirs:,.0f}/s")
    table.at_least("index build in one process / stock Whoosh", ours / theirs, 3.5, "x")
    table.at_most("record of invented questions, minutes to fill", kept.record_seconds / 60, 10, "")


def patches(kept: Kept, table: Table) -> None:
    """How soon a day's answers and corrections can be found."""
    record, folder = kept.copied()
    index = Index(folder, FOUND)
    with Store(record) as store:
        with store.batch():
            for number, item in enumerate(questions(250, seed=77)):
                store.add(formats.of_item(_of_today(item, number), Source.SINGLE))
        took = _caught_up(index, store)
        table.at_most("a day's 250 answers searchable", took, 0.3, "s")
        chance = random.Random(5)
        with store.batch():
            for number in chance.sample(list(store.ids()), 50):
                store.add(formats.of_item(_corrected(store, number), Source.SINGLE))
        table.at_most("50 corrections searchable", _caught_up(index, store), 1.0, "s")


def _caught_up(index: Index, store: Store) -> float:
    """Seconds until a searcher is open that knows all that the store does."""
    started = time.perf_counter()
    keeping.catch_up(index, store)
    index.open().close()
    took = time.perf_counter() - started
    assert index.state() == store.change
    return took


def _of_today(item: dict[str, Any], number: int) -> dict[str, Any]:
    day = "2026-10-30T00:00:00"
    return item | {
        "id": 90_000_000 + number, "uin": str(800_000 + number), "house": "Commons",
        "dateTabled": day, "dateAnswered": day, "groupedQuestionsDates": [],
        "answerText": item["answerText"] or "<p>Answered at once.</p>",
    }  # fmt: skip


def _corrected(store: Store, number: int) -> dict[str, Any]:
    import json

    item: dict[str, Any] = json.loads(store.raw(number, Source.SINGLE.value) or b"{}")
    return item | {
        "answerText": f"{item['answerText'] or ''}<p>One figure was put right.</p>",
        "dateAnswered": item["dateAnswered"] or item["dateTabled"],
        "answerIsCorrection": True,
        "dateAnswerCorrected": "2026-10-30T00:00:00",
    }
