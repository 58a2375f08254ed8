"""Bookmarks when things go wrong: broken files, full disks, kills, and several readers at once."""

import errno
import itertools
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest

from faults import at_every_step, files_no_longer_than, killed
from wrans.bookmarks import Bookmarks
from wrans.errors import NotSaved
from wrans.records import House, Key

TODAY = date(2026, 1, 2)
SHEEP = Key(House.COMMONS, date(2025, 3, 3), "41001")
COWS = Key(House.COMMONS, date(2025, 3, 5), "3")
GOOD = f"""# Mine.

[[bookmark]]
key = "{SHEEP}"
heading = "Sheep"
added = 2025-03-09
note = "{"x" * 300}"
"""


def marks(folder: Path) -> Bookmarks:
    return Bookmarks(folder / "config" / "bookmarks.toml", folder / "state" / "bookmarks.pending")


def file_of(folder: Path) -> Path:
    return folder / "config" / "bookmarks.toml"


def write(folder: Path, data: bytes) -> None:
    file_of(folder).parent.mkdir(exist_ok=True)
    file_of(folder).write_bytes(data)


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    """A folder with one bookmark in its file."""
    write(tmp_path, GOOD.encode())
    return tmp_path


BROKEN = [
    b"[[bookmark]\n",
    b"[[bookmark]]\nkey\n",
    b'[[bookmark]]\nkey = "commons/2025-03-03/41001\n',
    b"[[bookmark]]\nkey = 'half",
    b'[[bookmark]]\nnote = """half\n',
    b"[[bookmark]]\nnote = '''half\n\n",
    b'[[bookmark]]\nkey = "a"\nkey = "b"\n',
    b"[[bookmark]]\ntags = [1, 2\n",
    b'[[bookmark]]\nnote = "\\q"\n',
    b'[[bookmark]]\nnote = "\\ud800"\n',
    b'[[bookmark]]\nnote = "\x00"\n',
    b'[[bookmark]]\nnote = "\x1b]0;hi\x07"\n',
    b"[[bookmark]]\nadded = 2025-13-45\n",
    b"[[bookmark]]\nadded = yesterday\n",
    b"[[bookmark]]\rkey = 1\r",
    b"[bookmark]\n[[bookmark]]\n",
    b"[[bookmark]]\n[bookmark]\n",
    b"[bookmark]\nkey = 1\n",
    b'bookmark = "none"\n',
    b"bookmark = [1, 2]\n",
    b"<<<<<<< ours\n[[bookmark]]\n=======\n>>>>>>> theirs\n",
    b"a = 1\na = 2\n",
    b"# caf\xe9\n",
    b'[[bookmark]]\nnote = "\xff\xfe"\n',
    "[[bookmark]]\n".encode("utf-16"),
    b"x = " + b"[" * 9000,
    b"x = " + b"{a=" * 9000,
    b"x = " + b"9" * 5000,
    b"\xef\xbb\xbf\xef\xbb\xbf[[bookmark]]\n",
    b"PK\x03\x04\x00\x00\x00",
]


@pytest.mark.parametrize("broken", BROKEN)
def test_a_broken_file_is_left_alone_and_marks_wait(tmp_path: Path, broken: bytes) -> None:
    write(tmp_path, broken)
    bookmarks = marks(tmp_path)
    (trouble,) = bookmarks.troubles
    assert trouble.startswith("bookmarks.toml")
    assert trouble.isprintable()
    assert bookmarks.toggle(COWS, "Cows", TODAY)
    assert file_of(tmp_path).read_bytes() == broken
    assert COWS in marks(tmp_path)
    assert bookmarks.undo() == "Removed: Cows"
    bookmarks.toggle(COWS, "Cows", TODAY)

    write(tmp_path, GOOD.encode())
    mended = marks(tmp_path)
    assert {SHEEP, COWS} == {bookmark.key for bookmark in mended}
    assert mended.troubles == []
    assert file_of(tmp_path).read_text().startswith(GOOD)
    assert str(COWS) in file_of(tmp_path).read_text()
    assert not (tmp_path / "state" / "bookmarks.pending").exists()


def test_a_file_that_breaks_meanwhile_does_not_take_the_marks_away(kept: Path) -> None:
    bookmarks = marks(kept)
    write(kept, b"[[bookmark]]\nkey = \n")
    assert bookmarks.refresh()
    assert SHEEP in bookmarks
    assert "bookmarks.toml, line 2, column 7: " in bookmarks.troubles[0]
    assert not bookmarks.toggle(SHEEP, "Sheep", TODAY)
    write(kept, GOOD.encode() + b"# mended\n")
    assert bookmarks.refresh()
    assert SHEEP not in bookmarks
    assert file_of(kept).read_text() == "# Mine.\n\n# mended\n"


@pytest.mark.parametrize(
    "together",
    [
        f'bookmark = [{{ key = "{SHEEP}" }}]\n',
        f'[[bookmark]]\nkey = "{SHEEP}"\n[other]\n[bookmark.mine]\na = 1\n',
    ],
)
def test_what_cannot_be_taken_apart_is_left_alone(tmp_path: Path, together: str) -> None:
    write(tmp_path, together.encode())
    bookmarks = marks(tmp_path)
    assert not bookmarks.toggle(SHEEP, "Sheep", TODAY)
    assert file_of(tmp_path).read_text() == together
    assert "cannot be told apart" in bookmarks.troubles[0]
    assert SHEEP not in marks(tmp_path)


def test_a_full_disk_leaves_the_old_file(kept: Path) -> None:
    bookmarks = marks(kept)
    with files_no_longer_than(50), pytest.raises(NotSaved, match=r"^not saved: "):
        bookmarks.toggle(COWS, "Cows", TODAY)
    assert file_of(kept).read_text() == GOOD
    assert not list(file_of(kept).parent.glob("*.new"))
    assert COWS not in bookmarks
    assert not bookmarks.can_undo
    bookmarks.toggle(COWS, "Cows", TODAY)
    assert COWS in marks(kept)


def test_an_undo_that_cannot_be_saved_can_be_tried_again(kept: Path) -> None:
    bookmarks = marks(kept)
    bookmarks.toggle(COWS, "Cows", TODAY)
    with files_no_longer_than(10), pytest.raises(NotSaved, match=r"^not saved: "):
        bookmarks.undo()
    assert bookmarks.undo() == "Removed: Cows"
    assert file_of(kept).read_text() == GOOD


def test_where_only_the_journal_has_room_the_mark_waits_there(kept: Path) -> None:
    bookmarks = marks(kept)
    with files_no_longer_than(300):
        assert bookmarks.toggle(COWS, "Cows", TODAY)
    assert file_of(kept).read_text() == GOOD
    assert "changes wait in" in bookmarks.troubles[0]
    assert "File too large" in bookmarks.troubles[0]
    assert COWS in marks(kept)
    assert str(COWS) in file_of(kept).read_text()


@contextmanager
def as_somebody() -> Iterator[None]:
    """Not as root, who may write in any folder."""
    was_root = os.geteuid() == 0
    if was_root:
        os.seteuid(65534)
    try:
        yield
    finally:
        if was_root:
            os.seteuid(0)


def test_in_a_folder_that_cannot_be_written_marks_wait(kept: Path) -> None:
    # Nobody else may look into pytest's own folders, or perhaps where tomli-w is.
    marks(kept).toggle(COWS, "Cows", TODAY)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write(folder, GOOD.encode())
        (folder / "state").mkdir()
        for path, mode in ((".", 0o755), ("state", 0o777), ("config", 0o555)):
            (folder / path).chmod(mode)
        file_of(folder).chmod(0o644)
        try:
            with as_somebody():
                bookmarks = marks(folder)
                assert bookmarks.toggle(COWS, "Cows", TODAY)
                assert "Permission denied; changes wait in" in bookmarks.troubles[0]
                assert COWS in marks(folder)
                assert "not saved yet; changes wait in" in marks(folder).troubles[0]
        finally:
            (folder / "config").chmod(0o755)
        assert file_of(folder).read_text() == GOOD
        assert COWS in marks(folder)
        assert str(COWS) in file_of(folder).read_text()


def test_without_locks_the_marks_wait(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    bookmarks = marks(kept)
    monkeypatch.setattr("fcntl.flock", refuse)
    with pytest.raises(NotSaved, match="No locks available"):
        bookmarks.toggle(COWS, "Cows", TODAY)
    assert file_of(kept).read_text() == GOOD


def test_a_journal_that_is_partly_rubbish_still_counts(kept: Path) -> None:
    write(kept, b"[[")
    marks(kept).toggle(COWS, "Cows", TODAY)
    journal = kept / "state" / "bookmarks.pending"
    rubbish = '\n{}\n[]\n{"key": "x", "block": null}\n{"key": 1, "block": "[["}\n\ud800'
    journal.write_bytes(journal.read_bytes() + rubbish.encode("utf-8", "surrogatepass"))
    write(kept, GOOD.encode())
    assert {SHEEP, COWS} == {bookmark.key for bookmark in marks(kept)}


# -- in a process of their own, which may be killed


def _run(what: str, folder: Path, *more: object) -> subprocess.Popen[str]:
    command = [sys.executable, __file__, what, str(folder), *map(str, more)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


def _ended(process: subprocess.Popen[str]) -> str:
    told, _ = process.communicate()
    assert process.returncode == 0, told
    return told


def test_four_at_once_lose_nothing(tmp_path: Path) -> None:
    workers = [_run("add", tmp_path, who, 25) for who in range(1, 5)]
    for worker in workers:
        _ended(worker)
    assert len(marks(tmp_path)) == 100
    assert marks(tmp_path).troubles == []


def test_what_was_said_to_be_saved_survives_a_kill(tmp_path: Path) -> None:
    assert int(_ended(_run("kill", tmp_path, 40))) > 0
    assert not list(file_of(tmp_path).parent.glob("*.new"))


@pytest.mark.parametrize("fault", ["killed", "failing", "failing from then on"])
def test_at_every_step_of_a_save_the_old_file_or_the_new_is_there(
    tmp_path: Path, fault: str
) -> None:
    assert int(_ended(_run("step", tmp_path, fault))) > 10


def _add(folder: Path, who: int, many: int, told: Callable[[str], object]) -> None:
    for number in range(many):
        key = Key(House.COMMONS, date(2025, 1, 1), str(who * 10_000 + number))
        marks(folder).toggle(key, "Heading", TODAY)
        told(str(key))


def _kill(folder: Path, cycles: int) -> int:
    """Kill a process that adds, again and again; how many marks it had acknowledged."""
    told: set[str] = set()
    for told in killed(lambda cycle, tell: _add(folder, cycle, 10_000, tell), cycles):
        bookmarks = marks(folder)
        assert bookmarks.troubles == []
        assert told <= {str(bookmark.key) for bookmark in bookmarks}
    marks(folder).toggle(COWS, "Cows", TODAY)
    assert COWS in marks(folder)
    return len(told)


def _step(folder: Path, fault: str) -> int:
    """Have each call that changes files fail in turn; how many there were."""
    return at_every_step(_mark_cows, _cows_are_marked, NotSaved, fault, _folders(folder))


def _folders(folder: Path) -> Iterator[Path]:
    for step in itertools.count(1):
        here = folder / str(step)
        here.mkdir()
        write(here, GOOD.encode())
        yield here


def _mark_cows(here: Path) -> None:
    marks(here).toggle(COWS, "Cows", TODAY)


def _cows_are_marked(here: Path, is_done: bool) -> None:
    after = file_of(here).read_text()
    is_new = after.startswith(GOOD) and str(COWS) in after
    assert is_new or after == GOOD, (here, after)
    bookmarks = marks(here)
    assert bookmarks.troubles == []
    # Said to be kept: it is there, if only in the journal.
    assert COWS in bookmarks or not is_done, here
    if COWS not in bookmarks:
        _mark_cows(here)
    assert {SHEEP, COWS} == {bookmark.key for bookmark in marks(here)}
    assert not list(here.rglob("*.new"))


if __name__ == "__main__":
    what, folder, *more = sys.argv[1:]
    if what == "add":
        _add(Path(folder), int(more[0]), int(more[1]), lambda key: None)
    elif what == "kill":
        print(_kill(Path(folder), int(more[0])))
    else:
        print(_step(Path(folder), more[0]))
