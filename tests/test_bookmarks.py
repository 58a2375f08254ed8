"""Bookmarks: kept in a file that is the user's too."""

import os
import resource
import signal
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wrans.bookmarks import Bookmark, Bookmarks
from wrans.errors import NotSaved
from wrans.records import House, Key

TODAY = date(2026, 1, 2)
SHEEP = Key(House.COMMONS, date(2025, 3, 3), "41001")
GOATS = Key(House.LORDS, date(2025, 3, 4), "HL7")
COWS = Key(House.COMMONS, date(2025, 3, 5), "3")

BY_HAND = """# My marks. Keep!

[[bookmark]]
key = "commons/2025-03-03/41001"   # the sheep
heading = "Sheep: Exports"
added = 2025-03-09
note = '''
two
lines'''
tags = ["farm", "export"]
colour = "blue"

# about goats
[[bookmark]]
key = "lords/2025-03-04/HL7"
heading = "Goats"
added = 2025-03-10

[other]
thing = 1
"""


def marks(folder: Path) -> Bookmarks:
    return Bookmarks(folder / "config" / "bookmarks.toml", folder / "state" / "bookmarks.pending")


def file_of(folder: Path) -> Path:
    return folder / "config" / "bookmarks.toml"


@pytest.fixture
def by_hand(tmp_path: Path) -> Path:
    """A folder whose bookmarks a person has edited."""
    file_of(tmp_path).parent.mkdir(exist_ok=True)
    file_of(tmp_path).write_text(BY_HAND)
    return tmp_path


def test_a_mark_is_there_tomorrow(tmp_path: Path) -> None:
    assert marks(tmp_path).toggle(SHEEP, "Sheep: Exports", TODAY)
    assert list(marks(tmp_path)) == [Bookmark(SHEEP, "Sheep: Exports", TODAY)]
    assert file_of(tmp_path).stat().st_mode & 0o777 == 0o600


def test_a_second_time_lets_the_question_go(tmp_path: Path) -> None:
    bookmarks = marks(tmp_path)
    bookmarks.toggle(SHEEP, "Sheep", TODAY)
    assert not bookmarks.toggle(SHEEP, "Sheep", TODAY)
    assert SHEEP not in marks(tmp_path)


def test_what_a_person_wrote_is_read(by_hand: Path) -> None:
    goats, sheep = marks(by_hand)
    assert goats.heading == "Goats"
    assert sheep.tags == ("farm", "export")
    assert sheep.note == "two lines"


def test_adding_and_removing_leaves_the_rest_byte_for_byte(by_hand: Path) -> None:
    bookmarks = marks(by_hand)
    bookmarks.toggle(COWS, "Cows", TODAY)
    assert file_of(by_hand).read_text().startswith(BY_HAND)
    bookmarks.toggle(COWS, "Cows", TODAY)
    assert file_of(by_hand).read_text().rstrip("\n") == BY_HAND.rstrip("\n")


def test_removing_one_leaves_the_comment_above_the_next(by_hand: Path) -> None:
    marks(by_hand).remove(SHEEP)
    text = file_of(by_hand).read_text()
    assert "41001" not in text
    assert "# about goats\n[[bookmark]]" in text
    assert text.startswith("# My marks. Keep!\n")


def test_undo_brings_back_note_and_comments(by_hand: Path) -> None:
    bookmarks = marks(by_hand)
    bookmarks.remove(SHEEP)
    assert bookmarks.undo() == "Restored: Sheep: Exports"
    text = file_of(by_hand).read_text()
    assert "# the sheep" in text
    assert 'colour = "blue"' in text
    assert bookmarks.undo() is None


def test_undo_of_a_mark_takes_it_away(tmp_path: Path) -> None:
    bookmarks = marks(tmp_path)
    bookmarks.toggle(SHEEP, "Sheep", TODAY)
    bookmarks.toggle(GOATS, "Goats", TODAY)
    assert bookmarks.undo() == "Removed: Goats"
    assert bookmarks.undo() == "Removed: Sheep"
    assert len(bookmarks) == 0


@pytest.mark.parametrize(
    "text",
    [
        "[[bookmark]\n",
        "<<<<<<< ours\n[[bookmark]]\n",
        "key = \n",
        'bookmark = "none"\n',
        "bookmark = [1, 2]\n",
        "x = " + "[" * 5000,
        "x = " + "9" * 5000,
        "a = 1\na = 2\n",
    ],
)
def test_a_broken_file_is_left_alone_and_marks_wait(tmp_path: Path, text: str) -> None:
    file_of(tmp_path).parent.mkdir(exist_ok=True)
    file_of(tmp_path).write_text(text)
    bookmarks = marks(tmp_path)
    assert "bookmarks.toml" in bookmarks.troubles[0]
    bookmarks.toggle(SHEEP, "Sheep", TODAY)
    assert SHEEP in bookmarks
    assert file_of(tmp_path).read_text() == text
    assert SHEEP in marks(tmp_path)
    file_of(tmp_path).write_text(BY_HAND.replace("41001", "41002"))
    mended = marks(tmp_path)
    assert SHEEP in mended
    assert "41001" in file_of(tmp_path).read_text()
    assert not (tmp_path / "state" / "bookmarks.pending").exists()


def test_not_utf8_is_left_alone(tmp_path: Path) -> None:
    file_of(tmp_path).parent.mkdir(exist_ok=True)
    file_of(tmp_path).write_bytes(b"# caf\xe9\n")
    assert "not UTF-8" in marks(tmp_path).troubles[0]


def test_a_bad_block_does_not_lose_the_good_ones(tmp_path: Path) -> None:
    file_of(tmp_path).parent.mkdir(exist_ok=True)
    file_of(tmp_path).write_text('[[bookmark]]\nheading = "no key"\n' + BY_HAND)
    bookmarks = marks(tmp_path)
    assert len(bookmarks) == 2
    assert "bookmark 1 is passed over" in bookmarks.troubles[0]


def test_a_head_inside_a_text_is_not_a_block(tmp_path: Path) -> None:
    odd = BY_HAND.replace("two\nlines", "two\n[[bookmark]]\nlines")
    file_of(tmp_path).parent.mkdir(exist_ok=True)
    file_of(tmp_path).write_text(odd)
    bookmarks = marks(tmp_path)
    bookmarks.remove(SHEEP)
    # The block cannot be cut out safely: the file stays, and the change waits.
    assert file_of(tmp_path).read_text() == odd
    assert SHEEP not in bookmarks


def test_windows_line_ends_and_a_byte_order_mark_stay(tmp_path: Path) -> None:
    file_of(tmp_path).parent.mkdir(exist_ok=True)
    before = b"\xef\xbb\xbf" + BY_HAND.replace("\n", "\r\n").encode()
    file_of(tmp_path).write_bytes(before)
    bookmarks = marks(tmp_path)
    bookmarks.toggle(COWS, "Cows", TODAY)
    after = file_of(tmp_path).read_bytes()
    assert after.startswith(before)
    assert b"\n" not in after.replace(b"\r\n", b"")


def test_a_symlink_stays_a_symlink(tmp_path: Path) -> None:
    real = tmp_path / "dotfiles" / "marks.toml"
    real.parent.mkdir()
    real.write_text(BY_HAND)
    real.chmod(0o640)
    file_of(tmp_path).parent.mkdir(exist_ok=True)
    file_of(tmp_path).symlink_to(real)
    marks(tmp_path).toggle(COWS, "Cows", TODAY)
    assert file_of(tmp_path).is_symlink()
    assert "Cows" in real.read_text()
    assert real.stat().st_mode & 0o777 == 0o640
    assert real.with_name("marks.toml.bak").read_text() == BY_HAND


def test_two_readers_see_each_others_marks(tmp_path: Path) -> None:
    one, other = marks(tmp_path), marks(tmp_path)
    one.toggle(SHEEP, "Sheep", TODAY)
    assert other.refresh()
    assert SHEEP in other
    other.toggle(GOATS, "Goats", TODAY)
    one.toggle(COWS, "Cows", TODAY)
    assert len(marks(tmp_path)) == 3


def test_a_full_disk_leaves_the_old_file(by_hand: Path) -> None:
    bookmarks = marks(by_hand)
    old = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (50, old[1]))
    try:
        with pytest.raises(NotSaved, match="not saved"):
            bookmarks.toggle(COWS, "Cows", TODAY)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, old)
        signal.signal(signal.SIGXFSZ, handler)
    assert file_of(by_hand).read_text() == BY_HAND
    assert not list(file_of(by_hand).parent.glob("*.new"))


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write in any folder")
def test_a_folder_that_cannot_be_written_has_the_marks_wait(by_hand: Path) -> None:
    folder = file_of(by_hand).parent
    folder.chmod(0o500)
    try:
        marks(by_hand).toggle(COWS, "Cows", TODAY)
        assert COWS in marks(by_hand)
    finally:
        folder.chmod(0o700)


WORK = """
import sys
from datetime import date
from pathlib import Path
from wrans.bookmarks import Bookmarks
from wrans.records import House, Key
folder, who, many = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
for number in range(many):
    marks = Bookmarks(folder / "config" / "bookmarks.toml", folder / "state" / "pending")
    key = Key(House.COMMONS, date(2025, 1, 1), str(who * 1000 + number))
    marks.toggle(key, "Heading", date(2025, 1, 2))
    print(key, flush=True)
"""


def test_four_at_once_lose_nothing(tmp_path: Path) -> None:
    workers = [
        subprocess.Popen([sys.executable, "-c", WORK, str(tmp_path), str(who), "12"], stdout=-3)
        for who in range(1, 5)
    ]
    assert [worker.wait() for worker in workers] == [0, 0, 0, 0]
    assert len(marks(tmp_path)) == 48


def test_what_was_said_to_be_saved_survives_a_kill(tmp_path: Path) -> None:
    saved: set[str] = set()
    for cycle in range(12):
        command = [sys.executable, "-c", WORK, str(tmp_path), str(10 + cycle), "1000"]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as worker:
            assert worker.stdout
            for _ in range(3):
                saved.add(worker.stdout.readline().strip())
            time.sleep(cycle / 1000)
            worker.kill()
            saved |= {line for line in worker.stdout.read().splitlines() if len(line) > 23}
        kept = Bookmarks(file_of(tmp_path), tmp_path / "state" / "pending")
        assert saved <= {str(bookmark.key) for bookmark in kept}
        assert kept.troubles == []


@settings(max_examples=40, deadline=None)
@given(st.text(st.characters(codec=None), max_size=60))
def test_any_heading_survives(tmp_path_factory: pytest.TempPathFactory, heading: str) -> None:
    folder = tmp_path_factory.mktemp("marks")
    bookmarks = marks(folder)
    bookmarks.toggle(SHEEP, heading, TODAY)
    assert [b.heading for b in marks(folder)] == [b.heading for b in bookmarks]
    assert marks(folder).troubles == []
    bookmarks.toggle(SHEEP, heading, TODAY)
    assert file_of(folder).read_text() == ""
