"""What our writer of segments writes is what Whoosh's own writes."""

import random
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from test_search import document
from wrans import formats, indexing
from wrans.index import Document, Sum
from wrans.index.index import _NAME, SLICE, _ends, write_slice
from wrans.index.schema import fields, schema
from wrans.index.whoosh import TOC, FileIndex, FileStorage, made_segment, segment_writer

# Blocks of 1024 postings: some terms have to fill more than one.
MANY = 2_500
CHANCE = random.Random(11)
COMMON = "the of government minister a school".split()
RARE = [f"word{n}" for n in range(900)] + ["naïve", "£44.5m", "1,234", "fisherman’s", "東京"]


def made() -> list[Document]:
    """Questions, newest first."""
    found = []
    for number in range(MANY, 0, -1):
        told = CHANCE.choices(COMMON, k=CHANCE.randint(0, 30)) + CHANCE.choices(RARE, k=4)
        found.append(
            replace(
                document(number, " ".join(told)),
                date=date(2020, 1, 1) + timedelta(days=number // 7),
                sums=(Sum("GBP", Decimal(CHANCE.randint(1, 50))),),
                places=tuple(CHANCE.sample(["Calais", "Dunkirk", "Caen"], CHANCE.randint(0, 2))),
                uin=f"HL{number}" if number % 9 == 0 else str(number) if number % 7 else "A/7",
            )
        )
    return found


def of_real_records(shared: Path) -> list[Document]:
    """The questions of a month."""
    records = formats.read_path(shared / "data/api/2024-08.json.gz")
    questions = [one.question for one in records if isinstance(one, formats.Record)]
    found = [indexing.document(n, 1, question) for n, question in enumerate(questions, 1)]
    return sorted(found, key=lambda d: (d.date, d.id), reverse=True)


def read_back(index: FileIndex) -> dict[str, Any]:
    """All that Whoosh reads in an index of one segment."""
    with closing(index.reader()) as reader:
        terms = {}
        for field, term in reader.all_terms():
            info = reader.term_info(field, term)
            matcher = reader.postings(field, term)
            postings = []
            while matcher.is_active():
                value = matcher.value() if field == "text" else b""
                postings.append((matcher.id(), matcher.weight(), value))
                matcher.next()
            lengths = (info.min_length(), info.max_length()) if field == "text" else ()
            terms[field, term] = (
                info.doc_frequency(), info.weight(), info.max_weight(), info.min_id(),
                info.max_id(), lengths, postings,
            )  # fmt: skip
        every = range(reader.doc_count_all())
        columns = {
            name: list(reader.column_reader(name))
            for name, field in schema().items()
            if field.column_type and reader.has_column(name)
        }
        return {
            "count": reader.doc_count_all(),
            "terms": terms,
            "columns": columns,
            "length": reader.field_length("text"),
            "lengths": [reader.doc_field_length(n, "text") for n in every],
            "stored": [reader.stored_fields(n) for n in every],
        }


@pytest.fixture(params=["made", "real"])
def documents(request: pytest.FixtureRequest) -> Iterator[list[Document]]:
    """Questions made here, and real ones."""
    if request.param == "made":
        yield made()
    else:
        yield of_real_records(request.getfixturevalue("shared"))


def test_postings_statistics_and_columns_are_those_of_whooshs_own_writer(
    tmp_path: Path, documents: list[Document]
) -> None:
    (tmp_path / "theirs").mkdir()
    (tmp_path / "ours").mkdir()
    theirs = FileStorage(str(tmp_path / "theirs")).create_index(schema(), indexname=_NAME)
    writer = segment_writer(theirs)
    for one in documents:
        writer.add_document(**fields(one))
    writer.commit(merge=False)
    told = write_slice(tmp_path / "ours", documents)
    storage = FileStorage(str(tmp_path / "ours"))
    TOC(schema(), [made_segment(_NAME, told["segment"])], 1).write(storage, _NAME)
    expected, found = read_back(theirs), read_back(storage.open_index(indexname=_NAME))
    assert found.keys() == expected.keys()
    for part in ("count", "columns", "length", "lengths", "stored"):
        assert found[part] == expected[part], part
    assert found["terms"].keys() == expected["terms"].keys()
    for term, held in expected["terms"].items():
        assert found["terms"][term] == held, term


@pytest.mark.parametrize(
    ("count", "writers", "slices"),
    [(0, 2, 0), (3, 2, 1), (19_999, 2, 1), (39_000, 2, 2), (120_000, 2, 6), (1_000_000, 2, 22),
     (200_000, 64, 8), (1_000_000, 1, 20), (700_001, 2, 18)],
)  # fmt: skip
def test_all_writers_have_as_much_to_write(count: int, writers: int, slices: int) -> None:
    ends = _ends(count, writers)
    assert len(ends) == slices
    sizes = [end - start for start, end in pairwise([0, *ends])]
    assert sum(sizes) == count
    assert all(0 < size <= SLICE for size in sizes)
    # At the end nobody waits long for the other.
    assert not sizes or writers == 1 or sizes[-1] <= max(SLICE // 2, count // writers)
