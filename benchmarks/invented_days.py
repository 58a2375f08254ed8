"""When questions are tabled and answered: sitting days, recesses, sessions, Mondays."""

import math
import random
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

FIRST: Final = date(2014, 5, 1)
LAST: Final = date(2026, 10, 31)
# Month and day on which a recess begins and ends, about the same each year.
_RECESSES: Final = (
    ((1, 1), (1, 5)),
    ((2, 13), (2, 20)),
    ((3, 30), (4, 14)),
    ((5, 24), (6, 1)),
    ((7, 24), (9, 1)),
    ((9, 17), (10, 7)),
    ((11, 8), (11, 12)),
    ((12, 20), (12, 31)),
)
_SESSIONS: Final = (
    (date(2014, 5, 1), date(2014, 5, 14)),
    (date(2014, 6, 4), date(2015, 3, 26)),
    (date(2015, 5, 27), date(2017, 4, 27)),
    (date(2017, 6, 13), date(2019, 10, 8)),
    (date(2019, 10, 14), date(2019, 11, 5)),
    (date(2019, 12, 17), date(2021, 4, 29)),
    (date(2021, 5, 11), date(2022, 4, 28)),
    (date(2022, 5, 10), date(2023, 10, 26)),
    (date(2023, 11, 7), date(2024, 5, 24)),
    (date(2024, 7, 17), date(2026, 4, 30)),
    (date(2026, 5, 12), date(2027, 4, 30)),
)
_LORDS: Final = 0.128
_ORAL: Final = 0.013
_WEEKDAYS: Final = (1.0, 1.1, 1.1, 1.0, 0.45)


@dataclass(frozen=True, slots=True)
class Day:
    """A sitting day, and what is tabled on it."""

    day: date
    session: int
    ends: date
    """The last day of the session, on which what is left is answered with a stock sentence."""
    commons: int
    oral: int
    """Of those, questions for oral answer that were not reached."""
    lords: int
    first_uin: int
    first_lords_uin: int
    first_oral_uin: int


def sitting(total: int, seed: int) -> Iterator[Day]:
    """The sitting days with so many questions in all, the oldest first."""
    chance = random.Random(f"days {seed}")
    weighed = [(day, session, weight) for day, session, weight in _weighed(chance)]
    whole = sum(weight for _, _, weight in weighed)
    held, before, lords_before, session_before = 0.0, 0, 0, -1
    uins = {"commons": 0, "lords": 0, "oral": 0}
    for day, session, weight in weighed:
        if session != session_before:
            uins, session_before = {"commons": 0, "lords": 0, "oral": 0}, session
        held += weight
        until = round(total * held / whole)
        lords_until = int(until * _LORDS)
        lords, count = lords_until - lords_before, until - before
        commons = max(0, count - lords)
        oral = int(commons * _ORAL + chance.random())
        yield Day(
            day, session, _SESSIONS[session][1], commons, oral, count - commons,
            uins["commons"] + 1, uins["lords"] + 1, 900_000 + uins["oral"],
        )  # fmt: skip
        uins["commons"] += commons - oral
        uins["lords"] += count - commons
        uins["oral"] += oral
        before, lords_before = until, lords_until


def _weighed(chance: random.Random) -> Iterator[tuple[date, int, float]]:
    """Each sitting day, its session, and how much is tabled on it beside the others."""
    day, away = FIRST, 0
    while day <= LAST:
        session = _session_of(day)
        if session is None or _is_recess(day) or day.weekday() > 4:
            away += 1
        elif day.weekday() < 4 or chance.random() < 0.35:
            # After a recess a week's questions come at once.
            piled = 2.4 if away > 5 else 1.0
            growth = 1 + 0.055 * (day.year - FIRST.year)
            noise = math.exp(chance.gauss(0, 0.22))
            yield day, session, _WEEKDAYS[day.weekday()] * growth * piled * noise
            away = 0
        day += timedelta(1)


def _session_of(day: date) -> int | None:
    for number, (first, last) in enumerate(_SESSIONS):
        if first <= day <= last:
            return number
    return None


def _is_recess(day: date) -> bool:
    at = (day.month, day.day)
    return any(first <= at <= last for first, last in _RECESSES)


class Answering:
    """The days on which answers are given."""

    def __init__(self, seed: int) -> None:
        self._chance = random.Random(f"answers {seed}")
        days = (FIRST + timedelta(n) for n in range((LAST - FIRST).days + 400))
        self._days = [day for day in days if day.weekday() < 5 and not _is_recess(day)]

    def due(self, tabled: date, *, is_named: bool) -> date:
        """The day for the answer."""
        after = 2 + int(self._chance.random() * (4 if is_named else 2))
        return self._days[bisect_left(self._days, tabled + timedelta(1)) + after - 1]

    def given(self, tabled: date, due: date, *, is_named: bool) -> date:
        """The day of the answer: a week later in the middle, a month for the slowest tenth."""
        chance = self._chance
        if is_named and chance.random() < 0.85:
            # Most by the day named, and few of those before it.
            return due if chance.random() < 0.85 else self._on(tabled + timedelta(2), due)
        taken = min(172, math.exp(chance.gauss(2.3 if is_named else 2.17, 0.85)))
        day = tabled + timedelta(max(1, round(taken)))
        if is_named:
            day = max(day, due + timedelta(1))
        return self._on(day, LAST + timedelta(300))

    def _on(self, day: date, latest: date) -> date:
        """That day, or one near it on which answers are given: of weekends the Monday or Friday."""
        if day.weekday() == 5 and self._chance.random() < 0.6:
            day -= timedelta(1)
        return min(self._days[bisect_left(self._days, day)], latest)
