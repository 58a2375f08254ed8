"""A question as it is read: one text with its sums, places and references marked."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from wrans import entities, formats
from wrans.records import Completeness, Prose, Question, Table, mending, references
from wrans.records.opener import without_opener
from wrans.values import dataclass

if TYPE_CHECKING:
    from wrans.entities import Entity
    from wrans.records.references import Reference


@dataclass(frozen=True, slots=True)
class Reading:
    """A question, its text, and what stands out in it."""

    question: Question
    prose: Prose
    """Question and answer in one; every position is an offset into its text."""
    answer_start: int
    """Where the answer begins; the length of the text while unanswered."""
    entities: "tuple[Entity, ...]"
    references: "tuple[Reference, ...]"
    broken_words: int
    """How many words stand broken in the text as published."""

    @property
    def searched_entities(self) -> "Iterator[Entity]":
        """The sums and places of texts that are here in full: of others nobody knows how many."""
        question, answer = self.question, self.question.answer
        is_full = question.completeness is not Completeness.CLIPPED
        is_answer_full = answer is not None and answer.completeness is not Completeness.CLIPPED
        for entity in self.entities:
            if is_answer_full if entity.start >= self.answer_start else is_full:
                yield entity


def read(question: Question, *, mended: bool = True, with_references: bool = True) -> Reading:
    """Lay a question open, its broken words mended or as published."""
    prose = formats.prose(question)
    repair = mending.mend(prose.text)
    if mended and repair.cuts:
        prose = prose.moved(repair.mended_at, repair.text)
    gap = prose.text.find("\n\n") if question.answer else -1
    answer_start = gap + 2 if gap >= 0 else len(prose.text)
    cuts = tuple(_cuts(question, prose.text, answer_start))
    blocks = [block for block in prose.blocks if isinstance(block, Table)]
    found = entities.find(prose.text, blocks)
    return Reading(
        question,
        prose,
        answer_start,
        tuple(e for e in found if not any(touches(prose.text, e, cut) for cut in cuts)),
        references.find(prose.text, question.key.tabled) if with_references else (),
        len(repair.cuts),
    )


# What may go on behind a cut: a number, its magnitude, the other end of a range.
_MAY_GO_ON: Final = re.compile(
    r"(?:[ -]?[A-Za-z]{0,9}|(?: ?[-–—] ?| to | and )\S{0,12})[ ,.…\n]*\Z"
)


def _cuts(question: Question, shown: str, answer_start: int) -> Iterator[int]:
    """Where clipped texts end: what touches such an end may have lost its own."""
    answer = question.answer
    if question.completeness is Completeness.CLIPPED:
        yield answer_start - 2 if answer else len(shown)
    if answer and answer.completeness is Completeness.CLIPPED:
        yield len(shown)


def touches(shown: str, entity: "Entity", cut: int) -> bool:
    """Does a cut touch a name, or a sum, whose magnitude stands behind it?"""
    if not cut - 24 < entity.end <= cut:
        return False
    is_sum = hasattr(entity, "currency")
    rest = shown[entity.end : cut]
    return bool(_MAY_GO_ON.match(rest)) if is_sum else not rest.strip(" .…\n")


def searchable(question: Question, published: str | None = None) -> str:
    """All that a search may find: heading, text, the broken words as published, and names.

    Give the text as published where it is known.
    """
    published = formats.prose(question).text if published is None else published
    repair = mending.mend(published)
    broken = [_word_at(published, cut) for cut in repair.cuts]
    answer = question.answer
    people = (question.asking_member, answer.answering_member if answer else None)
    names = [member.name for member in people if member and member.name]
    return "\n".join([question.heading, without_opener(repair.text), *broken, *names])


def _word_at(shown: str, hyphen: int) -> str:
    start = shown.rfind(" ", 0, hyphen) + 1
    end = shown.find(" ", hyphen)
    return shown[start : end if end > 0 else len(shown)].split("\n")[0]
