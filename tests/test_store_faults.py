"""What was kept stays kept: killed writers, full disks, flipped bits, files that are not ours."""

import os
import random
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from signal import SIGKILL

import pytest

from told import listed, page, single
from wrans.errors import StoreError
from wrans.formats import Record
from wrans.store import Outcome, Store, schema
from wrans.store.progress import Urgency

TESTS = Path(__file__).parent
BATCH = 100
# Adds batch after batch and says after each how many questions are acknowledged.
WRITER = f"""
import resource, sys
from dataclasses import replace
from pathlib import Path
from told import single
from wrans.errors import StoreError
from wrans.store import Store

model = single()
def add(store, first):
    with store.batch():
        for uin in range(first, first + {BATCH}):
            key = replace(model.question.key, uin=str(uin))
            question = replace(model.question, key=key)
            store.add(replace(model, question=question, source=model.source + b" " * (uin % 9)))

def add_for_ever(store, first=0):
    while True:
        add(store, first)
        first += {BATCH}
        print(store.count(), flush=True)
"""
FULL_DISK = """
with Store(Path(sys.argv[1])) as store:
    _, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (800_000, hard))
    try:
        add_for_ever(store)
    except StoreError as error:
        print(error)
    print(store.count())
    resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
    add(store, 500_000)
    print(store.count())
"""

REMEDY = "wrans sync fetches it again, or add its document again"


def started(path: Path, script: str) -> subprocess.Popen[str]:
    source = os.pathsep.join([str(TESTS), str(TESTS.parent / "tui")])
    command = [sys.executable, "-c", WRITER + script, str(path)]
    return subprocess.Popen(
        command, stdout=subprocess.PIPE, text=True, env=os.environ | {"PYTHONPATH": source}
    )


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "record.sqlite"


def test_a_killed_writer_leaves_whole_batches(path: Path) -> None:
    moments = random.Random(7)
    for _ in range(4):
        first = moments.randrange(10**6)
        with started(path, f"add_for_ever(Store(Path(sys.argv[1])), {first})") as writer:
            assert writer.stdout is not None
            acknowledged = int(writer.stdout.readline())
            with pytest.raises(subprocess.TimeoutExpired):
                writer.wait(moments.random() / 10)
            writer.send_signal(SIGKILL)
            acknowledged = max([acknowledged, *map(int, writer.stdout.read().split())])
        with Store(path, read_only=True) as reader:
            assert reader.count() >= acknowledged
        with Store(path) as store:
            assert store.count() >= acknowledged
            assert store.change == store.count() == len(store.ids())
            assert list(store.check()) == []


def test_on_a_full_disk_what_was_kept_before_stays(path: Path) -> None:
    with started(path, FULL_DISK) as writer:
        assert writer.stdout is not None
        *acknowledged, sentence, kept, later = writer.stdout.read().splitlines()
    assert sentence == (
        f"{path}: not saved, the disk is full or failing; what was saved before is safe"
    )
    assert kept == acknowledged[-1]
    assert int(later) == int(kept) + BATCH
    with Store(path) as store:
        assert store.count() == int(later)
        assert list(store.check()) == []


def test_several_writers_and_the_first_start_of_all_get_along(path: Path) -> None:
    script = "add(Store(Path(sys.argv[1])), {}); print('done')"
    writers = [started(path, script.format(1000 * number)) for number in range(3)]
    for writer in writers:
        with writer:
            assert writer.stdout is not None
            assert writer.stdout.read() == "done\n"
    with Store(path) as store:
        assert store.count() == store.change == 3 * BATCH
        assert list(store.check()) == []


# -- damage


def flip(path: Path, statement: str) -> None:
    with sqlite3.connect(path) as other:
        assert other.execute(statement).rowcount == 1
    other.close()


FLIPPED_TEXT = """UPDATE source SET text = substr(text, 1, 99) || x'5a' || substr(text, 101)
    WHERE question = 2"""


def with_three(path: Path) -> Store:
    store = Store(path)
    for uin in ("1", "2", "3"):
        store.add(single(uin=uin))
    return store


def test_a_flipped_byte_in_a_source_is_named_and_the_others_go_on(path: Path) -> None:
    with with_three(path) as store:
        flip(path, FLIPPED_TEXT)
        sentence = "commons/2024-07-22/2 (number 2): its source is damaged; " + REMEDY
        assert list(store.check()) == [sentence]
        with pytest.raises(StoreError, match=r"commons/2024-07-22/2 .* damaged"):
            store.question(2)
        assert store.question(1).key.uin == "1"
        assert [number for number, _, _ in store.questions(store.changed_ids(0))] == [3, 1]
        assert len(store.newest(3)) == 3


@pytest.mark.parametrize("again", [single(uin="2"), listed(uin="2")], ids=["the same", "another"])
def test_a_damaged_question_is_whole_again_when_it_is_added_again(
    path: Path, again: Record
) -> None:
    with with_three(path) as store:
        flip(path, FLIPPED_TEXT)
        change = store.change
        assert store.add(again) is Outcome.CHANGED
        assert store.question(2) == again.question
        assert store.change == change + 1
        assert list(store.check()) == []
        assert store.add(again) is Outcome.UNCHANGED


@pytest.mark.parametrize(
    "damage",
    [
        "heading = CAST(x'ff41' AS TEXT)",
        "date = 20240799",
        "house = 9",
        "answer_held = 1",
    ],
)
def test_a_damaged_line_of_the_list_is_named_and_the_list_goes_on(path: Path, damage: str) -> None:
    with with_three(path) as store:
        flip(path, f"UPDATE question SET {damage} WHERE id = 2")
        (sentence,) = store.check()
        assert sentence.endswith("its line in the list is damaged; " + REMEDY)
        assert len(store.newest(3)) == 3
        assert store.question(2) == single(uin="2").question


def test_what_has_no_official_number_is_not_to_be_fetched(path: Path) -> None:
    with with_three(path) as store:
        flip(path, "UPDATE question SET official = NULL WHERE id = 2")
        (sentence,) = store.check()
        assert sentence.endswith("its line in the list is damaged; add its document again")
        assert store.progress.want(1, Urgency.EDITED)
        assert not store.progress.want(2, Urgency.EDITED)
        assert store.progress.wanted_count() == 1
        store._db.execute("INSERT INTO wanted (question, urgency, date) VALUES (2, 3, 20240722)")
        store.progress.hope()
        assert store.progress.wanted_count() == 1


def test_a_question_of_an_absurd_number_is_checked_like_others(path: Path) -> None:
    with with_three(path) as store:
        flip(path, "UPDATE question SET id = 1099511627776 WHERE id = 2")
        told = list(store.check())
        assert any("number 1099511627776): its source is missing" in line for line in told)
        assert any("question number 2: its line in the list is damaged" in line for line in told)


def damaged_index(path: Path) -> None:
    """An index that does not know of the last change."""
    with sqlite3.connect(path) as other:
        other.execute("PRAGMA writable_schema = ON")
        row = other.execute("SELECT * FROM sqlite_master WHERE name = 'question_change'").fetchone()
        other.execute("DELETE FROM sqlite_master WHERE name = 'question_change'")
    other.close()
    flip(path, "UPDATE question SET change = change + 9 WHERE id = 2")
    with sqlite3.connect(path) as other:
        other.execute("PRAGMA writable_schema = ON")
        other.execute("INSERT INTO sqlite_master VALUES (?, ?, ?, ?, ?)", row)
    other.close()


def torn_index(path: Path) -> None:
    """A page of an index that holds something else."""
    with sqlite3.connect(path) as other:
        size = other.execute("PRAGMA page_size").fetchone()[0]
        page = other.execute(
            "SELECT rootpage FROM sqlite_master WHERE name = 'question_change'"
        ).fetchone()[0]
    other.close()
    with path.open("r+b") as file:
        file.seek((page - 1) * size)
        file.write(b"\xff" * size)


@pytest.mark.parametrize("harm", [damaged_index, torn_index])
def test_a_damaged_index_of_the_file_is_built_anew(
    path: Path, harm: Callable[[Path], None]
) -> None:
    with_three(path).close()
    harm(path)
    with Store(path) as store:
        assert list(store.check())
        assert store.mend()
        assert list(store.check()) == []
        assert len(store.newest(3)) == 3
        assert len(list(store.questions(store.changed_ids(0)))) == 3


def test_a_damaged_table_is_not_mended(path: Path) -> None:
    with with_three(path) as store:
        page, size = store._db.execute(
            "SELECT rootpage, (SELECT page_size FROM pragma_page_size)"
            " FROM sqlite_master WHERE name = 'member'"
        ).fetchone()
    with path.open("r+b") as file:
        file.seek((page - 1) * size)
        file.write(b"\xff" * size)
    with Store(path) as store:
        assert list(store.check())
        assert not store.mend()
        assert list(store.check())


def test_a_damaged_line_of_the_list_is_put_right_by_adding_it_again(path: Path) -> None:
    with with_three(path) as store:
        flip(path, "UPDATE question SET heading = 'Shoop' WHERE id = 2")
        assert store.add(single(uin="2")) is Outcome.CHANGED
        assert list(store.check()) == []
        assert store.listings([2])[0].heading == "Sheep: Exports"


@pytest.mark.parametrize("lost", ["passing", "source"])
def test_what_was_lost_is_whole_again_when_its_list_is_added_again(path: Path, lost: str) -> None:
    long = "<p>" + "Much is said. " * 40 + "</p>"
    with Store(path) as store:
        store.add(listed(answerText=long))
        if lost == "source":
            store.add(single(answerText=long))
        store._db.execute(f"DELETE FROM {lost}")
        (sentence,) = store.check()
        assert "its source is missing" in sentence
        assert store.add(listed(answerText=long)) is Outcome.CHANGED
        assert list(store.check()) == []
        assert store.question(1).is_clipped
        assert store.add(listed(answerText=long)) is Outcome.UNCHANGED


def test_a_lost_source_is_named(path: Path) -> None:
    with with_three(path) as store:
        flip(path, "DELETE FROM source WHERE question = 2")
        (sentence,) = store.check()
        assert "its source is missing" in sentence
        with pytest.raises(StoreError, match="missing"):
            store.question(2)


def test_torn_pages_are_told_in_a_sentence(path: Path) -> None:
    with Store(path) as store:
        for uin in range(200):
            store.add(single(uin=str(uin)))
    whole = path.read_bytes()
    torn = random.Random(3)
    for _ in range(30):
        at = torn.randrange(4096, len(whole) - 2000)
        path.write_bytes(whole[:at] + torn.randbytes(2000) + whole[at + 2000 :])
        try:
            with Store(path) as store:
                list(store.check())
                store.newest(64)
                for number in store.ids():
                    store.question(number)
        except StoreError:
            pass


def kept_of(path: Path) -> tuple[list[str], list[str]]:
    """The UINs of what can be read of a file, and what is told of the rest."""
    with Store(path, read_only=True) as store:
        told = list(store.kept())
    left_out = [str(one) for one in told if isinstance(one, StoreError)]
    return [one.key.uin for one in told if not isinstance(one, StoreError)], left_out


@pytest.mark.parametrize("part", [0.5, 0.8])
def test_of_a_file_that_was_cut_off_all_is_read_that_is_there(path: Path, part: float) -> None:
    with Store(path) as store:
        for uin in range(1, 600):
            said = random.Random(uin).randbytes(2000).hex()
            store.add(single(uin=str(uin), answerText=f"<p>{said}</p>"))
    os.truncate(path, round(path.stat().st_size * part))
    with pytest.raises(StoreError, match="damaged; wrans doctor says what is left of it"):
        Store(path)
    kept, left_out = kept_of(path)
    assert 599 * part > len(kept) > 599 * part * 0.8
    assert left_out


def page_of(whole: bytes, size: int, word: bytes) -> int:
    """A leaf of a table that holds a word, counted from 1."""
    pages = range(len(whole) // size)
    leaves = (page for page in pages if whole[page * size] == 13)
    return next(page for page in leaves if word in whole[page * size : (page + 1) * size]) + 1


@pytest.mark.parametrize(
    "table", ["question", "source", "source_question", "part", "transfer", "alias"]
)
def test_a_torn_page_costs_what_is_on_it(path: Path, table: str) -> None:
    with Store(path) as store:
        store.add(single(uin="1", answeringBodyName="Department for Goats"))
        for uin in range(1, 600):
            store.add(single(uin=str(uin)))
        page: int = store._db.execute(
            "SELECT rootpage FROM sqlite_master WHERE name = ?", (table,)
        ).fetchone()[0]
        size: int = store._db.execute("PRAGMA page_size").fetchone()[0]
    if word := {"question": b"Sheep: Exports", "source": b"api-single"}.get(table):
        page = page_of(path.read_bytes(), size, word)
    with path.open("r+b") as file:
        file.seek((page - 1) * size)
        file.write(bytes(size))
    kept, left_out = kept_of(path)
    assert len(kept) > (500 if table == "source" else 598)
    assert sorted(set(kept), key=int) == kept
    assert bool(left_out) == (table not in ("source_question", "part"))


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE source SET form = 'aph-single' WHERE question = 2",
        "UPDATE source SET received = 'now' WHERE question = 2",
        "UPDATE source SET received = 4611686018427387904 WHERE question = 2",
        "UPDATE source SET digest = 7 WHERE question = 2",
        "UPDATE source SET dictionary = 'x' WHERE question = 2",
    ],
)
def test_a_source_of_which_anything_is_damaged_is_named(path: Path, damage: str) -> None:
    with with_three(path) as store:
        flip(path, damage)
        assert list(store.check()) == [
            "commons/2024-07-22/2 (number 2): its source is damaged; " + REMEDY
        ]
        with pytest.raises(StoreError, match=r"commons/2024-07-22/2 .* damaged"):
            store.question(2)
        kept, (left_out,) = kept_of(path)
        assert kept == ["1", "3"]
        assert "its source is damaged; it was left out" in left_out
        assert store.add(single(uin="2")) is Outcome.CHANGED
        assert list(store.check()) == []


def test_a_question_whose_number_is_none_any_more_is_passed_over(path: Path) -> None:
    with with_three(path) as store:
        flip(path, "UPDATE source SET question = 'x' WHERE question = 2")
        (sentence,) = store.check()
        assert "its source is missing" in sentence


def test_a_damaged_line_of_the_list_is_written_down_under_its_right_key(path: Path) -> None:
    with with_three(path):
        flip(path, "UPDATE question SET uin = '7' WHERE id = 2")
        assert kept_of(path) == (["1", "2", "3"], [])


@pytest.mark.parametrize("damage", ["change = x'00'", "questions = 'x'", None])
def test_a_record_that_has_lost_count_is_damaged(path: Path, damage: str | None) -> None:
    with with_three(path) as store:
        flip(path, f"UPDATE counter SET {damage}" if damage else "DELETE FROM counter")
        for use in (
            lambda: store.count(),
            lambda: store.change,
            lambda: store.add(single(uin="4")),
        ):
            with pytest.raises(StoreError, match="damaged; wrans doctor says"):
                use()
        assert kept_of(path) == (["1", "2", "3"], [])


def test_a_table_whose_name_is_damaged_is_told_in_a_sentence(path: Path) -> None:
    def used() -> None:
        with Store(path) as store:
            store.newest(3)
            list(store.check())
            store.add(single(uin="4"))

    with_three(path).close()
    whole = path.read_bytes()
    for name in (b"TABLE question", b"TABLE counter", b"INDEX question_key"):
        path.write_bytes(whole.replace(name, name[:-3] + b"\x88\x99\xaa"))
        with pytest.raises(StoreError, match=r"record\.sqlite: "):
            used()


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE transfer SET noticed = 'x'",
        "UPDATE transfer SET noticed = 4611686018427387904",
        "UPDATE note SET value = x'ff' WHERE name = 'seats'",
        "UPDATE question SET id = -5 WHERE id = 2",
        "UPDATE question SET spent = 'x' WHERE id = 2",
        "UPDATE question SET gone = 'x' WHERE id = 2",
    ],
)
def test_no_damage_of_a_value_is_more_than_a_sentence(path: Path, damage: str) -> None:
    member = {"id": 4001, "name": "Pat Example", "party": "Labour", "memberFrom": "Wolds"}
    with with_three(path) as store:
        store.add(single(uin="1", answeringBodyName="Department for Goats", askingMember=member))
        flip(path, damage)
    with Store(path) as store:
        uses: tuple[Callable[[], object], ...] = (
            lambda: list(store.check()),
            lambda: [store.progress.transfers(number) for number in (1, 2, 3)],
            lambda: [store.question(number) for number in store.ids()],
            lambda: store.seats(),
            lambda: store.changed_ids(0),
            lambda: list(store.kept()),
            lambda: store.add(single(uin="4")),
        )
        for use in uses:
            with suppress(StoreError):
                use()
    assert len(kept_of(path)[0]) >= 3


def test_progress_that_cannot_be_read_is_told_in_a_sentence(path: Path) -> None:
    with with_three(path) as store:
        store._db.execute("DROP TABLE note")
        with pytest.raises(StoreError):
            store.progress.noted("synced")


# -- the file


def test_the_folder_and_the_file_are_the_users_alone(path: Path) -> None:
    Store(path).close()
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


@pytest.mark.parametrize("read_only", [False, True])
def test_a_file_that_is_not_ours_is_left_alone(tmp_path: Path, read_only: bool) -> None:
    text, foreign = tmp_path / "text.sqlite", tmp_path / "foreign.sqlite"
    text.write_text("Dear diary, " * 500)
    with sqlite3.connect(foreign) as other:
        other.execute("CREATE TABLE question (id)")
    other.close()
    for file in (text, foreign):
        before = file.read_bytes()
        with pytest.raises(StoreError, match=r"sqlite: not a record of wrans; move it away"):
            Store(file, read_only)
        assert file.read_bytes() == before
        assert not file.with_name(file.name + "-wal").exists()


def test_a_file_of_a_newer_version_is_read_and_not_changed(path: Path) -> None:
    with Store(path) as store:
        store.add(single())
        assert store.notice == ""
        store._db.execute(f"PRAGMA user_version = {schema.VERSION + 1}")
    with Store(path) as store:
        assert "newer wrans" in store.notice
        assert store.is_read_only
        assert store.question(1) == single().question
        with pytest.raises(StoreError, match="newer wrans"):
            store.add(page())


def test_reading_what_is_not_there_makes_nothing(path: Path) -> None:
    with pytest.raises(StoreError, match="no record yet"):
        Store(path, read_only=True)
    assert not path.parent.exists()


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("")
    with pytest.raises(StoreError, match="cannot be made"):
        Store(tmp_path / "data" / "record.sqlite")


def test_every_released_version_is_brought_up_to_date(path: Path) -> None:
    path.parent.mkdir()
    for released in range(1, schema.VERSION + 1):
        path.unlink(missing_ok=True)
        with sqlite3.connect(path, isolation_level=None) as old:
            for migration in schema.MIGRATIONS[:released]:
                for statement in migration:
                    old.execute(statement)
            old.execute(f"PRAGMA application_id = {schema.APPLICATION}")
            old.execute(f"PRAGMA user_version = {released}")
        old.close()
        with Store(path) as store:
            store.add(single())
            assert list(store.check()) == []
            assert store._db.execute("PRAGMA user_version").fetchone() == (schema.VERSION,)


def test_a_migration_that_fails_changes_nothing(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Store(path) as store:
        store.add(single())
    broken = (*schema.MIGRATIONS, ("CREATE TABLE more (id)", "CREATE TABLE more (id)"))
    monkeypatch.setattr(schema, "MIGRATIONS", broken)
    monkeypatch.setattr(schema, "VERSION", len(broken))
    with pytest.raises(StoreError, match="cannot be used"):
        Store(path)
    monkeypatch.undo()
    with Store(path) as store:
        assert store.notice == ""
        assert store.question(1) == single().question


def test_what_was_acknowledged_is_on_the_disk(path: Path) -> None:
    with Store(path) as store:
        mode = store._db.execute("PRAGMA journal_mode").fetchone()[0]
        synchronous = store._db.execute("PRAGMA synchronous").fetchone()[0]
        assert (mode, synchronous) == ("wal", 2)
