"""The answer as it is seen and moved through."""

import re
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from decimal import Decimal
from typing import Any

from rich.segment import Segment
from textual.app import App, ComposeResult
from textual.events import MouseScrollDown
from textual.geometry import Offset
from textual.pilot import Pilot

from wrans import settings
from wrans.entities.entity import Entity, Money, Place
from wrans.formats import html
from wrans.panes.answer_view import AnswerView
from wrans.panes.page import Composed, Page, Span
from wrans.panes.selecting import PanesScreen
from wrans.records import Paragraph, Prose

HOSTILE = "[red]x[/] [@click=app.quit]y[/] [b \x1b]0;title\x07 \x9b31m \u202eback"


class Shown(App[None]):
    """Nothing but the answer, in no frame, below a rule or in a box."""

    CSS = """
    AnswerView.-ruled { border-top: solid $foreground; }
    AnswerView.-boxed { border: round $foreground; }
    """

    def __init__(self) -> None:
        self.told: list[AnswerView.Stopped] = []
        super().__init__()

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return dict(settings.load().themes["wrans-dark"]["variables"])

    def get_default_screen(self) -> PanesScreen[None]:
        return PanesScreen(id="_default")

    def compose(self) -> ComposeResult:
        self.view = AnswerView()
        yield self.view

    def on_answer_view_stopped(self, message: AnswerView.Stopped) -> None:
        self.told.append(message)

    def on_answer_view_chosen(self, message: AnswerView.Chosen) -> None:
        self.told.append(message)


class Reading:
    """A view that is on the screen."""

    def __init__(self, app: Shown, pilot: Pilot[Any]) -> None:
        self.app, self.pilot, self.view = app, pilot, app.view

    async def show(self, page: Page, words: str = "", *, keep_place: bool = False) -> None:
        self.view.show(page, looked_for(words), keep_place=keep_place)
        self.view.focus()
        await self.pilot.pause()

    async def do(self, *actions: str) -> None:
        for action in actions:
            await self.view.run_action(action)
        await self.pilot.pause()

    def where(self, text: str) -> Offset:
        """The cell in which a text begins."""
        y = next(n for n, line in enumerate(self.view.lines) if text in line)
        return Offset(self.view.gutter.left + self.view.lines[y].index(text), y)

    def segment(self, text: str) -> Segment:
        """The first stretch of the window that is drawn so."""
        found: Sequence[Segment] = [
            segment
            for y in range(self.view.size.height)
            for segment in self.view.render_line(y)
            if segment.text == text
        ]
        return found[0]


@asynccontextmanager
async def reading(width: int = 60, height: int = 20) -> AsyncIterator[Reading]:
    app = Shown()
    async with app.run_test(size=(width, height)) as pilot:
        yield Reading(app, pilot)


def looked_for(words: str) -> Any:
    def find(shown: Composed) -> list[tuple[int, int]]:
        return [m.span() for m in re.finditer(words, shown.text)] if words else []

    return find


def page(answer: str, question: str = "How many sheep?", **more: Any) -> Page:
    """A page with every £ sum and every Leeds and York marked."""
    answered = html.read(answer)
    shift = len(question) + 2
    text = f"{question}\n\n{answered.text}"
    moved = answered.moved(lambda offset: offset + shift, text)
    prose = Prose(
        text,
        (Paragraph(0, len(question)), *moved.blocks),
        moved.links,
        moved.raised,
        moved.lowered,
        moved.strong,
        moved.emphasised,
    )
    entities: list[Entity] = []
    for match in re.finditer(r"£(\d+)|Leeds|York", text):
        if match[1]:
            value = Decimal(match[1])
            entities.append(Money(*match.span(), match[0], "GBP", value, value))
        else:
            entities.append(Place(*match.span(), match[0], match[0]))
    return Page("Sheep", (), (), prose, shift, tuple(entities), **more)


LONG = "".join(f"<p>Paragraph {n} tells of sheep, and goes on to tell more.</p>" for n in range(60))
MIXED = (
    "<p>We gave £5 to Leeds and £7 to York, see <a href='https://www.gov.uk/x'>the list</a>.</p>"
    "<table><tr><td>Place</td><td>Sum</td></tr><tr><td>Leeds</td><td>£9</td></tr></table>"
)


def about(span: Span | None) -> str:
    assert span is not None
    return span.about.text if isinstance(span.about, Money | Place) else str(span.about)


async def test_one_reads_line_by_line_and_page_by_page() -> None:
    async with reading() as r:
        await r.show(page(LONG))
        assert r.view.lines[0] == "Sheep"
        await r.pilot.press("j")
        assert r.view.lines[1] == "How many sheep?"
        await r.pilot.press("k")
        assert r.view.lines[0] == "Sheep"
        await r.do("page_down")
        assert r.view.scroll_offset.y == 18
        await r.do("half_page_down", "half_page_up", "page_up")
        assert r.view.lines[0] == "Sheep"
        await r.do("last")
        assert r.view.lines[-1].startswith("Paragraph 59")
        await r.do("down", "page_down")
        assert r.view.lines[-1].startswith("Paragraph 59")
        await r.do("first")
        assert r.view.lines[0] == "Sheep"


async def test_a_short_answer_does_not_move() -> None:
    async with reading() as r:
        await r.show(page("<p>Three.</p>"))
        before = r.view.lines
        await r.do("down", "page_down", "last", "up")
        assert r.view.lines == before


async def test_a_new_question_is_read_from_its_top() -> None:
    async with reading() as r:
        await r.show(page(LONG))
        await r.do("last")
        await r.show(page("<p>Three.</p>"))
        assert r.view.lines[:3] == ["Sheep", "", "How many sheep?"]
        assert not any("Paragraph" in line for line in r.view.lines)


async def test_n_goes_round_the_matches_and_says_where_it_is() -> None:
    async with reading() as r:
        await r.show(page(LONG), "Paragraph 5")
        assert r.view.border_subtitle == "11 matches"
        await r.do("next_match")
        assert r.view.border_subtitle == "match 1 of 11"
        await r.do("previous_match")
        assert r.view.border_subtitle == "match 11 of 11"
        assert any("Paragraph 59" in line for line in r.view.lines)
        await r.do("next_match")
        assert any("Paragraph 5 " in line for line in r.view.lines)


async def test_a_frame_without_a_foot_says_it_at_its_head() -> None:
    async with reading() as r:
        r.view.add_class("-ruled")
        await r.show(page(LONG), "Paragraph 5")
        await r.do("next_match")
        assert r.view.border_title == "Answer  match 1 of 11"
        r.view.set_classes("-boxed")
        await r.pilot.pause()
        await r.pilot.pause()
        assert r.view.border_title == "Answer"
        assert r.view.border_subtitle == "match 1 of 11"


async def test_the_first_n_goes_to_what_is_on_the_screen() -> None:
    async with reading() as r:
        await r.show(page(LONG), "sheep")
        await r.do("last", "next_match")
        assert r.view.border_subtitle == "match 52 of 61"


async def test_matches_follow_the_words_as_they_are_typed() -> None:
    async with reading() as r:
        await r.show(page(MIXED), "")
        r.view.mark(looked_for("gave"))
        assert r.view.marked("match") == ["gave"]
        assert r.view.border_subtitle == "1 match"
        r.view.mark(looked_for("sheep|Sheep"))
        assert r.view.marked("match") == ["Sheep", "sheep"]
        r.view.mark(looked_for(""))
        assert not r.view.has_matches
        assert not r.view.border_subtitle


async def test_sums_places_and_links_are_stepped_through_in_paragraphs_and_tables() -> None:
    async with reading() as r:
        await r.show(page(MIXED))
        told = []
        for _ in range(8):
            await r.do("next_entity")
            told.append(about(r.view.span))
        link = "https://www.gov.uk/x"
        assert told == ["£5", "Leeds", "£7", "York", link, "Leeds", "£9", "£5"]
        await r.do("previous_entity")
        assert about(r.view.span) == "£9"
        await r.do("next_place")
        assert about(r.view.span) == "Leeds"
        await r.do("previous_sum", "previous_sum")
        assert about(r.view.span) == "£9"
        assert r.view.border_subtitle == "7 of 7 marked"


async def test_the_first_step_begins_where_one_reads() -> None:
    async with reading() as r:
        await r.show(page("<p>First £1.</p>" + LONG + "<p>Last £2.</p>"))
        await r.do("down", "page_down", "page_down", "next_sum")
        assert about(r.view.span) == "£2"
        assert any("Last £2." in line for line in r.view.lines)


async def test_enter_opens_what_was_stepped_to() -> None:
    async with reading() as r:
        await r.show(page(MIXED))
        await r.do("choose")
        assert not r.app.told
        await r.do("next_place")
        await r.pilot.press("enter")
        assert [type(m).__name__ for m in r.app.told] == ["Stopped", "Chosen"]
        assert about(r.app.told[-1].span) == "Leeds"


async def test_the_sidebar_leads_to_a_mention() -> None:
    async with reading() as r:
        shown = page(LONG + "<p>Here is Leeds.</p>")
        await r.show(shown)
        r.view.go_to(shown.entities[-1])
        await r.pilot.pause()
        assert any("Here is Leeds" in line for line in r.view.lines)
        assert about(r.view.span) == "Leeds"


async def test_a_click_stops_at_a_sum_and_two_open_it() -> None:
    async with reading() as r:
        await r.show(page(MIXED))
        await r.pilot.click(AnswerView, offset=r.where("£9"))
        assert about(r.view.span) == "£9"
        assert [type(m).__name__ for m in r.app.told] == ["Stopped"]
        await r.pilot.click(AnswerView, offset=r.where("£7"), times=2)
        assert type(r.app.told[-1]).__name__ == "Chosen"
        r.app.told.clear()
        await r.pilot.click(AnswerView, offset=r.where("gave"))
        assert not r.app.told


async def test_the_wheel_scrolls() -> None:
    async with reading() as r:
        await r.show(page(LONG))
        # Pilot has no wheel of its own.
        await r.pilot._post_mouse_events([MouseScrollDown], AnswerView, (5, 5))
        await r.pilot.pause()
        assert r.view.scroll_offset.y > 0


async def test_what_is_dragged_over_is_copied_as_written() -> None:
    async with reading(width=24) as r:
        await r.show(page("<p>It came to 東京 from the far side of the hill, with £5.</p>"))
        start, end = r.where("came"), r.where("£5")
        await r.pilot.mouse_down(AnswerView, offset=start)
        await r.pilot.hover(AnswerView, offset=end)
        await r.pilot.mouse_up(AnswerView, offset=end)
        copied = r.app.screen.get_selected_text()
        assert copied == "came to 東京 from the far side of the hill, with £"
        assert r.view.span is None
        assert r.segment("came to 東京 from").style != r.segment("It ").style


async def test_the_whole_is_plain_text() -> None:
    async with reading(width=30) as r:
        await r.show(page("<p>A line that is longer than the window is wide.</p><p>And more.</p>"))
        assert r.view.plain_text().split("\n") == [
            "Sheep",
            "How many sheep?",
            "",
            "A line that is longer than the window is wide.",
            "And more.",
        ]


async def test_the_place_is_kept_when_the_window_changes() -> None:
    async with reading(width=80) as r:
        await r.show(page(LONG.replace("sheep", "sheep and of many other animals of the farm")))
        await r.do("page_down", "page_down")
        first = next(line for line in r.view.lines if line)[:12]
        await r.pilot.resize_terminal(30, 12)
        assert any(line.startswith(first) for line in r.view.lines[:2])
        await r.pilot.resize_terminal(80, 20)
        assert any(line.startswith(first) for line in r.view.lines[:2])


async def test_the_place_is_kept_in_a_table_that_becomes_records() -> None:
    rows = "".join(f"<tr><td>Name{n}</td><td>{n}</td><td>{n}00</td></tr>" for n in range(80))
    head = "<tr><td>Constituency</td><td>Households</td><td>Proportion</td></tr>"
    async with reading(width=60) as r:
        await r.show(page(f"<table>{head}{rows}</table>"))
        await r.do("page_down", "page_down")
        name = r.view.lines[0].split()[0]
        await r.pilot.resize_terminal(24, 20)
        assert any(name in line for line in r.view.lines)


async def test_the_place_and_the_stop_are_kept_in_another_form_of_the_text() -> None:
    async with reading() as r:
        await r.show(page(LONG + "<p>£5</p>" + LONG))
        await r.do("last", "previous_sum", "page_down", "down")
        before = r.view.lines
        await r.show(page(LONG + "<p>£5</p>" + LONG.replace("tells", "te-lls")), keep_place=True)
        assert [line.replace("te-lls", "tells") for line in r.view.lines] == before
        assert about(r.view.span) == "£5"


async def test_a_frame_that_takes_room_does_not_cut_lines() -> None:
    word = "abcdefghijklmnopqr"
    async with reading(width=40) as r:
        await r.show(page(f"<p>{f'{word} ' * 30}</p>"))
        assert f"{word} {word}" in r.view.lines
        r.view.add_class("-boxed")
        await r.pilot.pause()
        await r.pilot.pause()
        assert {line for line in r.view.lines[6:] if line} == {word}


async def test_hostile_text_is_only_text() -> None:
    async with reading(width=100) as r:
        told = Page(HOSTILE, (("Asked by", HOSTILE),), (HOSTILE,), Prose.of_lines(HOSTILE),
                    attachments=((HOSTILE, "javascript:alert(1)"),))  # fmt: skip
        await r.show(told, "x")
        shown = "\n".join(r.view.lines)
        assert shown.count("[red]x[/] [@click=app.quit]y[/] [b") == 5
        assert not any(c in shown for c in "\x1b\x07\x9b\u202e")
        assert r.app.is_running


async def test_only_a_clean_address_becomes_a_link_of_the_terminal() -> None:
    async with reading() as r:
        await r.show(
            page(MIXED, attachments=(("evil", "https://x.uk/\x1b]8;;"), ("f", "file:///x")))
        )
        style = r.segment("the list").style
        assert style is not None
        assert style.link == "https://www.gov.uk/x"
        assert all(r.segment(name).style.link is None for name in ("evil", "f"))  # type: ignore[union-attr]


async def test_no_mark_differs_by_colour_alone() -> None:
    async with reading() as r:
        await r.show(page(MIXED), "gave|see")
        await r.do("next_match", "next_place")
        looks = {}
        for text in ("We ", "£5", "York", "the list", "see", "gave", "Leeds"):
            style = r.segment(text).style
            assert style is not None
            looks[text] = (style.bold, style.italic, style.underline, style.reverse)
        plain = looks.pop("We ")
        assert plain not in looks.values()
        assert looks["£5"] == (True, plain[1], plain[2], plain[3])
        assert looks["gave"] != looks["see"] != looks["Leeds"] != looks["gave"]


async def test_small_figures_are_small() -> None:
    async with reading() as r:
        await r.show(page("<p>CO<sub>2</sub> fell<sup>1</sup> on the 1<sup>st</sup>.</p>"))
        assert "CO₂ fell¹ on the 1st." in r.view.lines
        assert "CO2 fell1" in r.view.plain_text()


async def test_money_keeps_its_look_where_half_of_it_is_bold() -> None:
    async with reading() as r:
        await r.show(page("<p>We gave <b>£</b>5 to all.</p>"))
        styles = [r.segment(text).style for text in ("£", "5")]
        assert len({(style.color, style.bold) for style in styles if style}) == 1


async def test_showing_an_answer_does_not_lay_out_the_screen() -> None:
    async with reading() as r:
        await r.show(page(MIXED))
        before = r.view._layout_updates
        await r.show(page(LONG))
        assert r.view._layout_updates == before
        assert r.view.max_scroll_y > 60
