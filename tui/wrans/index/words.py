"""Words, as the index holds them: folded, stemmed, each with its place in the text.

Indexing, queries and the marking of matches all use this, so that what is marked is exactly what
was found.
"""

import re
import unicodedata
from collections.abc import Iterator
from typing import Final, NamedTuple

from whoosh.lang.porter import stem as porter

# Letters and digits, with an apostrophe or a decimal point inside.
WORD: Final = re.compile(r"[^\W_]+(?:['’][^\W_]+)*(?:(?<=\d)[.,]\d+)*")
STOP: Final = frozenset(
    "a an and are as at be by can for from have if in is it may not of on or that the this "
    "to us we when will with yet you your".split()
)
# A change of what a word becomes needs a new index.
FINGERPRINT: Final = "words 2"
VERSION: Final = 7
"""Of the fields: an index of another version is built anew."""
_MOST: Final = 400_000
STOPPED: Final = "\0"
"""Before a stop word where it is held: only phrases are looked up by it."""
STEM: Final = "="
"""Before the stem of a heading's word: the word itself is held too, to be typed to any letter."""
STARTS: Final = 3
"""Words are also held by their first letters up to here: what is typed first is found at once."""


class Word(NamedTuple):
    """A word in a text."""

    term: str
    """What the index holds for it; empty for a word that is in every text."""
    folded: str
    start: int
    end: int


class _Terms(dict[str, str]):
    """The term of each lower-case word, worked out once."""

    def __missing__(self, word: str) -> str:
        folded = fold(word)
        if folded in STOP:
            term = ""
        elif folded[:1].isdigit():
            term = folded
        else:
            term = porter(folded)
        if len(self) < _MOST:
            self[word] = term
        return term


TERMS: Final = _Terms()


def fold(word: str) -> str:
    """A lower-case word without accents, possessive, apostrophes and thousands commas."""
    if not word.isascii():
        word = word.replace("’", "'")
        spread = unicodedata.normalize("NFKD", word)
        word = "".join(c for c in spread if not unicodedata.combining(c)).casefold()
    if "'" in word:
        word = word.removesuffix("'s").replace("'", "")
    return word.replace(",", "") if "," in word else word


def words(text: str) -> Iterator[Word]:
    """The words of a text, with their places."""
    for match in WORD.finditer(text):
        word = match[0].lower()
        yield Word(TERMS[word], fold(word), match.start(), match.end())


def names(text: str) -> set[str]:
    """The words of a name, folded but not stemmed: they may be typed to any letter."""
    return {fold(word) for word in WORD.findall(text.lower())}


def of_heading(text: str) -> set[str]:
    """The words of a heading, folded, and their stems."""
    found = WORD.findall(text.lower())
    stems = {TERMS[word] for word in found} - {""}
    return {*map(fold, found), *(STEM + stem for stem in stems)}


def whole(name: str) -> str:
    """A name as one term."""
    return " ".join(fold(word) for word in WORD.findall(name.lower()))


def term_in_phrase(term: str, folded: str) -> str:
    """What the index holds for a word of a phrase."""
    return term or STOPPED + folded
