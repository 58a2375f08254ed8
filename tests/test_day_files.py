"""Day files of TheyWorkForYou in the three shapes that they have had."""

import gzip
import io
import re
import time
from datetime import date
from itertools import permutations
from pathlib import Path
from xml.sax.saxutils import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

import told
from day_files import (
    CORRECTED,
    LORDS,
    NEW,
    OLD,
    asked,
    asked_of_old,
    group,
    marked,
    new,
    old,
    replied,
)
from wrans import formats
from wrans.formats import Record, Rejected, html
from wrans.records import Answer, Attachment, Completeness, House, Key, Member, Question, Source
from wrans.records.text import one_line
from wrans.store import Store

NAME = "answers2025-03-10.xml"


def found_in(text: str | bytes, name: str = NAME) -> tuple[list[Record], list[Rejected]]:
    data = text.encode() if isinstance(text, str) else text
    found = list(formats.read(io.BytesIO(data), name))
    return (
        [one for one in found if isinstance(one, Record)],
        [one for one in found if isinstance(one, Rejected)],
    )


def read(text: str | bytes, name: str = NAME) -> list[Question]:
    records, rejected = found_in(text, name)
    assert not rejected
    return [record.question for record in records]


def answer_in(text: str | bytes, name: str = NAME) -> Answer:
    (question,) = read(text, name)
    assert question.answer
    return question.answer


# -- since September 2020


def test_a_new_file_is_read_without_loss() -> None:
    first, second, third = read(NEW)
    assert first.key == Key(House.COMMONS, date(2025, 3, 3), "41001")
    assert second.key == Key(House.COMMONS, date(2025, 3, 4), "41077")
    assert (first.answering_body, first.heading) == ("Department for Sheep", "Sheep: Exports")
    assert first.text == "To ask the Secretary of State for Sheep, how many were exported."
    assert first.completeness is Completeness.FULL
    assert first.asking_member == Member("Pat Example")
    assert first.days_taken == 7
    assert first.answer
    assert first.answer.answered == date(2025, 3, 10)
    assert first.answer.answering_member == Member("Sam Minister")
    assert first.answer.completeness is Completeness.FULL
    assert html.read(first.answer.text).text == (
        "There were 12 & a ram, for £5 million.\nSheep\n2024 | 12"
    )
    assert second.answer == first.answer
    assert third.answering_body == "Department for Sheep"
    for question in (first, second, third):
        assert question.source is question.text_source is Source.DAY_FILE
        assert question.answer
        assert question.answer.source is Source.DAY_FILE
        assert question.answer.corrected is None


def test_questions_with_one_reply_know_each_other() -> None:
    first, second, third = read(NEW)
    assert first.grouped == (second.key,)
    assert second.grouped == (first.key,)
    assert third.grouped == ()


@pytest.mark.parametrize("heading", ["*No heading*", "Question", " \n Question ", ""])
def test_what_stands_for_a_missing_heading_is_none(heading: str) -> None:
    (question,) = read(new(group(asked(), replied(), heading)))
    assert question.heading == ""


def test_a_question_without_a_reply_is_unanswered() -> None:
    waiting, answered = read(new(group(asked("1")), group(asked("2"), replied())))
    assert waiting.answer is None
    assert answered.answer


def test_a_question_behind_a_reply_is_of_another_group() -> None:
    text = new(group(asked("1") + replied("<p>A.</p>") + asked("2"), replied("<p>B.</p>")))
    first, second = read(text)
    assert (first.grouped, second.grouped) == ((), ())
    assert (first.heading, second.heading) == ("Sheep: Exports", "Sheep: Exports")
    assert [q.answer and q.answer.text for q in (first, second)] == ["<p>A.</p>", "<p>B.</p>"]


@pytest.mark.parametrize(
    ("reply", "text"),
    [
        ("<b>b</b> <i>c</i> CO<sub>2</sub>", "<strong>b</strong> <em>c</em> CO<sub>2</sub>"),
        ("<P>a<BR/>b</P>", "<p>a<br>b</p>"),
        ('<p class="x" pid="y">a <span style="z">b</span></p>', "<p>a b</p>"),
        ('<ol start="3" type="a"><li>a</li></ol>', '<ol start="3"><li>a</li></ol>'),
        ('<a href="http://x.uk/?a=1&amp;b=2" target="t">x</a>', '<a href="http://x.uk/?a=1&amp;b=2">x</a>'),
        ("<p>1 &lt; 2 &amp; 3 &gt; 2</p>", "<p>1 &lt; 2 &amp; 3 &gt; 2</p>"),
        ("<p>&amp;nbsp; &#163;5&#160;m</p>", "<p>&amp;nbsp; £5\u00a0m</p>"),
        ("<p>a</p><script>alert(1)</script><style>p{}</style><p>b</p>", "<p>a</p><p>b</p>"),
        ("<!-- no --><p><![CDATA[1 < 2]]></p>", "<p>1 &lt; 2</p>"),
        ("Twelve.", "Twelve."),
    ],
)  # fmt: skip
def test_a_reply_has_the_tags_of_the_official_record(reply: str, text: str) -> None:
    assert answer_in(new(group(asked(), replied(reply)))).text == text


@pytest.mark.parametrize("reply", ["", " ", "<p> </p>", "<p>\u00a0</p>", "<p></p><p/>"])
def test_a_reply_that_says_nothing_is_empty(reply: str) -> None:
    answer = answer_in(new(group(asked(), replied(reply))))
    assert answer.completeness is Completeness.EMPTY


def test_a_link_leads_where_it_says_and_not_to_a_mail_filter() -> None:
    filtered = (
        "https://eur02.safelinks.protection.outlook.com/?url=https%3A%2F%2Fgov.uk%2Fa&amp;data=1"
    )
    (question,) = read(
        new(group(asked(), replied(f'<p>See <a href="{filtered}">the page</a>.</p>')))
    )
    assert [link.url for link in formats.prose(question).links] == ["https://gov.uk/a"]


@pytest.mark.parametrize(
    ("written", "attachment"),
    [
        ("(PDF, 12.5KB)", ("PDF", 12_800)),
        ("(PDF Document, 12.5 KB)", ("PDF Document", 12_800)),
        ("(Excel SpreadSheet, 0.5KB)", ("Excel SpreadSheet", 512)),
        ("(application/vnd.oasis.opendocument.spreadsheet, 12345.6KB)",
         ("application/vnd.oasis.opendocument.spreadsheet", 12_641_894)),
        ("(pdf, 1.5 MB)", ("pdf", 1_572_864)),
    ],
)  # fmt: skip
def test_files_named_at_the_end_are_attachments(written: str, attachment: tuple[str, int]) -> None:
    files = [
        f'<p><a href="https://qna.uk/{n}?a=1&amp;b">Sheep &amp; {n}</a> {written}</p>' for n in "ab"
    ]
    answer = answer_in(new(group(asked(), replied(f"<p>See below.</p>{''.join(files)}"))))
    assert answer.text == "<p>See below.</p>"
    kind, size = attachment
    assert answer.attachments == tuple(
        Attachment(f"Sheep & {n}", f"https://qna.uk/{n}?a=1&b", kind, size) for n in "ab"
    )


@pytest.mark.parametrize(
    "last",
    [
        '<p>See <a href="https://x.uk">this</a> (PDF, 12.5KB)</p>',
        '<p><a href="https://x.uk">this</a></p>',
        '<p><a href="https://x.uk">this</a> (PDF)</p>',
        '<p><a href="https://x.uk">this</a> (PDF, 12.5KB)</p><p>and more</p>',
    ],
)
def test_other_links_at_the_end_stay_in_the_text(last: str) -> None:
    answer = answer_in(new(group(asked(), replied(f"<p>See below.</p>{last}"))))
    assert answer.attachments == ()
    assert "x.uk" in answer.text


# -- October 2014 to September 2020


def test_a_correction_keeps_what_was_said_before() -> None:
    (question,) = read(CORRECTED, "answers2018-06-01.xml")
    assert question.answer
    assert question.answer.text == "<p>There are 12 tonnes.</p>"
    assert question.answer.original_text == "<p>There are 10 tonnes.</p>"
    assert question.answer.corrected == date(2018, 6, 1)
    assert question.answer.answered is None
    assert question.date == date(2018, 6, 1)
    assert question.key.tabled == date(2018, 5, 1)
    assert question.days_taken is None


@pytest.mark.parametrize(
    ("replies", "now", "before"),
    [
        (["<p>10.</p>", "<p>12.</p>"], "<p>12.</p>", "<p>10.</p>"),
        (["<p>10.</p>", "<p>11.</p>", "<p>12.</p>"], "<p>12.</p>", "<p>11.</p>"),
        (["<p>Some <del>10</del> <ins>12</ins>.</p>"], "<p>Some  12.</p>", "<p>Some 10 .</p>"),
        (
            ["<p>A.</p>", "<p>A.</p><ins><p>B <b>and</b> C.</p></ins><del><p>D.</p></del>"],
            "<p>A.</p><p>B <strong>and</strong> C.</p>",
            "<p>A.</p><p>D.</p>",
        ),
    ],
)  # fmt: skip
def test_changes_are_made_in_the_text_and_undone_in_the_original(
    replies: list[str], now: str, before: str
) -> None:
    answer = answer_in(marked(*replies), "answers2018-06-01.xml")
    assert (answer.text, answer.original_text) == (now, before)
    assert answer.corrected == date(2018, 6, 1)


def test_who_corrected_is_told_beside_who_answered() -> None:
    answer = answer_in(marked("<p>10.</p>", "<p>12.</p>"), "answers2018-06-01.xml")
    assert answer.answering_member == Member("Sam Minister")
    assert answer.correcting_member == Member("Kim Minister")


def test_one_reply_without_changes_is_no_correction() -> None:
    answer = answer_in(marked("<p>10.</p>"), "answers2018-05-08.xml")
    assert answer.answered == date(2018, 5, 8)
    assert answer.corrected is None
    assert answer.correcting_member is None
    assert answer.original_text == ""


# -- before October 2014


def test_an_old_file_is_read_with_its_characters() -> None:
    (question,) = read(OLD.encode("latin-1"), "answers2009-10-26a.xml")
    assert question.key == Key(House.COMMONS, date(2009, 10, 26), "295124")
    assert question.is_dated_by_answer
    assert question.days_taken is None
    assert (question.answering_body, question.heading) == ("TREASURY", "Cafés")
    assert question.text == ("To ask the Chancellor what the cost of cafés was on 1 October 2009.")
    assert question.answer
    assert question.answer.answered == date(2009, 10, 26)
    assert question.answer.text == "<p>It was £5 million — less than before.</p>"


def test_an_old_file_needs_no_name() -> None:
    (question,) = read(OLD.encode("latin-1"), "standard input")
    assert question.key.tabled == question.date == date(2009, 10, 26)


def test_parts_of_a_question_are_one_line_under_its_first_number() -> None:
    text = old(
        group(
            asked_of_old(
                "<p>To ask the Chancellor</p>",
                '<p class="numindent" qnum="295124">(1) how many;</p>',
                '<p class="numindent" qnum="295125">(2) why.</p>',
            )
        )
    )
    (question,) = read(text, "answers2009-10-26a.xml")
    assert question.text == "To ask the Chancellor (1) how many; (2) why."
    assert question.key.uin == "295124"
    assert question.answer is None


@pytest.mark.parametrize(
    ("told_number", "uin"),
    [
        ('qnum="295124R"', "295124"),
        ('qnum="HL2771"', "HL2771"),
        ('pid="a.1" class="numindent" qnum="7"', "7"),
        ('qnum="0"', "page-"),
        ('qnum="ZZZZerror9900"', "page-"),
        ("", "page-"),
    ],
)
def test_a_number_is_taken_only_where_one_is_given(told_number: str, uin: str) -> None:
    (question,) = read(old(group(asked_of_old(f"<p {told_number}>Why?</p>"))))
    assert question.key.uin.startswith(uin)
    assert question.key.is_official is (uin != "page-")


def test_an_old_group_knows_its_questions_by_their_own_numbers() -> None:
    both = (asked_of_old('<p qnum="295124">Why?</p>'), asked_of_old('<p qnum="7">How?</p>', nth=1))
    nameless = asked_of_old("<p>Where?</p>", nth=2)
    questions = read(old(group("".join((*both, nameless)), replied())))
    keys = [question.key for question in questions]
    assert len(set(keys)) == 3
    for question in questions:
        assert set(question.grouped) == set(keys) - {question.key}


def test_two_old_replies_are_one_answer() -> None:
    text = old(
        group(asked_of_old('<p qnum="1">Why?</p>'), replied("<p>A.</p>") + replied("<I>B.</I>", 1))
    )
    answer = answer_in(text, "answers2009-10-26a.xml")
    assert answer.text == "<p>A.</p><em>B.</em>"
    assert answer.corrected is None
    assert answer.answered == date(2009, 10, 26)


def test_the_lords_had_no_body_and_asked_otherwise() -> None:
    first = asked_of_old("<p>asked Her Majesty's Government:</p>", "<p>Why.</p>")
    (question,) = read(old(group(first, replied()), body=""), "standard input")
    assert question.key.house is House.LORDS
    assert question.answering_body == ""


def test_a_file_that_another_replaces_gives_nothing_and_no_complaint(tmp_path: Path) -> None:
    asking = group(asked_of_old('<p qnum="1">Why?</p>'))
    for letter, latest in (("a", "no"), ("b", "yes")):
        (tmp_path / f"answers2009-10-26{letter}.xml").write_bytes(old(asking, latest=latest))
    (record,) = formats.read_path(tmp_path)
    assert isinstance(record, Record)


# -- the House and the day


@pytest.mark.parametrize(
    ("text", "name", "house"),
    [
        (LORDS, "lordswrans2025-03-10.xml", House.LORDS),
        (LORDS, "standard input", House.LORDS),
        (LORDS.replace("HL77", "77"), "lordswrans2025-03-10.xml", House.LORDS),
        (marked("<p>A.</p>", house="Lords"), "standard input", House.LORDS),
        (marked("<p>A.</p>", house="Lords", uin="HL5"), "answers2018-05-08.xml", House.LORDS),
        (marked("<p>A.</p>"), "standard input", House.COMMONS),
        (new(group(asked(), replied())), "standard input", House.COMMONS),
        (new(group(asked("HL5"), replied())), "standard input", House.LORDS),
        (new(group(asked("5"), replied())), "sub/lordswrans2025-03-10.xml.gz", House.LORDS),
    ],
)
def test_the_house_is_known(text: str, name: str, house: House) -> None:
    (question,) = read(text, name)
    assert question.key.house is house


@pytest.mark.parametrize("name", ["standard input", "sheep.xml", "debates2025-03-10.xml"])
def test_a_file_without_its_name_does_not_tell_the_day(name: str) -> None:
    (question,) = read(new(group(asked(), replied())), name)
    assert question.key == Key(House.COMMONS, date(2025, 3, 3), "41001")
    assert question.answer
    assert question.answer.answered is None
    assert not question.is_dated_by_answer


def test_an_address_stands_in_for_an_id() -> None:
    without = re.sub(r'\bid="[^"]*"', "", asked())
    (question,) = read(new(group(without, replied())))
    assert question.key == Key(House.COMMONS, date(2025, 3, 3), "41001")


def test_a_question_without_either_is_dated_by_the_file() -> None:
    without = re.sub(r'\b(id|url)="[^"]*"', "", asked())
    (question,) = read(new(group(without, replied())))
    assert question.key == Key(House.COMMONS, date(2025, 3, 10), "41001")
    assert question.is_dated_by_answer


# -- what is kept

WHOLE = [
    (NEW, NAME),
    (NEW, "standard input"),
    (CORRECTED, "answers2018-06-01.xml"),
    (LORDS, "lordswrans2025-03-10.xml"),
    (OLD.encode("latin-1"), "answers2009-10-26a.xml"),
    (old(group(asked_of_old("<p>Why?</p>") + asked_of_old("<p>How?</p>"), replied())), "x"),
]


@pytest.mark.parametrize(("text", "name"), WHOLE)
def test_what_is_kept_reads_the_same_again(text: str | bytes, name: str) -> None:
    records, rejected = found_in(text, name)
    assert records
    assert not rejected
    for record in records:
        assert record.form == Source.DAY_FILE
        assert formats.parse(record.source, record.form) == record.question


@pytest.mark.parametrize(
    "fact",
    [
        "uk.org.publicwhip/member/1687",
        'oldstyleid="y"',
        'colnum="483W"',
        'url="http://x.uk/a"',
        'pid="a483.2/1"',
        'code="2009-10-01"',
        'scrapeversion="a"',
        'house="Commons"',
        'day="2009-10-26"',
        "cafés",
        "£5 million —",
    ],
)
def test_whatever_the_file_tells_of_a_question_is_kept(fact: str) -> None:
    (record,), _ = found_in(OLD.encode("latin-1"), "answers2009-10-26a.xml")
    assert fact in record.source.decode("utf-8")


WORDS = st.text(
    st.characters(blacklist_categories=["Cs", "Cc"], blacklist_characters="\ufffe\uffff")
)


@given(WORDS, WORDS, WORDS)
def test_any_words_come_through(question: str, answer: str, name: str) -> None:
    asking = asked(text=f"Why? {escape(question)}").replace(
        "Pat Example", escape(name, {'"': "&quot;"})
    )
    (record,), _ = found_in(new(group(asking, replied(f"<p>{escape(answer)}</p>"))))
    assert record.question.text == one_line(f"Why? {question}")
    assert (record.question.asking_member or Member()).name == one_line(name)
    assert record.question.answer
    assert html.read(record.question.answer.text).text == html.read(escape(answer)).text
    assert formats.parse(record.source, record.form) == record.question


# -- what is one, and what is none


@pytest.mark.parametrize(
    "change",
    [
        lambda data: b"\xef\xbb\xbf" + data,
        lambda data: b" \r\n\t" + data,
        lambda data: b'<?xml version="1.0" encoding="UTF-8"?>\n' + data,
        lambda data: b'\n<?xml version="1.0"?>\n<!DOCTYPE publicwhip>' + data,
        lambda data: b"<!DOCTYPE publicwhip [ ]>" + data,
        lambda data: data.replace(b"\n", b"\r\n"),
        gzip.compress,
    ],
)
def test_a_day_file_is_known_however_it_was_saved(change: "object") -> None:
    assert callable(change)
    assert [q.key.uin for q in read(change(NEW.encode()))] == ["41001", "41077", "41100"]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("<publicwhip></publicwhip>", "holds no written question"),
        ("<publicwhip><speech id='x'><p>Hear, hear.</p></speech></publicwhip>", "holds no written"),
        ("<publicwhips><ques/></publicwhips>", "not a day file of TheyWorkForYou"),
        ("<?xml version='1.0'?><rss>publicwhip</rss>", "not a day file of TheyWorkForYou"),
        ("<?xml version='1.0'?><rss></rss>", "holds no written question"),
        ("<publicwhip", "breaks off or is malformed (line 1: "),
        ("<publicwhip>\n<p>a & b</p></publicwhip>", "breaks off or is malformed (line 2: "),
        ("<publicwhip>\n\n<ques>\x00</ques></publicwhip>", "breaks off or is malformed (line 3: "),
        ("<publicwhip><ques>\x1b[2J</ques></publicwhip>", "breaks off or is malformed (line 1: "),
        ("<publicwhip><ques>&#27;</ques></publicwhip>", "breaks off or is malformed (line 1: "),
        ("<publicwhip><ques>&sheep;</ques></publicwhip>", "undefined entity"),
        (b"<publicwhip>\xff</publicwhip>", "breaks off or is malformed (line 1: "),
        (
            "<?xml version='1.0' encoding='sheep'?><publicwhip/>",
            "is written in 'sheep'",
        ),
        (
            "<?xml version='1.0' encoding='rot13'?><publicwhip/>",
            "is written in 'rot13'",
        ),
        ("<?xml version='1.0' encoding='UTF-16'?><publicwhip/>", "is written in 'UTF-16'"),
    ],
)
def test_what_is_no_day_file_gets_one_clear_sentence(text: str | bytes, reason: str) -> None:
    records, (rejected,) = found_in(text)
    assert not records
    assert reason in rejected.reason
    assert "\n" not in rejected.reason


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        (asked(text=""), "has no question text"),
        (asked(tabled="2025-02-30"), "has '2025-02-30' for a date"),
        (asked(tabled="0001-01-01"), "has the year 1 in its date"),
    ],
)
def test_a_bad_question_is_named_by_its_line_and_the_others_go_on(bad: str, reason: str) -> None:
    records, (rejected,) = found_in(new(group(asked("1") + bad + asked("2"), replied())))
    assert [record.question.key.uin for record in records] == ["1", "2"]
    assert records[0].question.grouped == (records[1].question.key,)
    assert re.fullmatch(rf"{NAME}, line \d", rejected.where)
    assert reason in rejected.reason


def test_a_question_of_no_day_at_all_is_refused() -> None:
    without = re.sub(r'\b(id|url)="[^"]*"', "", asked())
    _, (rejected,) = found_in(new(group(without, replied())), "standard input")
    assert rejected.reason == "tells neither when it was tabled nor when it was answered"


def test_a_file_that_breaks_off_anywhere_gives_what_is_whole() -> None:
    whole = {record.source for record in found_in(NEW)[0]}
    data = NEW.encode()
    for end in range(len("<publicwhip>"), len(data) - len("</publicwhip>\n")):
        records, (rejected,) = found_in(data[:end])
        assert {record.source for record in records} <= whole
        assert "breaks off" in rejected.reason
        if b"41100.h" in data[:end] and b"No heading*</minor-heading>" in data[:end]:
            assert len(records) == 2


def test_what_is_wrong_behind_the_end_takes_nothing_away() -> None:
    records, (rejected,) = found_in(NEW + "<junk>")
    assert len(records) == 3
    assert "malformed" in rejected.reason


# -- attacks

ASKING = '<publicwhip><ques id="x/2025-03-03.1.q0"><p>&a;</p></ques></publicwhip>'
LAUGHS = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10 if n else "ha" * 10}">' for n in range(9))


@pytest.mark.parametrize(
    "declared",
    [
        "[<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;'>]",
        f"[{LAUGHS}]",
        f"[<!ENTITY a '{'a' * 100_000}'>]",
        "[<!ENTITY a '&b;'><!ENTITY b '&a;'>]",
        "[<!ENTITY a SYSTEM 'file:///etc/passwd'>]",
        "[<!ENTITY a PUBLIC 'x' 'http://127.0.0.1/'>]",
        "[<!ENTITY % a 'b'>]",
        "[<!ENTITY % a SYSTEM 'http://127.0.0.1/x.dtd'> %a;]",
        "[<!ENTITY a SYSTEM 'x' NDATA gif>]",
        "[<!NOTATION gif SYSTEM 'x'>]",
        f"[<!ATTLIST p x CDATA '{'a' * 1000}'>]",
        "SYSTEM 'http://127.0.0.1/x.dtd'",
        "PUBLIC 'x' 'http://127.0.0.1/x.dtd' []",
        "[" + "".join(f"<!ENTITY a{n} 'a'>" for n in range(401)) + "]",
    ],
)
def test_what_declares_more_than_characters_is_refused_in_one_sentence(declared: str) -> None:
    records, (rejected,) = found_in(f"<!DOCTYPE publicwhip {declared}>{ASKING}")
    assert not records
    assert rejected.reason == ("declares entities that a day file does not need (an entity bomb?)")


def test_as_many_characters_as_a_day_file_needs_may_be_declared() -> None:
    declared = "".join(f'<!ENTITY a{n} "&#{200 + n};">' for n in range(399))
    text = f'<!DOCTYPE publicwhip [{declared}<!ENTITY a "">]>{ASKING.replace("&a;", "&a;&a9;")}'
    (question,) = read(text)
    assert question.text == chr(209)


def seconds(text: str | bytes) -> tuple[float, list[Record], list[Rejected]]:
    started = time.perf_counter()
    found = found_in(text)
    return time.perf_counter() - started, *found


@pytest.mark.parametrize("piece", ["<p>", "<publicwhip>", "<ques>", "<reply><del>", "<x y='z'>"])
def test_deep_nesting_ends_soon(piece: str) -> None:
    taken, records, (rejected,) = seconds("<publicwhip>" + piece * 100_000)
    assert taken < 2
    assert not records
    assert rejected.reason == "is nested too deeply to be a day file"


def test_deep_declarations_end_soon() -> None:
    brackets = f"<!DOCTYPE publicwhip [<!ELEMENT x {'(' * 100_000}>]>{ASKING}"
    taken, _, (rejected,) = seconds(brackets)
    assert taken < 2
    assert "malformed" in rejected.reason


@pytest.mark.parametrize(
    "text",
    [
        f"<publicwhip><!-- {'-x' * 5_000_000}",
        f"<publicwhip><ques id='{'x' * 10_000_000}",
        new(group(asked(), replied("<p>" + " " * 10_000_000 + "</p>"))),
        new(group(asked(), replied("<del>x</del>" * 200_000))),
        new(group(asked(), replied('<p><a href="x">x</a> (PDF, 1.0KB)</p>' * 50_000))),
        new(group(asked(), replied('<p><a href="x">x</a> (' + "1," * 200_000))),
        new(group(asked(text=' qnum="' * 200_000), replied())),
    ],
    ids=["a comment", "an id", "spaces", "changes", "attachments", "a size", "numbers"],
)
def test_a_huge_piece_takes_no_more_than_its_length(text: str) -> None:
    taken, _, _ = seconds(text)
    assert taken < 5


@pytest.mark.parametrize(
    "text",
    [
        new(group(asked() * 10_000, replied(f"<p>{'x' * 100_000}</p>"))),
        new(group(asked() * 10_000, replied(by="x" * 100_000))),
        new(group(asked() * 10_000)),
        new(group(asked(), replied()) * 10_000, body="x" * 100_000),
        new(group(asked(), replied(), "x" * 100_000)),
        new(group(asked(), replied()) * 10_000).replace("whip>", f"whip a='{'x' * 100_000}'>", 1),
    ],
    ids=["replies", "names", "keys", "bodies", "headings", "the file"],
)
def test_what_is_kept_again_for_each_question_cannot_fill_the_disk(text: str) -> None:
    taken, records, (rejected,) = seconds(text)
    assert taken < 5
    assert not records
    assert "than any there was" in rejected.reason


def test_controls_of_old_windows_reach_no_screen() -> None:
    (question,) = read(old(group(asked_of_old('<p qnum="1">It\x92s \x96 \x9b2J</p>'), replied())))
    assert question.text == "It’s – ›2J"


# -- in the store


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "record.sqlite")


LONG = f"<p>There were 12 in 2023 &amp; 14 in 2022.</p><p>{'They were well. ' * 30}</p>"


def day_file(answer: str = LONG, day: str = "2024-07-26") -> Record:
    asking = asked("1", "2024-07-22", escape(told.ASKED))
    text = new(group(asking, replied(answer)))
    (record,), _ = found_in(text, f"answers{day}.xml")
    return record


def only(store: Store) -> tuple[Question, Answer]:
    assert store.count() == 1
    question = store.question(store.ids()[0])
    assert question.answer
    return question, question.answer


FACTS = {"isNamedDay": True, "answerText": LONG, "askingMemberId": 4001}


@pytest.mark.parametrize(
    "records", list(permutations([day_file(), told.listed(**FACTS)])), ids=["first", "second"]
)
def test_a_day_file_fills_up_what_the_list_cut(store: Store, records: tuple[Record, ...]) -> None:
    for record in records:
        store.add(record)
    question, answer = only(store)
    assert question.text == told.ASKED
    assert question.completeness is answer.completeness is Completeness.FULL
    assert question.text_source is answer.source is Source.DAY_FILE
    assert answer.text == LONG
    # Of who and when Parliament's own word counts.
    assert question.is_named_day
    assert question.due == date(2024, 7, 26)
    assert question.asking_member == Member("Pat Example", 4001)
    assert question.official_id == 1001


@pytest.mark.parametrize(
    "records",
    list(permutations([day_file(), told.listed(**FACTS), told.single(**FACTS)])),
    ids=lambda records: "-".join(record.form for record in records),
)
def test_a_day_file_never_replaces_the_official_text(
    store: Store, records: tuple[Record, ...]
) -> None:
    for record in records:
        store.add(record)
    question, answer = only(store)
    assert question.text_source is answer.source is Source.SINGLE
    assert answer.answered == date(2024, 7, 26)
    assert question.is_named_day


def test_the_same_file_again_changes_nothing(store: Store) -> None:
    store.add(day_file())
    before = store.question(store.ids()[0])
    store.add(day_file())
    assert only(store)[0] == before


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_an_answer_in_a_later_file_is_a_correction(store: Store, order: tuple[int, int]) -> None:
    files = (day_file("<p>Twelve.</p>"), day_file("<p>Thirteen.</p>", "2024-08-02"))
    for place in order:
        store.add(files[place])
    _, answer = only(store)
    assert answer.text == "<p>Thirteen.</p>"
    assert (answer.answered, answer.corrected) == (date(2024, 7, 26), date(2024, 8, 2))
    ((earlier, _),) = store.earlier_answers(store.ids()[0])
    assert earlier.answer
    assert earlier.answer.text == "<p>Twelve.</p>"


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_a_marked_correction_is_laid_over_the_answer(store: Store, order: tuple[int, int]) -> None:
    files = (
        found_in(marked("<p>10.</p>"), "answers2018-05-08.xml"),
        found_in(marked("<p>10.</p>", "<p>12.</p>"), "answers2018-06-01.xml"),
    )
    for place in order:
        store.add(files[place][0][0])
    _, answer = only(store)
    assert answer.text == "<p>12.</p>"
    assert answer.original_text == "<p>10.</p>"
    assert (answer.answered, answer.corrected) == (date(2018, 5, 8), date(2018, 6, 1))
