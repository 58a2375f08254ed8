"""Counts and pages against SQLite's full-text search of the same questions, to the unit."""

import random
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date, timedelta

import pytest

from test_index_writing import of_real_records
from test_search import built, document
from wrans.index import Document, Searcher
from wrans.index.query import parse
from wrans.index.words import STARTS, WORD, fold, term_in_phrase, words

CHANCE = random.Random(23)
POOL = [f"{a}{b}" for a in ("sew", "sewag", "gov", "govern", "edu") for b in ("", "e", "ed", "s")]
POOL += "the of a school schools schooling minister ministers state secretary".split()


def made() -> list[Document]:
    """Questions of few words, so that every combination occurs."""
    found = [
        replace(
            document(number, " ".join(CHANCE.choices(POOL, k=CHANCE.randint(1, 25)))),
            date=date(2019, 1, 1) + timedelta(days=number // 3),
        )
        for number in range(1, 1_500)
    ]
    return sorted(found, key=lambda d: (d.date, d.id), reverse=True)


class Oracle:
    """The same questions in SQLite: stems for words and phrases, words as written for prefixes."""

    def __init__(self, documents: list[Document]) -> None:
        self._db = sqlite3.connect(":memory:")
        self._db.execute(
            "CREATE VIRTUAL TABLE question USING fts5(stems, written, "
            "tokenize = \"unicode61 remove_diacritics 0 tokenchars '_'\")"
        )
        for one in documents:
            stems = " ".join(_token(w.term, w.folded) for w in words(one.text))
            written = " ".join(_letters(fold(w)) for w in WORD.findall(one.text.lower()))
            self._db.execute(
                "INSERT INTO question (rowid, stems, written) VALUES (?, ?, ?)",
                (one.id, stems, written),
            )

    def find(self, query: str) -> set[int]:
        """The questions that match."""
        found = self._db.execute("SELECT rowid FROM question WHERE question MATCH ?", (query,))
        return {number for (number,) in found}

    def close(self) -> None:
        """Let it go."""
        self._db.close()


def _token(term: str, folded: str) -> str:
    return "_" + _letters(term_in_phrase(term, folded).replace("\0", "_"))


def _letters(word: str) -> str:
    """A word that SQLite takes for one: digits and letters it is unsure of are spelled out."""
    return "".join(c if c.isascii() and (c.isalnum() or c == "_") else f"_{ord(c)}_" for c in word)


def _beginning(known: set[tuple[str, str]], start: str) -> str:
    """Words that begin so; where that is three letters or more, their other forms too."""
    if len(start) <= STARTS:
        return f"written: {_letters(start)}*"
    stems = {_token(term, folded) for term, folded in known if folded.startswith(start)}
    return f"stems: ({' OR '.join(sorted(stems))})"


@pytest.fixture(scope="module", params=["made", "real"])
def both(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[list[Document], Searcher, Oracle]]:
    """The questions, our index of them, and SQLite's."""
    if request.param == "made":
        documents = made()
    else:
        documents = of_real_records(request.getfixturevalue("shared"))
    index = built(tmp_path_factory.mktemp("oracle"), documents)
    with closing(index.open()) as searcher, closing(Oracle(documents)) as oracle:
        yield documents, searcher, oracle


def queries(documents: list[Document]) -> Iterator[tuple[str, str]]:
    """Queries as we take them and as SQLite does."""
    known = {(word.term, word.folded) for one in documents for word in words(one.text)}
    texts = [list(words(one.text)) for one in CHANCE.sample(documents, 60)]
    for found in texts:
        plain = [w for w in found if w.term and w.folded.isalnum()]
        if len(plain) < 3:
            continue
        one, two, three = CHANCE.sample(plain, 3)
        first, second, third = (_token(w.term, w.folded) for w in (one, two, three))
        yield one.folded, f"stems: {first}"
        yield f"{one.folded} {two.folded}", f"stems: ({first} AND {second})"
        yield (
            f"{one.folded} OR {two.folded} OR {three.folded}",
            f"stems: ({first} OR {second} OR {third})",
        )
        yield f"{one.folded} -{two.folded}", f"stems: ({first} NOT {second})"
        yield (
            f"{one.folded} ({two.folded} OR {three.folded})",
            f"stems: ({first} AND ({second} OR {third}))",
        )
        for size in (1, 2, 3, 4, 6):
            start = one.folded[:size]
            begun = _beginning(known, start)
            yield f"{start}*", begun
            yield f"{two.folded} {start}*", f"(stems: {second}) AND ({begun})"
        at = CHANCE.randrange(len(found))
        some = found[at : at + CHANCE.randint(2, 5)]
        if len(some) > 1 and any(w.term for w in some):
            told = " ".join(_token(w.term, w.folded) for w in some)
            yield f'"{" ".join(w.folded for w in some)}"', f'stems: "{told}"'


def test_pages_and_counts_are_sqlites(
    both: tuple[list[Document], Searcher, Oracle],
) -> None:
    documents, searcher, oracle = both
    order = [one.id for one in documents]
    asked = 0
    for ours, theirs in queries(documents):
        query = parse(ours)
        assert not query.is_plain, ours
        expected = oracle.find(theirs)
        newest_first = [number for number in order if number in expected]
        assert searcher.page(query, 50).ids == newest_first[:50], ours
        assert searcher.count(query) == len(expected), ours
        assert list(searcher.all(query) or ()) == newest_first, ours
        assert searcher.at_most(query) >= len(expected), ours
        asked += 1
    assert asked > 400
