"""Day files of TheyWorkForYou in the three shapes that they have had."""

import time
from datetime import date
from pathlib import Path

import pytest

import day_files
import told
from wrans import formats
from wrans.formats import Record, Rejected
from wrans.records import Completeness, House, Key, Question, Source
from wrans.store import Store


def written(folder: Path, name: str, text: str, encoding: str = "utf-8") -> Path:
    file = folder / name
    file.write_bytes(text.encode(encoding))
    return file


def read(file: Path) -> list[Question]:
    found = list(formats.read_path(file))
    assert not [one for one in found if isinstance(one, Rejected)]
    return [one.question for one in found if isinstance(one, Record)]


def test_a_new_file_is_read_without_loss(tmp_path: Path) -> None:
    first, second, third = read(written(tmp_path, "answers2025-03-10.xml", day_files.NEW))
    assert first.key == Key(House.COMMONS, date(2025, 3, 3), "41001")
    assert second.key == Key(House.COMMONS, date(2025, 3, 4), "41077")
    assert first.grouped == (second.key,)
    assert (first.answering_body, first.heading) == ("Department for Sheep", "Sheep: Exports")
    assert first.text == "To ask the Secretary of State for Sheep, how many were exported."
    assert first.asking_member
    assert first.asking_member.name == "Pat Example"
    assert first.answer
    assert first.answer.answered == date(2025, 3, 10)
    assert first.answer.answering_member
    assert first.answer.answering_member.name == "Sam Minister"
    assert first.answer.completeness is Completeness.FULL
    assert "12 &amp; a ram, for £5 million." in first.answer.text
    assert '<td colspan="2">Sheep</td>' in first.answer.text
    (attachment,) = first.answer.attachments
    assert (attachment.title, attachment.size) == ("Sheep by port", 12_800)
    assert "sheep.pdf" not in first.answer.text
    assert third.heading == ""
    assert third.grouped == ()
    assert {q.source for q in (first, second, third)} == {Source.DAY_FILE}


def test_a_correction_keeps_what_was_said_before(tmp_path: Path) -> None:
    (question,) = read(written(tmp_path, "answers2018-06-01.xml", day_files.CORRECTED))
    assert question.answer
    assert question.answer.text == "<p>There are 12 tonnes.</p>"
    assert question.answer.original_text == "<p>There are 10 tonnes.</p>"
    assert question.answer.corrected == date(2018, 6, 1)
    assert question.date == date(2018, 6, 1)


def test_an_old_file_is_read_with_its_entities(tmp_path: Path) -> None:
    file = written(tmp_path, "answers2009-10-26a.xml", day_files.OLD, "latin-1")
    (question,) = read(file)
    assert question.key == Key(House.COMMONS, date(2009, 10, 26), "295124")
    assert question.is_dated_by_answer
    assert question.days_taken is None
    assert question.heading == "Cafés"
    assert question.text.endswith("cost of cafés was on 1 October 2009.")
    assert question.answer
    assert question.answer.text == "<p>It was £5 million — less than before.</p>"


def test_a_file_that_a_later_one_replaces_gives_nothing(tmp_path: Path) -> None:
    text = day_files.OLD.replace('latest="yes"', 'latest="no"')
    assert read(written(tmp_path, "answers2009-10-26a.xml", text, "latin-1")) == []


def test_the_lords_are_known(tmp_path: Path) -> None:
    (question,) = read(written(tmp_path, "lordswrans2025-03-10.xml", day_files.LORDS))
    assert question.key == Key(House.LORDS, date(2025, 3, 3), "HL77")


@pytest.mark.parametrize("text", [day_files.NEW, day_files.CORRECTED, day_files.LORDS])
def test_what_is_kept_reads_the_same_again(tmp_path: Path, text: str) -> None:
    for record in formats.read_path(written(tmp_path, "answers2025-03-10.xml", text)):
        assert isinstance(record, Record)
        assert formats.parse(record.source, record.form) == record.question


BOMB = """<?xml version="1.0"?><!DOCTYPE publicwhip [
<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">
]><publicwhip><ques id="x/2025-03-03.1.q0"><p>&b;</p></ques></publicwhip>"""
OUTSIDE = """<!DOCTYPE publicwhip [<!ENTITY a SYSTEM "file:///etc/passwd">]>
<publicwhip><ques id="x/2025-03-03.1.q0"><p>&a;</p></ques></publicwhip>"""
PARAMETER = """<!DOCTYPE publicwhip [<!ENTITY % a "b">]><publicwhip></publicwhip>"""


@pytest.mark.parametrize("text", [BOMB, OUTSIDE, PARAMETER])
def test_an_entity_bomb_is_refused_in_one_sentence(tmp_path: Path, text: str) -> None:
    (rejected,) = formats.read_path(written(tmp_path, "answers2025-03-10.xml", text))
    assert isinstance(rejected, Rejected)
    assert "declares entities that no day file needs" in rejected.reason


def test_what_stands_before_the_break_is_kept(tmp_path: Path) -> None:
    text = day_files.NEW[: day_files.NEW.index("Because")]
    *records, rejected = formats.read_path(written(tmp_path, "answers2025-03-10.xml", text))
    assert len(records) == 3
    assert isinstance(rejected, Rejected)
    assert "breaks off" in rejected.reason


def test_deep_nesting_ends_soon(tmp_path: Path) -> None:
    text = "<publicwhip><ques id='x/2025-03-03.1.q0'>" + "<p>" * 100_000
    started = time.monotonic()
    found = list(formats.read_path(written(tmp_path, "answers2025-03-10.xml", text)))
    assert any(isinstance(one, Rejected) and "too deeply" in one.reason for one in found)
    assert time.monotonic() - started < 2


def test_better_is_never_replaced_by_worse(tmp_path: Path) -> None:
    text = day_files.NEW.replace("41001", "1").replace("2025-03-03", "2024-07-22")
    long = f"<p>There were 12 in 2023 &amp; 14 in 2022.</p><p>{'They were well. ' * 30}</p>"
    text = text.replace("<p>There were 12 &amp; a ram, for £5 million.</p>", long)
    text = text[: text.index("<table>")] + text[text.index("<p><a") :]
    file = written(tmp_path, "answers2024-07-26.xml", text)
    day = next(one for one in formats.read_path(file) if isinstance(one, Record))
    answer = long.replace("<p>", "").replace("</p>", "")[:255] + "..."
    listed = formats.of_item(
        told.api(answerText=answer, questionText=day.question.text, isNamedDay=True), Source.LIST
    )
    whole = formats.of_item(
        told.api(answerText=long, questionText=day.question.text, isNamedDay=True), Source.SINGLE
    )
    orders = [
        (day, listed),
        (listed, day),
        (day, listed, whole),
        (whole, day),
        (whole, listed, day),
    ]
    for order in orders:
        with Store(tmp_path / f"{len(list(tmp_path.iterdir()))}.sqlite") as store:
            for record in order:
                store.add(record)
            assert store.count() == 1 + 0
            question = store.question(store.ids()[0])
            assert question.answer
            assert question.answer.completeness is Completeness.FULL
            assert question.answer.source is (Source.SINGLE if whole in order else Source.DAY_FILE)
            assert question.is_named_day
            assert question.due


def test_a_correction_in_a_later_file_is_dated_by_it(tmp_path: Path) -> None:
    first = written(tmp_path, "answers2025-03-10.xml", day_files.LORDS.replace("HL77", "77"))
    later = written(
        tmp_path, "answers2025-03-17.xml",
        day_files.LORDS.replace("HL77", "77").replace("Twelve", "Thirteen"),
    )  # fmt: skip
    for order in ((first, later), (later, first)):
        with Store(tmp_path / f"{order[0].stem}.sqlite") as store:
            for file in order:
                for record in formats.read_path(file):
                    assert isinstance(record, Record)
                    store.add(record)
            answer = store.question(1).answer
            assert answer
            assert answer.text == "<p>Thirteen.</p>"
            assert (answer.answered, answer.corrected) == (date(2025, 3, 10), date(2025, 3, 17))
            ((earlier, _),) = store.earlier_answers(1)
            assert earlier.answer
            assert earlier.answer.text == "<p>Twelve.</p>"
