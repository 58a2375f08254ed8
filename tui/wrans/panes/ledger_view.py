"""Every sum that what was found states."""

import datetime
import math
from collections.abc import Callable, Mapping, Sequence
from typing import ClassVar, Final

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.widgets import Input, Static

from wrans.commands import bound
from wrans.panes.cells import steady
from wrans.panes.lines import Lines, Part, Rows, Source
from wrans.panes.picker import Picker
from wrans.records import Key
from wrans.records.bodies import short_name
from wrans.records.text import one_line
from wrans.values import dataclass

_EIGHTHS: Final = " ▏▎▍▌▋▊▉█"
_WIDE: Final = 100
_MONTHS: Final = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()


@dataclass(frozen=True, slots=True)
class Figure:
    """A sum, as it is shown."""

    question: int
    key: Key
    start: int
    """Where it stands in the text that is read."""
    amount: str
    """As written, with what qualifies it; what a bare number of a table comes to."""
    text: str
    """As written."""
    value: str
    """In full, with its currency."""
    currency: str
    size: float
    about: str
    brief: str
    """What tells it from others of its table or list."""
    places: tuple[str, ...]
    heading: str
    body: str
    date: datetime.date
    is_asked: bool
    questions: int
    """How many state it in these words."""


def bar(size: float, largest: float, cells: int) -> str:
    """How large an amount is beside the largest, in powers of ten."""
    if largest <= 0 or size == 0:
        return ""
    part = math.log10(1 + abs(size)) / math.log10(1 + largest)
    eighths = max(1, round(min(1.0, part) * cells * 8))
    full, rest = divmod(eighths, 8)
    return _EIGHTHS[8] * full + (_EIGHTHS[rest] if rest else "")


class _Figures(Lines[Figure]):
    COMPONENT_CLASSES: ClassVar[set[str]] = {"ledger--amount", "ledger--bar"}
    DEFAULT_CSS = """
    _Figures { & > .ledger--amount { color: $money; text-style: bold; }
        & > .ledger--bar { color: $money; } }
    """
    largest = 0.0

    def parts(self, row: Figure, cells: int) -> list[Part]:
        is_wide = cells >= _WIDE
        amount, size, when = (22, 12, 11) if is_wide else (15, 6, 10)
        sizes = (amount, 4, size + 1, when, 7)
        day = f"{row.date.day:>2} {_MONTHS[row.date.month - 1]} {row.date.year % 100:02d}"
        return [
            (steady(one_line(row.amount)), amount - 1, "ledger--amount"),
            ("", 1, ""),
            (row.currency, 4, "lines--faint"),
            (bar(row.size, self.largest, size), size + 1, "ledger--bar"),
            (day, when, "lines--faint"),
            (steady(short_name(row.body))[:6], 7, "lines--faint"),
            (steady(one_line(row.brief)), cells - sum(sizes), ""),
        ]


class LedgerView(Picker[Figure, Figure]):
    """Every sum that what was found states, with what it is for."""

    DEFAULT_CSS = """
    LedgerView { & > Vertical { max-width: 170; width: 96%; height: 92%; }
        & #whole { height: 5; border-top: solid $foreground 30%; }
        & #totals { height: auto; max-height: 3; color: $foreground; text-style: bold; }
    }
    """
    types_first = False
    placeholder = "a word of a sentence, amount, heading or answering body"
    by_letter = Picker.by_letter | {"sort_by_amount", "sort_by_date", "leave_by_key"}
    BINDINGS: ClassVar[list[BindingType]] = [
        bound("sort_by_amount"),
        bound("sort_by_date"),
        bound("ledger", "leave_by_key"),
    ]

    def __init__(
        self, words: str, ask: Callable[[str, bool], None], keys: Mapping[str, str]
    ) -> None:
        """``ask`` has the rows with some words made, by amount or by date; ``show`` shows them.

        ``keys`` are those of each command, as they stand on a keyboard.
        """
        super().__init__()
        self.title_text = f"Ledger: {steady(one_line(words))}" if words.strip() else "Ledger: all"
        self._ask = ask
        self._by_amount = False
        told = {
            "choose": "opens", "search": "filters", "sort_by_amount": "by amount",
            "sort_by_date": "by date",
        }  # fmt: skip
        self.foot_text = "   ".join(
            [f"{keys[name]} {what}" for name, what in told.items() if keys[name]]
            + ["Escape closes"]
        )

    def compose(self) -> ComposeResult:
        """Input, list, the whole of what is under the cursor, totals."""
        with Vertical() as frame:
            frame.border_title = self.title_text
            yield Input(placeholder=self.placeholder, compact=True)
            yield self.make_lines()
            yield Static("", id="whole", markup=False)
            yield Static("", id="totals", markup=False)
            yield Static(self.foot_text, id="foot", markup=False)

    def make_lines(self) -> Lines[Figure]:
        """Amount, currency, bar, date, answering body and sentence."""
        figures = _Figures()
        figures.nothing = "Adding up …"
        figures.moved = self._tell_whole
        return figures

    def fill(self) -> None:
        """Have the rows made that have what was typed."""
        self._ask(self.query_one(Input).value, self._by_amount)

    def show(
        self, source: Source[Figure], largest: float, totals: Sequence[str], told: str, nothing: str
    ) -> None:
        """Show rows, and what they come to; ``told`` is how many questions they are from."""
        figures = self.lines
        assert isinstance(figures, _Figures)
        figures.largest = largest
        figures.nothing = nothing
        place = figures.cursor if figures.source and len(figures.source) <= len(source) else 0
        figures.set_source(source, place)
        self.query_one(Vertical).border_subtitle = told
        # A currency a sentence: where there is no room for all, those with most rows are shown.
        kept = f"{' · '.join(totals)} (figures may overlap)" if totals else ""
        self.query_one("#totals", Static).update(kept)
        self._tell_whole(figures.current)

    def _tell_whole(self, row: Figure | None) -> None:
        """All that there is to say of the row under the cursor."""
        told = ""
        if row is not None:
            more = [
                f"{steady(one_line(row.text))} = {row.value}",
                steady(one_line(row.heading)),
                steady(one_line(row.body)),
            ]
            if row.is_asked:
                more.append("in the question")
            if row.questions > 1:
                more.append(f"shared by {row.questions:,} questions")
            if row.places:
                more.append(", ".join(row.places))
            told = "\n".join(steady(one_line(line)) for line in (" · ".join(more), row.about))
        self.query_one("#whole", Static).update(told)

    def on_resize(self, event: events.Resize) -> None:
        """In a low window the rows come first."""
        self.query_one("#whole").display = event.size.height >= 18

    def pick(self, row: Figure) -> None:
        """Open the answer at that figure."""
        self.dismiss(row)

    def action_sort_by_amount(self) -> None:
        """The largest first."""
        self._sort(by_amount=True)

    def action_sort_by_date(self) -> None:
        """The newest first."""
        self._sort(by_amount=False)

    def _sort(self, *, by_amount: bool) -> None:
        self._by_amount = by_amount
        self.lines.nothing = "Putting in order …"
        self.lines.set_source(Rows(()))
        self.fill()
