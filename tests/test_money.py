"""Sums of money by the annotation guide: tables of text and what is found in it."""

import time
from collections.abc import Callable, Sequence

import pytest

from wrans import reading
from wrans.entities import Money, finding
from wrans.entities.money import plain
from wrans.formats import html
from wrans.records import Table


def told(sums: list[Money]) -> list[str]:
    """Each sum as written, and its value: one figure, or both ends of a range."""
    return [
        f"{m.text} = {m.currency} {plain(m.low)}"
        + (f"..{plain(m.high)}" if m.high != m.low else "")
        for m in sums
    ]


def find(text: str, blocks: Sequence[Table] | None = None) -> list[Money]:
    """The sums in a text and in its tables."""
    return [e for e in finding.find(text, blocks) if isinstance(e, Money)]


def flat(text: str) -> list[str]:
    return told(find(text))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        # M1 to M3
        ("a US $5m or AUD$6m grant", ["US $5m = USD 5000000", "AUD$6m = AUD 6000000"]),
        ("the US $800 minimum", ["$800 = USD 800"]),
        ("Euro 600 million, not Euro 6", ["Euro 600 million = EUR 600000000"]),
        ("gas is 114 £/MWh", ["114 £ = GBP 114"]),
        ("frozen at 49.9p.", ["49.9p = GBP 0.499"]),
        ("24.5p/kWh", ["24.5p = GBP 0.245"]),
        ("paragraph 40p of the paper, in 720p", []),
        ("a 2,000 pound bomb and the 2028 Euros", []),
        ("an AED, 500 AED and AED 1.5 billion", ["AED 1.5 billion = AED 1500000000"]),
        ("£50milllion, £2 bilion, £3 minimum", [
            "£50milllion = GBP 50000000", "£2 bilion = GBP 2000000000", "£3 = GBP 3"]),
        ("£1,2bn", ["£1,2bn = GBP 1200000000"]),
        ("a cap of £110,0000 per business", ["£110,0000 = GBP 1100000"]),
        ("a) £0 - £9,999 b) £10", ["£0 - £9,999 = GBP 0..9999", "£10 = GBP 10"]),
        ("it was -£0.1 billion", ["-£0.1 billion = GBP -100000000"]),
        ("Meta - £591\n-£5m for one", ["£591 = GBP 591", "£5m = GBP 5000000"]),
        ("one hundred and seventy thousand pounds", [
            "one hundred and seventy thousand pounds = GBP 170000"]),
        ("two and a half million pounds", ["two and a half million pounds = GBP 2500000"]),
        ("every pound, a multi-billion pound deal, £nil", []),
        ("£½ million, £1½m and £.5m", [
            "£½ million = GBP 500000", "£1½m = GBP 1500000", "£.5m = GBP 500000"]),
        ("a debt of €1.000.000, or £5.463.14", [
            "€1.000.000 = EUR 1000000", "£5.463.14 = GBP 5463.14"]),
        # M4 and M5
        ("from an initial £200m to £544m", ["£200m = GBP 200000000", "£544m = GBP 544000000"]),
        ("moving from a Rateable Value of £5 to £6", ["£5 = GBP 5", "£6 = GBP 6"]),
        ("£1.3 to 1.5 billion a year", ["£1.3 to 1.5 billion = GBP 1300000000..1500000000"]),
        ("gave £12.5 million to 15 partnerships", ["£12.5 million = GBP 12500000"]),
        ("lower than £23,795.20 – 4.1m, then", ["£23,795.20 = GBP 23795.2"]),
        ("£500,000-1 million", ["£500,000-1 million = GBP 500000..1000000"]),
        ("5-10 million euros", ["5-10 million euros = EUR 5000000..10000000"]),
        ("5 thousand pounds, 20 US dollars, 5m Euros, a 50-pence piece", [
            "5 thousand pounds = GBP 5000", "20 US dollars = USD 20", "5m Euros = EUR 5000000",
            "50-pence = GBP 0.5"]),
        ("$5 million dollars of £3 sterling", [
            "$5 million dollars = USD 5000000", "£3 sterling = GBP 3"]),
        ("one penny, ten Pounds and two million euros", [
            "one penny = GBP 0.01", "ten Pounds = GBP 10", "two million euros = EUR 2000000"]),
        # Where nothing else is said of money, one alone is found too.
        ("half a billion euros went", ["half a billion euros = EUR 500000000"]),
        ("about five million US dollars", ["five million US dollars = USD 5000000"]),
        ("a thousand Pounds were lost", ["a thousand Pounds = GBP 1000"]),
        ("only twenty sterling", ["twenty sterling = GBP 20"]),
        ("Two pounds was paid, One penny and five million Sterling", [
            "Two pounds = GBP 2", "One penny = GBP 0.01", "five million Sterling = GBP 5000000"]),
        ("Six pence", ["Six pence = GBP 0.06"]),
        ("one million rupees", ["one million rupees = INR 1000000"]),
        ("it takes one euro", ["one euro = EUR 1"]),
        ("19 Million pounds", ["19 Million pounds = GBP 19000000"]),
        ("fines of 20M euros (about £17m)", ["20M euros = EUR 20000000", "£17m = GBP 17000000"]),
        ("20M EUR, 5Bn pounds", ["20M EUR = EUR 20000000", "5Bn pounds = GBP 5000000000"]),
        ("500 POUNDS", ["500 POUNDS = GBP 500"]),
        ("83 Swiss Francs", ["83 Swiss Francs = CHF 83"]),
        ("Euros 77 million", ["Euros 77 million = EUR 77000000"]),
        ("20 000 pounds", []),
        ("a half-a-million pound house", ["half-a-million pound = GBP 500000"]),
        ("between around £3.5 and £10.5bn", ["£3.5 and £10.5bn = GBP 3500000000..10500000000"]),
        ("£7 million to £6 million", ["£7 million to £6 million = GBP 6000000..7000000"]),
        ("spend over £25,000 - July 2024", ["£25,000 = GBP 25000"]),
    ],
)  # fmt: skip
def test_sums_in_prose(text: str, found: list[str]) -> None:
    assert told(find(text)) == found


@pytest.mark.parametrize(
    ("text", "qualifier", "period"),
    [
        ("c£5m", "approx", None),
        ("an estimated £5m", "approx", None),
        ("no more than £5m", "up_to", None),
        ("no less than a further £5m", "at_least", None),
        ("a fine no greater than £5m", "up_to", None),
        ("rents no lower than £5m", "at_least", None),
        ("sums up to and including £5m", "up_to", None),
        ("just under £5m", "almost", None),
        ("£151 or less a week", "up_to", "week"),
        ("£5 and over 200 others", None, None),
        ("£36k over the three-year period", None, "3 years"),
        ("£5m in financial year 2025-26", None, "2025-26"),
        ("£5m in 2023/24 prices", None, None),
        ("£5,000 per academic year", None, None),
    ],
)
def test_words_about_a_sum(text: str, qualifier: str | None, period: str | None) -> None:
    (money,) = find(text)
    assert (money.qualifier, money.period) == (qualifier, period)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("A | £ million\nx | 2.5", ["2.5 = GBP 2500000"]),
        ("A | Cost (£'000)\nx | 750", ["750 = GBP 750000"]),
        ("A | Cost (£'000,000)\nx | 7", ["7 = GBP 7000000"]),
        ("A | Cost (£000s)\nx | 7*", ["7 = GBP 7000"]),
        ("A | Acute (millions of pounds)\nx | 1,115.9", ["1,115.9 = GBP 1115900000"]),
        ("A | Rate (p/kWh)\nx | 24.5", ["24.5 = GBP 0.245"]),
        ("A | Cost (£m)\nx | (£2.5)\ny | (3)", ["£2.5 = GBP -2500000", "3 = GBP -3000000"]),
        ("A | Cost (£m)\nx | £2.5bn\ny | -\nz | 0", ["£2.5bn = GBP 2500000000", "0 = GBP 0"]),
        ("Grant (Millions) | 2022 | 2023\nx | £1.5 | £1 to £2", [
            "£1.5 = GBP 1500000", "£1 to £2 = GBP 1000000..2000000"]),
        ("Grant (thousand) | 2022\nx | £1.5", ["£1.5 = GBP 1500"]),
        ("£m | 2021 | 2022\nx | 1 | 2", ["1 = GBP 1000000", "2 = GBP 2000000"]),
        ("Year | 2021\nCases | 9\nCost (£) | 5,908", ["5,908 = GBP 5908"]),
        ("Spend, £m\nYear | Spend | Number of cases\n2021 | 2.5 | 7", ["2.5 = GBP 2500000"]),
        ("Receipts (£m):\n | 2024\nFee 20% | 3", ["3 = GBP 3000000"]),
        (" | £ (million) |  | \nYear | 2020 | 2021 | 2022\nx | 1 | 2 | 3", [
            "1 = GBP 1000000", "2 = GBP 2000000", "3 = GBP 3000000"]),
        ("Year | Total (£,000)\n2010 | 3\n2011\n2012 | 4", ["3 = GBP 3000", "4 = GBP 4000"]),
        ("A | 9\nPrison | Sum (£)\nGarth | 4,998", ["4,998 = GBP 4998"]),
        ("Level | Spend (£ million & %)\nx | 156 (8%)", ["156 = GBP 156000000"]),
        ("Project | Total (£) | Parts (£)\nOld | New | Old | New\nx | 1 | 2 | 3 | 4", [
            "1 = GBP 1", "2 = GBP 2", "3 = GBP 3", "4 = GBP 4"]),
        ("Year | Less than £3,000\n2021 | 750", ["£3,000 = GBP 3000"]),
        # A year with its unit in brackets names a column; it is no figure.
        ("A | 2022 (£m) | 2023 (£m)\nx | 1 | 2", ["1 = GBP 1000000", "2 = GBP 2000000"]),
        ("A | 2021-22 (£000) | 2022-23 (£000)\nx | 1 | 2", ["1 = GBP 1000", "2 = GBP 2000"]),
        ("Spend, £m\nA | 2023 | 2024 (to date)\nx | 1 | 2", ["1 = GBP 1000000", "2 = GBP 2000000"]),
        # Neither do ages in a first row whose other cells are names.
        ("Spend, £m\nA | 16-18 | 19+ | Total\nx | 1 | 2 | 3", [
            "1 = GBP 1000000", "2 = GBP 2000000", "3 = GBP 3000000"]),
        ("A | Payment (£)\nx | 10-20", ["10-20 = GBP 10..20"]),
        # A share is one whatever it is a share of, and a row of such units ends the one above.
        ("Year | Sum (£m) | % of sum (£m)\n2020 | 10 | 5", ["10 = GBP 10000000"]),
        (" | 2020\n | £m\nPay | 3\n | %\nShare | 5", ["3 = GBP 3000000"]),
        ("A | £m\nx | 2.5 per year\ny | Less than 1\nz | £ <10m", [
            "2.5 = GBP 2500000", "1 = GBP 1000000", "£ <10m = GBP 10000000"]),
        ("A | In £s | £’m | £-million | GBPm | Euro m\nx | 1 | 2 | 3 | 4 | 5", [
            "1 = GBP 1", "2 = GBP 2000000", "3 = GBP 3000000", "4 = GBP 4000000",
            "5 = EUR 5000000"]),
        ("A | Canadian dollars | Euro 6\nx | 1 | 2", ["1 = CAD 1"]),
        # Requests for access, defibrillators: codes that are other things' short forms too.
        ("FOI | 410 | 500\nSAR | 400 | 420", []),
        ("It cost £5.\n\nRegion | AED\nWales | 23", ["£5 = GBP 5"]),
        ("It cost £5.\n\nSARK | 60", ["£5 = GBP 5"]),
        ("It cost £5.\n\nA | Cost (SAR m)\nx | 5", ["£5 = GBP 5", "5 = SAR 5000000"]),
        ("CHF | 5\nINR | 6", []),
        ("A | Cost (eurosm)\nx | 5", ["5 = EUR 5000000"]),
        ("It cost £5m.\n\nA | AUD\nx | 1", ["£5m = GBP 5000000", "1 = AUD 1"]),
        ("A | Price (ppl) | COST (POUNDS)\nx | 1 | 2", ["1 = GBP 0.01", "2 = GBP 2"]),
        ("It cost £5m.\n\nYear | Cases\n2021 | 750", ["£5m = GBP 5000000"]),
    ],
)  # fmt: skip
def test_sums_in_flattened_tables(text: str, found: list[str]) -> None:
    assert flat(text) == found


def test_a_hyphen_that_holds_a_line_together_joins_as_any_other() -> None:
    text = "£10‑£20 million a year in 2025‑26\n\nA | 2024‑25 (£m)\nx | ‑3"
    sums = [e for e in finding.find(text) if isinstance(e, Money)]
    assert told(sums) == ["£10‑£20 million = GBP 10000000..20000000", "‑3 = GBP -3000000"]
    assert all(m.text == text[m.start : m.end] for m in sums)


def test_spanning_cells_of_html_say_which_columns_are_money() -> None:
    prose = html.read(
        '<table><tr><td rowspan="2">Area</td><td colspan="2">Spend (£m)</td>'
        '<td colspan="2">Homes</td></tr>'
        "<tr><td>2021</td><td>2022</td><td>2021</td><td>2022</td></tr>"
        '<tr><td rowspan="2">Kent</td><td>1</td><td>2</td><td>30</td><td>40</td></tr>'
        "<tr><td>3</td><td>4</td><td>50</td><td>60</td></tr></table>"
    )
    blocks = [block for block in prose.blocks if isinstance(block, Table)]
    sums = find(prose.text, blocks)
    assert [(m.text, plain(m.low)) for m in sums] == [
        (str(n), f"{n}000000") for n in (1, 2, 3, 4)
    ]  # fmt: skip


@pytest.mark.parametrize(
    "made",
    [
        lambda n: "£" * n,
        lambda n: "£1 to " * (n // 6),
        lambda n: "5 million pounds " * (n // 17),
        lambda n: "one hundred and " * (n // 16) + "pounds",
        lambda n: "£" + "9" * n,
        lambda n: "9p" * (n // 2),
        lambda n: "EUR" * (n // 3) + " 9",
        lambda n: "9m" * (n // 2),
        lambda n: "9 Aa " * (n // 5),
        lambda n: "a thousand pound" * (n // 16),
        lambda n: " US $5" * (n // 6),
        lambda n: "A | B (£m)\n" + "x | (1,234) [1]\n" * (n // 16),
        lambda n: "£ | " * (n // 4) + "\n" + "1 | " * (n // 4),
        lambda n: "A | £\n" + "1 | 2\nx\n" * (n // 8),
        lambda n: "A | £5\n.\n" * (n // 9),
        lambda n: "£5 " + "www." * (n // 4) + "@" * (n // 4),
    ],
)
def test_hostile_texts_take_time_in_step_with_their_length(made: Callable[[int], str]) -> None:
    def seconds(text: str) -> float:
        started = time.process_time()
        find(text)
        return time.process_time() - started

    once = min(seconds(made(40_000)) for _ in range(2))
    twice = min(seconds(made(80_000)) for _ in range(2))
    assert twice < 2.9 * once + 0.02


@pytest.mark.parametrize(
    ("shown", "touches"),
    [
        ("It cost £5", True),
        ("It cost £5 mil", True),
        ("It cost £5 million to £", True),
        ("It cost £5...", True),
        ("It cost £5 million. Then", False),
        ("It cost £5 million in all of the", False),
    ],
)
def test_a_sum_that_touches_the_cut_of_a_clipped_text_is_dropped(shown: str, touches: bool) -> None:
    (money,) = find(shown)
    assert reading.touches(shown, money, len(shown)) is touches
