"""Questions of our own invention, as many as wanted, alike in their numbers to the real ones.

python benchmarks/million.py [N] [--seed S] [--statistics]

Prints a JSON object a line, as the official API gives one question in full; with ``--statistics``
instead how close they come to the record. The same seed gives the same questions.
"""

import argparse
import json
import random
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Final

from invented_bodies import BODIES, Body
from invented_days import LAST, Answering, Day, sitting
from invented_numbers import Counted
from invented_texts import Texts, own_words
from invented_words import Words, person

VERSION: Final = 1
"""Raised whenever the same seed gives other questions."""
SEED: Final = 2014
_PROROGUED: Final = (
    "The session ended before this could be answered, at prorogation; it may be asked anew."
)
_PARTIES: Final = (
    ("Conservative", "Con", 40),
    ("Labour", "Lab", 38),
    ("Liberal Democrat", "LD", 8),
    ("Scottish National Party", "SNP", 8),
    ("Democratic Unionist Party", "DUP", 3),
    ("Independent", "Ind", 2),
    ("Green Party", "Green", 1),
)
_SIZES: Final = (2, 2, 2, 2, 2, 3, 3, 4, 5, 7)
"""Questions that one answer answers, where it is several."""


class _Days(dict[date, str]):
    """Days as the API writes them."""

    def __missing__(self, day: date) -> str:
        self[day] = written = f"{day}T00:00:00"
        return written


@dataclass(slots=True)
class Unit:
    """One answer, and the questions that it answers."""

    body: Body
    asker: dict[str, Any]
    keys: list[tuple[str, date]] = field(default_factory=list)
    answer: dict[str, Any] | None = None
    tabled: date = date.min


def questions(total: int, seed: int = SEED, words: Words | None = None) -> Iterator[dict[str, Any]]:
    """So many questions as the API's single-question call gives them, in the order tabled."""
    return _Maker(seed, words or own_words(seed)).made(total)


class _Maker:
    def __init__(self, seed: int, words: Words) -> None:
        self._seed = seed
        self._words = words
        self._chance = random.Random(f"questions {seed}")
        self._answering = Answering(seed)
        self._members = [self._member(4_000 + n) for n in range(650)]
        self._peers = [self._member(9_000 + n, is_peer=True) for n in range(400)]
        self._ministers = {
            body.id: [self._member(7_000 + 10 * n + k) for k in range(4)]
            for n, body in enumerate(BODIES)
        }
        self._bodies = [body for body in BODIES for _ in range(round(20 * body.share))]
        self._texts = Texts(seed, words)
        self._days = _Days()
        self._official = 100_000
        self._recent: list[dict[str, Any]] = []

    def _member(self, number: int, *, is_peer: bool = False) -> dict[str, Any]:
        chance = self._chance
        name, short, _ = chance.choices(_PARTIES, [share for *_, share in _PARTIES])[0]
        told = ("", " North", " South and Villages", " Central")[number % 4]
        seat = "Life peer" if is_peer else chance.choice(self._words.places[:3_000]) + told
        who = person(chance)
        return {
            "id": number,
            "listAs": ", ".join(reversed(who.split(" ", 1))),
            "name": f"{'Lord ' if is_peer else ''}{who}",
            "party": name,
            "partyAbbreviation": short,
            "memberFrom": seat,
        }

    # -- which questions

    def made(self, total: int) -> Iterator[dict[str, Any]]:
        """All of them. A day waits for the next: an answer may answer questions of both."""
        waiting: tuple[Day, list[Unit]] | None = None
        for day in sitting(total, self._seed):
            carried = []
            if waiting and waiting[0].session == day.session:
                carried = [u for u in waiting[1] if len(u.keys) > 1 and self._chance.random() < 0.1]
            units = self._tabled(day, carried)
            if waiting:
                yield from self._emitted(*waiting)
            waiting = day, units
        if waiting:
            yield from self._emitted(*waiting)

    def _tabled(self, day: Day, carried: list[Unit]) -> list[Unit]:
        """The units of a day, each question of it under its number."""
        ordinary = day.commons - day.oral
        commons = [str(day.first_uin + n) for n in range(ordinary)]
        orals = [str(day.first_oral_uin + n) for n in range(day.oral)]
        lords = [f"HL{day.first_lords_uin + n}" for n in range(day.lords)]
        for unit in carried[: len(commons) // 2]:
            unit.keys.append((commons.pop(), day.day))
            unit.tabled = day.day
        return [
            *self._grouped(day.day, commons, self._members),
            *self._grouped(day.day, orals, self._members),
            *self._grouped(day.day, lords, self._peers),
        ]

    def _grouped(
        self, tabled: date, uins: list[str], members: list[dict[str, Any]]
    ) -> Iterator[Unit]:
        chance, at = self._chance, 0
        while at < len(uins):
            draw = chance.random()
            size = _SIZES[int(chance.random() * len(_SIZES))] if draw < 0.079 else 1
            size = 8 + int(chance.random() * 20) if draw < 0.0004 else size
            body = self._bodies[int(len(self._bodies) * chance.random())]
            # The busiest ask fifty times as much as most.
            asker = members[int(len(members) * chance.random() ** 2.08)]
            keys = [(uin, tabled) for uin in uins[at : at + size]]
            yield Unit(body, asker, keys, tabled=tabled)
            at += size

    def _emitted(self, day: Day, units: list[Unit]) -> Iterator[dict[str, Any]]:
        for unit in units:
            for uin, tabled in unit.keys:
                yield self._question(day, unit, uin, tabled)

    # -- one question

    def _question(self, day: Day, unit: Unit, uin: str, tabled: date) -> dict[str, Any]:
        chance = self._chance
        self._official += 1 + int(chance.random() * 2)
        is_lords = uin[0] == "H"
        is_oral = len(uin) == 6 and uin[0] == "9"
        is_named = is_oral or (not is_lords and chance.random() < 0.285)
        due = self._answering.due(tabled, is_named=is_named)
        if unit.answer is None:
            unit.answer = self._answer(day, unit, due, is_named=is_named)
        days = self._days
        others = (
            [
                {"questionUin": other, "dateTabled": days[day]}
                for other, day in unit.keys
                if other != uin
            ]
            if len(unit.keys) > 1
            else []
        )
        return {
            "id": self._official,
            "askingMemberId": unit.asker["id"],
            "askingMember": unit.asker,
            "house": "Lords" if is_lords else "Commons",
            "memberHasInterest": chance.random() < 0.0084,
            "dateTabled": days[tabled],
            "dateForAnswer": days[due],
            "uin": uin,
            "questionText": self._texts.asked(unit.body, tabled, is_lords=is_lords),
            "answeringBodyId": unit.body.id,
            "answeringBodyName": unit.body.name,
            "isWithdrawn": chance.random() < 0.003,
            "isNamedDay": is_named,
            "groupedQuestions": [other["questionUin"] for other in others],
            **unit.answer,
            "heading": self._texts.heading(unit.body),
            "groupedQuestionsDates": others,
        }

    # -- its answer

    def _answer(self, day: Day, unit: Unit, due: date, *, is_named: bool) -> dict[str, Any]:
        chance = self._chance
        given = self._answering.given(unit.tabled, due, is_named=is_named)
        if given > LAST or chance.random() < 0.0002:
            return _UNANSWERED
        minister = chance.choice(self._ministers[unit.body.id])
        is_cut_off = given > day.ends
        if is_cut_off:
            given = max(day.ends, unit.tabled)
        elif self._recent and chance.random() < 0.012:
            # Said before, and said again.
            return self._recent[-1 - int(chance.random() * len(self._recent))] | {
                "dateAnswered": self._days[given]
            }
        is_held = given > due and chance.random() < (0.3 if is_named else 0.004)
        is_corrected = not is_cut_off and chance.random() < 0.0025
        corrected = min(LAST, given + timedelta(4 + int(chance.random() * 50)))
        text = f"<p>{_PROROGUED}</p>" if is_cut_off else self._texts.answer(unit.body, given)
        told = {
            "answerIsHolding": False,
            "answerIsCorrection": is_corrected,
            "answeringMemberId": minister["id"],
            "answeringMember": minister,
            "correctingMemberId": minister["id"] if is_corrected else None,
            "correctingMember": minister if is_corrected else None,
            "dateAnswered": self._days[given],
            "answerText": text,
            "originalAnswerText": self._texts.answer(unit.body, given) if is_corrected else "",
            "comparableAnswerText": "",
            "dateAnswerCorrected": self._days[corrected] if is_corrected else None,
            "dateHoldingAnswer": self._days[due] if is_held else None,
            "attachmentCount": 0,
            "attachments": [],
        }
        if not is_cut_off:
            self._recent.append(told)
            if len(self._recent) > 400:
                del self._recent[:200]
        return told


_UNANSWERED: Final[dict[str, Any]] = {
    "answerIsHolding": None,
    "answerIsCorrection": None,
    "answeringMemberId": None,
    "answeringMember": None,
    "correctingMemberId": None,
    "correctingMember": None,
    "dateAnswered": None,
    "answerText": None,
    "originalAnswerText": None,
    "comparableAnswerText": None,
    "dateAnswerCorrected": None,
    "dateHoldingAnswer": None,
    "attachmentCount": 0,
    "attachments": [],
}


def main() -> None:
    """Print them, or what there is to tell of them."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("count", nargs="?", type=int, default=1_000_000, metavar="N")
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--statistics", action="store_true", help="how close they come")
    asked = parser.parse_args()
    made = questions(asked.count, asked.seed)
    if asked.statistics:
        print("\n".join(Counted().all(made).lines()))
        return
    encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
    with suppress(BrokenPipeError):
        sys.stdout.writelines(f"{encode(question)}\n" for question in made)
        sys.stdout.flush()


if __name__ == "__main__":
    main()
