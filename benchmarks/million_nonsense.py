"""Queries that a grammar makes of the record's own words: what is dear to answer, not only odd."""

import random
from collections.abc import Sequence
from typing import Final

from made_up import made_up

_FIELDS: Final = (
    "body:{w} body:{p}* asker:{p}* answerer:{w} party:lab* house:lords heading:{w} heading:{p}* "
    "uin:{n} uin:{d}* place:{w} place:{p}* in:wales in:scotland near:london~{d}0 money:>{n} "
    "money:<{d}m money:{d}k..{d}0bn money:£{n} currency:EUR is:late is:read is:unread "
    "is:unanswered is:grouped is:bookmarked has:table has:money has:place has:attachment "
    "tabled:20{d}{d} answered:2019-0{d} due:..2020 due:201{d}.. after:201{d}-0{d} before:202{d}"
).split()
_DEEPEST: Final = 3


class Nonsense:
    """Makes one query after another."""

    def __init__(self, frequent: Sequence[str], rare: Sequence[str], seed: int) -> None:
        self._frequent, self._rare = frequent, rare
        self._chance = random.Random(seed)

    def query(self) -> str:
        """The next: of signs alone, of words, or of words in which signs were put."""
        kind = self._chance.random()
        if kind < 0.4:
            return made_up(self._chance)
        made = self._clause(0)
        return made if kind < 0.8 else self._spoilt(made)

    def _word(self) -> str:
        return self._chance.choice(self._rare if self._chance.random() < 0.3 else self._frequent)

    def _start(self) -> str:
        return self._word()[: self._chance.choice((1, 1, 2, 2, 3, 4, 6))]

    def _clause(self, depth: int) -> str:
        chance = self._chance
        kind = chance.random()
        if depth < _DEEPEST and kind < 0.35:
            joined = chance.choice((" ", " ", " OR ", " OR ", " AND ", " NOT "))
            many = chance.choice((2, 2, 3, 5, 9)) if depth < 2 else 2
            made = joined.join(self._clause(depth + 1) for _ in range(many))
            return f"{chance.choice(('', '', '', '-'))}({made})"
        if kind < 0.6:
            return self._word()
        if kind < 0.7:
            return f"{self._start()}*"
        if kind < 0.8:
            many = chance.choice((2, 3, 5, 12, 40))
            near = chance.choice(("", "", "~1", "~5", "~300"))
            return f'"{" ".join(self._word() for _ in range(many))}"{near}'
        made = chance.choice(_FIELDS)
        return made.format(
            w=self._word(), p=self._start(), n=chance.randrange(1, 10**6), d=chance.randrange(10)
        )

    def _spoilt(self, made: str) -> str:
        """Letters lost, doubled, changed or put in, as a hand slips."""
        letters = list(made)
        for _ in range(self._chance.randint(1, 4)):
            at = self._chance.randrange(len(letters) + 1)
            some = self._chance.choice('()"-*~:. ORx\ud800é')
            letters[at : at + self._chance.randrange(2)] = [some] * self._chance.randrange(3)
        return "".join(letters)
