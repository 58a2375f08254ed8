"""What changed between two versions of an answer."""

import random
import time
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wrans.comparing import Comparison, compare

WORDS = [
    "a",
    "b",
    "the",
    "£10",
    "£12.5m",
    "and",
    ".",
    ",",
    "(",
    "\n",
    "\n\n",
    "long-term",
    "[-",
    "}",
]
TEXTS = st.lists(st.sampled_from(WORDS), max_size=60).map(" ".join) | st.text(max_size=30)


def without(comparison: Comparison, role: str) -> str:
    """One of both versions: what has a mark of that role is dropped, other marks are unwrapped."""
    text = comparison.text
    for change in reversed(comparison.changes):
        kept = "" if change.role == role else text[change.start + 2 : change.end - 2]
        text = text[: change.start] + kept + text[change.end :]
    return text


def unspaced(text: str) -> str:
    return "".join(text.split())


@given(TEXTS, TEXTS)
def test_both_versions_can_be_read_out_of_a_comparison(before: str, after: str) -> None:
    comparison = compare(before, after)
    assert unspaced(without(comparison, "added")) == unspaced(before)
    assert unspaced(without(comparison, "removed")) == unspaced(after)


@given(TEXTS)
def test_what_is_the_same_has_no_mark(text: str) -> None:
    assert compare(text, text) == Comparison(text.rstrip(), ())


@pytest.mark.parametrize(
    ("before", "after", "shown"),
    [
        ("One two three.", "One three.", "One [-two-] three."),
        ("One three.", "One two three.", "One {+two+} three."),
        ("Now gone", "Now", "Now [-gone-]"),
        ("Gone now", "now", "[-Gone-] now"),
        ("a b", "a, b", "a{+,+} b"),
        ("a\nb", "a b", "a b"),
        ("£1.5m in 2023-24.", "£2.5m in 2024-25.",
         "[-£1.5m-]{+£2.5m+} in [-2023-]{+2024+}-[-24-]{+25+}."),
        ("One.\nTwo.\nThree.", "One.\nThree.", "One.\n[-Two.-]\nThree."),
        ("One.\nA\nB", "One.\nC\nD", "One.\n[-A-]\n[-B-]\n{+C+}\n{+D+}"),
        ("the cat sat on the mat", "on the mat the cat sat",
         "[-the cat sat-] on the mat {+the cat sat+}"),
    ],
)  # fmt: skip
def test_a_comparison_reads_well(before: str, after: str, shown: str) -> None:
    assert compare(before, after).text == shown


def test_few_changes_in_a_long_answer_are_shown_and_no_more() -> None:
    words = random.Random(1).choices([f"word{n}" for n in range(900)], k=14_000)
    changed = words.copy()
    for place in range(500, 14_000, 1_000):
        changed[place] = "changed"
    comparison = compare(" ".join(words), " ".join(changed))
    assert len(comparison.changes) == 2 * 14
    assert comparison.text.count("{+changed+}") == 14


def test_a_few_words_said_again_and_again_are_still_compared_as_words() -> None:
    chance = random.Random(2)
    words = chance.choices("ten words that come again and again in this text".split(), k=1_500)
    changed = [word if chance.random() > 1 / 7 else "other" for word in words]
    comparison = compare(" ".join(words), " ".join(changed))
    added = [c for c in comparison.changes if c.role == "added"]
    assert sum(comparison.text[c.start : c.end].count("other") for c in added) > 180
    assert sum(c.end - c.start for c in added) < len(" ".join(changed)) / 3


def pair(draw: Callable[[random.Random], str]) -> tuple[str, str]:
    return draw(random.Random(1))[:100_000], draw(random.Random(2))[:100_000]


HOSTILE = {
    "other words": pair(lambda r: " ".join(r.choices([f"word{n}" for n in range(3000)], k=15_000))),
    "ten words": pair(lambda r: " ".join(r.choices("aa bbb cc ddd e fff g".split(), k=35_000))),
    "two letters": pair(lambda r: " ".join(r.choices("ab", k=50_000))),
    "punctuation": pair(lambda r: "".join(r.choices("!?.,;:()", k=100_000))),
    "lines": ("a\n" * 50_000, "a\nb\n" * 25_000),
    "dots": ("." * 100_000, ".'" * 49_000),
    "turned round": (" ".join(map(str, range(17_000))), " ".join(map(str, range(17_000, 0, -1)))),
    "one word": ("x" * 100_000, "y" * 100_000),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_no_pair_of_answers_keeps_the_reader_waiting(name: str) -> None:
    before, after = HOSTILE[name]
    start = time.process_time()
    comparison = compare(before, after)
    # Five times what it takes: it was minutes.
    assert time.process_time() - start < 1
    assert unspaced(without(comparison, "added")) == unspaced(before)
    assert unspaced(without(comparison, "removed")) == unspaced(after)
