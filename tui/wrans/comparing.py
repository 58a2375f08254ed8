"""What changed between two versions of an answer, word by word."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from typing import Final

from wrans import formats
from wrans.records import Answer, Question

_WORD: Final = re.compile(r"\s+|[\w£€$%'’.,]*\w|[^\w\s]")
_OPENED: Final = {"removed": "[-", "added": "{+"}
_CLOSED: Final = {"removed": "-]", "added": "+}"}


@dataclass(frozen=True, slots=True)
class Change:
    """A stretch of the compared text that only one version has."""

    start: int
    end: int
    role: str
    """``removed`` or ``added``."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """Both versions in one text: what went stands in ``[-…-]``, what came in ``{+…+}``."""

    text: str
    changes: tuple[Change, ...]


def compare(before: str, after: str) -> Comparison:
    """Lay two texts over each other, word by word."""
    old, new = _WORD.findall(before), _WORD.findall(after)
    parts: list[str] = []
    changes: list[Change] = []
    size = 0

    def put(words: list[str], role: str = "") -> None:
        nonlocal size
        for line in "".join(words).splitlines(keepends=True):
            told = line.rstrip("\n")
            end = line[len(told) :]
            if role and told.strip():
                told = f"{_OPENED[role]}{told}{_CLOSED[role]}"
                changes.append(Change(size, size + len(told), role))
            parts.append(told + end)
            size += len(told) + len(end)

    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag == "equal":
            put(old[a:b])
        else:
            put(old[a:b], "removed")
            put(new[c:d], "added")
    return Comparison("".join(parts), tuple(changes))


def answer_text(question: Question, answer: Answer | None) -> str:
    """An answer as running text."""
    if answer is None:
        return ""
    return formats.prose(replace(question, text="x", answer=answer)).text.partition("\n\n")[2]


def earlier(question: Question, versions: Iterator[Question]) -> str:
    """The answer that stood before the present one; empty where none is known."""
    for version in versions:
        if version.answer and (text := answer_text(version, version.answer)):
            return text
    answer = question.answer
    if answer and answer.original_text:
        return answer_text(question, replace(answer, text=answer.original_text, is_html=True))
    return ""
