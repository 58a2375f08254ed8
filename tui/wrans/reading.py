"""A question as it is read: one text with its sums, places and references marked."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from wrans import entities, formats
from wrans.records import Completeness, Prose, Question, mending, references
from wrans.records.opener import without_opener

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


def read(question: Question, *, mended: bool = True) -> Reading:
    """Lay a question open, its broken words mended or as published."""
    prose = formats.prose(question)
    repair = mending.mend(prose.text)
    if mended and repair.cuts:
        prose = prose.moved(repair.mended_at, repair.text)
    gap = prose.text.find("\n\n") if question.answer else -1
    answer_start = gap + 2 if gap >= 0 else len(prose.text)
    cuts = tuple(_cuts(question, prose.text, answer_start))
    return Reading(
        question,
        prose,
        answer_start,
        tuple(e for e in entities.find(prose.text) if not any(a <= e.end <= z for a, z in cuts)),
        references.find(prose.text, question.key.tabled),
        len(repair.cuts),
    )


def _cuts(question: Question, shown: str, answer_start: int) -> Iterator[tuple[int, int]]:
    """The last stretch of each clipped text: what touches it may have lost its end."""
    answer = question.answer
    if question.completeness is Completeness.CLIPPED:
        yield _last_word(shown, answer_start - 2 if answer else len(shown))
    if answer and answer.completeness is Completeness.CLIPPED:
        yield _last_word(shown, len(shown))


def _last_word(shown: str, end: int) -> tuple[int, int]:
    kept = shown[:end].rstrip(" .…\n")
    return len(kept) - 1, end


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
