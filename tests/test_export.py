"""The record written down, and read back into another store."""

import json
import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

import told
from wrans import exporting, formats
from wrans.errors import NotSaved
from wrans.formats import Kept, Record, Rejected
from wrans.library import Library
from wrans.records import Source
from wrans.store import Store, packing

TABLES = {
    "question": "house, tabled, uin, date, official, body.name, heading, asker, asker_number, "
    "answerer_number, text_held, answer_held, is_withdrawn, is_corrected, gist, gone",
    "source": "question, form, received, digest, text",
    "alias": "uin, tabled, house, question",
    "member": "id, name",
    "transfer": "question, noticed, a.name, b.name",
}
JOINED = {
    "question": "question JOIN body ON body.id = question.body",
    "transfer": "transfer JOIN body a ON a.id = from_body JOIN body b ON b.id = to_body",
}


def rows(store: Store) -> dict[str, list[object]]:
    """All that matters of a store, row for row."""
    return {
        table: store._db.execute(
            f"SELECT {columns} FROM {JOINED.get(table, table)} ORDER BY {table}.rowid"
            if table != "alias"
            else f"SELECT {columns} FROM alias ORDER BY uin, tabled, house"
        ).fetchall()
        for table, columns in TABLES.items()
    }


def filled(path: Path) -> Store:
    store = Store(path)
    for number in range(1, 40):
        answer = f"<p>There were {number} in 2023.</p>{told.ANSWERED}"
        store.add(told.listed(uin=str(number), answerText=answer))
        if number % 3:
            store.add(told.single(uin=str(number), answerText=answer))
        if number % 5 == 0:
            store.add(told.single(uin=str(number), answerText=f"<p>Corrected.</p>{answer}"))
    for body in ("Department for Goats", "Department for Sheep"):
        store.add(told.single(uin="39", answeringBodyName=body))
    store.mark_gone(7)
    return store


@pytest.mark.parametrize("name", ["all.jsonl", "all.jsonl.gz", "all.jsonl.xz", "all.XZ"])
def test_what_is_read_back_is_what_was_written(tmp_path: Path, name: str) -> None:
    file = tmp_path / name
    with filled(tmp_path / "one.sqlite") as one:
        assert exporting.export(one, None, file).count == 39
        before = rows(one)
    assert file.read_bytes().startswith(b"{") == name.endswith(".jsonl")
    library = Library()
    added = library.add(formats.read_path(file))
    assert (added.new, added.rejected) == (39, [])
    assert rows(library.store) == before
    assert not list(library.store.check())
    again = library.add(formats.read_path(file))
    assert (again.new, again.changed, again.unchanged) == (0, 0, 39)
    assert rows(library.store) == before


def test_a_month_is_only_that_month(tmp_path: Path) -> None:
    file = tmp_path / "july.jsonl"
    with Store(tmp_path / "one.sqlite") as store:
        store.add(told.single(uin="1", dateTabled="2024-07-31T00:00:00"))
        store.add(told.single(uin="2", dateTabled="2024-08-01T00:00:00"))
        assert exporting.export(store, (2024, 7), file).count == 1
    (kept,) = formats.read_path(file)
    assert isinstance(kept, Kept)
    assert str(kept.key) == "commons/2024-07-31/1"


def test_an_export_into_a_store_with_more_loses_nothing(tmp_path: Path) -> None:
    file = tmp_path / "all.jsonl"
    with Store(tmp_path / "one.sqlite") as one:
        one.add(told.listed(uin="1"))
        exporting.export(one, None, file)
    library = Library()
    library.store.add(told.single(uin="1"))
    library.add(formats.read_path(file))
    assert library.store.question(1).source is Source.SINGLE
    assert library.store.question(1).answer == told.single(uin="1").question.answer


def test_a_move_between_answering_bodies_is_told_after_export_and_add(tmp_path: Path) -> None:
    file = tmp_path / "all.jsonl"
    with filled(tmp_path / "one.sqlite") as one:
        exporting.export(one, None, file)
    library = Library()
    library.store.add(told.single(uin="39"))
    for _ in ("into a store that knows the question", "and again"):
        library.add(formats.read_path(file))
        moves = [sentence.partition(" (")[0] for sentence in library.transfers(1)]
        assert sorted(moves) == [
            "Moved from Department for Goats to Department for Sheep",
            "Moved from Department for Sheep to Department for Goats",
        ]


def test_a_line_of_before_transfers_were_written_is_read(tmp_path: Path) -> None:
    file = tmp_path / "all.jsonl"
    with Store(tmp_path / "one.sqlite") as one:
        one.add(told.single(uin="1"))
        exporting.export(one, None, file)
    assert "transfers" not in file.read_text("utf-8")
    assert Library().add(formats.read_path(file)).new == 1


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ('{"wrans":2,"key":"x"}', "written by a newer wrans"),
        ('{"wrans":1}', "is no whole line"),
        ('{"wrans":1,"key":"commons/2024-07-22/1","sources":[]}', "has no source"),
        ('{"wrans":1,"key":"commons/2024-07-22/1","sources":[{"form":"x"}]}', "is no whole line"),
        ('{"wrans":1,"key":', "is no whole line"),
    ],
)
def test_a_bad_line_is_told_and_the_others_go_on(tmp_path: Path, line: str, reason: str) -> None:
    file = tmp_path / "all.jsonl"
    with filled(tmp_path / "one.sqlite") as one:
        exporting.export(one, None, file)
    good = file.read_text("utf-8").splitlines()
    file.write_text("\n".join([good[0], line, *good[1:]]) + "\n", "utf-8")
    added = Library().add(formats.read_path(file))
    assert added.new == 39
    (rejected,) = added.rejected
    assert isinstance(rejected, Rejected)
    assert reason in rejected.reason


def line_of(told_of: Record, **more: Any) -> str:
    """A line of an export, with what somebody wrote into it."""
    text = told_of.source.decode("utf-8")
    source: dict[str, Any] = {"form": told_of.form, "received": 1_700_000_000, "text": text}
    source["digest"] = packing.digest(told_of.source).hex()
    sources = [source | more.pop("source", {})]
    return json.dumps({"wrans": 1, "key": "commons/2024-07-22/77", "sources": sources} | more)


MOVED = {"noticed": 1_700_000_000, "from": "Department for Goats"}


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (line_of(told.single(uin="77"), transfers=[MOVED | {"to": "\ud800"}]), ""),
        (line_of(told.single(uin="77"), transfers=[MOVED | {"to": "Sheep\x1b[2J\n"}]), ""),
        (line_of(told.single(uin="1"), key="commons/2023-01-01/4"), ""),
        (line_of(told.single(uin="1"), aliases=["commons/2024-07-22/2"]), ""),
        (line_of(told.single(uin="77"), source={"received": 10**12}), "no whole line"),
        (line_of(told.single(uin="77"), gone=10**12), "no whole line"),
        (
            line_of(told.single(uin="77"), source={"text": "{", "digest": "00" * 16}),
            "not as it was",
        ),
        (line_of(told.single(uin="77"), transfers=[MOVED | {"to": 7}]), "no whole line"),
    ],
)
def test_a_line_that_somebody_changed_harms_nothing(tmp_path: Path, line: str, reason: str) -> None:
    file = tmp_path / "all.jsonl"
    with filled(tmp_path / "one.sqlite") as one:
        exporting.export(one, None, file)
    file.write_text(file.read_text("utf-8") + line + "\n", "utf-8")
    library = Library()
    added = library.add(formats.read_path(file))
    assert added.new + added.unchanged + added.changed == (39 if reason else 40)
    assert [(r.where, reason in r.reason) for r in added.rejected] == (
        [(f"{file}, line 40", True)] if reason else []
    )
    for number in library.store.ids():
        library.read(number)
        assert not any("\x1b" in sentence for sentence in library.transfers(number))
    assert list(library.store.check()) == []
    assert exporting.export(library.store, None, file).count == library.store.count()


@pytest.mark.parametrize(
    ("first", "rejected"),
    [("\ufeff", 0), ("\n\n", 0), ("torn\n", 1), ('{"wrans":1,"key"\n', 1), ("{}\n", 1)],
)
def test_an_export_is_known_though_its_first_line_is_none(
    tmp_path: Path, first: str, rejected: int
) -> None:
    file = tmp_path / "all.jsonl"
    with filled(tmp_path / "one.sqlite") as one:
        exporting.export(one, None, file)
    file.write_text(first + file.read_text("utf-8") + "\n \n", "utf-8")
    added = Library().add(formats.read_path(file))
    assert (added.new, len(added.rejected)) == (39, rejected)
    assert all(one.where == f"{file}, line 1" for one in added.rejected)


def test_a_changed_text_is_not_taken(tmp_path: Path) -> None:
    file = tmp_path / "all.jsonl"
    with filled(tmp_path / "one.sqlite") as one:
        exporting.export(one, None, file)
    file.write_text(file.read_text("utf-8").replace("Corrected.", "Perfected.", 1), "utf-8")
    added = Library().add(formats.read_path(file))
    assert added.new == 38
    assert "not as it was written" in added.rejected[0].reason


def test_a_cut_off_file_gives_what_is_there(tmp_path: Path) -> None:
    file = tmp_path / "all.jsonl.gz"
    with filled(tmp_path / "one.sqlite") as one:
        exporting.export(one, None, file)
    file.write_bytes(file.read_bytes()[:-200])
    added = Library().add(formats.read_path(file))
    assert added.new
    assert "cut off" in added.rejected[0].reason


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    with filled(tmp_path / "one.sqlite") as one, pytest.raises(NotSaved):
        exporting.export(one, None, tmp_path / "no" / "all.jsonl")


def test_what_a_link_leads_to_is_written_and_the_link_stays(tmp_path: Path) -> None:
    (tmp_path / "far").mkdir()
    link = tmp_path / "all.jsonl"
    link.symlink_to(tmp_path / "far" / "kept.jsonl")
    with filled(tmp_path / "one.sqlite") as one:
        for _ in ("new", "there already"):
            exporting.export(one, None, link)
            assert link.is_symlink()
            assert len((tmp_path / "far" / "kept.jsonl").read_text("utf-8").splitlines()) == 39
    assert [file.name for file in (tmp_path / "far").iterdir()] == ["kept.jsonl"]


def test_a_pipe_is_written_to_and_stays_a_pipe(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with filled(tmp_path / "one.sqlite") as one, ThreadPoolExecutor(1) as other:
        came = other.submit(pipe.read_bytes)
        exporting.export(one, None, pipe)
        assert came.result(10).count(b"\n") == 39
    assert pipe.is_fifo()


def test_a_pipe_that_nobody_reads_to_the_end_is_told(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)

    def look_and_leave() -> None:
        with pipe.open("rb") as came:
            came.read(1)

    with filled(tmp_path / "one.sqlite") as one, ThreadPoolExecutor(1) as other:
        other.submit(look_and_leave)
        # More than a pipe holds.
        one.add(told.single(uin="99", answerText="<p>More.</p>" * 50_000))
        with pytest.raises(NotSaved, match="pipe: cannot be written: Broken pipe"):
            exporting.export(one, None, pipe)
    assert pipe.is_fifo()


def test_the_real_records_come_back_row_for_row(tmp_path: Path, shared: Path) -> None:
    from corpus import _longform

    some = tmp_path / "long.json"
    some.write_text(json.dumps([value for value, _ in zip(_longform(), range(3000), strict=False)]))
    file = tmp_path / "all.jsonl.gz"
    with Store(tmp_path / "one.sqlite") as one:
        library = Library()
        library.__dict__["store"] = one
        for path in (*sorted((shared / "data" / "api").glob("*.json.gz")), some):
            library.add(formats.read_path(path))
        exporting.export(one, None, file)
        before = rows(one)
    other = Library()
    assert not other.add(formats.read_path(file)).rejected
    assert rows(other.store) == before
