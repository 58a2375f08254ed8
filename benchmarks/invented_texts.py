"""What invented questions and answers say: clauses of a subject, with sums, places and figures."""

import math
import random
from datetime import date, timedelta
from typing import Final

from invented_bodies import BODIES, Body
from invented_words import Words, rank, rare

_ASKED: Final = (
    "what steps {he} is taking to {0} {1}",
    "how many {0} {1} in each of the last five years",
    "whether {he} plans to {0} {1}",
    "what assessment {he} has made of {0} {1}",
    "what recent discussions {he} has had on {0} {1}",
    "what estimate {he} has made of the number of {0} {1}",
    "if {he} will make it {his} policy to {0} {1}",
    "pursuant to the Answer of {day} to Question {uin} on {heading}, what {0} {1}",
    "with reference to the Answer of {day} to Question {uin}, how {0} {1}",
)
_ASKED_SHARES: Final = (20, 13, 14, 20, 8, 9, 5, 5, 1)
_STOCK: Final = (
    (0.034, "The Department does not hold {0} {1}."),
    (0.013, "To find {0} {1} would come at disproportionate cost."),
    (0.0085, "Figures of {0} {1} are not held centrally."),
    (0.056, "More on {0} {1} will be said in due course."),
    (0.047, "I refer the Member to the answer given on {day} to Question {uin}, {0} {1}."),
)


def own_words(seed: int) -> Words:
    """The words for it; they take a second to make, and may be used again."""
    return Words(seed, {body.name: body.words for body in BODIES})


class Texts:
    """Texts by chance."""

    def __init__(self, seed: int, words: Words) -> None:
        self._words = words
        self._chance = random.Random(f"texts {seed}")
        self._asked = [a for a, n in zip(_ASKED, _ASKED_SHARES, strict=True) for _ in range(n)]

    def heading(self, body: Body) -> str:
        known = self._words.headings[body.name]
        topic = known[int(len(known) * self._chance.random() ** 2)]
        if self._chance.random() > 0.76:
            return topic
        return f"{topic}: {known[int(len(known) * self._chance.random() ** 2)]}"

    def asked(self, body: Body, day: date, *, is_lords: bool) -> str:
        chance = self._chance
        opener = "To ask His Majesty's Government" if is_lords else f"To ask the {body.office}"
        begun = self._asked[int(len(self._asked) * chance.random())]
        he, his = (("he", "his"), ("she", "her"))[int(chance.random() * 2)]
        length = math.exp(chance.gauss(math.log(112), 0.53))
        rest = self._clauses(body, length - len(begun))
        if chance.random() < 0.4:
            rest += f" in {self._place()}"
        if chance.random() < 0.013:
            rest += f" at a cost of {self._sum()}"
        told = begun.format(
            rest, self._invented(), he=he, his=his, day=self._day_before(day),
            uin=int(chance.random() * 250_000) + 1, heading=self.heading(body),
        ) if "{day}" in begun else begun.format(rest, self._invented(), he=he, his=his)  # fmt: skip
        return f"{opener}, {told}.".replace(" .", ".")[:1_225]

    def answer(self, body: Body, given: date) -> str:
        chance = self._chance
        sentences = [s for share, s in _STOCK if chance.random() < share]
        told = [
            s.format(self._clauses(body, 30), self._invented(), day=self._day_before(given),
                     uin=int(chance.random() * 250_000) + 1)
            for s in sentences
        ]  # fmt: skip
        length = math.exp(chance.gauss(math.log(570), 0.70)) - sum(map(len, told))
        paragraphs = [" ".join(told)] if told else []
        has_sums, has_shares = chance.random() < 0.18, chance.random() < 0.09
        while length > 0:
            paragraph = self._paragraph(
                body, min(length, 150 + chance.random() * 250), has_sums, has_shares
            )
            paragraphs.append(paragraph)
            length -= len(paragraph)
        space = "<p> </p>" if chance.random() < 0.37 else ""
        html = space.join([f"<p>{paragraph}</p>" for paragraph in paragraphs])
        if chance.random() < 0.17:
            html += self._link()
        if chance.random() < 0.024:
            html += self._table()
        if chance.random() < 0.017:
            items = (self._clauses(body, 60) for _ in range(2 + int(chance.random() * 5)))
            html += f"<ul>{''.join(f'<li>{item}</li>' for item in items)}</ul>"
        return html

    def _paragraph(self, body: Body, length: float, has_sums: bool, has_shares: bool) -> str:
        """Sentences of a subject, some with a sum, a place, a share or a word nobody knows."""
        chance = self._chance
        start, clause = self._words.next_start[body.name], self._words.next_clause[body.name]
        sentences: list[str] = []
        while length > 0:
            draw = chance.random()
            begun, rest = start(), clause()
            if draw > 0.6:
                rest += " " + clause()
            if draw < 0.09:
                rest += f" in {self._place()}"
            elif draw < 0.205:
                rest += f" {self._invented()}"
            elif draw < 0.29:
                rest += f" since {2010 + int(chance.random() * 17)}"
            elif draw < 0.36:
                rest += f" for {self._number()} of them"
            elif has_sums and draw < 0.75:
                rest += f" of {self._sum()}"
            elif has_shares and draw > 0.6:
                rest += f", which is {round(chance.random() * 100, int(draw * 1000) % 2)}% of them"
            sentences.append(f"{begun} {rest}.")
            length -= len(begun) + len(rest) + 2
        return " ".join(sentences)

    def _clauses(self, body: Body, length: float) -> str:
        """What a subject is about, about so long."""
        clause = self._words.next_clause[body.name]
        told = clause()
        while len(told) < length:
            told += " " + clause()
        return told

    # -- what stands out in it

    def _invented(self) -> str:
        word = rare(rank(self._chance.random()))
        return word.capitalize() if self._chance.random() < 0.5 else word

    def _place(self) -> str:
        places = self._words.places
        return places[min(len(places) - 1, int(4 / (1 - self._chance.random()) ** 1.1) - 4)]

    def _sum(self) -> str:
        chance = self._chance
        draw = chance.random()
        if draw < 0.45:
            return f"£{round(10 ** (chance.random() * 2.6), 1 if draw < 0.2 else 0):g} million"
        if draw < 0.55:
            return f"£{1 + chance.random() * 20:.1f} billion"
        return f"£{int(10 ** (2 + chance.random() * 5)):,}"

    def _number(self) -> str:
        return f"{int(10 ** (0.5 + self._chance.random() * 4.5)):,}"

    def _day_before(self, day: date) -> str:
        told = day - timedelta(3 + int(self._chance.random() * 90))
        return f"{told.day} {told:%B %Y}"

    def _link(self) -> str:
        address = f"https://www.example.org/{self._invented().lower()}/{self._invented().lower()}"
        return f'<p><a href="{address}" target="_blank">{address}</a></p>'

    def _table(self) -> str:
        chance = self._chance
        rows, columns = 2 + int(chance.expovariate(0.13)), 2 + int(chance.random() * 3)
        first = 2026 - rows % 60
        cells = "".join(
            f"<tr><td><p>{first + row}</p></td>"
            + "".join(f"<td><p>{self._number()}</p></td>" for _ in range(columns - 1))
            + "</tr>"
            for row in range(min(rows, 60))
        )
        return f"<table><tbody>{cells}</tbody></table>"
