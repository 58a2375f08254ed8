"""How close invented questions come to the record: each number beside that of the real one."""

import re
import statistics
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any, Final

from wrans.index.words import WORD

_TAG: Final = re.compile(r"<[^<>]*>")
_LINK: Final = re.compile(r"<a [^<>]*>[^<>]*</a>")
_SIZES: Final = (10_000, 30_000, 100_000, 300_000, 1_000_000)
# Counted in 8,885 list records and 49,450 with full text; vocabulary in 33,831 of those.
REAL: Final = {
    "question, median letters": 195,
    "question, 95% within": 362,
    "answer, median letters": 623,
    "answer, 90% within": 1_505,
    "answer, 99% within": 3_391,
    "paragraphs, median": 3,
    "answers with £, %": 15,
    "questions with £, %": 1.3,
    "answers with a table, %": 2.4,
    "answers with a link, %": 17,
    "answers with a list, %": 1.7,
    "answers with a percentage, %": 7.8,
    "same answer as another's, %": 24,
    "grouped, %": 21.8,
    "named day, %": 26,
    "declared interest, %": 0.84,
    "corrected, %": 0.25,
    "held before, %": 2.0,
    "unanswered, %": 0.02,
    "Lords, %": 13,
    "tabled to answered, median days": 8,
    "tabled to answered, 90% within": 29,
    "answered by the day named, %": 80,
    "answered on a Monday, %": 30,
    "Health's share, %": 14,
    "the busiest asker's share, %": 3.9,
    "words a question": 174,  # real ones with a long question
    "vocabulary at 10,000": 29_094,
    "vocabulary at 30,000": 50_261,
}


class Counted:
    """What is counted of questions as they pass."""

    def __init__(self) -> None:
        self.total = 0
        self._shares: Counter[str] = Counter()
        self._asked: list[int] = []
        self._answers: list[int] = []
        self._paragraphs: list[int] = []
        self._days: list[int] = []
        self._named = [0, 0]
        self._askers: Counter[int] = Counter()
        self._said: Counter[int] = Counter()
        self._vocabulary: set[str] = set()
        self._words = 0
        self._sizes: dict[int, int] = {}

    def all(self, questions: Iterable[dict[str, Any]]) -> "Counted":
        """Count these."""
        for question in questions:
            self._count(question)
        return self

    def _count(self, told: dict[str, Any]) -> None:
        self.total += 1
        html = told["answerText"] or ""
        answer = _TAG.sub(" ", _LINK.sub(" ", html)).strip()
        asked = told["questionText"]
        self._asked.append(len(asked))
        self._askers[told["askingMemberId"]] += 1
        found = WORD.findall(f"{asked} {answer}".lower())
        self._words += len(found)
        self._vocabulary.update(found)
        if self.total in _SIZES:
            self._sizes[self.total] = len(self._vocabulary)
        self._shares.update(name for name, holds in _signs(told, asked, html, answer) if holds)
        if html:
            self._answers.append(len(answer))
            self._paragraphs.append(html.count("<p>") - html.count("<p> </p>"))
            self._said[hash(html)] += 1
            self._time(told)

    def _time(self, told: dict[str, Any]) -> None:
        tabled, answered, due = (
            date.fromisoformat(told[name][:10])
            for name in ("dateTabled", "dateAnswered", "dateForAnswer")
        )
        self._days.append((answered - tabled).days)
        self._shares["answered on a Monday, %"] += answered.weekday() == 0
        if told["isNamedDay"]:
            self._named[0] += answered <= due
            self._named[1] += 1

    def numbers(self) -> dict[str, float]:
        """Under the names of the real ones."""
        answered = len(self._answers)
        same = sum(n for n in self._said.values() if n > 1)
        of_answers = ("answers with", "answered on")
        told: dict[str, float] = {
            name: 100
            * self._shares[name]
            / (answered if name.startswith(of_answers) else self.total)
            for name in REAL
            if name.endswith("%")
        }
        told |= {
            "question, median letters": statistics.median(self._asked),
            "question, 95% within": _within(self._asked, 0.95),
            "answer, median letters": statistics.median(self._answers),
            "answer, 90% within": _within(self._answers, 0.90),
            "answer, 99% within": _within(self._answers, 0.99),
            "paragraphs, median": statistics.median(self._paragraphs),
            "same answer as another's, %": 100 * same / answered,
            "tabled to answered, median days": statistics.median(self._days),
            "tabled to answered, 90% within": _within(self._days, 0.90),
            "answered by the day named, %": 100 * self._named[0] / max(1, self._named[1]),
            "the busiest asker's share, %": 100 * max(self._askers.values()) / self.total,
            "words a question": self._words / self.total,
        }
        return told | {f"vocabulary at {n:,}": size for n, size in self._sizes.items()}

    def lines(self) -> Iterator[str]:
        """A table of them beside the real ones."""
        yield f"{self.total:,} invented questions{'':<23} {'invented':>12} {'real':>10}"
        for name, number in self.numbers().items():
            real = f"{REAL[name]:>10,g}" if name in REAL else f"{'-':>10}"
            yield f"{name:<44} {number:>12,.1f} {real}"


def _signs(told: dict[str, Any], asked: str, html: str, answer: str) -> Iterator[tuple[str, bool]]:
    yield "answers with £, %", "£" in answer
    yield "questions with £, %", "£" in asked
    yield "answers with a table, %", "<table" in html
    yield "answers with a link, %", "<a " in html
    yield "answers with a list, %", "<li>" in html
    yield "answers with a percentage, %", "%" in answer
    yield "grouped, %", bool(told["groupedQuestions"])
    yield "named day, %", told["isNamedDay"]
    yield "declared interest, %", told["memberHasInterest"]
    yield "corrected, %", told["dateAnswerCorrected"] is not None
    yield "held before, %", told["dateHoldingAnswer"] is not None
    yield "unanswered, %", told["dateAnswered"] is None
    yield "Lords, %", told["house"] == "Lords"
    yield "Health's share, %", told["answeringBodyId"] == 17


def _within(values: list[int], share: float) -> int:
    return sorted(values)[int(len(values) * share)]
