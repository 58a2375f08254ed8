"""What changed between two versions of an answer, word by word."""

import re
from collections.abc import Iterator
from typing import Final

from wrans import formats, matching
from wrans.matching import Common
from wrans.records import Answer, Question
from wrans.values import dataclass, replace

_WORD: Final = re.compile(r"[£€$]?\w+(?:[\w£€$%'’.,]\w+)*|[^\w\s]")
_COARSER: Final = (re.compile(r"\S+"), re.compile(r"[^\s][^\n]*"), re.compile(r"(?s)\S.*"))
"""Where those are too many: what stands between spaces, then lines, then all at once."""
_MOST: Final = 25_000
"""Words of both texts that are laid over each other."""
_LINES: Final = 5_000
"""Lines that are marked one by one."""
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
    """Lay two texts over each other, word by word; space counts for nothing."""
    old, new = _Words(before, _WORD), _Words(after, _WORD)
    for coarser in _COARSER:
        if len(old) + len(new) <= 2 * _MOST:
            break
        old, new = _Words(before, coarser), _Words(after, coarser)
    drawn = _Drawn()
    i = j = 0
    for held in (*matching.common(old.words, new.words), Common(len(old), len(new), 0)):
        gone, came = old.text_of(i, held.old), new.text_of(j, held.new)
        if gone:
            drawn.put(new.space_before(j) or old.space_before(i))
            drawn.mark(gone, "removed")
        if came:
            is_long = "\n" in gone + came
            drawn.put(("\n" if is_long else "") if gone else new.space_before(j))
            drawn.mark(came, "added")
        i, j = held.old + held.size, held.new + held.size
        if held.size:
            space = new.space_before(held.new)
            drawn.put(space or (old.space_before(held.old) if gone else ""))
            drawn.put(new.text_of(held.new, j))
    return Comparison("".join(drawn.parts), tuple(drawn.changes))


class _Words:
    """A text as words that know where they stand."""

    def __init__(self, text: str, pattern: re.Pattern[str]) -> None:
        self._text = text
        self._spans = [match.span() for match in pattern.finditer(text)]
        self.words = [text[start:end] for start, end in self._spans]

    def __len__(self) -> int:
        return len(self.words)

    def text_of(self, start: int, end: int) -> str:
        """Some words, as they stand in the text."""
        if start == end:
            return ""
        return self._text[self._spans[start][0] : self._spans[end - 1][1]]

    def space_before(self, nth: int) -> str:
        """What stands between a word and the one before it."""
        if nth == len(self.words):
            return ""
        return self._text[self._spans[nth - 1][1] if nth else 0 : self._spans[nth][0]]


class _Drawn:
    """What is shown of a comparison, so far."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.changes: list[Change] = []
        self._size = 0

    def put(self, text: str) -> None:
        self.parts.append(text)
        self._size += len(text)

    def mark(self, text: str, role: str) -> None:
        """Put a mark around what stands on each line, or around all of very many lines."""
        lines = re.split(r"(\n+)", text) if 0 < text.count("\n") < _LINES else [text]
        for told in lines:
            if told.strip():
                start = self._size
                self.put(f"{_OPENED[role]}{told}{_CLOSED[role]}")
                self.changes.append(Change(start, self._size, role))
            else:
                self.put(told)


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
