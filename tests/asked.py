"""Queries made up at random, and what they find and mark by reading every word of a text."""

import random
from dataclasses import dataclass
from itertools import product

from wrans.index.words import Word, words

VOCABULARY = "sheep goats cow cows the of hen covid-19 farm farming sheepish g7".split()
Spans = set[tuple[int, int]]


@dataclass
class Asked:
    """A query as it is typed, and what it finds in a text."""

    kind: str
    parts: "list[Asked]"
    text: str = ""
    others: int = 0

    @property
    def typed(self) -> str:
        match self.kind:
            case "word":
                return self.text
            case "start":
                return f"{self.text}*"
            case "phrase":
                return f'"{self.text}"'
            case "near":
                return f'"{self.text}"~{self.others}'
            case "not":
                return f"-({self.parts[0].typed})"
        return f"({f' {self.kind} '.join(part.typed for part in self.parts)})"

    @property
    def is_nothing(self) -> bool:
        """Does it ask for no word that is not in every text?"""
        if self.kind in ("word", "phrase", "near"):
            return not any(word.term for word in words(self.text))
        held = [part.is_nothing for part in self.parts]
        if self.kind == "OR":
            return any(held)
        return bool(held) and all(held)

    def found(self, text: str) -> tuple[bool, Spans]:
        """Does it hold, and where?"""
        if self.is_nothing:
            return True, set()
        told = [part.found(text) for part in self.parts]
        match self.kind:
            case "AND":
                holds = all(one for one, _ in told)
                return holds, set().union(*(spans for _, spans in told)) if holds else set()
            case "OR":
                holds = any(one for one, _ in told)
                return holds, set().union(*(spans for one, spans in told if one))
            case "not":
                return not told[0][0], set()
        spans = self._spans(list(words(text)))
        return bool(spans), spans

    def _spans(self, there: list[Word]) -> Spans:
        wanted = list(words(self.text))
        if self.kind == "start":
            return {(w.start, w.end) for w in there if w.folded.startswith(self.text)}
        if self.kind == "near" and sum(1 for word in wanted if word.term) > 1:
            return self._near(wanted, there)
        if len(wanted) == 1:
            return {(w.start, w.end) for w in there if w.term == wanted[0].term}
        return {
            (row[0].start, row[-1].end)
            for at in range(len(there) - len(wanted) + 1)
            if (row := there[at : at + len(wanted)])
            and all(
                w.term == o.term and (w.term or w.folded == o.folded)
                for w, o in zip(wanted, row, strict=True)
            )
        }

    def _near(self, wanted: list[Word], there: list[Word]) -> Spans:
        length = len(wanted) + self.others
        held = [
            [at for at, other in enumerate(there) if other.term == word.term]
            for word in wanted
            if word.term
        ]
        return {
            (there[at].start, there[at].end)
            for places in product(*held)
            if len(set(places)) == len(places) and max(places) - min(places) < length
            for at in places
        }


def made_up(chance: random.Random, depth: int = 2) -> Asked:
    """A query."""
    kind = chance.choice(["word", "word", "start", "phrase", "near", "AND", "OR", "not"])
    if kind in ("AND", "OR", "not") and depth:
        count = 1 if kind == "not" else 2
        return Asked(kind, [made_up(chance, depth - 1) for _ in range(count)])
    if kind == "start":
        return Asked(kind, [], chance.choice(["s", "sh", "sheep", "farm", "go", "1", "zz"]))
    if kind in ("phrase", "near"):
        text = " ".join(chance.choices(VOCABULARY, k=chance.randint(1, 3)))
        return Asked(kind, [], text, chance.randint(0, 3))
    return Asked("word", [], chance.choice(VOCABULARY))


def text(chance: random.Random) -> str:
    """A few words."""
    made = [chance.choice(VOCABULARY) for _ in range(chance.randint(1, 9))]
    return " ".join(word.upper() if chance.random() < 0.1 else word for word in made)
