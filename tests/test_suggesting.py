"""Did you mean …? Slips in words that the record knows, and nothing else."""

import string
import time
from bisect import bisect_left
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wrans.index import query as queries
from wrans.index.suggesting import nearest, suggest
from wrans.index.vocabulary import Vocabulary, written

RECORD = {
    "sewage": 900, "sewer": 40, "sewn": 1, "discharge": 500, "discharged": 450, "overflows": 80,
    "overflow": 60, "storm": 200, "government": 9000, "dentist": 70, "dentistry": 30, "the": 9999,
    "hospital": 800, "hospitals": 700, "calais": 20, "france": 300, "border": 60, "borders": 90,
}  # fmt: skip


class Words:
    """A record's words, without a file."""

    def __init__(self, counts: dict[str, int]) -> None:
        self.counts = counts
        self.sorted = sorted(counts)

    def beginning_with(self, start: str) -> list[str]:
        held = self.sorted
        return held[bisect_left(held, start) : bisect_left(held, start + "\U0010ffff")]

    def frequency(self, word: str) -> int:
        return self.counts.get(word, 0)


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ("sewaeg", "sewage"),
        ("seawge discharge", "sewage discharge"),
        ("esewage", "sewage"),
        ("ewage", "sewage"),
        ("zewage", "sewage"),
        ("swage", "sewage"),
        ("goverment", "government"),
        ("govermnetn", ""),
        ("hospitale", "hospital"),
        ("guvernmant", "government"),
        ('"strom overflows" -dentst', '"storm overflows" -dentist'),
        ('"strom overflows"~5', '"storm overflows"~5'),
        ("heading:bordrs after:2020", "heading:borders after:2020"),
        ("body:sewaeg place:calias", ""),
        ("(sewaeg OR dentist) AND frence", "(sewage OR dentist) AND france"),
        ("sewage", ""),
        ("sewa", ""),
        ("xylophone", ""),
        ("teh", "the"),
        ("ab 12x 1234", ""),
        ('"unclosed sewaeg', '"unclosed sewage'),
        ("", ""),
    ],
)
def test_a_slip_is_put_right_and_all_else_stays(words: str, meant: str) -> None:
    assert suggest(queries.parse(words), Words(RECORD)) == meant


def test_a_rare_spelling_gives_way_to_a_usual_one_only() -> None:
    words = Words({"goverment": 3, "government": 900, "governments": 20})
    assert nearest("goverment", words) == "government"
    assert nearest("governments", words) == "government"
    assert nearest("government", words) == ""


def _away(one: str, other: str) -> int:
    """Slips from one word to another, letters changed with their neighbours among them."""
    held = [[0] * (len(other) + 1) for _ in range(len(one) + 1)]
    for n in range(len(one) + 1):
        for m in range(len(other) + 1):
            if not n or not m:
                held[n][m] = n + m
                continue
            held[n][m] = min(
                held[n - 1][m] + 1,
                held[n][m - 1] + 1,
                held[n - 1][m - 1] + (one[n - 1] != other[m - 1]),
            )
            if n > 1 and m > 1 and one[n - 2 : n] == other[m - 2 : m][::-1]:
                held[n][m] = min(held[n][m], held[n - 2][m - 2] + 1)
    return held[-1][-1]


LETTERS = st.text("abc", min_size=3, max_size=7)


@given(LETTERS, st.dictionaries(LETTERS, st.integers(1, 9), max_size=30))
def test_the_most_usual_word_one_slip_away_is_found_whatever_the_slip(
    word: str, counts: dict[str, int]
) -> None:
    counts.pop(word, None)
    meant = nearest(word, Words(counts))
    near = {one: count for one, count in counts.items() if _away(word, one) == 1}
    if near:
        assert near.get(meant) == max(near.values())
    elif meant:
        assert _away(word, meant) <= 2


def test_a_vocabulary_keeps_how_often_a_word_occurs(tmp_path: Path) -> None:
    file = tmp_path / "words"
    file.write_bytes(written({"sewage": 3, "storm": 1, "café": 2, "a": 9}))
    held = Vocabulary(file)
    assert held.beginning_with("s") == ["sewage", "storm"]
    assert [held.frequency(word) for word in ("sewage", "café", "sewag", "z", "")] == [
        3,
        2,
        0,
        0,
        0,
    ]


def test_words_of_a_whole_record_are_put_right_in_a_moment() -> None:
    letters = string.ascii_lowercase
    counts = {
        f"{a}{b}{c}{d}ing": 1 for a in letters for b in letters for c in letters for d in "aeiou"
    }
    words = Words({**counts, **RECORD})
    started = time.perf_counter()
    for _ in range(5):
        assert nearest("guvernmant", words) == "government"
    assert (time.perf_counter() - started) / 5 < 0.05
