"""Question and answer as one text."""

from dataclasses import replace
from typing import NamedTuple

from wrans.formats import html, html_text
from wrans.records import Paragraph, Prose, Question, Table

GAP = "\n\n"
"""Between question and answer; nowhere else is there an empty line."""


def prose(question: Question) -> Prose:
    """The text that is read: the question on one line, an empty line, the answer."""
    asked = " ".join(question.text.split())
    if question.answer is None:
        return Prose(asked, (Paragraph(0, len(asked)),))
    answer = question.answer
    answered = html.read(answer.text) if answer.is_html else Prose.of_lines(answer.text)
    shift = len(asked) + len(GAP)
    moved = answered.moved(lambda offset: offset + shift, asked + GAP + answered.text)
    return replace(moved, blocks=(Paragraph(0, len(asked)), *moved.blocks))


class Published(NamedTuple):
    """A text as it was published."""

    text: str
    has_table: bool


def published(question: Question) -> Published:
    """The text that ``prose`` would give, and whether tables are in it: all an index wants."""
    answer = question.answer
    if answer and answer.is_html:
        told = html_text.text(answer.text)
        if told is not None:
            return Published(f"{' '.join(question.text.split())}{GAP}{told}", False)
    whole = prose(question)
    return Published(whole.text, any(isinstance(block, Table) for block in whole.blocks))
