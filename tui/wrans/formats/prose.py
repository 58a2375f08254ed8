"""Question and answer as one text."""

from wrans.formats import html
from wrans.records import Paragraph, Prose, Question
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
