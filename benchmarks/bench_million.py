"""What is promised of a million questions, each figure beside its target, all in one run.

python benchmarks/bench_million.py [N]

Builds N invented questions (1,000,000 unless said otherwise), their index, and the same in FTS5,
tantivy, Xapian and, of the first 20,000, Whoosh as it comes (``FULL=1``: of all). What is built is
kept in ``.bench`` for the next run. Exits with 1 if a target is missed.
"""

import argparse
import os
import random
import shutil
import statistics
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

import million_engine as engine
import million_fields as by_field
from bench import HELLO, first_paint, newest_heading
from bench import in_turn as measured_in_turn
from corpus import ROOT, WRANS
from million_kept import Kept
from million_table import Table, within
from painted import Painted
from terminal import Terminal

_STARTS: Final = 15
_KEYS: Final = 100
_LETTERS: Final = 160


def starts(kept: Kept, table: Table) -> None:
    """From nothing to a painted list."""
    _forget_the_last_session(kept)
    first = {name: newest_heading(env) for name, env in (("few", kept.three), ("many", kept.env))}
    hello, few, many = measured_in_turn(
        _STARTS,
        lambda: first_paint((sys.executable, "-c", HELLO), "READY", kept.env),
        lambda: first_paint(WRANS, first["few"], kept.three),
        lambda: first_paint(WRANS, first["many"], kept.env),
    )
    table.at_most("start to first painted list / hello Textual", many / hello, 1.6, "x")
    table.at_most("start to first painted list / the same at 3 records", many / few, 1.1, "x")


def keys(kept: Kept, table: Table) -> None:
    """From a key to what it changed on the screen."""
    _forget_the_last_session(kept)
    with Painted(WRANS, 120, 36, kept.env) as terminal:
        terminal.wait_for("Questions")
        terminal.settle(0.6)
        moves = [terminal.time_to_settle("j") for _ in range(_KEYS)]
        beside = "j, list, answer and sidebar repainted, pty"
        table.at_most(f"{beside}, median", statistics.median(moves) * 1000, 20, "ms")
        terminal.press("z")
        terminal.settle(0.4)
        alone = [terminal.time_to_settle("j") for _ in range(_KEYS)]
        table.at_most("j on the list, pty, median", statistics.median(alone) * 1000, 8, "ms")
        table.at_most("j on the list, pty, p95", within(alone, 0.95), 17, "ms")
        for key in "z/":
            terminal.press(key)
            terminal.settle(0.4)
        letters = list(_letters(kept, terminal))
        name = f"typed letter to repainted list, pty, {len(letters)} of {_LETTERS}"
        table.at_most(f"{name}, median", statistics.median(letters) * 1000, 25, "ms")
        table.at_most(f"{name}, p95", within(letters, 0.95), 50, "ms")
        table.at_most("memory of the reader's process", terminal.memory(), 80, "MB")
        table.at_most("memory of the search process", searching_memory(terminal), 120, "MB")


def _forget_the_last_session(kept: Kept) -> None:
    """Open at the top of the list, whatever was open the last time."""
    for env in (kept.three, kept.env):
        shutil.rmtree(env["XDG_STATE_HOME"], ignore_errors=True)


def _letters(kept: Kept, terminal: Painted) -> Iterator[float]:
    """Seconds from a letter of real phrases to the list that it changes: not every one does."""
    left = _LETTERS
    for phrase in engine.phrases(kept.record, seed=40):
        for letter in phrase[:left]:
            took = terminal.time_to_list(letter, 0.25)
            if took is not None:
                yield took
        left -= len(phrase)
        if left <= 0:
            return
        terminal.press("\x15")
        terminal.settle(0.4)


def searching_memory(terminal: Terminal) -> float:
    """Resident megabytes of the reader's process that searches."""
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            told = dict(
                line.split(":\t", 1)
                for line in (folder / "status").read_text().splitlines()
                if ":\t" in line
            )
            command = (folder / "cmdline").read_bytes().split(b"\0")
        except OSError:
            continue
        if told.get("PPid") == str(terminal.pid) and b"search" in command:
            return int(told["VmRSS"].split()[0]) / 1024
    return float("nan")


def main() -> None:
    """Build what is missing, print the table, exit with 1 if a target is missed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("count", nargs="?", type=int, default=1_000_000, metavar="N")
    kept = Kept(parser.parse_args().count)
    random.seed(0)
    kept.build()
    table = Table()
    table.say(f"{kept.count:,} invented questions, {os.cpu_count()} cores\n")
    engine.building(kept, table)
    engine.typing(kept, table)
    engine.counts(kept, table)
    engine.ranked(kept, table)
    by_field.fields(kept, table)
    by_field.asked(kept, table)
    by_field.counted(kept, table)
    by_field.fuzz(kept, table)
    engine.patches(kept, table)
    starts(kept, table)
    keys(kept, table)
    engine.pages(kept, table)
    sys.exit(table.end())


if __name__ == "__main__":
    os.chdir(ROOT)
    main()
