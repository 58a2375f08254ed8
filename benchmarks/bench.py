"""What is promised about speed and memory, each figure beside its target, all in one run.

python benchmarks/bench.py [--quick]

Start-up is given as a ratio to the smallest program of its kind, measured in turn with it.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from corpus import JULY, ROOT, WRANS, add, everything, own_folders
from painted import Painted
from terminal import Terminal

HELLO = """
from textual.app import App
from textual.widgets import Static
class Hello(App):
    def compose(self):
        yield Static("READY")
Hello().run()
"""
MINIMUM = (sys.executable, "-c", "import whoosh.index, sqlite3")
WORDS = (
    "sewage discharge",
    "nhs dentists",
    "universal credit",
    "prison places",
    "calais border",
    "school funding",
)

failed = 0


def report(what: str, figure: float, target: float, unit: str) -> None:
    """A line of the table."""
    global failed
    is_met = figure <= target
    failed += not is_met
    told = "met" if is_met else "MISSED"
    print(f"{what:<68} {figure:>8.2f} {unit:<4} target {target:<4g} {told}", flush=True)


def median(times: list[float]) -> float:
    """In milliseconds."""
    return statistics.median(times) * 1000


def p95(times: list[float]) -> float:
    """In milliseconds."""
    return sorted(times)[int(len(times) * 0.95)] * 1000


def in_turn(runs: int, *measures: Callable[[], float]) -> list[float]:
    """The median of each, measured turn by turn so that a busy moment falls on all alike."""
    times: list[list[float]] = [[] for _ in measures]
    for _ in range(runs):
        for kept, measure in zip(times, measures, strict=True):
            kept.append(measure())
    return [statistics.median(kept) for kept in times]


def first_output(command: tuple[str, ...], env: dict[str, str]) -> float:
    """Seconds from the start of a process to the first byte it prints, or to its end."""
    started = time.perf_counter()
    with subprocess.Popen(
        command, env=env, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as process:
        assert process.stdout is not None
        process.stdout.read(1)
        return time.perf_counter() - started


def first_paint(command: tuple[str, ...], text: str, env: dict[str, str]) -> float:
    """Seconds from the start of a program to a text on its screen."""
    with Terminal(command, 120, 36, env) as terminal:
        return terminal.wait_for(text)


def reader(env: dict[str, str]) -> Painted:
    """The reader, open and at rest."""
    terminal = Painted(WRANS, 120, 36, env)
    terminal.wait_for("Questions")
    terminal.settle(0.6)
    return terminal


def starts(three: dict[str, str], july: dict[str, str], many: dict[str, str], runs: int) -> None:
    """How long it takes from nothing to something."""
    for name, env in (("2,707", july), ("40,000", many)):
        floor, search = in_turn(
            runs,
            lambda env=env: first_output(MINIMUM, env),  # type: ignore[misc]
            lambda env=env: first_output((*WRANS, "search", "sewage"), env),  # type: ignore[misc]
        )
        report(
            f"wrans search, start to output, {name} records / import whoosh",
            search / floor,
            1.6,
            "x",
        )
    hello, few, much = in_turn(
        runs,
        lambda: first_paint((sys.executable, "-c", HELLO), "READY", many),
        lambda: first_paint(WRANS, FIRST[0], three),
        lambda: first_paint(WRANS, FIRST[1], many),
    )
    report("reader, start to first painted list, 3 records / hello Textual", few / hello, 1.6, "x")
    report(
        "reader, start to first painted list, 40,000 records / hello Textual",
        much / hello,
        1.6,
        "x",
    )
    report("reader, 40,000 records / 3 records", much / few, 1.1, "x")


FIRST = ["", ""]


def newest_heading(env: dict[str, str]) -> str:
    """What the list shows in its first row, cut to be found in a narrow column."""
    import json

    found = subprocess.run(
        (*WRANS, "search", "--json", "--limit", "1", "the"),
        env=env,
        check=True,
        capture_output=True,
    )
    return str(json.loads(found.stdout)["heading"])[:14].strip()


def keys(many: dict[str, str], presses: int) -> None:
    """How long after a key the last change is on the screen."""
    with reader(many) as terminal:
        moves = [terminal.time_to_settle("j") for _ in range(presses)]
        report("j, answer and entities repainted, 40,000 records, median", median(moves), 20, "ms")
        terminal.press("/")
        terminal.settle()
        letters, beside = [], []
        for words in WORDS:
            for letter in words:
                if (took := terminal.time_to_list(letter, 0.15)) is not None:
                    letters.append(took)
                    beside.append(terminal.settled)
            terminal.press("\x15")
            terminal.settle(0.3)
        print(f"the answer beside a typed letter's results: median {median(beside):.1f} ms")
        report("a typed letter to repainted results, median", median(letters), 40, "ms")
        report("a typed letter to repainted results, p95", p95(letters), 80, "ms")
        report("memory of the reader's own process, 40,000 records", terminal.memory(), 80, "MB")


def keys_meanwhile(env: dict[str, str], what: str, command: tuple[str, ...]) -> None:
    """How long a key takes while another process adds or indexes, from its start to its end."""
    with reader(env) as terminal:
        with subprocess.Popen(
            command, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        ) as other:
            moves: list[float] = []
            while other.poll() is None:
                moves.append(terminal.time_to_settle("j", 0.03))
        print(f"j during {what}: {len(moves)} keys, median {median(moves):.1f} ms")
        report(f"j during {what}, p95", p95(moves), 30, "ms")


def adding(folder: Path) -> None:
    """How long a month takes to add."""
    started = time.perf_counter()
    add(own_folders(folder / "july-again"), JULY)
    report("wrans add of 2,707 records, store and index", time.perf_counter() - started, 10, "s")


def main() -> None:
    """Print the table; exit with 1 if a target is missed."""
    if not JULY.exists():
        sys.exit(
            "the real records are not on this machine (no ../shared/data): nothing to measure on"
        )
    quick = "--quick" in sys.argv
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        three, july, many, busy = (
            own_folders(folder / n) for n in ("three", "july", "many", "busy")
        )
        sample = folder / "three.json"
        sample.write_text(three_records())
        add(three, sample)
        add(july, JULY)
        corpus = everything(folder)
        add(many, *corpus)
        add(busy, JULY)
        FIRST[:] = [newest_heading(three), newest_heading(many)]
        adding(folder)
        starts(three, july, many, 5 if quick else 31)
        keys(many, 20 if quick else 100)
        adding_all = (*WRANS, "add", *map(str, corpus))
        keys_meanwhile(busy, "wrans add from another process", adding_all)
        keys_meanwhile(many, "a rebuild in the background", (*WRANS, "rebuild"))
    sys.exit(f"{failed} targets missed" if failed else 0)


def three_records() -> str:
    """The first three real records."""
    import gzip
    import json

    with gzip.open(JULY) as file:
        return json.dumps(json.load(file)[:3])


if __name__ == "__main__":
    os.chdir(ROOT)
    main()
