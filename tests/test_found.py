"""Sums and places kept beside the questions: what is kept, when it is made anew."""

import os
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from zlib import compress

import pytest

from told import listed, single
from wrans import extracting, indexing
from wrans.extracting import extract_missing, found_in, found_of
from wrans.library import Library
from wrans.records import Prose
from wrans.records.telling import teller
from wrans.store import Store
from wrans.store import found as keeping
from wrans.store.packing import Damaged

TABLE = (
    "<p>Of this, €2 million a year went to Calais. It helped.</p><p>Spend by port, £m:</p>"
    "<table><tr><td>Port</td><td>Notes</td><td>2022-23</td><td>2023-24</td></tr>"
    "<tr><td>Calais</td><td>fences</td><td>1.5</td><td>(2)</td></tr>"
    "<tr><td>Dover</td><td></td><td>-</td><td>£4m</td></tr></table>"
)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(tmp_path / "data" / "record.sqlite") as store:
        yield store


def stated(answer: str, question: str = "To ask what was spent.") -> list[tuple[str, str]]:
    found = found_in(single(answerText=answer, questionText=question).question)
    return [(one.money.text, one.about) for one in found.sums]


def test_a_sum_is_told_with_its_sentence() -> None:
    text = "<p>The hon. Member is right. We gave approx. £5 million to Hull! Later.</p>"
    assert stated(text) == [("£5 million", "We gave approx. £5 million to Hull!")]


def test_a_sum_of_a_list_is_told_with_what_leads_into_the_list() -> None:
    text = "<p>So far. The grants were:</p><ul><li>£5m for sheep</li><li>£6m for cows</li></ul>"
    assert stated(text) == [
        ("£5m", "The grants were: £5m for sheep"),
        ("£6m", "The grants were: £6m for cows"),
    ]


def test_a_sum_of_a_table_is_told_with_its_header_and_its_row() -> None:
    told = dict(stated(TABLE))
    assert told["1.5"] == "Spend by port, £m: Port: Calais; Notes: fences; 2022-23: 1.5"
    assert told["£4m"] == "Spend by port, £m: Port: Dover; 2023-24: £4m"


def test_a_line_that_says_little_is_told_with_what_stands_above_it() -> None:
    answer = (
        "<p>The funding of the scheme in each year was as follows:</p><p>2022/23:</p>"
        "<p>Meta - £5</p><p>Snap - £6</p>"
        "<p>Sheep budget</p><ul><li>2021-22: £7</li><li>2022-23: £8</li></ul>"
        "<ul><li>Desk moves. £9. Done 02/03/2024</li></ul>"
    )
    told = dict(stated(answer))
    funding = "The funding of the scheme in each year was as follows: 2022/23:"
    assert told["£5"] == f"{funding} Meta - £5"
    assert told["£6"] == f"{funding} Snap - £6"
    assert told["£8"] == "Sheep budget 2022-23: £8"
    assert told["£9"] == "Sheep budget Desk moves. £9."
    asked = "To ask the Secretary of State for Sheep, how much the ferries to France cost."
    assert (
        stated("<p>We gave £3 million to Hull.</p>", asked)[0][1] == "We gave £3 million to Hull."
    )
    assert stated("<p>£3 million.</p>", asked)[0][1] == (
        "how much the ferries to France cost. £3 million."
    )


def test_a_table_is_told_with_the_sentence_that_speaks_of_it() -> None:
    table = (
        '<table><tr><td colspan="2">Ports of Kent</td></tr><tr><td>Port</td><td>£m</td></tr>'
        "<tr><td>Dover</td><td>4</td></tr></table>"
    )
    points = "<p>The table below shows what was spent on each port. Some are small.</p>"
    note = "<p>Figures are rounded to the nearest million, and no port is left out.</p>"
    assert stated(points + note + table) == [
        (
            "4",
            "The table below shows what was spent on each port: Ports of Kent; Port: Dover; £m: 4",
        )
    ]
    long = f"<p>{'The very long sentence ' * 20}is about ports:</p>"
    told = stated(long + table)[0][1]
    assert told.endswith("…: Ports of Kent; Port: Dover; £m: 4")
    assert len(told) < 300


def rows(*told: str) -> str:
    """A table; cells are told apart by a bar, an attribute stands before a colon."""
    cells = ([cell.rpartition(":") for cell in row.split("|")] for row in told)
    return "".join(
        "<tr>" + "".join(f"<td {name}>{text}</td>" for name, _, text in row) + "</tr>"
        for row in cells
    ).join(("<table>", "</table>"))


def abouts(*told: str) -> list[str]:
    """What is said of the sums of a table that has no caption."""
    return [about.removeprefix("To ask what was spent: ") for _, about in stated(rows(*told))]


def test_a_first_header_that_speaks_of_the_years_beside_it_names_no_label() -> None:
    assert abouts("Financial year|2022-23|2023-24*", "Fences (£m)|1|2") == [
        "Fences (£m); Financial year 2022-23: 1", "Fences (£m); Financial year 2023-24*: 2",
    ]  # fmt: skip
    assert abouts("£m|2022|Plans 2023", "Dover|1|2")[0] == "Dover; 2022 £m: 1"
    assert abouts("Year|Cost (£)", "2022-23*|5") == ["Year: 2022-23*; Cost (£): 5"]


def test_headers_and_lines_below_hold_from_there() -> None:
    told = abouts(
        "2021-22|Port|Paid (£)", "|Dover|5", "2022-23|Port|Paid (£)", "|Hull|6", "Total|1|6"
    )
    assert told == [
        "2021-22; Port: Dover; Paid (£): 5",
        "2022-23; Port: Hull; Paid (£): 6",
        "2022-23: Total; Paid (£): 6",
    ]
    told = abouts("Port|Paid (£)", "2021|", "Dover|5", "2022|", "Dover|6", "* rounded|", "Hull|7")
    assert told == [
        "2021; Port: Dover; Paid (£): 5",
        "2022; Port: Dover; Paid (£): 6",
        "2022; Port: Hull; Paid (£): 7",
    ]


def test_a_label_over_several_rows_is_told_with_each() -> None:
    told = abouts("Country|Port|£m", 'rowspan="2":Kent|Dover|5', "Deal|6", "Essex|Harwich|7")
    assert told[1:] == ["Country: Kent; Port: Deal; £m: 6", "Country: Essex; Port: Harwich; £m: 7"]
    told = abouts("Country|Port|£m", "Kent|Dover|5", "|Deal|6", "||11")
    assert told[1:] == ["Country: Kent; Port: Deal; £m: 6", "£m: 11"]


def test_what_is_no_name_is_no_header_and_no_label() -> None:
    told = abouts("Work|Rate|Note", "Fence|£5 per metre|new", "Gate|£6 each|old")
    assert told[1] == "Work: Gate; Rate: £6 each; Note: old"
    told = abouts("Port|Spend (£m)|Plan (£m)", "Dover|5 (8%)|6 to 7")
    assert told == ["Port: Dover; Spend (£m): 5 (8%)", "Port: Dover; Plan (£m): 6 to 7"]


def test_tables_below_a_line_each_have_the_sentence_that_speaks_of_them_too() -> None:
    table = rows("Port|£m", "Dover|5")
    answer = (
        f"<p>The money spent is as follows:</p><p>Army</p>{table}<p>Notes:</p><p>It is rounded.</p>"
        f"<p>Navy</p>{table}{table}"
    )
    army, navy, below = (about for _, about in stated(answer))
    assert army == "The money spent is as follows: Army: Port: Dover; £m: 5"
    assert navy == "The money spent is as follows: Navy: Port: Dover; £m: 5"
    assert below == "The money spent is as follows: Port: Dover; £m: 5"


def test_lines_that_are_written_as_a_list_are_told_with_what_leads_into_it() -> None:
    told = stated(
        "<p>The grants to ports were:</p><p>a) Dover and Deal - £5</p><p>- £6 to Hull</p>"
    )
    assert [about for _, about in told] == [
        "The grants to ports were: a) Dover and Deal - £5",
        "The grants to ports were: - £6 to Hull",
    ]


def test_a_question_is_told_without_its_opening_words() -> None:
    asked = "To ask the Secretary of State for Sheep, how the £7 million was spent."
    assert stated("<p>Well.</p>", asked) == [("£7 million", "how the £7 million was spent.")]


def test_the_places_of_a_sum_are_those_of_its_sentence() -> None:
    found = found_in(single(answerText=TABLE).question)
    named = {
        one.money.text: [found.places[place].text for place in one.places] for one in found.sums
    }
    assert named["€2 million"] == ["Calais"]
    assert named["£4m"] == ["Dover"]


def test_what_is_clipped_tells_no_sums() -> None:
    clipped = "We gave £5 million to Hull. " * 9 + "And" + "..."
    record = listed(answerText=clipped[:255] + "...")
    assert record.question.is_clipped
    assert found_in(record.question) == keeping.NOTHING


def test_what_was_found_is_packed_and_comes_back() -> None:
    found = found_in(single(answerText=TABLE).question)
    assert len(found.sums) > 2
    assert found.places
    assert keeping.unpack(keeping.pack(found)) == found
    assert keeping.pack(keeping.NOTHING) == b""
    assert keeping.unpack(b"") == keeping.NOTHING


@pytest.mark.parametrize("packed", [b"x", compress(b"[]"), compress(b"[1,2,3]")])
def test_what_is_not_as_it_was_packed_is_no_crash(packed: bytes) -> None:
    with pytest.raises(Damaged):
        keeping.unpack(packed)


def test_sums_and_places_are_found_once_and_again_when_the_question_changes(store: Store) -> None:
    store.add(single(uin="1", answerText=TABLE))
    store.add(single(uin="2", answerText="<p>Nothing.</p>"))
    assert len(store.lacking_found()) == 2
    extract_missing(store)
    assert store.lacking_found() == []
    before = dict(found_of(store, list(store.ids())))
    assert sorted(len(found.sums) for found in before.values()) == [0, 4]
    store.add(single(uin="2", answerText="<p>We spent £3.</p>"))
    assert len(store.lacking_found()) == 1
    extract_missing(store)
    after = dict(found_of(store, list(store.ids())))
    assert sorted(len(found.sums) for found in after.values()) == [1, 4]
    assert {len(store.question(n).answer.text) > 0 for n in store.with_sums()} == {True}  # type: ignore[union-attr]


def test_another_version_makes_them_anew(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    store.add(single(answerText=TABLE))
    extract_missing(store)
    monkeypatch.setattr(keeping, "VERSION", "of tomorrow")
    assert store.found_count().lacking == 1
    assert list(store.found(store.ids())) == []
    extract_missing(store)
    assert store.found_count() == keeping.Count(1, 4, 4, 0)


def test_damaged_rows_are_never_believed_and_are_found_again(store: Store) -> None:
    store.add(single(answerText=TABLE))
    extract_missing(store)
    store._db.execute("UPDATE found SET packed = x'0102'")
    number = store.ids()[0]
    assert list(store.found([number])) == []
    assert len(dict(found_of(store, [number]))[number].sums) == 4
    assert store.drop_damaged_found() == 1
    extract_missing(store)
    assert len(dict(found_of(store, [number]))[number].sums) == 4


def test_other_processes_find_the_same(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(1, 41):
        store.add(single(uin=str(number), answerText=f"<p>We gave £{number} to Hull.</p>"))
    monkeypatch.setattr(extracting, "_SLICE", 7)
    monkeypatch.setattr(extracting, "ALONE", 10)
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 1, 2})
    told: list[tuple[int, int]] = []
    extract_missing(store, lambda done, total: told.append((done, total)))
    assert told[-1] == (40, 40)
    lows = {one.sums[0].money.low for _, _, one in store.found(store.ids())}
    assert lows == {Decimal(number) for number in range(1, 41)}


def test_the_index_holds_what_was_found(store: Store) -> None:
    store.add(single(answerText=TABLE))
    (number,) = store.ids()
    question = store.question(number)
    extract_missing(store)
    ((_, change, found),) = store.found([number])
    kept = indexing.document(number, change, question, found)
    assert kept == indexing.document(number, change, question)
    assert {"money", "place", "table"} <= kept.flags


def test_what_is_found_while_it_is_indexed_is_what_would_have_been_kept(store: Store) -> None:
    pasted = "<p>We in-vested £5 million in edu-cation and in-frastructure in Hull.</p>"
    for number, answer in enumerate((TABLE, pasted, "<p>None.</p>"), 1):
        store.add(single(answerText=answer, id=number, uin=str(100 + number)))
    rows: list[keeping.Row] = []
    found = list(indexing.documents(store, store.ids(), rows.append))
    assert "in-vested" in found[1].text
    assert "invested" in found[1].text
    extract_missing(store)
    expected = list(store.found(row.question for row in rows))
    store.keep_found(rows)
    assert list(store.found(row.question for row in rows)) == expected
    again: list[keeping.Row] = []
    assert list(indexing.documents(store, store.ids(), again.append)) == found
    assert not again


def test_a_rebuild_finds_what_is_not_found_yet() -> None:
    library = Library()
    library.add([single(answerText=TABLE)])
    library.rebuild()
    assert library.store.found_count().lacking == 0
    library.close()


def test_long_lines_and_wide_tables_take_time_in_step_with_their_length() -> None:
    line = "£5 and " * 3000
    tell = teller(Prose.of_lines(line))
    assert all(len(tell(offset).text) <= 600 for offset in range(0, 21_000, 7))
    cells = "".join(f"<td>£{number}</td>" for number in range(4000))
    assert len(stated(f"<table><tr>{cells}</tr></table>")) == 4000


def test_what_changed_since_is_all_that_is_looked_at(store: Store) -> None:
    store.add(single(uin="1"))
    extract_missing(store)
    before = store.change
    store.add(single(uin="2"))
    assert len(store.lacking_found(before)) == 1
    assert store.lacking_found(before) == store.lacking_found()
    assert store.lacking_found(store.change) == []
    extract_missing(store, since=before)
    assert store.lacking_found() == []
