"""Tables as lines of a terminal."""

import gzip
import json
from pathlib import Path

import pytest

from wrans.formats import html
from wrans.panes import tables
from wrans.panes.cells import steady, width
from wrans.panes.page import Composed, Page
from wrans.panes.wrapping import Shown
from wrans.records import Table


def laid_out(source: str, cells: int = 60, widest: int = 0) -> list[str]:
    """The lines of an answer's only table."""
    prose = html.read(source)
    (table,) = (block for block in prose.blocks if isinstance(block, Table))
    shown = Shown(prose.text)
    return [
        "".join(p if isinstance(p, str) else steady(prose.text[slice(*p)]) for p in line).rstrip()
        for line in tables.lay_out(table, shown, cells, widest)
    ]


def table(*rows: str) -> str:
    """HTML of a table; cells are told apart by a bar, an attribute stands before a colon."""
    told = ""
    for row in rows:
        told += "<tr>"
        for cell in row.split("|"):
            attributes, _, text = cell.rpartition(":")
            told += f"<td {attributes}>{text}</td>"
        told += "</tr>"
    return f"<table>{told}</table>"


def test_figures_stand_right_under_the_name_of_their_column() -> None:
    assert laid_out(table("Place|Sheep", "Leeds|1,200", "York|30")) == [
        "Place │ Sheep",
        "──────┼──────",
        "Leeds │ 1,200",
        "York  │    30",
    ]


def test_names_of_columns_are_wrapped_and_never_cut() -> None:
    lines = laid_out(table("Year|Number of households owning sheep", "2020|5"), 22)
    assert lines == [
        "Year │       Number of",
        "     │      households",
        "     │    owning sheep",
        "─────┼────────────────",
        "2020 │               5",
    ]


def test_a_row_with_one_cell_is_a_caption() -> None:
    lines = laid_out(table("Sheep sold||", "Place|2020|2021", "Leeds|1|2"))
    assert lines[:2] == ["Sheep sold", "Place │ 2020 │ 2021"]


def test_empty_rows_and_columns_are_left_out() -> None:
    assert laid_out(table("Place| |Sheep", " | | ", "Leeds||12")) == [
        "Place │ Sheep",
        "──────┼──────",
        "Leeds │    12",
    ]


def test_a_heading_stands_over_the_columns_that_it_covers() -> None:
    lines = laid_out(
        table('|colspan="2":Sold|colspan="2":Kept', "Place|Ewes|Rams|Ewes|Rams", "A|1|2|3|4")
    )
    assert lines == [
        "      │ Sold        │ Kept",
        "Place │ Ewes │ Rams │ Ewes │ Rams",
        "──────┼──────┼──────┼──────┼─────",
        "A     │    1 │    2 │    3 │    4",
    ]


def test_a_cell_over_several_rows_is_drawn_once() -> None:
    lines = laid_out(table("Place|Year|Sheep", 'rowspan="2":Leeds|2020|10', "2021|20"))
    assert lines[2:] == ["Leeds │ 2020 │    10", "      │ 2021 │    20"]


def test_in_a_narrow_window_each_row_stands_for_itself() -> None:
    source = table("Authority|Households|Proportion", "Northumberland|1,000|20%", "Kent|2|30%")
    assert laid_out(source, 26) == [
        "┄" * 26,
        "Authority: Northumberland",
        "  Households: 1,000",
        "  Proportion: 20%",
        "┄" * 26,
        "Authority: Kent",
        "  Households: 2",
        "  Proportion: 30%",
    ]
    assert laid_out(source, 15)[1:5] == ["Authority", "  Northumberlan", "  d", "  Households"]


def test_in_a_narrow_window_a_value_keeps_its_row_and_its_group() -> None:
    source = table(
        '|colspan="2":Sold|colspan="2":Kept',
        "Place|Ewes|Rams|Ewes|Rams",
        'rowspan="2":Leeds|1|2|3|4',
        "5|6|7|8",
    )
    lines = laid_out(source, 20)
    assert lines.count("Place: Leeds") == 2
    assert lines[2:6] == [
        "  Sold, Ewes: 1",
        "  Sold, Rams: 2",
        "  Kept, Ewes: 3",
        "  Kept, Rams: 4",
    ]
    assert lines[-1] == "  Kept, Rams: 8"


def test_a_heading_over_all_columns_is_told_once() -> None:
    source = table(
        '|colspan="3":Vehicles', "Year|Petrol|Diesel|Hydrogen", "2014|0|685|1", "2015|0|7|2"
    )
    lines = laid_out(source, 16)
    assert lines[0] == "Vehicles"
    assert lines.count("Vehicles") == 1
    assert "Year: 2014" in lines
    assert "  Diesel: 685" in lines


@pytest.mark.parametrize(
    "rows",
    [
        ("England|5", "Wales|6", "Scotland|7"),
        ("2019|2,612", "2020|2,419", "2021|1,021"),
        ("Little Paxton|06/08/2018", "Besson Street|10/05/2018", "Tithe Barn|25/01/2019"),
    ],
)
def test_a_table_without_names_has_no_head(rows: tuple[str, ...]) -> None:
    assert not any("┼" in line for line in laid_out(table(*rows)))


def test_years_name_columns() -> None:
    assert "┼" in laid_out(table("Place|2019|2020", "Leeds|12|13", "York|14|15"))[1]


def test_a_table_whose_rows_all_span_columns_loses_nothing() -> None:
    # The record has one: figures stand under dates that span other columns than they do.
    source = table(
        '|April-2018|colspan="3":April-2019|April-2020',
        'Admirals and generals|colspan="2":2|3|4',
        'Vice admirals|colspan="2":5|6|7',
    )
    for cells in (20, 40, 88):
        shown = "\n".join(laid_out(source, cells))
        assert all(figure in shown for figure in "234567")
        assert "April-2018" in shown


def test_a_wide_table_uses_a_wide_pane() -> None:
    head = "|".join(f"Constituency{n}" for n in range(8))
    row = "|".join(str(1000 + n) for n in range(8))
    narrow, wide = (laid_out(table(head, row), 88, widest) for widest in (88, 140))
    assert narrow[0].startswith("┄")
    assert wide[0].startswith("Constituency0 │ Constituency1")
    assert max(map(len, wide)) <= 140


def test_wide_characters_keep_columns_in_line() -> None:
    lines = laid_out(table("Name|Sheep", "東京|1", "Zo\u0308e|2", "👩‍👧|3"))
    bars = {width(line[: line.index("│")]) for line in lines if "│" in line}
    assert len(bars) == 1


def test_what_a_page_claims_costs_no_more_than_what_it_holds() -> None:
    claimed = table(*['rowspan="999999":x|colspan="999999":y'] * 3000)
    assert len(laid_out(claimed, 88)) < 70_000


def test_a_table_that_nobody_reads_ends_with_a_notice() -> None:
    lines = laid_out(table("Place|Sheep", *["Leeds|1"] * 11_000), 88)
    assert len(lines) < 10_010
    assert "left out" in lines[-1]


def test_the_tables_of_the_record_fit_and_lose_nothing(shared: Path) -> None:
    tried = 0
    with gzip.open(shared / "data" / "longform.jsonl.gz", "rt", encoding="utf-8") as lines:
        for number, line in enumerate(line for line in lines if "<table" in line):
            if number % 4:
                continue
            tried += 1
            prose = html.read(json.loads(line)["answer_text"])
            composed = Composed(Page(title="Sheep", prose=prose))
            for cells in (88, 40):
                seen: set[int] = set()
                for drawn in composed.lay_out(cells).lines:
                    text = ""
                    for piece in drawn:
                        if isinstance(piece, str):
                            text += piece
                        else:
                            text += steady(composed.text[slice(*piece)])
                            seen.update(range(*piece))
                    assert width(text) <= cells
                    assert not any(c < " " or "\x7f" <= c < "\xa0" for c in text)
                lost = {composed.text[n] for n in range(len(composed.text)) if n not in seen}
                assert lost <= set(" |\n")
    assert tried > 200
