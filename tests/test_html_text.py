"""The text that an index is given of an answer is the text that is read, letter by letter."""

import gzip
import json
from dataclasses import replace
from itertools import islice
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wrans import formats
from wrans.formats import html, html_text
from wrans.records import Question, Table

PLAIN = [
    "<p>One.</p><p>Two.</p>",
    "<p> One  and\n<strong>two</strong> <em> three</em></p>",
    "It is<br>so<br/> and so<br />.",
    "<ul><li>one</li><li>two <b>and</b></li></ul><ol start='3'><li>three</ol>",
    '<p>See <a href="https://www.gov.uk/a" target="_blank">this</a>.</p>',
    "<P STYLE='x'>Fish &amp; chips&nbsp;&lt;5&#163;</P>",
    "<p>a\u200bb c\u00add \u2019e\u2019 \u0007</p>",
    "",
    "<p></p><p> </p>",
    "<table><tbody><tr><td><p>Year</p></td><td>2,019</td></tr><tr><td> </td><td></td></tr>"
    "</tbody></table><p>after</p>",
    "before<table>\n<tr><th>a<br>b</th><td></td><td><p>c</p><p>d</p></td></tr>\n</table>",
    "<table></table><table><tr></tr></table>",
]
ODD = [
    "<p>a < b",
    "<p>1<script>2</script>3",
    "<p <b>x</b>",
    '<p title=">">x</p>',
    "<!-- no --> yes",
    "<table><tr><td>a<table><tr><td>b</td></tr></table></td></tr></table>",
    "<table><tr><td>a<td>b</table>",
    "<table>loose<tr><td>a</td></tr></table>",
    "<td>a</td>",
    "<ſtrong>x</ſtrong> <\u212a>",
]


def as_read(source: str) -> tuple[str, bool]:
    """What `html.read` says."""
    prose = html.read(source)
    return prose.text, any(isinstance(block, Table) for block in prose.blocks)


@pytest.mark.parametrize("source", PLAIN)
def test_what_is_plain_is_told_as_it_is_read(source: str) -> None:
    assert html_text.text(source) == as_read(source)


@pytest.mark.parametrize("source", ODD)
def test_what_is_not_plain_is_left_to_be_read(source: str) -> None:
    assert html_text.text(source) is None


WRITTEN = (
    "<p> </p> <br> <br/> <P\tid='a'> <strong> </strong> <b> </b> <em> </em> <sup> </sup> <a> "
    '<a\thref="https://x.uk/?a=1&amp;b"> </a> <ul> </ul> <ol> <li> </li> <div> </div> <h2> '
    "</h2> <span> </span> <table> </table> <tr> </tr> <td> </td> <th> </th> <tbody> </tbody> "
    "<thead> </thead> <script> </script> <!-- --> <p-x> <x> < > \" ' &amp; & am p; &nbsp; "
    "&#x20; &lt; word two. £1 ’ \u200b \u2028 \u00ad \x07 \u0301 \U0001f600 \u200d"
).split(" ")
PIECES = st.lists(st.sampled_from([*WRITTEN, " ", " ", "  ", "\n"]), max_size=25).map("".join)
ROWS = st.lists(
    st.lists(PIECES.map(lambda piece: f"<td>{piece}</td>"), max_size=3).map(
        lambda cells: f"<tr>{''.join(cells)}</tr>"
    ),
    max_size=3,
).map(lambda rows: f"<table><tbody>{''.join(rows)}</tbody></table>")


@settings(max_examples=500, deadline=None)
@given(st.lists(PIECES | ROWS, max_size=3).map("".join))
def test_whatever_is_told_of_html_is_what_is_read(source: str) -> None:
    told = html_text.text(source)
    assert told is None or told == as_read(source)


def test_real_answers_are_plain_and_told_as_they_are_read(shared: Path) -> None:
    with gzip.open(shared / "data/longform.jsonl.gz", "rt", encoding="utf-8") as lines:
        texts = [json.loads(line)["answer_text"] or "" for line in islice(lines, 5_000)]
    for text in texts:
        assert html_text.text(text) in (None, as_read(text))
    assert sum(html_text.text(text) is None for text in texts) < 50


def test_the_text_of_a_whole_question_is_that_of_its_prose(seeds: Path) -> None:
    for record in formats.read_path(seeds):
        assert isinstance(record, formats.Record)
        asked: Question = replace(record.question, text="  To ask\u00a0what ")
        for question in (record.question, asked, replace(asked, answer=None)):
            assert formats.published(question).text == formats.prose(question).text
