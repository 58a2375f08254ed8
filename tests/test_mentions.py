"""The orders in which the sidebar shows sums and places."""

import json
from pathlib import Path

from reading import Driver, reading
from test_map import question


def lines(reader: Driver) -> list[str]:
    return [line.strip("▌ ┃") for line in reader.sidebar.lines if line.strip("▌ ┃")]


async def test_one_key_sorts_by_country_and_size_and_back(tmp_path: Path) -> None:
    file = tmp_path / "one.json"
    told = (
        "Cardiff has £3,000, Leeds £44.5m and €2 million, Calais €150 million, "
        "and in Swansea nothing. "
        "The North Sea has £5."
    )
    file.write_text(json.dumps([question("1", "Sums", told)]))
    async with reading(file, size=(120, 40)) as reader:
        before = lines(reader)
        assert before[0] == "Money  5"
        assert reader.sidebar.entity is not None
        await reader.do("show_sidebar")
        await reader.press("V")
        shown = lines(reader)
        heads = [line for line in shown if line[0] not in "£@"]
        assert heads == ["GBP  3", "EUR  2", "Wales  2", "England  1", "France  1",
                         "Seas and rivers  1"]  # fmt: skip
        gbp = shown.index("GBP  3")
        assert [line.split()[1] for line in shown[gbp + 1 : gbp + 4]] == ["£44.5m", "£3,000", "£5"]
        eur = shown.index("EUR  2")
        assert "€150 million" in shown[eur + 1]
        assert reader.sidebar.entity is not None
        assert reader.sidebar.entity.text == "£44.5m"
        seen = []
        for _ in range(12):
            await reader.press("j")
            seen.append(reader.sidebar.entity)
        assert all(seen)
        await reader.press("V")
        assert lines(reader) == before


async def test_regrouping_leads_out_of_that_order() -> None:
    async with reading(size=(120, 40)) as reader:
        before = lines(reader)
        await reader.do("sort")
        assert lines(reader) != before
        await reader.do("regroup")
        assert lines(reader) == before


async def test_the_order_is_still_there_at_the_next_start() -> None:
    async with reading(size=(120, 40)) as reader:
        before = lines(reader)
        await reader.do("sort")
        sorted_out = lines(reader)
        await reader.do("quit")
    async with reading(size=(120, 40)) as reader:
        assert lines(reader) == sorted_out
        await reader.do("sort")
        assert lines(reader) == before
