"""The same questions in other engines, and the same searches: a page of 50, newest first.

SQLite FTS5, tantivy, Xapian and Whoosh as it comes. All stem English and keep the number of each
question; the order of the dates is theirs to make use of as well as they can.
"""

import json
import sqlite3
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import import_module
from itertools import islice
from pathlib import Path
from typing import Any, Final, Protocol

PAGE: Final = 50
FIRST, LAST = 20240101, 20240630
"""The range of dates that is searched in."""


@dataclass(frozen=True, slots=True)
class Told:
    """What every engine is given of a question."""

    number: int
    date: int
    """20240719"""
    body: str
    text: str


@dataclass(frozen=True, slots=True)
class Search:
    """A search of one class."""

    name: str
    kind: str
    words: tuple[str, ...]

    @property
    def query(self) -> str:
        """As it is typed here."""
        words = self.words
        match self.kind:
            case "or":
                return " OR ".join(words)
            case "phrase":
                return f'"{" ".join(words)}"'
            case "prefix":
                return f"{words[0]}*"
            case "not":
                return f"{words[0]} -{words[1]}"
            case "dates":
                return f"{words[0]} after:2024-01-01 before:2024-06-30"
            case "body":
                return f"body:{words[0]} {words[1]}"
            case _:
                return " ".join(words)


SEARCHES: Final = (
    Search("common word", "and", ("government",)),
    Search("two common words", "and", ("government", "support")),
    Search("rare word", "and", ("hedgehogs",)),
    Search("two words that seldom meet", "and", ("fishing", "prison")),
    Search("common phrase", "phrase", ("local", "authorities")),
    Search("common phrase with a small word", "phrase", ("secretary", "of", "state")),
    Search("rare phrase", "phrase", ("beaver", "reintroduction")),
    Search("phrase of common words, rare", "phrase", ("support", "government")),
    Search("prefix gov*", "prefix", ("gov",)),
    Search("prefix co*", "prefix", ("co",)),
    Search("prefix a*", "prefix", ("a",)),
    Search("word in half a year", "dates", ("asylum",)),
    Search("NOT", "not", ("pension", "credit")),
    Search("OR of three words", "or", ("hospice", "palliative", "bereavement")),
    Search("word of a body", "body", ("defence", "aircraft")),
)
BODY: Final = "ministry of defence"


class Engine(Protocol):
    """One of them."""

    name: str

    def build(self, folder: Path, questions: Iterator[Told]) -> None:
        """Index them, the newest first."""

    def open(self, folder: Path) -> None:
        """Make ready to search."""

    def page(self, search: Search) -> int:
        """Find the newest 50 and fetch their numbers; how many there are."""


class Fts5:
    name = "FTS5"

    def build(self, folder: Path, questions: Iterator[Told]) -> None:
        db = sqlite3.connect(folder / "x.db", isolation_level=None)
        db.execute("PRAGMA journal_mode = OFF")
        db.execute("PRAGMA synchronous = OFF")
        db.execute("PRAGMA cache_size = -200000")
        db.execute("CREATE TABLE told (id INTEGER PRIMARY KEY, number INT, date INT, body TEXT)")
        db.execute(
            "CREATE VIRTUAL TABLE found USING fts5(text, content='', tokenize='porter unicode61')"
        )
        db.execute("BEGIN")
        for place, told in enumerate(questions, 1):
            row = (place, told.number, told.date, told.body)
            db.execute("INSERT INTO told VALUES (?, ?, ?, ?)", row)
            db.execute("INSERT INTO found (rowid, text) VALUES (?, ?)", (place, told.text))
        db.execute("CREATE INDEX told_date ON told (date)")
        db.execute("COMMIT")
        db.execute("INSERT INTO found (found) VALUES ('optimize')")
        db.close()

    def open(self, folder: Path) -> None:
        self._db = sqlite3.connect(folder / "x.db")

    def page(self, search: Search) -> int:
        words, more, values = search.words, "", []
        match search.kind:
            case "and":
                query = " AND ".join(words)
            case "not":
                query = f"{words[0]} NOT {words[1]}"
            case "dates":
                query, more, values = words[0], "AND date BETWEEN ? AND ?", [FIRST, LAST]
            case "body":
                query, more, values = words[1], "AND body = ?", [BODY]  # type: ignore[list-item]
            case _:
                query = search.query
        found = self._db.execute(
            f"""SELECT number FROM found JOIN told ON told.id = found.rowid
                WHERE found MATCH ? {more} ORDER BY found.rowid LIMIT {PAGE}""",
            [query, *values],
        )
        return len(found.fetchall())


class Tantivy:
    name = "tantivy"

    def __init__(self) -> None:
        self._module: Any = import_module("tantivy")

    def build(self, folder: Path, questions: Iterator[Told]) -> None:
        builder = self._module.SchemaBuilder()
        builder.add_integer_field("number", stored=True)
        builder.add_integer_field("date", indexed=True, fast=True)
        builder.add_text_field("body", tokenizer_name="raw")
        builder.add_text_field("text", tokenizer_name="en_stem")
        index = self._module.Index(builder.build(), path=str(folder))
        writer = index.writer(heap_size=256_000_000, num_threads=1)
        for t in questions:
            writer.add_document(
                self._module.Document(number=t.number, date=t.date, body=t.body, text=t.text)
            )
        writer.commit()
        writer.wait_merging_threads()

    def open(self, folder: Path) -> None:
        self._index = self._module.Index.open(str(folder))
        self._index.reload()
        self._searcher = self._index.searcher()

    def page(self, search: Search) -> int:
        found = self._searcher.search(
            self._query(search), limit=PAGE, count=False, order_by_field="date",
            order=self._module.Order.Desc,
        )  # fmt: skip
        return len([self._searcher.doc(at)["number"] for _, at in found.hits])

    def _query(self, search: Search) -> Any:
        query, words = self._module.Query, search.words
        schema, must = self._index.schema, self._module.Occur.Must

        def parsed(text: str) -> Any:
            return self._index.parse_query(text, ["text"])

        match search.kind:
            case "prefix":
                return query.regex_query(schema, "text", words[0] + ".*")
            case "dates":
                kind = self._module.FieldType.Integer
                within = query.range_query(schema, "date", kind, FIRST, LAST)
                return query.boolean_query([(must, within), (must, parsed(words[0]))])
            case "body":
                body = query.term_query(schema, "body", BODY)
                return query.boolean_query([(must, body), (must, parsed(words[1]))])
            case "not":
                return parsed(f"+{words[0]} -{words[1]}")
            case "and":
                return parsed(" ".join(f"+{word}" for word in words))
            case "or":
                return parsed(" ".join(words))
            case _:
                return parsed(search.query)


class Xapian:
    name = "Xapian"

    def __init__(self) -> None:
        self._module: Any = import_module("xapian")

    def build(self, folder: Path, questions: Iterator[Told]) -> None:
        x = self._module
        db = x.WritableDatabase(str(folder / "db"), x.DB_CREATE_OR_OVERWRITE)
        generator = x.TermGenerator()
        generator.set_stemmer(x.Stem("en"))
        generator.set_stemming_strategy(x.TermGenerator.STEM_ALL)
        for told in questions:
            document = x.Document()
            generator.set_document(document)
            generator.index_text(told.text)
            document.add_boolean_term(f"XB{told.body}")
            document.add_value(0, x.sortable_serialise(told.date))
            document.set_data(str(told.number))
            db.add_document(document)
        db.commit()
        db.close()

    def open(self, folder: Path) -> None:
        self._db = self._module.Database(str(folder / "db"))
        self._stem = self._module.Stem("en")

    def page(self, search: Search) -> int:
        enquire = self._module.Enquire(self._db)
        enquire.set_query(self._query(search))
        enquire.set_weighting_scheme(self._module.BoolWeight())
        enquire.set_docid_order(self._module.Enquire.ASCENDING)
        return len([hit.document.get_data() for hit in enquire.get_mset(0, PAGE)])

    def _query(self, search: Search) -> Any:
        x, query = self._module, self._module.Query
        terms = [query(self._stem(word).decode()) for word in search.words]
        match search.kind:
            case "or":
                return query(query.OP_OR, terms)
            case "phrase":
                return query(query.OP_PHRASE, terms)
            case "prefix":
                start = search.words[0]
                return query(query.OP_WILDCARD, start, 0, query.WILDCARD_LIMIT_ERROR, query.OP_OR)
            case "not":
                return query(query.OP_AND_NOT, *terms)
            case "dates":
                ends = (x.sortable_serialise(day) for day in (FIRST, LAST))
                return query(query.OP_FILTER, terms[0], query(query.OP_VALUE_RANGE, 0, *ends))
            case "body":
                return query(query.OP_FILTER, terms[1], query(f"XB{BODY}"))
            case _:
                return query(query.OP_AND, terms)


class Whoosh:
    """As it comes, but for plain files, which it opens faster."""

    name = "Whoosh"

    def build(self, folder: Path, questions: Iterator[Told]) -> None:
        from whoosh import analysis, fields, index

        schema = fields.Schema(
            number=fields.NUMERIC(stored=True),
            date=fields.NUMERIC(sortable=True),
            body=fields.ID(),
            text=fields.TEXT(analyzer=analysis.StemmingAnalyzer(), phrase=True),
        )
        writer = index.create_in(str(folder), schema).writer(limitmb=256)
        writer.compound = False
        for t in questions:
            writer.add_document(number=t.number, date=t.date, body=t.body, text=t.text)
        writer.commit()

    def open(self, folder: Path) -> None:
        from whoosh import index, qparser

        opened = index.open_dir(str(folder))
        self._searcher = opened.searcher()
        self._parser = qparser.QueryParser("text", opened.schema)

    def page(self, search: Search) -> int:
        from whoosh import query

        match search.kind:
            case "not":
                parsed = self._parser.parse(f"{search.words[0]} NOT {search.words[1]}")
            case "dates":
                within = query.NumericRange("date", FIRST, LAST)
                parsed = query.And([within, self._parser.parse(search.words[0])])
            case "body":
                parsed = query.And([query.Term("body", BODY), self._parser.parse(search.words[1])])
            case _:
                parsed = self._parser.parse(search.query)
        found = self._searcher.search(parsed, limit=PAGE, sortedby="date", reverse=True)
        return len([hit["number"] for hit in found])


PEERS: Final[tuple[Callable[[], Engine], ...]] = (Fts5, Tantivy, Xapian, Whoosh)


def read(documents: Path, most: int | None = None) -> Iterator[Told]:
    """Questions that were written down for the peers."""
    with documents.open(encoding="utf-8") as lines:
        for line in islice(lines, most):
            yield Told(*json.loads(line))


def build(engine: Engine, folder: Path, documents: Path, most: int | None) -> float:
    """Build one beside, and put it in its place; seconds it took."""
    from shutil import rmtree

    beside = folder.with_name(folder.name + ".new")
    for old in (beside, folder):
        rmtree(old, ignore_errors=True)
    beside.mkdir(parents=True)
    started = time.perf_counter()
    engine.build(beside, read(documents, most))
    took = time.perf_counter() - started
    (beside / "seconds").write_text(f"{took:.1f}", "ascii")
    beside.rename(folder)
    return took
