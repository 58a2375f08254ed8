"""Saved searches when things go wrong: broken files, full disks, kills, several at once."""

import itertools
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

import faults
from test_bookmarks_faults import BROKEN
from wrans.errors import NotSaved
from wrans.searches import Searches

TODAY = date(2026, 1, 2)
GOOD = f"""# Mine.

[[search]]
name = "Sheep" # all of them
query = "sheep"
saved = 2025-03-09
note = "{"x" * 300}"
"""
RENAMED = GOOD.replace('"Sheep"', '"Flocks"')


def searches(folder: Path) -> Searches:
    return Searches(file_of(folder), folder / "state" / "searches.pending")


def file_of(folder: Path) -> Path:
    return folder / "config" / "searches.toml"


def write(folder: Path, data: bytes) -> None:
    file_of(folder).parent.mkdir(exist_ok=True)
    file_of(folder).write_bytes(data)


def names(folder: Path) -> list[str]:
    return [search.name for search in searches(folder)]


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    """A folder with one search in its file."""
    write(tmp_path, GOOD.encode())
    return tmp_path


@pytest.mark.parametrize("broken", [b.replace(b"bookmark", b"search") for b in BROKEN])
def test_a_broken_file_is_left_alone_and_searches_wait(tmp_path: Path, broken: bytes) -> None:
    write(tmp_path, broken)
    ours = searches(tmp_path)
    (trouble,) = ours.troubles
    assert trouble.startswith("searches.toml")
    assert trouble.isprintable()
    ours.save("Cows", "cows", TODAY)
    ours.rename("Cows", "Herds")
    assert file_of(tmp_path).read_bytes() == broken
    assert names(tmp_path) == ["Herds"]
    assert ours.undo() == "Changed back: Cows"
    ours.rename("Cows", "Cattle")

    write(tmp_path, GOOD.encode())
    assert names(tmp_path) == ["Sheep", "Cattle"]
    assert searches(tmp_path).troubles == []
    assert file_of(tmp_path).read_text().startswith(GOOD)
    assert not (tmp_path / "state" / "searches.pending").exists()


def test_a_new_name_that_waits_goes_into_what_was_written_meanwhile(kept: Path) -> None:
    ours = searches(kept)
    write(kept, GOOD.encode() + b"[[")
    ours.rename("Sheep", "Flocks")
    assert [search.name for search in ours] == ["Flocks"]
    write(kept, GOOD.replace('query = "sheep"', 'query = "ewes" # sheep').encode())
    assert names(kept) == ["Flocks"]
    text = file_of(kept).read_text()
    assert 'query = "ewes" # sheep' in text
    assert 'name = "Flocks" # all of them' in text


def test_a_full_disk_leaves_the_old_file(kept: Path) -> None:
    ours = searches(kept)
    with faults.files_no_longer_than(50), pytest.raises(NotSaved, match=r"^not saved: "):
        ours.rename("Sheep", "Flocks")
    assert file_of(kept).read_text() == GOOD
    assert not list(file_of(kept).parent.glob("*.new"))
    assert [search.name for search in ours] == ["Sheep"]
    ours.rename("Sheep", "Flocks")
    assert file_of(kept).read_text() == RENAMED


def test_where_only_the_journal_has_room_the_search_waits_there(kept: Path) -> None:
    ours = searches(kept)
    with faults.files_no_longer_than(300):
        ours.save("Cows", "cows", TODAY)
    assert file_of(kept).read_text() == GOOD
    assert "changes wait in" in ours.troubles[0]
    assert names(kept) == ["Sheep", "Cows"]
    assert '"Cows"' in file_of(kept).read_text()


def test_a_journal_that_is_partly_rubbish_still_counts(kept: Path) -> None:
    write(kept, b"[[")
    searches(kept).save("Cows", "cows", TODAY)
    journal = kept / "state" / "searches.pending"
    rubbish = (
        '\n{}\n[]\n{"key": 1, "block": "[["}\n{"key": "Sheep", "block": null, "values": 3}\n'
        '{"key": "Goats", "block": null, "values": {"name": "Kids"}}\n\ud800'
    )
    journal.write_bytes(journal.read_bytes() + rubbish.encode("utf-8", "surrogatepass"))
    write(kept, GOOD.encode())
    assert names(kept) == ["Sheep", "Cows"]


# -- in processes of their own, which may be killed


def _run(what: str, folder: Path, *more: object) -> subprocess.Popen[str]:
    command = [sys.executable, __file__, what, str(folder), *map(str, more)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


def _ended(process: subprocess.Popen[str]) -> str:
    told, _ = process.communicate()
    assert process.returncode == 0, told
    return told


def test_two_at_once_lose_nothing(tmp_path: Path) -> None:
    for worker in [_run("save", tmp_path, who, 25) for who in (1, 2)]:
        _ended(worker)
    assert sorted(names(tmp_path)) == sorted(f"New {who}-{n}" for who in (1, 2) for n in range(25))
    assert searches(tmp_path).troubles == []


def test_what_was_said_to_be_saved_survives_a_kill(tmp_path: Path) -> None:
    assert int(_ended(_run("kill", tmp_path, 30))) > 0
    assert not list(file_of(tmp_path).parent.glob("*.new"))


@pytest.mark.parametrize("fault", ["killed", "failing", "failing from then on"])
def test_at_every_step_of_a_new_name_the_old_file_or_the_new_is_there(
    tmp_path: Path, fault: str
) -> None:
    assert int(_ended(_run("step", tmp_path, fault))) > 10


def _save(folder: Path, who: int, many: int, told: Callable[[str], object]) -> None:
    """Save a search and give it another name, again and again."""
    for number in range(many):
        searches(folder).save(f"Old {who}-{number}", "words", TODAY)
        searches(folder).rename(f"Old {who}-{number}", f"New {who}-{number}")
        told(f"New {who}-{number}")


def _kill(folder: Path, cycles: int) -> int:
    told: set[str] = set()
    for told in faults.killed(lambda cycle, tell: _save(folder, cycle, 10_000, tell), cycles):
        assert searches(folder).troubles == []
        assert told <= set(names(folder))
    # What the last kill left lying is gone with the next that is saved.
    searches(folder).save("Cows", "cows", TODAY)
    assert "Cows" in names(folder)
    return len(told)


def _step(folder: Path, fault: str) -> int:
    """Have each call that changes files fail in turn; how many there were."""
    return faults.at_every_step(_rename, _is_renamed, NotSaved, fault, _folders(folder))


def _folders(folder: Path) -> Iterator[Path]:
    for step in itertools.count(1):
        here = folder / str(step)
        here.mkdir()
        write(here, GOOD.encode())
        yield here


def _rename(here: Path) -> None:
    searches(here).rename("Sheep", "Flocks")


def _is_renamed(here: Path, is_done: bool) -> None:
    assert file_of(here).read_text() in (GOOD, RENAMED), here
    assert searches(here).troubles == []
    # Said to be kept: it is there, if only in the journal.
    assert names(here) == ["Flocks"] or not is_done, here
    if names(here) == ["Sheep"]:
        _rename(here)
    assert file_of(here).read_text() == RENAMED
    assert not list(here.rglob("*.new"))


if __name__ == "__main__":
    what, name, *more = sys.argv[1:]
    if what == "save":
        _save(Path(name), int(more[0]), int(more[1]), lambda name: None)
    elif what == "kill":
        print(_kill(Path(name), int(more[0])))
    else:
        print(_step(Path(name), more[0]))
