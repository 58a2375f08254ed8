"""Documents: pages, the API's JSON, the HTML of answers; and what is no such thing."""

import gzip
import io
import json
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from wrans import formats
from wrans.formats import Record, Rejected, html
from wrans.records import Completeness, House, Item, Key, Table


def read(data: bytes) -> tuple[list[Record], list[Rejected]]:
    found = list(formats.read(io.BytesIO(data), "x"))
    return (
        [r for r in found if isinstance(r, Record)],
        [r for r in found if isinstance(r, Rejected)],
    )


def question(**changed: Any) -> dict[str, Any]:
    """A question in the API's shape."""
    return {
        "id": 7,
        "house": "Commons",
        "uin": "41001",
        "dateTabled": "2025-03-03T00:00:00",
        "dateForAnswer": "2025-03-10T00:00:00",
        "dateAnswered": "2025-03-11T00:00:00",
        "questionText": "To ask the Secretary of State for Sheep, how many were exported.",
        "answerText": "<p>There were 12.</p>",
        "heading": "Sheep: Exports \r\n",
        "answeringBodyName": "Department for Sheep ",
        "askingMemberId": 4001,
        "groupedQuestionsDates": [{"questionUin": "41002", "dateTabled": "2025-03-04T00:00:00"}],
    } | changed


def as_list(*questions: Any) -> bytes:
    return json.dumps([{"value": q} for q in questions]).encode()


# -- the seed and other pages


def test_the_seed_is_read_whole(seeds: Path) -> None:
    (record,) = formats.read_path(seeds)
    assert isinstance(record, Record)
    asked = record.question
    assert asked.heading == "Borders: France"
    assert asked.answering_body == "Home Office"
    assert asked.key.tabled == date(2018, 10, 23)
    assert asked.answer
    assert asked.answer.answered == date(2018, 10, 26)
    assert asked.answer.answering_member
    assert asked.answer.answering_member.name == "Caroline Nokes"
    assert asked.answer.text.startswith("Working closely with French partners")
    assert asked.answer.text.endswith("organised immigration crime.")
    assert "View Source" not in asked.answer.text
    assert formats.parse(record.source, record.form) == asked


LISTING = """Search help lines
Written Question
Sheep: Exports
Tuesday 21st May 2024
Asked by: Pat Example (Labour (Co-op) - Weston, East and West)
Question to the Department for Sheep:
To ask the Secretary of State for Sheep, how many were exported.
Answered by Sam Minister - Minister of State (Department for Sheep)
There were 12.
Wednesday 22nd May 2024
is a date inside the answer.
Written Question
Goats
21 May 2024
Asked by: Kim Peer (Crossbench – Life peer)
Question to the Department for Goats
To ask His Majesty's Government what plans they have.
Answered by Ann Lord
None.
Reticulating Splines
"""


def test_a_listing_holds_several_questions() -> None:
    (sheep, goats), rejected = read(LISTING.encode())
    assert not rejected
    asker = sheep.question.asking_member
    assert asker
    assert (asker.name, asker.party, asker.seat) == (
        "Pat Example",
        "Labour (Co-op)",
        "Weston, East and West",
    )
    assert sheep.question.answer
    assert "is a date inside the answer." in sheep.question.answer.text
    assert goats.question.key.house is House.LORDS
    assert goats.question.answer
    assert goats.question.answer.text == "None."


def test_an_alert_puts_the_asker_before_the_date() -> None:
    text = (
        "Written Answers\nSheep\nAsked by: Pat Example (LAB - Weston)\n"
        "Wednesday 26th November 2025\nQuestion to the Department for Sheep:\n"
        "To ask, how many?\nAnswered by Sam Minister\nTwelve.\n"
    )
    (record,), _ = read(text.encode())
    assert record.question.heading == "Sheep"
    assert record.question.date == date(2025, 11, 26)


@pytest.mark.parametrize(
    "change",
    [
        lambda t: t.replace("\n", "\r\n"),
        lambda t: "\ufeff" + t,
        lambda t: t.replace(" ", "\u00a0"),
        lambda t: t.replace("\n", "\n\n\n"),
        lambda t: t.replace("Question to the ", "question to "),
        lambda t: t.replace("Tuesday 21st May 2024", "[21 May 2024]"),
    ],
)
def test_a_page_is_read_however_it_was_saved(change: Callable[[str], str]) -> None:
    records, rejected = read(change(LISTING).encode())
    assert [r.question.heading for r in records] == ["Sheep: Exports", "Goats"]
    assert not rejected


def test_a_record_without_a_date_is_named_and_the_others_go_on() -> None:
    text = LISTING.replace("Tuesday 21st May 2024\n", "")
    records, rejected = read(text.encode())
    assert [r.question.heading for r in records] == ["Goats"]
    assert rejected[0].where == "x, record 1"
    assert rejected[0].reason == "has no date"


# -- the API


def test_a_question_of_the_api_is_read_whole() -> None:
    (record,), _ = read(as_list(question()))
    asked = record.question
    assert asked.key == Key(House.COMMONS, date(2025, 3, 3), "41001")
    assert asked.heading == "Sheep: Exports"
    assert asked.answering_body == "Department for Sheep"
    assert asked.grouped == (Key(House.COMMONS, date(2025, 3, 4), "41002"),)
    assert asked.days_taken == 8
    assert formats.parse(record.source, record.form) == asked


@pytest.mark.parametrize(
    "shape",
    [
        lambda q: [q],
        lambda q: [{"value": q, "links": []}],
        lambda q: {"totalResults": 1, "results": [{"value": q}]},
        lambda q: {"value": q, "links": []},
        lambda q: q,
    ],
)
@pytest.mark.parametrize("packed", [False, True])
def test_every_shape_is_read(shape: Callable[[Any], Any], packed: bool) -> None:
    data = json.dumps(shape(question())).encode()
    (record,), rejected = read(gzip.compress(data) if packed else data)
    assert record.question.key.uin == "41001"
    assert not rejected


@pytest.mark.parametrize(
    ("length", "question_is", "shape"),
    [
        (254, Completeness.FULL, list),
        (255, Completeness.CLIPPED, list),
        (256, Completeness.FULL, list),
        (255, Completeness.FULL, dict),
    ],
)
def test_255_characters_in_a_list_are_clipped(
    length: int, question_is: Completeness, shape: type
) -> None:
    value = question(questionText="x" * length)
    (record,), _ = read(json.dumps([value] if shape is list else value).encode())
    assert record.question.completeness is question_is


@pytest.mark.parametrize(
    ("text", "answer_is"),
    [
        ("x" * 255 + "...", Completeness.CLIPPED),
        ("x" * 258, Completeness.FULL),
        ("x" * 254 + "...", Completeness.FULL),
        ("", Completeness.EMPTY),
    ],
)
def test_258_characters_and_three_dots_are_clipped(text: str, answer_is: Completeness) -> None:
    (record,), _ = read(as_list(question(answerText=text)))
    assert record.question.answer
    assert record.question.answer.completeness is answer_is


def test_an_unanswered_question_has_no_answer() -> None:
    (record,), _ = read(as_list(question(answerText=None, dateAnswered=None)))
    assert record.question.answer is None
    assert record.question.date == date(2025, 3, 3)


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"dateTabled": None}, "has no date tabled"),
        ({"dateTabled": "soon"}, "not a date"),
        ({"dateTabled": "0001-01-01"}, "has the year 1"),
        ({"uin": None}, "has no UIN"),
        ({"uin": "../etc"}, "for a UIN"),
        ({"house": "Upper"}, "not Commons or Lords"),
        ({"id": True}, "not a whole number"),
        ({"id": 5.0}, "not a whole number"),
        ({"id": 2**60}, "not a whole number"),
        ({"questionText": "  "}, "has no question text"),
        ({"answerText": 5}, "has no text in answerText"),
    ],
)
def test_a_bad_record_is_named_and_the_others_go_on(changed: dict[str, Any], reason: str) -> None:
    records, (rejected,) = read(as_list(question(uin="1"), question(**changed), question(uin="2")))
    assert [r.question.key.uin for r in records] == ["1", "2"]
    assert rejected.where.startswith("x, record 2")
    assert reason in rejected.reason


def test_hostile_text_in_json_is_cleaned() -> None:
    data = as_list(question(heading="\x1b]0;x\x07 [red]", questionText="half \ud800 pair"))
    (record,), _ = read(data)
    assert record.question.heading == "␛]0;x␇ [red]"
    record.source.decode("utf-8")


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "is empty"),
        (b" \n ", "is empty"),
        (b"%PDF-1.7 ...", "is not text"),
        (b"A page about something else.", "holds no written question"),
        (gzip.compress(as_list(question()))[:-20], "ends too soon"),
        (b"\x1f\x8b" + b"junk" * 9, "cannot be unpacked"),
        (b"[1, 2, 3]", "not a list of the API's questions"),
        (b"[]", "is an empty list"),
        (b'{"cats": 3}', "not the API's questions"),
        (b'{"title": "Not found", "status": 404}', "an error message of the API"),
        (b'{"results": []}', "without results"),
        (b'[{"value": ', "breaks off or is malformed"),
        (b"[" * 200_000, "nested too deeply"),
        (b'[{"id": "\xff"}]', "has"),
        (b"x" * 10_000_000, "holds no written question"),
        (b"\x00\x1b[2J" * 1000, "holds no written question"),
    ],
)
def test_what_is_no_document_gets_one_clear_sentence(data: bytes, reason: str) -> None:
    records, (rejected,) = read(data)
    assert not records
    assert reason in rejected.reason
    assert "\n" not in rejected.reason


def test_a_question_a_line_is_read_and_a_bad_line_is_named() -> None:
    cut = question() | {"questionText": "x" * 255}
    lines = [question() | {"uin": "1"}, {"value": cut | {"uin": "2"}}, {"uin": "3"}]
    told = [json.dumps(line).encode() for line in lines]
    records, rejected = read(b"\n".join([*told, b'{"torn', b"", b"7", *told[:1]]))
    assert [record.question.key.uin for record in records] == ["1", "2", "1"]
    # A line is like an item of a list: nothing tells that it came whole.
    assert records[1].question.completeness is Completeness.CLIPPED
    assert [one.where.partition(", ")[2] for one in rejected] == [
        "line 3 (UIN 3)",
        "line 4",
        "line 6",
    ]


def test_a_folder_is_read_through_and_an_empty_one_said_to_be(tmp_path: Path) -> None:
    (nothing,) = formats.read_path(tmp_path)
    assert isinstance(nothing, Rejected)
    assert nothing.reason == "has no documents in it"
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "b.json").write_bytes(as_list(question()))
    (tmp_path / ".hidden").write_text("x")
    assert len(list(formats.read_path(tmp_path))) == 1


def test_a_file_that_is_not_there_is_said_not_to_be(tmp_path: Path) -> None:
    (rejected,) = formats.read_path(tmp_path / "none")
    assert isinstance(rejected, Rejected)
    assert "No such file" in rejected.reason


# -- HTML


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("<p>One</p><p> </p><p>Two&nbsp;&amp; three</p>", "One\nTwo & three"),
        ("no tags at all", "no tags at all"),
        ("<p>a<br>b</p>outside<p>c</p>", "a\nb\noutside\nc"),
        ("<ul><li>x</li><li><p>y</p></li></ul>", "x\ny"),
        (
            "<table><tr><td><p>Year</p></td><td>Sum</td></tr><tr><td>2024</td><td></td></tr></table>",
            "Year | Sum\n2024 | ",
        ),
        ("a<script>alert(1)</script>b<style>p{}</style>c<!-- no -->d", "abcd"),
        ("a < b & c &lt;p&gt;", "a < b & c <p>"),
        ("<p title='>'>x</p>", "'>x"),
        ('<p title=">">x</p>', "x"),
        ("1\u202f000 \u200b two", "1 000 two"),
    ],
)
def test_html_becomes_lines(source: str, text: str) -> None:
    assert html.read(source).text == text


def test_lists_have_markers_and_depth() -> None:
    blocks = html.read("<ol start='3'><li>a</li><li>b<ul><li>c</li></ul></li></ol>").blocks
    assert [(b.marker, b.depth) for b in blocks if isinstance(b, Item)] == [
        ("3.", 0),
        ("4.", 0),
        ("•", 1),
    ]


def test_a_table_knows_its_header_and_its_wide_cells() -> None:
    prose = html.read(
        "<table><thead><tr><th colspan='2'>Spend</th></tr></thead>"
        "<tr><td rowspan='2'>a</td><td>1</td></tr><tr><td>2</td></tr></table>"
    )
    (table,) = prose.blocks
    assert isinstance(table, Table)
    assert table.rows[0][0].is_header
    assert table.rows[0][0].columns == 2
    assert table.rows[1][0].rows == 2


def test_a_table_in_a_table_loses_nothing() -> None:
    inner = "<table><tr><td>in</td><td>side</td></tr></table>"
    text = html.read(f"<table><tr><td>out</td><td>{inner}</td></tr></table>after").text
    assert text.split() == "out | in | side after".split() or "in | side" in text
    assert "after" in text


@pytest.mark.parametrize(
    ("href", "leads_to"),
    [
        ("https://www.gov.uk/x?a=1&amp;b=2", "https://www.gov.uk/x?a=1&b=2"),
        (
            "https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fwww.gov.uk%2Fy&amp;data=1",
            "https://www.gov.uk/y",
        ),
        ("javascript:alert(1)", None),
        ("/relative", None),
        ("https://", None),
        ("https://x\x1b]8;;", None),
        ("mailto:a@b.c", None),
    ],
)
def test_a_link_leads_where_it_really_leads(href: str, leads_to: str | None) -> None:
    prose = html.read(f'<p>see <a href="{href}">the page</a>.</p>')
    assert prose.text == "see the page."
    assert [k.url for k in prose.links] == ([leads_to] if leads_to else [])
    for link in prose.links:
        assert prose.text[link.start : link.end] == "the page"


HOSTILE = [
    "<a ",
    "<!--",
    "<![",
    "<",
    "</",
    "<p>",
    "<table><tr><td>",
    "<div>",
    "&",
    "<ul><li>",
    '<a "',
]


@pytest.mark.parametrize("piece", HOSTILE)
def test_hostile_html_takes_linear_time(piece: str) -> None:
    def seconds(n: int) -> float:
        started = time.perf_counter()
        html.read(piece * n)
        return time.perf_counter() - started

    once, twice = min(seconds(20_000) for _ in range(2)), min(seconds(40_000) for _ in range(2))
    assert twice < 2.9 * once + 0.02
    assert twice < 2


def test_the_real_answers_read_as_the_guide_flattens_them(shared: Path) -> None:
    gold = map(json.loads, (shared / "data/gold/dev.jsonl").read_text("utf-8").splitlines())
    wanted = {g["id"]: g["text"] for g in gold}
    same = 0
    with gzip.open(shared / "data" / "longform.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            told = json.loads(line)
            if told["id"] in wanted:
                asked = " ".join(told["question_text"].split())
                same += f"{asked}\n\n{html.read(told['answer_text']).text}" == wanted[told["id"]]
    assert same >= len(wanted) - 2


def test_a_real_month_is_read_without_a_rejection(shared: Path) -> None:
    found = list(formats.read_path(shared / "data" / "api" / "2024-07.json.gz"))
    assert len(found) == 2707
    assert not [f for f in found if isinstance(f, Rejected)]
