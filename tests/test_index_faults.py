"""The index when things go wrong: killed writers, full disks, flipped bytes, another's index.

WRANS_FAULTS=full tries every step and every offset; without it some of them are left out.
"""

import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import time
from array import array
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import replace
from datetime import timedelta
from functools import partial
from itertools import count
from pathlib import Path

import pytest

import faults
from test_search import DAY, document, pounds
from told import single
from wrans.errors import StoreError
from wrans.index import Document, Index
from wrans.index import folder as keeping
from wrans.index import index as writing
from wrans.index import query as queries
from wrans.index.words import words
from wrans.library import Library

IS_FULL = os.environ.get("WRANS_FAULTS") == "full"
WORDS = "sheep goat cow hen pig farm barn field".split()
MANY = 75
"""Questions of the record, in slices of 20."""
FIRST, SECOND = 100, 200
"""The record's change before and after."""

SMALLER = {"SLICE": 20, "_WORTHWHILE": 10, "_SMALL": 10, "_MOST_SMALL": 4}


def make_smaller(monkeypatch: pytest.MonkeyPatch) -> None:
    """Several slices are made of few questions."""
    for name, size in SMALLER.items():
        monkeypatch.setattr(writing, name, size)


def record(change: int) -> dict[int, Document]:
    """The questions as the record has them at a change."""
    chance = random.Random(change)
    held = {n: _made(random.Random(n), n) for n in range(1, MANY + 1)}
    if change > FIRST:
        # Some are corrected, and some are new.
        held |= {n: _made(chance, n) for n in (3, 30, 60, MANY + 1, MANY + 2, MANY + 3)}
    return held


def _made(chance: random.Random, number: int) -> Document:
    made = document(number, " ".join(chance.choices(WORDS, k=chance.randint(1, 9))))
    return replace(
        made,
        date=DAY + timedelta(days=number // 3),
        sums=(pounds(chance.randint(1, 10_000)),) * chance.randint(0, 1),
        places=("Calais",) * chance.randint(0, 1),
        named=("Calais",),
        facets=("body=Home Office", "house=Commons"),
    )


# -- what is done to an index


def build(index: Index, change: int) -> None:
    """Build it anew, slice by slice, or go on where that was left."""
    held = record(change)
    ordered = sorted(held.values(), key=lambda d: (d.date, d.id), reverse=True)

    def numbers() -> "array[int]":
        return array("I", [d.id for d in ordered])

    with index.building(numbers, change) as building:
        for n in building.left:
            building.write(n, [held[number] for number in building.ids(n)])


def update(index: Index, change: int) -> None:
    """Put in what changed; many small segments become one."""
    before, held = record(FIRST), record(change)
    changed = {n for n in held if before.get(n) != held[n]}
    index.update([held[n] for n in changed.union(index.scattered())], change)


def begun(folder: Path, *, is_scattered: bool = False) -> Index:
    """An index of the record as it was first; perhaps in many small segments."""
    index = Index(folder)
    build(index, FIRST)
    for n in (5, 15, 25, 35) if is_scattered else ():
        index.update([record(FIRST)[n + k] for k in range(5)], FIRST)
    return index


def first_build(folder: Path) -> Index:
    return Index(folder)


DEEDS: dict[str, tuple[Callable[[Path], Index], Callable[[Index, int], None]]] = {
    "first build": (first_build, build),
    "build": (begun, build),
    "update": (begun, update),
    "merge": (partial(begun, is_scattered=True), update),
}


# -- what can be seen of an index


def assert_answers(index: Index) -> int:
    """It is that of one change or the other, and answers as the questions themselves do."""
    change = index.state()
    assert change in (FIRST, SECOND)
    assert list(index.check()) == []
    ordered = sorted(record(change).values(), key=lambda d: (d.date, d.id), reverse=True)
    with closing(index.open()) as found:
        assert found.page(queries.parse(""), 1000).ids == [d.id for d in ordered]
        for word in WORDS[:3]:
            wanted = [d.id for d in ordered if word in {w.folded for w in words(d.text)}]
            assert found.page(queries.parse(word), 1000).ids == wanted
            assert list(found.all(queries.parse(word)) or ()) == wanted
            assert found.count(queries.parse(word)) == len(wanted)
    return change


def assert_nothing_is_left(folder: Path) -> None:
    """There is the index in use, and no other file."""
    used = (folder / "current").read_text().split()[0]
    assert {file.name for file in folder.iterdir()} == {"current", "lock", used}
    manifest = Index(folder)._folder.manifest()
    assert manifest is not None
    held = {file.name for file in (folder / used).iterdir()}
    assert held == {"manifest.json", *manifest["files"]}
    assert {told["name"] for told in manifest["segments"]} == {
        name.split(".")[0] for name in held if name.endswith(".trm")
    }


def copy(old: Path, new: Path) -> Path:
    """The same index again. Only the pointer and the lock are ever changed in place."""
    new.mkdir(mode=0o700)
    if old.exists():
        shutil.copytree(old, new, dirs_exist_ok=True, copy_function=os.link, ignore=_pointer)
        shutil.copyfile(old / "current", new / "current")
    return new


def _pointer(_: str, names: list[str]) -> list[str]:
    return [name for name in names if name in ("current", "lock")]


# -- killed, failing, full


def _run(what: str, folder: Path, *more: object) -> str:
    command = [sys.executable, "-W", "ignore", __file__, what, str(folder), *map(str, more)]
    ran = subprocess.run(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
    )
    assert ran.returncode == 0, ran.stdout[-4000:]
    return ran.stdout


@pytest.mark.parametrize("deed", DEEDS)
def test_at_every_step_the_old_index_or_the_new_is_there(tmp_path: Path, deed: str) -> None:
    assert int(_run("steps", tmp_path, deed)) > 40


@pytest.mark.parametrize("deed", DEEDS)
def test_killed_at_any_moment_it_is_the_old_index_or_the_new(tmp_path: Path, deed: str) -> None:
    _run("kills", tmp_path, deed, 100 if IS_FULL else 5)


def test_processes_that_build_together_are_gone_on_with_after_a_kill(tmp_path: Path) -> None:
    library = filled()
    chance = random.Random(4)
    for _ in range(12 if IS_FULL else 3):
        worker = subprocess.Popen([sys.executable, __file__, "together", str(tmp_path)])
        time.sleep(chance.uniform(0.3, 1.5))
        worker.kill()
        worker.wait()
    _run("together", tmp_path)
    index = library.index
    assert index.state() == library.store.change
    assert list(index.check()) == []
    assert_nothing_is_left(index.path)
    assert library.numbers("sheep") == array("I", [7, 6, 5, 4, 3, 2, 1])
    library.close()


def filled() -> Library:
    """A library of a few questions, not indexed yet."""
    library = Library()
    for uin in range(1, 8):
        library.store.add(single(uin=str(uin)))
    return library


def test_where_files_may_grow_no_further_the_old_index_serves(tmp_path: Path) -> None:
    told = _run("limits", tmp_path).splitlines()
    assert set(told) == {
        f"{tmp_path}/index: the index could not be written: File too large; "
        "the record itself is safe"
    }
    assert len(told) > 5


@contextmanager
def a_small_disk(folder: Path) -> Iterator[Path]:
    """A disk of 1 MB, where one may be had."""
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=1m", "wrans", str(folder)]
    if os.geteuid() or subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("no disk can be mounted here")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


def test_on_a_disk_that_fills_up_the_old_index_serves(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_smaller(monkeypatch)
    with a_small_disk(tmp_path / "disk") as disk:
        index = Index(disk / "index")
        with pytest.raises(
            StoreError, match=r"the index needs 0 MB and the disk has [01]; free some"
        ):
            build(index, FIRST)
        monkeypatch.setattr(keeping, "_SPARE", 0)
        monkeypatch.setattr(writing, "_BYTES", 0)
        build(index, FIRST)
        rest = disk / "rest"
        for free in range(0, 400_000, 8_192 if IS_FULL else 40_960):
            rest.write_bytes(b"")
            rest.write_bytes(bytes(max(0, shutil.disk_usage(disk).free - free)))
            for act in (update, build):
                with suppress(StoreError):
                    act(index, FIRST)
                assert assert_answers(Index(disk / "index")) == FIRST
        rest.unlink()
        update(index, SECOND)
        assert assert_answers(Index(disk / "index")) == SECOND
        assert_nothing_is_left(disk / "index")


def _steps(folder: Path, deed: str) -> int:
    """Have each call that changes files fail in turn, in each way; how many there were."""
    begin, act = DEEDS[deed]
    begin(folder / "old")
    stride = 1 if IS_FULL else 17
    for kind, first in zip(faults.KINDS, (1, 3, 5), strict=True):
        for step in count(first, stride):
            here = copy(folder / "old", folder / f"{kind}-{step}")
            told, code = _tried(here, act, step, kind)
            is_through = code == 0
            if kind == "killed":
                assert code in (0, -signal.SIGKILL), (step, told)
            else:
                assert code in (0, 3), (step, told)
                assert is_through or _is_one_sentence(told), (step, told)
            _go_on(here, act, has_old=(folder / "old" / "current").exists(), step=step)
            shutil.rmtree(here)
            if is_through and faults_left(told):
                break
    return step


def faults_left(told: str) -> bool:
    """Did it end before the step at which it was to fail?"""
    return told == "through"


def _is_one_sentence(told: str) -> bool:
    return "No space left on device; the record itself is safe" in told and "\n" not in told


def _tried(here: Path, act: Callable[[Index, int], None], step: int, kind: str) -> tuple[str, int]:
    """What a process says that does it, and how it ends."""
    reading, tell = os.pipe()
    if (worker := os.fork()) == 0:
        os.close(reading)
        faults.have_fail(step, kind)
        code, told = 0, "through"
        try:
            act(Index(here), SECOND)
            if faults.calls >= step:
                told = "all the same"
        except StoreError as error:
            code, told = 3, str(error)
        except BaseException as error:  # noqa: BLE001 - whatever it is, the parent tells of it
            code, told = 4, repr(error)
        os.write(tell, told.encode())
        os._exit(code)
    os.close(tell)
    code = os.waitstatus_to_exitcode(os.waitpid(worker, 0)[1])
    with os.fdopen(reading) as pipe:
        return pipe.read(), code


def _go_on(here: Path, act: Callable[[Index, int], None], *, has_old: bool, step: object) -> None:
    """What is there answers; the next process ends the work, and nothing is left lying."""
    index = Index(here)
    if has_old or index.state() is not None:
        assert assert_answers(index) in (FIRST, SECOND), step
    if index.state() == SECOND:
        index.tidy()
    else:
        act(index, SECOND)
    assert assert_answers(Index(here)) == SECOND, step
    assert_nothing_is_left(here)


def _kills(folder: Path, deed: str, cycles: int) -> None:
    begin, act = DEEDS[deed]
    begin(folder / "old")
    started = time.perf_counter()
    act(Index(copy(folder / "old", folder / "whole")), SECOND)
    took = time.perf_counter() - started
    chance = random.Random(deed)
    for cycle in range(cycles):
        here = copy(folder / "old", folder / f"kill-{cycle}")
        if (worker := os.fork()) == 0:
            act(Index(here), SECOND)
            os._exit(0)
        time.sleep(chance.uniform(0, took * 1.2))
        os.kill(worker, signal.SIGKILL)
        os.waitpid(worker, 0)
        _go_on(here, act, has_old=(folder / "old" / "current").exists(), step=cycle)
        shutil.rmtree(here)


def _together(folder: Path) -> None:
    """A build by several processes, of few questions each."""
    from wrans import building

    vars(writing)["SLICE"] = 1
    vars(building)["_FEW"] = 0
    vars(os)["cpu_count"] = lambda: 2
    with closing(Library()) as library:
        library.rebuild()


def _limits(folder: Path) -> None:
    """Let no file grow beyond a limit, whichever; say what is said then."""
    begun(folder / "index")
    whole = resource.getrlimit(resource.RLIMIT_FSIZE)
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    for limit in (0, 1, 30, 100, 200, 400, 800, 1500, 3000):
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, whole[1]))
        for act in (update, build):
            try:
                act(Index(folder / "index"), SECOND)
            except StoreError as error:
                resource.setrlimit(resource.RLIMIT_FSIZE, whole)
                print(error)
                resource.setrlimit(resource.RLIMIT_FSIZE, (limit, whole[1]))
            assert assert_answers(Index(folder / "index")) == FIRST
    resource.setrlimit(resource.RLIMIT_FSIZE, whole)
    _go_on(folder / "index", update, has_old=True, step="limits")


if __name__ == "__main__":
    # A kill leaves what was written, on the disk or not: waiting for it would take all the time.
    vars(os)["fsync"] = lambda _: None
    what, name, *more = sys.argv[1:]
    if what == "together":
        _together(Path(name))
    vars(writing).update(SMALLER)
    if what == "steps":
        print(_steps(Path(name), more[0]))
    elif what == "kills":
        _kills(Path(name), more[0], int(more[1]))
    elif what == "limits":
        _limits(Path(name))
