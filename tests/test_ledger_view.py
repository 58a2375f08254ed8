"""The ledger in the reader: what it shows, how it is ordered and filtered, where it leads."""

from pathlib import Path

import pytest

from reading import Driver, reading
from told import single
from wrans.panes.ledger_view import LedgerView, bar

TEXTS = (
    "<p>We gave £5 million to Hull.</p>",
    "<p>First.</p><p>Then we gave £70 to sheep \x1b[31mfarms, and €3 million to France.</p>",
    "<p>We gave £5 million to Hull.</p>",
)


@pytest.fixture
def farm(tmp_path: Path) -> Path:
    for number, text in enumerate(TEXTS):
        record = single(
            uin=str(number),
            heading=f"Farm {number}",
            dateAnswered=f"2024-07-2{number}T00:00:00",
            answerText=text,
        )
        (tmp_path / f"{number}.json").write_bytes(record.source)
    return tmp_path


def view_of(reader: Driver) -> LedgerView:
    assert isinstance(reader.app.screen, LedgerView)
    return reader.app.screen


def amounts(reader: Driver) -> list[str]:
    return [
        line.strip("▌ ").split("GBP")[0].split("EUR")[0].strip()
        for line in view_of(reader).lines.lines
        if line
    ]


def told(reader: Driver) -> str:
    view = view_of(reader)
    names = ("#whole", "#totals", "#foot")
    return "\n".join(str(view.query_one(name).render()) for name in names)


async def opened(reader: Driver) -> None:
    await reader.press("l")
    frame = view_of(reader).query("Vertical").first()
    await reader.until(lambda: " in " in str(frame.border_subtitle))


async def test_every_sum_stands_there_once_newest_first(farm: Path) -> None:
    async with reading(farm) as reader:
        await opened(reader)
        assert amounts(reader) == ["£5 million", "£70", "€3 million"]
        assert "shared by 2 questions" in told(reader)
        assert "We gave £5 million to Hull." in told(reader)
        assert "£5,000,070 in 2 rows · €3,000,000 in 1 row (figures may overlap)" in told(reader)
        frame = view_of(reader).query("Vertical").first()
        assert frame.border_subtitle == "3 sums in 3 questions, 1 told again counted once"
        await reader.press("escape")
        assert not isinstance(reader.app.screen, LedgerView)


async def test_keys_sort_it_and_words_filter_it(farm: Path) -> None:
    async with reading(farm) as reader:
        await opened(reader)
        await reader.press("a")
        await reader.until(lambda: amounts(reader)[-1:] == ["£70"])
        await reader.press("d")
        await reader.until(lambda: amounts(reader)[1:2] == ["£70"])
        await reader.press("slash", *"hull")
        await reader.until(lambda: amounts(reader) == ["£5 million"])
        assert "£5,000,000 in 1 row" in told(reader)
        await reader.press("escape")
        await reader.until(lambda: len(amounts(reader)) == 3)


async def test_while_it_is_put_in_order_it_does_not_say_that_there_is_nothing(farm: Path) -> None:
    async with reading(farm) as reader:
        await opened(reader)
        view = view_of(reader)
        view._ask = lambda _words, _by_amount: None
        await reader.press("a")
        assert view.lines.lines[0].strip() == "Putting in order …"


async def test_more_letters_leave_fewer_rows_and_fewer_letters_more(farm: Path) -> None:
    async with reading(farm) as reader:
        await opened(reader)
        await reader.press("a", "slash", *"f")
        await reader.until(lambda: amounts(reader) == ["£5 million", "€3 million", "£70"])
        await reader.press(*"ran")
        await reader.until(lambda: amounts(reader) == ["€3 million", "£70"])
        await reader.press(*["backspace"] * len("fran"))
        await reader.press(*"hull")
        await reader.until(lambda: amounts(reader) == ["£5 million"])


async def test_enter_opens_the_answer_at_that_figure(farm: Path) -> None:
    async with reading(farm) as reader:
        await opened(reader)
        await reader.press("j", "j", "enter")
        await reader.until(lambda: reader.answer.has_focus)
        span = reader.answer.span
        assert span is not None
        assert getattr(span.about, "text", "") == "€3 million"
        assert reader.app._open is not None
        assert reader.app._open.heading == "Farm 1"


async def test_it_is_of_what_was_found(farm: Path) -> None:
    async with reading(farm) as reader:
        await reader.search("hull")
        await opened(reader)
        assert "hull" in str(view_of(reader).query("Vertical").first().border_title)
        assert amounts(reader) == ["£5 million"]


@pytest.mark.parametrize("size", [(80, 24), (200, 60), (40, 12)])
async def test_it_fits_and_steers_no_terminal(farm: Path, size: tuple[int, int]) -> None:
    async with reading(farm, size=size) as reader:
        await opened(reader)
        lines = view_of(reader).lines.lines
        assert lines[0].startswith("▌£5 million")
        assert all("\x1b" not in line for line in lines)
        if size[0] >= 80:
            assert "█" in lines[0]


async def test_no_sum_at_all(tmp_path: Path) -> None:
    (tmp_path / "1.json").write_bytes(single(answerText="<p>Nothing.</p>").source)
    async with reading(tmp_path) as reader:
        await opened(reader)
        assert view_of(reader).lines.lines[0].strip() == "No sum."


async def test_the_process_ends_with_the_view(farm: Path) -> None:
    async with reading(farm) as reader:
        await opened(reader)
        (worker,) = [w for w in reader.app.workers if w.is_running][-1:]
        await reader.press("l")
        await reader.until(lambda: worker.is_finished)


def test_bars_grow_with_the_power_of_ten() -> None:
    assert bar(0, 10, 8) == ""
    assert bar(1e9, 1e9, 8) == "█" * 8
    assert len(bar(9e5, 9e9, 8)) == 5
    assert bar(0.1, 1e12, 8) == "▏"
    assert bar(5, 0, 8) == ""
