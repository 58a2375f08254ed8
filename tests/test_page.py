"""A question put together as one text, and its lines."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from wrans.entities.entity import Money, Place
from wrans.formats import html
from wrans.panes.cells import cells_of, fit, steady, width
from wrans.panes.page import Composed, Page
from wrans.panes.wrapping import Shown
from wrans.records import Item, Paragraph, Prose
from wrans.records.references import Reference


def page(question: str, answer: str, **more: object) -> Page:
    """A page whose answer is HTML."""
    answered = html.read(answer)
    shift = len(question) + 2
    moved = answered.moved(lambda offset: offset + shift, f"{question}\n\n{answered.text}")
    blocks = (Paragraph(0, len(question)), *moved.blocks)
    prose = Prose(moved.text, blocks, moved.links, moved.raised, moved.lowered, moved.strong)
    told: dict[str, object] = {"title": "Sheep", "prose": prose, "answer_start": shift}
    return Page(**(told | more))  # type: ignore[arg-type]


def drawn(composed: Composed, cells: int = 40) -> list[str]:
    """The lines of a page."""
    return [
        "".join(p if isinstance(p, str) else steady(composed.text[slice(*p)]) for p in line)
        for line in composed.lay_out(cells).lines
    ]


def test_a_page_reads_from_its_heading_to_its_attachments() -> None:
    composed = Composed(
        page(
            "How many sheep are there?",
            "<p>There are three.</p><p>No more.</p>",
            byline=(("Asked by", "A. Shepherd"), ("Answered", "2 May 2024")),
            notices=("This question was withdrawn.",),
            attachments=(("List of sheep", "https://www.gov.uk/sheep"),),
        )
    )
    assert drawn(composed) == [
        "Sheep",
        "",
        "Asked by  A. Shepherd",
        "Answered  2 May 2024",
        "",
        "This question was withdrawn.",
        "",
        "How many sheep are there?",
        "",
        "─" * 40,
        "",
        "There are three.",
        "",
        "No more.",
        "",
        "Attachment: List of sheep",
    ]


def test_a_list_hangs_from_its_markers() -> None:
    composed = Composed(page("Q?", "<ul><li>one two three four five</li><li>six</li></ul>"))
    assert drawn(composed, 16)[-3:] == ["• one two three", "  four five", "• six"]


def test_positions_in_the_prose_are_positions_on_the_page() -> None:
    sum_ = Money(4, 6, "£5", "GBP", Decimal(5), Decimal(5))
    place = Place(10, 15, "Leeds", "Leeds")
    told = Reference(17, 20, "123", ("123",))
    composed = Composed(
        Page(
            "Title",
            (("Asked by", "B"),),
            (),
            Prose.of_lines("was £5 in Leeds: 123"),
            0,
            (sum_, place),
            (told,),
        )
    )
    stops = [composed.text[span.start : span.end] for span in composed.stops]
    assert stops == ["£5", "Leeds", "123"]
    assert composed.stops[0].start == composed.shift + sum_.start


def test_an_unanswered_question_is_a_question_to_its_end() -> None:
    composed = Composed(Page("Title", prose=Prose.of_lines("How many?\nAnd why?")))
    questions = [s for s in composed.spans if s.role == "question"]
    assert [composed.text[s.start : s.end] for s in questions] == ["How many?", "And why?"]
    assert not any("─" in line for line in drawn(composed))


def test_words_of_the_reader_are_no_matches() -> None:
    composed = Composed(
        page(
            "Answered?",
            "<p>Answered.</p>",
            byline=(("Answered", "Answered by post"),),
            notices=("Answered in part.",),
        )
    )
    word = "Answered"
    found = [n for n in range(len(composed.text)) if composed.text.startswith(word, n)]
    kept = composed.of_the_record([(n, n + len(word)) for n in found])
    assert len(found) == 5
    assert [composed.text[a - 1] for a, _ in kept] == [" ", "\n", "\n"]


def test_a_million_characters_are_enough() -> None:
    far = Place(1_000_100, 1_000_105, "sheep", "Sheep")
    near = Place(0, 5, "sheep", "Sheep")
    prose = Prose.of_lines("sheep " * 200_000)
    composed = Composed(Page("T", prose=prose, entities=(near, far)))
    assert len(composed.text) < 1_000_200
    assert [span.about for span in composed.stops] == [near]
    assert "left out" in drawn(composed, 88)[-1]


def test_joined_emoji_and_flags_come_apart_when_drawn_only() -> None:
    composed = Composed(Page("T", prose=Prose.of_lines("👩‍👩‍👧 ❤️ 1️⃣ 🇬🇧 end")))
    assert composed.text.strip().endswith("👩‍👩‍👧 ❤️ 1️⃣ 🇬🇧 end")
    assert drawn(composed)[-1] == "👩👩👧 ❤ 1 GB end"


def test_no_stop_is_lost_where_bold_text_goes_on_for_pages() -> None:
    words = "£5 and more " * 2000
    entities = tuple(
        Money(n, n + 2, "£5", "GBP", Decimal(5), Decimal(5)) for n in range(0, len(words), 12)
    )
    prose = Prose(words.strip(), (Paragraph(0, len(words) - 1),), strong=((0, len(words) - 1),))
    composed = Composed(Page("T", prose=prose, entities=entities))
    middle = composed.shift + 12_000
    assert {s.role for s in composed.spans_in(middle, middle + 40)} >= {"strong", "money"}


def test_a_place_of_the_page_is_the_same_place_at_other_widths() -> None:
    composed = Composed(Page("T", prose=Prose.of_lines("\n".join(["word " * 60] * 30))))
    wide, narrow = composed.lay_out(80), composed.lay_out(30)
    line = wide.line_of(composed.shift + 301 * 20)
    there = narrow.line_at(*wide.place(line))
    assert abs(narrow.line_of(wide.first_of(line)) - there) <= 1


def test_every_offset_is_found_in_the_records_of_a_narrow_table() -> None:
    rows = "".join(f"<tr><td>Name{n}</td><td>{n}</td><td>{n}00</td></tr>" for n in range(60))
    head = "<tr><td>Constituency</td><td>Households</td><td>Proportion</td></tr>"
    composed = Composed(page("Q?", f"<table>{head}{rows}</table>"))
    layout = composed.lay_out(20)
    for n in (0, 30, 59):
        offset = composed.text.index(f"Name{n} ")
        line = layout.lines[layout.line_of(offset)]
        assert any(not isinstance(p, str) and p[0] <= offset < p[1] for p in line)


ODD = st.text(
    st.sampled_from("ab £’\t\u4e2d\u0301👩‍👧\ufe0f🇬\x1b\x9b\u202e\u200b\ue740\u1100"), max_size=60
)


@given(ODD, st.integers(1, 20))
def test_lines_hold_all_of_a_text_within_their_width(text: str, cells: int) -> None:
    shown = Shown(text)
    lines = shown.wrap(0, len(text), cells)
    assert all(shown.cells(a, z) <= max(cells, 2) for a, z in lines)
    dropped = set(range(len(text))) - {n for a, z in lines for n in range(a, z)}
    assert all(text[n] == " " for n in dropped)


@given(ODD, st.integers(0, 30))
def test_what_is_drawn_is_as_wide_as_it_is_said_to_be(text: str, cells: int) -> None:
    assert width(text) == sum(map(cells_of, text)) == width(steady(text))
    assert width(fit(text, cells)) == cells
    assert not any(c < " " or "\x7f" <= c < "\xa0" or c in "\u202e\u200b" for c in steady(text))


def test_items_of_one_list_stand_together() -> None:
    prose = Prose("a\nb", (Item(0, 1, "•"), Item(2, 3, "•")))
    assert drawn(Composed(Page("T", prose=prose)))[-2:] == ["• a", "• b"]
