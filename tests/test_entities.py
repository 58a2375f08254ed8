"""Money and places, by the annotation guide."""

import io
import itertools
import json
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from wrans import entities
from wrans.entities import Money, Place
from wrans.entities.annotating import BadLine, annotate
from wrans.entities.money import plain
from wrans.records import mending


def sums(text: str) -> list[tuple[str, str, str, str]]:
    return [
        (m.text, m.currency, plain(m.low), plain(m.high))
        for m in entities.find(text)
        if isinstance(m, Money)
    ]


def places(text: str) -> list[str]:
    return [p.text for p in entities.find(text) if isinstance(p, Place)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("invest £44.5m to", [("£44.5m", "GBP", "44500000", "44500000")]),
        ("almost €150M to", [("€150M", "EUR", "150000000", "150000000")]),
        ("US$8.35 billion", [("US$8.35 billion", "USD", "8350000000", "8350000000")]),
        ("EUR 41 billion", [("EUR 41 billion", "EUR", "41000000000", "41000000000")]),
        ("50.2 million Euros", [("50.2 million Euros", "EUR", "50200000", "50200000")]),
        ("25 pence per litre", [("25 pence", "GBP", "0.25", "0.25")]),
        ("a 1p supplement", [("1p", "GBP", "0.01", "0.01")]),
        ("half a billion pounds", [("half a billion pounds", "GBP", "500000000", "500000000")]),
        ("a thousand pounds", [("a thousand pounds", "GBP", "1000", "1000")]),
        ("£613 million pounds", [("£613 million pounds", "GBP", "613000000", "613000000")]),
        ("£ 368,239.", [("£ 368,239", "GBP", "368239", "368239")]),
        ("£1.5 billon", [("£1.5 billon", "GBP", "1500000000", "1500000000")]),
        ("-£0.2m", [("-£0.2m", "GBP", "-200000", "-200000")]),
        ("£2,000–£3,000", [("£2,000–£3,000", "GBP", "2000", "3000")]),
        ("£1.2-£1.5 million", [("£1.2-£1.5 million", "GBP", "1200000", "1500000")]),
        ("£70-90bn", [("£70-90bn", "GBP", "70000000000", "90000000000")]),
        ("up to £110 to £150 million", [("£110 to £150 million", "GBP", "110000000", "150000000")]),
        ("between £1,000 and £25,000", [("£1,000 and £25,000", "GBP", "1000", "25000")]),
        ("between one and 25 pence", [("one and 25 pence", "GBP", "0.01", "0.25")]),
        ("£500 to £1 billion", [("£500 to £1 billion", "GBP", "500", "1000000000")]),
        (
            "from £5,000 to £10,500",
            [("£5,000", "GBP", "5000", "5000"), ("£10,500", "GBP", "10500", "10500")],
        ),
        ("lower than £23,795.20 – 4.1m claims", [("£23,795.20", "GBP", "23795.2", "23795.2")]),
        ("£10, 20 and 30", [("£10", "GBP", "10", "10")]),
        ("£nil, 5%, p.6, Euro 6, 26.4k people, value for money", []),
        ("hundreds of millions of pounds", []),
        ("https://x.uk/£5m and a@£5.com", []),
    ],
)
def test_sums_are_found_with_their_values(
    text: str, found: list[tuple[str, str, str, str]]
) -> None:
    assert sums(text) == found


@pytest.mark.parametrize(
    ("text", "qualifier", "period"),
    [
        ("almost £5m", "almost", None),
        ("up to a total of £5m a year", "up_to", "year"),
        ("over £5m over the next four years", "over", "4 years"),
        ("at least £5m in 2023/24", "at_least", "2023-24"),
        ("around £5m per annum", "approx", "year"),
        ("£5m or less", "up_to", None),
        ("£5m in 2023 prices", None, None),
        ("in excess of (a) £5m", None, None),
    ],
)
def test_what_touches_a_sum_qualifies_it(
    text: str, qualifier: str | None, period: str | None
) -> None:
    (money,) = (e for e in entities.find(text) if isinstance(e, Money))
    assert (money.qualifier, money.period) == (qualifier, period)


def test_a_column_of_money_is_money() -> None:
    table = "Year | Cost (£m) | Cases\n2021-22 | 2.5 | 7\n2022-23 | (1.0) | 12\n2023-24 | - | 9"
    assert [(text, low) for text, _, low, _ in sums(table)] == [
        ("2.5", "2500000"),
        ("1.0", "-1000000"),
    ]


def test_a_table_without_a_currency_has_no_money() -> None:
    assert sums("Year | Cases\n2021 | 750") == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "smaller ports in northern France, including Dunkirk and Ouistreham near Caen",
            ["northern France", "Dunkirk", "Ouistreham", "Caen"],
        ),
        ("ports of Calais, Dunkirk and Coquelles (Eurotunnel)", ["Calais", "Dunkirk", "Coquelles"]),
        ("the Sandhurst Treaty, signed by the UK and France", ["UK", "France"]),
        ("HMP Stafford, MOD Woodbridge", []),
        ("Kent Police and Leeds City Council", []),
        ("the Bank of England, NHS England and the Mayor of London", []),
        ("the Secretary of State for Wales", []),
        ("UK businesses, UK-based, the UK's coast", ["UK", "UK", "UK"]),
        ("the UK Government; the UK government", ["UK"]),
        ("the Isle of Wight and County Durham", ["Isle of Wight", "County Durham"]),
        ("in the North East and in Yorkshire", ["North East", "Yorkshire"]),
        ("flights to Stansted Airport", ["Stansted Airport"]),
        ("the English Channel", ["English Channel"]),
        ("a nice result in March 2024; a reading", []),
        ("the Ely and Littleport Downs constituency", ["Ely and Littleport Downs"]),
        ("published on GOV.UK", []),
    ],
)
def test_places_are_found_by_name_and_context(text: str, found: list[str]) -> None:
    assert places(text) == found


def test_mentions_of_one_place_count_together() -> None:
    names = {
        e.name for e in entities.find("Northern France and northern France") if isinstance(e, Place)
    }
    assert names == {"Northern France"}


SEED_PLACES = (
    "France|Dunkirk|northern France|UK|Northern France|Calais|Dunkirk|Coquelles|UK|France|UK|"
    "northern France|Dunkirk|Ouistreham|Caen|UK|Europe"
).split("|")


def test_every_sum_and_place_of_the_seed_is_right(seeds: Path) -> None:
    text = next(seeds.iterdir()).read_text("utf-8")
    for shown in (text, mending.mend(text).text):
        assert sums(shown) == [
            ("€150M", "EUR", "150000000", "150000000"),
            ("£44.5m", "GBP", "44500000", "44500000"),
        ]
        assert places(shown) == SEED_PLACES
        for entity in entities.find(shown):
            assert shown[entity.start : entity.end] == entity.text


def test_annotate_writes_the_gold_files_shape(shared: Path) -> None:
    gold = (shared / "data" / "gold" / "seed.jsonl").read_bytes()
    (made,) = annotate(io.BytesIO(gold))
    assert isinstance(made, dict)
    wanted = json.loads(gold)
    assert made["money"] == wanted["money"]
    assert made["places"] == wanted["places"]


def test_a_bad_line_is_named_and_the_others_go_on() -> None:
    lines = [
        b'{"id": 1, "text": "\xc2\xa35"}',
        b"no json",
        b'{"id": 2}',
        b"[" * 99999,
        b"\xff",
        b"",
    ]
    made = list(annotate(lines))
    assert isinstance(made[0], dict)
    assert [line.number for line in made if isinstance(line, BadLine)] == [2, 3, 4, 5]


def found_in(shared: Path) -> tuple[float, float]:
    """Exact F1 of money and of places on the development set."""
    scores = []
    right = wrong = missed = 0
    told = [json.loads(x) for x in (shared / "data/gold/dev.jsonl").read_text("utf-8").splitlines()]
    for kind in (Money, Place):
        right = wrong = missed = 0
        for one in told:
            wanted = {(e["start"], e["end"]) for e in one["money" if kind is Money else "places"]}
            got = {(e.start, e.end) for e in entities.find(one["text"]) if isinstance(e, kind)}
            right += len(wanted & got)
            wrong += len(got - wanted)
            missed += len(wanted - got)
        scores.append(2 * right / (2 * right + wrong + missed))
    return scores[0], scores[1]


def test_the_development_set_is_not_forgotten(shared: Path) -> None:
    money, named = found_in(shared)
    assert money > 0.975
    assert named > 0.98


def seconds(text: str) -> float:
    started = time.process_time()
    entities.find(text)
    return time.process_time() - started


numbers = itertools.count()


def new_name() -> str:
    """A name that no list has and that was not met before."""
    return "Zq" + "".join(chr(ord("a") + int(digit)) for digit in f"{next(numbers):05}")


@pytest.mark.parametrize(
    "made",
    [
        lambda n: "9" * n,
        lambda n: "£" * n,
        lambda n: "LONDON " * (n // 7),
        lambda n: "Reading Water Of " * (n // 17),
        lambda n: "A | B (£)\n" + "x | 1,234\n" * (n // 10),
        lambda n: "A (£) | " + "1 | " * (n // 4) + "\n" + "1 | " * (n // 4),
        lambda n: "1,234 to " * (n // 9),
        lambda n: "£1-" * (n // 3),
        lambda n: "London and " * (n // 11),
        lambda n: "one hundred " * (n // 12),
        lambda n: "a@" * (n // 2),
        lambda n: "Foo and Bar " * (n // 12) + "constituency",
        lambda n: " " * n,
        lambda n: "A" * n,
        lambda n: "London\nZorb\n" * (n // 12),
        lambda n: "a) Zorb, Leeds " * (n // 15),
        lambda n: "(UK NSC Moray West, " * (n // 20),
        lambda n: "St. sub-S Lord (A) B of Leeds " * (n // 30),
        lambda n: "Foo and " * (n // 8),
        lambda n: "Foo and the " * (n // 12),
        lambda n: "F-" * (n // 2) + "al-",
        lambda n: "al-" * (n // 3) + "al-Foo " * (n // 7),
        lambda n: "A_'b.c" * (n // 6),
        lambda n: "F" * n,
        lambda n: "9 USD" * (n // 5),
        lambda n: "in Foo region of " * (n // 17),
        lambda n: "Member for Foo " * (n // 15),
        lambda n: "UK-" * (n // 3),
        lambda n: "UK NSC " + "UK a b c (" * (n // 10),
        lambda n: "UK NSC UK " + "a" * n + " UK" * (n // 6),
        lambda n: "Minister for Europe, Wales, " * (n // 28),
        lambda n: "on A b c d: Tilbury, " * (n // 21),
        lambda n: "A Travel England (ATE) " * (n // 23),
        lambda n: "Leeds, " + "www.@://" * (n // 8) + " " * n + "@",
        lambda n: "".join(f"in {new_name()}, " for _ in range(n // 12)),
        lambda n: "Leeds\n" + "".join(f"{new_name()}\n" for _ in range(n // 8)),
        lambda n: "".join(f"{new_name()} (£{k}) of " for k in range(n // 16)),
    ],
)
def test_twice_the_text_takes_about_twice_the_time(made: Callable[[int], str]) -> None:
    seconds("warm in London £5")
    once = min(seconds(made(15_000)) for _ in range(2))
    twice = min(seconds(made(30_000)) for _ in range(2))
    assert twice < 2.9 * once + 0.02


def test_many_lines_without_a_space_take_time_in_step_with_their_number() -> None:
    lines = "London\nZorb\n" * 16_000
    once = min(seconds(lines) for _ in range(2))
    assert seconds(lines + lines) < 2.9 * once + 0.02
