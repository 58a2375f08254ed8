"""At every system call that changes a file a commit may be killed, or fail, or fill the disk.

strace has it so: SQLite's own calls are among them. WRANS_FAULTS=full tries every call; without it
some of them are left out.
"""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Final

import pytest

import traced
from test_index_faults import DEEDS, FIRST, SECOND, SMALLER, assert_answers, assert_nothing_is_left
from told import single
from wrans import paths
from wrans.index import Index
from wrans.index import index as writing
from wrans.library import Library

IS_FULL: Final = os.environ.get("WRANS_FAULTS") == "full"
_STRIDE: Final = 1 if IS_FULL else 61
_COMMITTED: Final = "committed"
_BEFORE: Final = 30
_DAY: Final = range(20, 40)
"""Half of what comes is new, half of it is in the place of what is there."""


@pytest.mark.parametrize("deed", ["day", *DEEDS])
def test_at_every_system_call_it_is_the_old_or_the_new(tmp_path: Path, deed: str) -> None:
    if told := traced.trouble():
        pytest.skip(told)
    command = [sys.executable, "-W", "ignore", __file__, deed, str(tmp_path)]
    ran = subprocess.run(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
    )
    assert ran.returncode == 0, ran.stdout[-4000:]
    assert int(ran.stdout.split()[0]) > 40


# -- an index


def _index(folder: Path, deed: str) -> int:
    begin, act = DEEDS[deed]
    begin(folder / "old")
    has_old = (folder / "old" / "current").exists()

    def work(here: Path, _: traced.Tell) -> None:
        act(Index(here), SECOND)

    def check(here: Path, _: list[str], told: str) -> None:
        index = Index(here)
        if has_old or index.state() is not None:
            assert assert_answers(index) in (FIRST, SECOND), told
        if index.state() == SECOND:
            index.tidy()
        else:
            act(index, SECOND)
        assert assert_answers(Index(here)) == SECOND, told
        assert_nothing_is_left(here)

    return _at_every_call(folder, work, check)


# -- a day's questions, into the record and its index


def _at_home(here: Path) -> Library:
    for kind in ("CONFIG", "DATA", "CACHE", "STATE"):
        os.environ[f"XDG_{kind}_HOME"] = str(here / kind.lower())
    paths._dirs.cache_clear()
    return Library()


def _add(library: Library, uins: range, word: str) -> None:
    with library.store.batch():
        for uin in uins:
            library.store.add(single(uin=str(uin), answerText=f"<p>{word} for £{uin}m.</p>"))


def _day(folder: Path) -> int:
    with closing(_at_home(folder / "old")) as library:
        _add(library, range(1, _BEFORE + 1), "Oats")
        library.catch_up()

    def work(here: Path, tell: traced.Tell) -> None:
        with closing(_at_home(here)) as library:
            _add(library, _DAY, "Barley")
            tell(_COMMITTED)
            library.catch_up()

    def check(here: Path, said: list[str], told: str) -> None:
        with closing(_at_home(here)) as library:
            is_new = _assert_whole(library, told)
            assert is_new or _COMMITTED not in said, told
            if not is_new:
                _add(library, _DAY, "Barley")
            library.catch_up()
            assert _assert_whole(library, told)
            assert_nothing_is_left(library.index.path)

    return _at_every_call(folder, work, check)


def _assert_whole(library: Library, told: str) -> bool:
    """The record and its index are those of before or of after; say which."""
    assert list(library.store.check()) == [], told
    index = library.index
    if index.state() is not None:
        assert list(index.check()) == [], told
    counted = library.count("oats"), library.count("barley"), library.store.count()
    assert counted in ((_BEFORE, 0, _BEFORE), (_DAY[0] - 1, len(_DAY), _DAY[-1])), (told, counted)
    assert index.state() == library.store.change
    assert list(index.check()) == []
    return counted[1] > 0


# -- every call in turn


def _at_every_call(
    folder: Path,
    work: Callable[[Path, traced.Tell], None],
    check: Callable[[Path, list[str], str], None],
) -> int:
    """How many calls there were; at each something happened, and what was left was checked."""
    fsync = os.fsync

    def in_earnest(here: Path, tell: traced.Tell) -> None:
        vars(os)["fsync"] = fsync
        work(here, tell)

    # Only who is killed waits for the disk.
    vars(os)["fsync"] = lambda _: None
    whole = _copy(folder, "counted")
    steps = traced.steps(lambda tell: in_earnest(whole, tell))
    for kind, first in zip(traced.KINDS, (0, 4, 8), strict=True):
        for at in range(first, len(steps), _STRIDE):
            here = _copy(folder, f"{kind}-{at}")
            ended = traced.with_fault(lambda tell: in_earnest(here, tell), kind, steps, at)  # noqa: B023
            told = f"{kind} at call {at}, {steps[at]}: {ended}"
            if kind == "killed":
                assert ended.code in (0, -signal.SIGKILL), told
            else:
                assert ended.code in (0, 3), told
            check(here, ended.told, told)
            shutil.rmtree(here)
    return len(steps)


def _copy(folder: Path, name: str) -> Path:
    """The same files again."""
    here = folder / name
    if (folder / "old").exists():
        shutil.copytree(folder / "old", here)
    else:
        here.mkdir(mode=0o700)
    return here


if __name__ == "__main__":
    vars(writing).update(SMALLER)
    what, place = sys.argv[1], Path(sys.argv[2])
    print(_day(place) if what == "day" else _index(place, what))
