"""Did you mean …? Words of the record that are nearly those that were typed."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final, Protocol

from wrans.index.query import Query
from wrans.index.tokens import tokens
from wrans.index.values import Unreadable
from wrans.index.words import words
from wrans.records.text import LONGEST_QUERY

_LETTERS: Final = "abcdefghijklmnopqrstuvwxyz"
_SHORTEST: Final = 3
_LONGEST: Final = 40
_FIRST: Final = 2
"""Letters of a word that stay the same while others are looked through."""
_TWICE: Final = 5
"""Letters from which on a word may be wrong in two places."""
_MORE_USUAL: Final = 10
"""So many times more usual a word must be than the one that was typed."""
_MOST_UNKNOWN: Final = 2
"""What holds more of them is no slip, and each takes a while."""


class Words(Protocol):
    """The words of the record."""

    def beginning_with(self, start: str) -> Sequence[str]:
        """Those that begin so."""

    def frequency(self, word: str) -> int:
        """In about how many questions one stands."""


def suggest(query: Query, vocabulary: Words) -> str:
    """The query with each word that the record does not know spelt as it does; or nothing."""
    text = query.text[:LONGEST_QUERY]
    pieces: list[str] = []
    done = unknown = 0
    for start, end, word in _written(text):
        if vocabulary.frequency(word) or vocabulary.beginning_with(word):
            continue
        unknown += 1
        if unknown > _MOST_UNKNOWN:
            break
        if near := nearest(word, vocabulary):
            pieces += [text[done:start], near]
            done = end
    return "".join([*pieces, text[done:]]) if pieces else ""


def _written(text: str) -> Iterator[tuple[int, int, str]]:
    """Each word of the text that is searched for: where it stands in the query, and folded."""
    try:
        told = list(tokens(text, typing=True))
    except Unreadable:
        return
    for token in told:
        is_text = token.kind in ("word", "phrase")
        if not is_text and not (token.kind == "field" and token.field.lower() == "heading"):
            continue
        if token.kind == "word" and token.text in ("AND", "OR", "NOT"):
            continue
        for word in words(token.text):
            if _SHORTEST <= len(word.folded) <= _LONGEST and word.folded.isalpha():
                yield token.text_start + word.start, token.text_start + word.end, word.folded


def nearest(word: str, vocabulary: Words) -> str:
    """The most usual word of the record that is one slip away, or else two; empty if none is."""
    least = _MORE_USUAL * vocabulary.frequency(word)

    def best(found: Iterable[str]) -> str:
        usual = [
            (-frequency, one)
            for one in {*found} - {word}
            if (frequency := vocabulary.frequency(one)) > least
        ]
        return min(usual)[1] if usual else ""

    near = best(_one_slip_away(word, vocabulary))
    if near or len(word) < _TWICE:
        return near
    return best(_two_slips_away(word, vocabulary))


def _one_slip_away(word: str, vocabulary: Words) -> Iterator[str]:
    """What a letter too many, too few, wrong or changed with its neighbour makes of it.

    Behind its first letters the record's words are looked through: there are far fewer of them
    than there are slips.
    """
    for at in range(_FIRST):
        yield from _slips_at(at, word)
    size = len(word)
    for other in vocabulary.beginning_with(word[:_FIRST]):
        if abs(len(other) - size) <= 1 and _is_one_slip(word, other):
            yield other


def _slips_at(at: int, word: str) -> Iterator[str]:
    before, after = word[:at], word[at:]
    yield before + after[1:]
    if len(after) > 1:
        yield before + after[1] + after[0] + after[2:]
    for letter in _LETTERS:
        yield before + letter + after
        yield before + letter + after[1:]


def _is_one_slip(word: str, other: str) -> bool:
    """Is what lies between their common beginning and their common end a single slip?"""
    if len(word) > len(other):
        word, other = other, word
    same = 0
    while same < len(word) and word[same] == other[same]:
        same += 1
    left, right = word[same:], other[same:]
    if len(word) < len(other):
        return left == right[1:]
    return left[1:] == right[1:] or (left[:2] == right[1::-1] and left[2:] == right[2:])


def _two_slips_away(word: str, vocabulary: Words) -> Iterator[str]:
    """Words two letters away that begin with the same letter."""
    shortest, longest = len(word) - 2, len(word) + 2
    third = len(word) // 3
    # Two slips leave one of three pieces whole.
    one, two, three = word[:third], word[third : 2 * third], word[2 * third :]
    for other in vocabulary.beginning_with(word[0]):
        if (
            shortest <= len(other) <= longest
            and (two in other or three in other or other.startswith(one))
            and _is_within_two(word, other)
        ):
            yield other


def _is_within_two(one: str, other: str) -> bool:
    """Do at most two letters make the difference? Only what lies near the diagonal is looked at."""
    far = 3
    before = [min(n, far) for n in range(len(other) + 1)]
    for n, letter in enumerate(one, 1):
        row = [far] * (len(other) + 1)
        if n < far:
            row[0] = n
        first, last = max(1, n - 2), min(len(other), n + 2)
        for m in range(first, last + 1):
            row[m] = min(
                before[m - 1] + (letter != other[m - 1]), before[m] + 1, row[m - 1] + 1, far
            )
        if min(row) >= far:
            return False
        before = row
    return before[-1] < far
