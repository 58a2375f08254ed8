"""The ledger: what it lists, how it folds, what it comes to, and how it is written."""

import csv
import io
import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from test_cli import wrans
from told import listed, single
from wrans.ledger import Ledger, gather, lines, printed, totals
from wrans.ledger.totals import in_full, in_short, said
from wrans.library import Library
from wrans.records.text import clean

GIVEN = "<p>We gave up to £5 million a year to Hull. France gave between €2 and €3 million.</p>"


@pytest.fixture
def library() -> Iterator[Library]:
    library = Library()
    yield library
    library.close()


def ledger_of(library: Library, words: str = "") -> Ledger:
    return library.ledger(words)


def test_every_sum_has_its_amount_its_sentence_and_its_places(library: Library) -> None:
    library.add([single(uin="1", answerText=GIVEN)])
    held = ledger_of(library)
    told = [(f.money.text, f.money.currency, f.about, f.places) for f in held.figures]
    assert told == [
        ("£5 million", "GBP", "We gave up to £5 million a year to Hull.", ("Hull",)),
        ("€2 and €3 million", "EUR", "France gave between €2 and €3 million.", ("France",)),
    ]
    assert held.is_all


def test_an_answer_to_several_questions_is_counted_once(library: Library) -> None:
    library.add(single(uin=str(number), answerText=GIVEN) for number in range(1, 4))
    library.add([single(uin="9", answerText="<p>We gave £6.</p>")])
    held = ledger_of(library)
    shared = {f.money.text: len(held.sharing(f)) for f in held.figures}
    assert shared == {"£5 million": 3, "€2 and €3 million": 3, "£6": 1}
    assert [total.rows for total in totals(held.figures)] == [2, 1]
    assert held.folded == 4


def test_drafts_of_the_answer_to_a_group_are_counted_once(library: Library) -> None:
    others = [{"questionUin": str(n), "dateTabled": "2024-07-22T00:00:00"} for n in (1, 2, 3)]
    sheep = "<p>We gave £5 million to Hull, and £5 million to Hull again.</p>"
    drafts = (f"{sheep}<p>{number}</p>" for number in ("Of 2, 3.", "Of 1 and 3, and £6.", ""))
    library.add(
        single(
            uin=str(n + 1),
            answerText=draft,
            groupedQuestionsDates=[other for other in others if other["questionUin"] != str(n + 1)],
        )
        for n, draft in enumerate(drafts)
    )
    held = ledger_of(library)
    shared = [(f.money.text, len(held.sharing(f))) for f in held.figures]
    assert sorted(shared) == [
        ("£5 million", 3), ("£5 million", 3), ("£6", 1),
    ]  # fmt: skip
    assert held.folded == 4


def test_a_sentence_that_answers_say_word_for_word_is_counted_once(library: Library) -> None:
    said = "<p>The Government has given £5 million to Hull and £6 to its sheep.</p>"
    cell = "<table><tr><td>The port that it was paid for</td><td>£7</td></tr></table>"
    library.add(
        single(uin=str(n), answerText=f"<p>Of {n}, {n} gave £9.</p>{said}{cell}<p>It cost £8.</p>")
        for n in (1, 2, 3)
    )
    held = ledger_of(library)
    shared = [(f.money.text, len(held.sharing(f))) for f in held.figures]
    # What is short may be said of different things, and so may what stands in a table.
    assert shared.count(("£5 million", 3)) == shared.count(("£6", 3)) == 1
    assert shared.count(("£7", 1)) == shared.count(("£8", 1)) == shared.count(("£9", 1)) == 3
    assert held.folded == 4


def test_in_a_line_a_sum_is_told_from_others_of_its_table_and_list(library: Library) -> None:
    table = "<table><tr><td>Port</td><td>£m</td></tr><tr><td>Dover</td><td>5</td></tr></table>"
    items = "<p>The grants were:</p><ul><li>£6 for sheep farms</li></ul><p>We gave £7: all.</p>"
    library.add([single(answerText=f"<p>The money was spent as follows:</p>{table}{items}")])
    told = lines(library.store, ledger_of(library).figures, lambda _: 1)
    assert [printed.in_a_line(line) for line in told] == [
        "Dover; £m: 5", "£6 for sheep farms", "We gave £7: all.",
    ]  # fmt: skip


def test_a_sum_that_is_asked_after_is_told_from_one_that_is_answered(library: Library) -> None:
    asked = "To ask the Secretary of State for Sheep, how the £7 million was spent."
    library.add([single(questionText=asked, answerText="<p>We spent £7 million.</p>")])
    assert [f.is_asked for f in ledger_of(library).figures] == [True, False]


def test_only_what_matches_is_in_it_and_clipped_texts_are_told_of(library: Library) -> None:
    library.add([single(uin="1", answerText=GIVEN), single(uin="2", answerText="<p>£1.</p>")])
    library.add([listed(uin="3", answerText="x" * 255 + "...")])
    assert len(ledger_of(library, "hull").figures) == 2
    assert ledger_of(library).clipped == 1


def test_the_largest_first(library: Library) -> None:
    text = "<p>We gave £5, £3 million, £1 to £2 million and -£7.</p>"
    library.add([single(answerText=text)])
    assert [f.money.text for f in ledger_of(library).by_amount()] == [
        "£3 million", "£1 to £2 million", "£5", "-£7",
    ]  # fmt: skip


def test_a_ledger_that_is_limited_says_how_far_it_goes(library: Library) -> None:
    library.add(single(uin=str(n), answerText=f"<p>We gave £{n}.</p>") for n in range(1, 11))
    library.catch_up()
    *_, held = gather(library.store, library.store.ids(), 4)
    assert (held.looked_at, held.questions, held.is_all) == (4, 10, False)
    assert len(held.figures) == 4


def test_totals_are_of_one_currency_and_keep_ranges(library: Library) -> None:
    library.add([single(answerText="<p>£1,000 to £2,000. Then £5. Then €7.</p>")])
    assert [said(total) for total in totals(ledger_of(library).figures)] == [
        "£1,005 to 2,005 in 2 rows",
        "€7 in 1 row",
    ]


def test_amounts_in_full() -> None:
    assert in_full("GBP", Decimal("44500000"), Decimal("44500000")) == "£44,500,000"
    assert in_full("GBP", Decimal("-0.50"), Decimal("-0.50")) == "-£0.5"
    assert in_full("CHF", Decimal("1E+6"), Decimal("2E+6")) == "CHF 1,000,000 to 2,000,000"
    assert in_full("GBP", Decimal(0), Decimal(0)) == "£0"


def hostile(library: Library) -> list[str]:
    text = "<p>=HYPERLINK(1) gave £5 to \u202eHull, “quoted”, so.</p><p>It was -£2 and @x.</p>"
    library.add([single(heading='=1+1, "x"', answeringBodyName="@Body", answerText=text)])
    held = ledger_of(library)
    return list(printed.rows(lines(library.store, held.figures, lambda _: 1)))


def test_csv_is_read_back_and_no_text_is_a_formula(library: Library) -> None:
    records = hostile(library)
    assert all(record.endswith("\r\n") for record in records)
    rows = list(csv.DictReader(io.StringIO("".join(records), newline="")))
    assert [row["amount"] for row in rows] == ["£5", "'-£2"]
    assert [row["low"] for row in rows] == ["5", "-2"]
    assert rows[0]["about"].startswith("'=HYPERLINK(1) gave £5")
    assert rows[0]["heading"] == '\'=1+1, "x"'
    assert rows[0]["answering_body"] == "'@Body"
    assert all(cell == clean(cell) for row in rows for cell in row.values())


def test_a_bare_number_is_told_with_what_it_is_a_number_of(library: Library) -> None:
    table = "<table><tr><td>Port</td><td>£m</td><td>£'000</td><td>Cost (€)</td></tr>"
    text = f"{table}<tr><td>Hull</td><td>1,234.5</td><td>70</td><td>0</td></tr></table>"
    years = "<p>£4m over the next four years, and £5m in 2023/24.</p>"
    library.add([single(answerText=text + years)])
    told = lines(library.store, ledger_of(library).figures, lambda _: 1)
    assert [printed.as_said(line) for line in told] == [
        "1,234.5 [£m]", "70 [£'000]", "0 [€]", "£4m over 4 years", "£5m in 2023-24",
    ]  # fmt: skip


@pytest.mark.parametrize("width", [20, 80, 109, 110, 200])
def test_the_table_keeps_within_its_width(library: Library, width: int) -> None:
    wide = "漢字" * 60
    library.add([single(answerText=GIVEN + f"<p>We gave £5 to {wide}.</p>", heading="word" * 50)])
    held = ledger_of(library)
    table = list(printed.table(lines(library.store, held.figures, lambda _: 3), width))
    assert max(printed._cells(line) for line in table) <= max(60, min(width, 150))
    text = " ".join("\n".join(table).split())
    assert "up to £5 million a year" in text
    assert "in answers to 3 questions" in text or width >= 110


@pytest.fixture
def farm(tmp_path: Path) -> Path:
    records = [single(uin=str(n), answerText=GIVEN).source.decode() for n in (1, 2)]
    for number, record in enumerate(records):
        (tmp_path / f"{number}.json").write_text(record, "utf-8")
    return tmp_path


def test_the_command_prints_a_table_csv_and_json(farm: Path) -> None:
    wrans("add", str(farm))
    ran = wrans("ledger", "hull", "-cows", "--sort", "amount")
    assert ran.returncode == 0
    assert "\x1b" not in ran.stdout
    assert "figures may overlap" in ran.stdout
    assert "GBP  £5,000,000 in 1 row" in ran.stdout
    folded = "2 told again in the same words are counted once"
    assert ran.stderr == f"2 sums in 2 questions; {folded}\n"
    rows = list(csv.reader(io.StringIO(wrans("ledger", "hull", "--csv").stdout)))
    assert tuple(rows[0]) == printed.COLUMNS
    assert len(rows) == 3
    told = [json.loads(line) for line in wrans("ledger", "--json").stdout.splitlines()]
    assert told[0] == {
        "amount": "£5 million",
        "currency": "GBP",
        "low": "5000000",
        "high": "5000000",
        "qualifier": "up_to",
        "period": "year",
        "about": "We gave up to £5 million a year to Hull.",
        "places": ["Hull"],
        "stated_in": "answer",
        "heading": "Sheep: Exports",
        "answering_body": "Department for Sheep",
        "date": "2024-07-26",
        "key": "commons/2024-07-22/2",
        "questions": 2,
        "url": "https://questions-statements.parliament.uk/written-questions/detail/2024-07-22/2",
    }


def test_a_query_that_finds_no_sum_says_so(farm: Path) -> None:
    wrans("add", str(farm))
    ran = wrans("ledger", "nobody")
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "", "no sum in what matches\n")


@pytest.mark.parametrize(
    ("amount", "told"),
    [("2751165000000", "£2.75tn"), ("999", "£999"), ("-0.5", "-£0.5"), ("0", "£0"),
     ("44500000", "£44.5m"), ("1000", "£1k"), ("123456", "£123k")],
)  # fmt: skip
def test_amounts_in_short(amount: str, told: str) -> None:
    assert in_short("GBP", Decimal(amount)) == told
