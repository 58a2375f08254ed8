"""What was read is kept apart from the record, and survives it."""

import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from faults import files_no_longer_than
from test_cli import item
from wrans import formats
from wrans.errors import NotSaved
from wrans.library import Library
from wrans.records import House, Key
from wrans.store import Store
from wrans.store.arrivals import Reached
from wrans.store.readmarks import ReadMarks

SHEEP = Key(House.COMMONS, date(2025, 3, 3), "41001")
GOATS = Key(House.LORDS, date(2025, 3, 4), "HL7")
NOW = Reached(7, SHEEP, 12, date(2025, 3, 9))


def marks(folder: Path, **more: bool) -> ReadMarks:
    return ReadMarks(folder / "data" / "read.sqlite", **more)


def farm(folder: Path, *uins: str, **more: Any) -> Library:
    """A library to which questions of those numbers were added."""
    import json

    file = folder / f"{'-'.join(uins)}-{len(more)}.json"
    file.write_text(json.dumps([item(uin, **more) for uin in uins]))
    library = Library()
    library.add(formats.read_path(file))
    return library


def key(uin: str) -> Key:
    return Key(House.COMMONS, date(2024, 7, 19), uin)


def test_what_was_read_is_read_tomorrow(tmp_path: Path) -> None:
    assert SHEEP not in marks(tmp_path)
    assert not (tmp_path / "data").exists()
    marks(tmp_path).add([SHEEP, GOATS, SHEEP])
    assert SHEEP in marks(tmp_path, read_only=True)
    assert len(marks(tmp_path)) == 2
    marks(tmp_path).remove(GOATS)
    assert GOATS not in marks(tmp_path)
    assert (tmp_path / "data" / "read.sqlite").stat().st_mode & 0o777 == 0o600


def test_one_reader_sees_what_another_read(tmp_path: Path) -> None:
    one, other = marks(tmp_path), marks(tmp_path, read_only=True)
    assert SHEEP not in other
    one.add([GOATS])
    known = other.version
    one.add([SHEEP])
    assert other.version != known
    assert SHEEP in other
    known = other.version
    assert other.version == known


def test_marks_outlive_the_record(tmp_path: Path) -> None:
    library = farm(tmp_path, "1", "2", "3")
    library.read_marks.add([key("3"), key("9"), GOATS])
    change = library.store.change
    (number,) = library.read_marks.numbers(library.store.path, change)
    assert library.store.listings([number])[0].key == key("3")
    library.close()
    library.store.path.unlink()
    # Begun anew, its questions have other numbers.
    library = farm(tmp_path, "3", "9", "1")
    found = library.read_marks.numbers(library.store.path, library.store.change)
    assert {one.key for one in library.store.listings(sorted(found))} == {key("3"), key("9")}


def test_a_question_that_was_read_under_an_earlier_key_was_read(tmp_path: Path) -> None:
    library = farm(tmp_path, "1", id=5)
    library.read_marks.add([key("1")])
    farm(tmp_path, "1", id=5, dateTabled="2024-07-18T00:00:00")
    assert library.store.count() == 1
    assert len(library.read_marks.numbers(library.store.path, library.store.change)) == 1


@pytest.mark.parametrize("rubbish", [b"x" * 5000, b"SQLite format 3\0" + b"\1" * 4000])
def test_a_file_that_is_none_of_ours_is_left_alone(tmp_path: Path, rubbish: bytes) -> None:
    file = tmp_path / "data" / "read.sqlite"
    file.parent.mkdir()
    file.write_bytes(rubbish)
    ours = marks(tmp_path)
    assert SHEEP not in ours
    assert ours.trouble.startswith(str(file))
    with pytest.raises(NotSaved):
        ours.add([SHEEP])
    assert ours.check() == ours.trouble
    assert file.read_bytes() == rubbish


def test_another_programs_file_and_a_newer_ones_are_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "data" / "read.sqlite"
    file.parent.mkdir()
    for pragma, told in (("", "no such file of wrans"), ("PRAGMA user_version = 99", "newer")):
        file.unlink(missing_ok=True)
        if pragma:
            marks(tmp_path).add([SHEEP])
        with sqlite3.connect(file) as db:
            db.execute(pragma or "CREATE TABLE mine (a)")
        db.close()
        ours = marks(tmp_path)
        assert GOATS not in ours
        assert told in ours.trouble
        with pytest.raises(NotSaved, match=told):
            ours.add([GOATS])


def test_a_full_disk_loses_no_mark_that_was_there(tmp_path: Path) -> None:
    ours = marks(tmp_path)
    ours.add([SHEEP])
    many = [Key(House.COMMONS, date(2025, 1, 1), str(n)) for n in range(5000)]
    size = sum(file.stat().st_size for file in (tmp_path / "data").iterdir())
    with files_no_longer_than(size), pytest.raises(NotSaved, match="not saved"):
        ours.add(many)
    assert SHEEP in ours
    assert len(ours) == 1
    ours.add(many)
    assert len(marks(tmp_path)) == 5001


def test_what_was_said_to_be_read_survives_a_kill(tmp_path: Path) -> None:
    saved: set[str] = set()
    chance = random.Random(1)
    for cycle in range(8):
        command = [sys.executable, __file__, str(tmp_path), str(cycle)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as worker:
            assert worker.stdout
            saved.add(worker.stdout.readline().strip())
            time.sleep(chance.uniform(0, 0.02))
            os.kill(worker.pid, signal.SIGKILL)
            saved |= {line.strip() for line in worker.stdout if line.endswith("\n")}
    ours = marks(tmp_path)
    assert len(saved) > 20
    assert all(Key.parse(told) in ours for told in saved)


def test_two_at_once_lose_nothing(tmp_path: Path) -> None:
    workers = [
        subprocess.Popen(
            [sys.executable, __file__, str(tmp_path), str(who), "200"], stdout=subprocess.DEVNULL
        )
        for who in (1, 2, 3)
    ]
    assert [worker.wait() for worker in workers] == [0, 0, 0]
    assert len(marks(tmp_path)) == 600


def test_how_far_a_search_was_read_is_kept_for_each_who_reads(tmp_path: Path) -> None:
    ours = marks(tmp_path)
    assert ours.reached("sheep", "sheep", "reader") is None
    ours.reach("sheep", "sheep wool", "reader", NOW)
    assert ours.reached("sheep", "other words", "reader") == NOW
    assert ours.reached("sheep", "sheep wool", "command") is None
    # By hand it got another name.
    assert ours.reached("flocks", "sheep wool", "reader") == NOW
    ours.rename("sheep", "ewes")
    assert marks(tmp_path).reached("ewes", "", "reader") == NOW
    assert marks(tmp_path).reached("sheep", "", "reader") is None


# -- what came since


def test_what_came_late_is_new_and_what_was_corrected_long_after_is_not(tmp_path: Path) -> None:
    library = farm(tmp_path, "1", "2")
    then = library.store.reached()
    assert then.key in (key("1"), key("2"))
    farm(tmp_path, "3", dateTabled="2019-01-07T00:00:00", dateAnswered="2019-01-09T00:00:00")
    farm(tmp_path, "4", answerText=None, dateAnswered=None)
    since = library.store.since(then)
    late = library.store.find(Key(House.COMMONS, date(2019, 1, 7), "3"))
    assert late in since
    assert library.store.find(key("4")) in since
    assert library.store.find(key("1")) not in since


def test_an_answer_that_comes_is_new(tmp_path: Path) -> None:
    library = farm(tmp_path, "1", answerText=None, dateAnswered=None)
    farm(tmp_path, "2")
    then = library.store.reached()
    farm(tmp_path, "1", dateAnswered="2024-08-01T00:00:00")
    since = library.store.since(then)
    assert library.store.find(key("1")) in since
    assert library.store.find(key("2")) not in since


def test_in_a_record_that_was_begun_anew_dates_tell_what_is_new(tmp_path: Path) -> None:
    library = farm(tmp_path, "1", "2")
    then = library.store.reached()
    library.close()
    library.store.path.unlink()
    farm(tmp_path, "9", dateTabled="2019-01-07T00:00:00", dateAnswered="2019-01-09T00:00:00")
    library = farm(tmp_path, "2", "1")
    farm(tmp_path, "5", dateAnswered="2024-08-01T00:00:00")
    since = library.store.since(then)
    assert library.store.find(key("5")) in since
    assert library.store.find(Key(House.COMMONS, date(2019, 1, 7), "9")) not in since


def test_a_date_that_is_still_to_come_hides_nothing(tmp_path: Path) -> None:
    library = farm(tmp_path, "1", dateAnswered="2099-01-01T00:00:00")
    assert library.store.reached().day <= date.today() + timedelta(days=1)


def test_in_an_empty_record_everything_is_new(tmp_path: Path) -> None:
    with Store(tmp_path / "record.sqlite") as store:
        then = store.reached()
        assert 1 in store.since(then)
        assert 1 in store.since(None)


if __name__ == "__main__":
    folder, who, *many = sys.argv[1:]
    ours = marks(Path(folder))
    for number in range(int(many[0]) if many else 1_000_000):
        told = Key(House.COMMONS, date(2025, 1, 1), str(int(who) * 10_000 + number % 10_000))
        ours.add([told])
        print(told, flush=True)
