"""Counting what matches, and ranking it: the same as reading every record."""

import math
import random
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from test_search import built, searcher
from wrans.index import Document, facets, ranking
from wrans.index import query as queries
from wrans.index.matching import NO_MARKS
from wrans.index.words import words

BODIES = ("Home Office", "Department of Health", "Department of Health and Social Care", "Treasury")
PARTIES = ("Labour", "Labour (Co-op)", "Conservative", "")
VOCABULARY = "sheep goat cow pig hen sewage river storm overflow dentist dentistry".split()


def record(number: int, chance: random.Random) -> Document:
    """A made-up question."""
    body, party = chance.choice(BODIES), chance.choice(PARTIES)
    house = chance.choice(("Commons", "Commons", "Lords"))
    day = date(2022, 1, 1) + timedelta(days=chance.randrange(1100))
    told = [f"body={body}", f"house={house}"] + [f"party={party}"] * bool(party)
    return Document(
        id=number,
        change=number,
        date=day,
        tabled=day,
        answered=None,
        house=house,
        body=body,
        asker="",
        answerer="",
        heading="",
        uin=str(number),
        text=" ".join(chance.choices(VOCABULARY, k=chance.randrange(3, 60))),
        flags=frozenset(),
        places=(),
        sums=(),
        party=party,
        facets=tuple(told),
    )


def holds(*wanted: str) -> Callable[[Document], bool]:
    return lambda d: set(wanted) <= set(d.text.split())


QUERIES: dict[str, Callable[[Document], bool]] = {
    "": lambda d: True,
    "sheep": holds("sheep"),
    "sheep cow": holds("sheep", "cow"),
    "sheep -cow": lambda d: "sheep" in d.text.split() and "cow" not in d.text.split(),
    "pig OR hen": lambda d: bool({"pig", "hen"} & set(d.text.split())),
    'party:"=Labour" goat': lambda d: d.party == "Labour" and "goat" in d.text.split(),
    "party:labour": lambda d: d.party.startswith("Labour"),
    'body:"=Department of Health"': lambda d: d.body == "Department of Health",
    "after:2023 before:2024 house:lords": lambda d: d.date.year == 2023 and d.house == "Lords",
    "zebra": lambda d: False,
}


def expected(matching: Sequence[Document]) -> facets.Facets:
    """The counts, by looking at every record."""

    def most_first(values: list[str]) -> tuple[tuple[str, int], ...]:
        held = Counter(value for value in values if value)
        return tuple(sorted(held.items(), key=lambda pair: (-pair[1], pair[0])))

    months = Counter((d.date.year, d.date.month) for d in matching)
    return facets.Facets(
        len(matching),
        most_first([d.body for d in matching]),
        tuple(sorted(Counter(d.date.year for d in matching).items())),
        most_first([d.house for d in matching]),
        most_first([d.party for d in matching]),
        tuple((y, m, n) for (y, m), n in sorted(months.items())),
    )


@pytest.mark.parametrize("seed", range(4))
def test_counts_are_those_of_reading_everything(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    held = {n: record(n, chance) for n in range(1, 500)}
    index = built(tmp_path, list(held.values()))
    for round_ in range(3):
        changed = [
            replace(record(n, chance), change=1000 + round_)
            for n in chance.sample(range(1, 550), 60)
        ]
        held.update({d.id: d for d in changed})
        index.update(sorted(changed, key=lambda d: (d.date, d.id), reverse=True), 1000 + round_)
    with closing(searcher(index, list(held.values()))) as found:
        assert len(found.segments) == 4
        for words_typed, is_match in QUERIES.items():
            counted = facets.facets(found, queries.parse(words_typed), NO_MARKS, None)
            assert counted == expected([d for d in held.values() if is_match(d)]), words_typed


def test_more_values_than_a_byte_can_tell_apart_are_counted(tmp_path: Path) -> None:
    chance = random.Random(1)
    held = [
        replace(record(n, chance), facets=(f"body=Office {n % 300}", "house=Lords"))
        for n in range(1, 700)
    ]
    with closing(searcher(built(tmp_path, held), held)) as found:
        counted = facets.facets(found, queries.parse(""), NO_MARKS, None)
        assert counted is not None
        assert dict(counted.bodies) == Counter(f"Office {n % 300}" for n in range(1, 700))
        assert counted.houses == (("Lords", 699),)


def test_counting_and_ranking_stop_when_told(tmp_path: Path) -> None:
    held = [record(n, random.Random(n)) for n in range(1, 50)]
    with closing(searcher(built(tmp_path, held), held)) as found:
        assert facets.facets(found, queries.parse("sheep"), NO_MARKS, lambda: True) is None
        assert ranking.ranked(found, queries.parse("sheep"), NO_MARKS, lambda: True) is None


# -- ranking


def bm25(
    held: Sequence[Document], wanted: Sequence[str], words_of: Sequence[str]
) -> dict[int, float]:
    """The score of every record that holds all the wanted words, worked out the long way."""
    texts = {d.id: [w.term for w in words(d.text)] for d in held}
    average = sum(map(len, texts.values())) / len(texts)
    scores = {}
    for number, text in texts.items():
        if not set(wanted) <= set(text):
            continue
        score = 0.0
        for term in words_of:
            frequency = sum(term in other for other in texts.values())
            idf = math.log(len(texts) / (frequency + 1)) + 1
            times = text.count(term)
            score += idf * times * 2.2 / (times + 1.2 * (0.25 + 0.75 * len(text) / average))
        scores[number] = score
    return scores


@pytest.mark.parametrize("typed", ["sheep", "sheep cow", "goat pig hen", "storm sewage"])
def test_the_best_match_stands_first(tmp_path: Path, typed: str) -> None:
    chance = random.Random(typed)
    held = [record(n, chance) for n in range(1, 400)]
    terms = [word.term for word in words(typed)]
    scores = bm25(held, terms, terms)
    with closing(searcher(built(tmp_path, held), held)) as found:
        ids = ranking.ranked(found, queries.parse(typed), NO_MARKS, None)
        page = ranking.best(found, queries.parse(typed), 50, NO_MARKS, None)
    assert ids is not None
    assert page == ids[:50]
    assert sorted(ids) == sorted(scores)
    # An index notes lengths in one byte, and so to the nearest of 256.
    told = [scores[number] for number in ids]
    assert all(a > b - 0.06 * max(told) for a, b in pairwise(told))
    assert scores[ids[0]] > 0.94 * max(told)


def test_deleted_questions_are_not_ranked_and_equals_stand_newest_first(tmp_path: Path) -> None:
    chance = random.Random(5)
    held = [replace(record(n, chance), text="sheep and goats") for n in range(1, 40)]
    index = built(tmp_path, held)
    index.update([replace(held[0], text="cows"), replace(held[1], date=date(2030, 1, 1))], 1)
    with closing(searcher(index, held)) as found:
        ids = ranking.ranked(found, queries.parse("sheep"), NO_MARKS, None)
        page = ranking.best(found, queries.parse("sheep"), 9, NO_MARKS, None)
    assert ids is not None
    assert page == ids[:9]
    by_date = sorted(held[2:], key=lambda d: (d.date, d.id), reverse=True)
    assert list(ids) == [held[1].id, *(d.id for d in by_date)]


def test_a_text_with_more_of_what_is_being_typed_stands_first(tmp_path: Path) -> None:
    chance = random.Random(6)
    texts = ("dentist hen hen hen", "dentist dentistry dentists hen", "hen hen hen hen")
    held = [replace(record(n, chance), text=text) for n, text in enumerate(texts, 1)]
    with closing(searcher(built(tmp_path, held), held)) as found:
        ids = ranking.ranked(found, queries.parse("dentis", typing=True), NO_MARKS, None)
        assert ids is not None
        assert list(ids) == [2, 1]


def test_a_query_without_a_word_has_no_best_match() -> None:
    assert not ranking.has_words(queries.parse("house:lords -sheep").plan)
    assert ranking.has_words(queries.parse("house:lords sheep").plan)
    assert ranking.has_words(queries.parse('"storm overflows"').plan)
