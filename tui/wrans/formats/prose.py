"""Question and answer as one text."""

from wrans.formats import html, html_text
from wrans.formats.html_text import Text
from wrans.records import Paragraph, Prose, Question, Table
from wrans.values import replace

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


def published(question: Question) -> Text:
    """The text that ``prose`` would give, and whether tables are in it: all an index wants."""
    answer = question.answer
    if answer and answer.is_html:
        told = html_text.text(answer.text)
        if told is not None:
            asked = " ".join(question.text.split())
            return Text(f"{asked}{GAP}{told.text}", told.has_table)
    whole = prose(question)
    return Text(whole.text, any(isinstance(block, Table) for block in whole.blocks))
