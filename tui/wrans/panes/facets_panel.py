"""How many of the questions found have which answering body, year, House and party."""

from collections.abc import Iterator, Sequence
from typing import ClassVar, Final

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.message import Message
from textual.widgets import Input

from wrans.panes.cells import steady, width
from wrans.panes.lines import Lines, Part, Rows
from wrans.panes.picker import has
from wrans.values import dataclass

_SHOWN: Final = 8
"""Values of a section, until more are asked for."""
_EIGHTHS: Final = " ▏▎▍▌▋▊▉█"
_LEAST_BAR: Final = 8
_WITH_NAMES: Final = 38
"""Cells in which most names have room."""


@dataclass(frozen=True, slots=True)
class Facet:
    """A value that a search may be narrowed to."""

    label: str
    count: int
    clause: str
    """What narrows the search to it."""
    is_chosen: bool = False
    short: str = ""
    """What everyone calls it, where its name has no room."""


@dataclass(frozen=True, slots=True)
class Section:
    """Values of one kind."""

    name: str
    facets: tuple[Facet, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A head line, a value, or how many more values there are."""

    section: Section
    facet: Facet | None = None
    more: int = 0

    @property
    def is_head(self) -> bool:
        """Is it a head line?"""
        return self.facet is None and not self.more


class _Facets(Lines[Row]):
    COMPONENT_CLASSES: ClassVar[set[str]] = {"facets--head", "facets--bar", "facets--chosen"}
    DEFAULT_CSS = """
    _Facets { height: 1fr;
        & > .facets--head { color: $foreground 75%; text-style: bold; }
        & > .facets--bar { color: $text-secondary; }
        & > .facets--chosen { color: $text-primary; text-style: bold; }
    }
    """

    def __init__(self) -> None:
        super().__init__()
        self.is_known = False

    def parts(self, row: Row, cells: int) -> list[Part]:
        """Mark, value, bar and count."""
        if row.is_head:
            note = f"  {row.section.note}" if row.section.note else ""
            name = row.section.name
            return [(name, len(name), "facets--head"), (note, cells - len(name), "lines--faint")]
        if row.facet is None:
            return [("  ", 2, ""), (f"{row.more:,} more", cells - 2, "lines--faint")]
        facet, most = row.facet, max(f.count for f in row.section.facets)
        count = f"{facet.count:,}" if self.is_known else "…"
        count_cells = max(2, len(f"{most:,}") + 1)
        left = cells - 2 - count_cells
        label_cells = max(left * 3 // 5, min(left - _LEAST_BAR - 1, _WITH_NAMES))
        bar_cells = left - label_cells - 1
        label = steady(facet.label)
        if facet.short and width(label) > label_cells:
            label = facet.short
        bar = _bar(facet.count / most, bar_cells) if self.is_known and most else ""
        return [
            ("✓" if facet.is_chosen else "", 2, "facets--chosen"),
            (label, label_cells, "facets--chosen" if facet.is_chosen else ""),
            ("", 1, ""),
            (bar, bar_cells, "facets--bar"),
            (count.rjust(count_cells), count_cells, ""),
        ]

    def validate_cursor(self, place: int) -> int:
        """Stay on a value: head lines are passed over."""
        place = super().validate_cursor(place)
        row = self.row(place)
        if row is None or not row.is_head:
            return place
        return place - 1 if 0 < place < self.cursor else place + 1

    def watch_cursor(self, old: int, new: int) -> None:
        """The first value is seen with the head line above it."""
        super().watch_cursor(old, new)
        if old != new and new == 1:
            self._reveal(0)


class FacetsPanel(Vertical):
    """Values with their counts; Enter narrows the search to one, or lets it go again."""

    DEFAULT_CSS = """
    FacetsPanel { min-width: 16;
        & > Input { height: 1; border: none; padding: 0 1; background: $panel; display: none; }
        &.-filtered > Input { display: block; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave_filter", show=False),
        Binding("down", "to_values", show=False),
    ]

    class Chosen(Message):
        """The search is to be narrowed to a value, or no longer."""

        def __init__(self, clause: str) -> None:
            super().__init__()
            self.clause = clause

    def __init__(self, *, classes: str | None = None) -> None:
        super().__init__(classes=classes)
        self.border_title = "Counts"
        self.border_subtitle = "Enter narrows   / filters"
        self._sections: Sequence[Section] = ()
        self._opened: set[str] = set()
        self._words: list[str] = []
        self.values = _Facets()
        self.values.nothing = "Counting …"
        # Letters are letters only once a filter is asked for.
        self._filter = Input(placeholder="a word of a value", compact=True)
        self._filter.can_focus = False

    def compose(self) -> ComposeResult:
        """A filter, when it is asked for, over the values."""
        yield self._filter
        yield self.values

    # -- what is shown

    def show(self, sections: Sequence[Section], total: int) -> None:
        """Show what was counted."""
        self._sections = sections
        self.values.is_known = True
        self.border_title = f"Counts of {total:,}"
        self._fill()

    def forget(self) -> None:
        """Something else was found: what was counted is true no more."""
        if self.values.is_known:
            self.values.is_known = False
            self.border_title = "Counting …"
            self.values.rows_changed()

    def _fill(self) -> None:
        at = self.values.current
        rows = list(self._rows())
        if self.values.is_known:
            told = "No value has these words." if self._words else "No question to count."
            self.values.nothing = told
        self.values.set_source(Rows(rows), _place_of(at, rows))

    def _rows(self) -> Iterator[Row]:
        for section in self._sections:
            facets = [f for f in section.facets if has(self._words, f.label, f.short)]
            if not facets and (self._words or not section.note):
                continue
            yield Row(section)
            is_whole = self._words or section.name in self._opened or len(facets) <= _SHOWN + 1
            shown = facets if is_whole else facets[:_SHOWN]
            shown += [f for f in facets[len(shown) :] if f.is_chosen]
            for facet in shown:
                yield Row(section, facet)
            if len(shown) < len(facets):
                yield Row(section, more=len(facets) - len(shown))

    # -- what is done

    @on(Lines.Chosen)
    def _chosen(self, message: Lines.Chosen) -> None:
        message.stop()
        row = self.values.current
        if row is None or row.is_head:
            return
        if row.facet is None:
            self._opened.add(row.section.name)
            place = self.values.cursor
            self._fill()
            self.values.cursor = place
        else:
            self.post_message(self.Chosen(row.facet.clause))

    def begin_filter(self) -> None:
        """Let words be typed that the values must have."""
        self.add_class("-filtered")
        self._filter.can_focus = True
        self.screen.set_focus(self._filter)

    def on_descendant_blur(self) -> None:
        """Keys go elsewhere."""
        self._filter.can_focus = False

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self._words = event.value.lower().split()
        self._fill()

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.action_to_values()

    def action_to_values(self) -> None:
        """From the filter to what it leaves."""
        if self._filter.has_focus:
            self.values.focus()
            self.set_class(bool(self._words), "-filtered")

    def action_leave_filter(self) -> None:
        """All values again."""
        self._filter.value = ""
        self._words = []
        self.remove_class("-filtered")
        self._fill()
        self.values.focus()


def _place_of(at: Row | None, rows: Sequence[Row]) -> int:
    """Where the value that the cursor was on stands now."""
    first = 1 if rows else 0
    if at is None or at.facet is None:
        return first
    same = (n for n, row in enumerate(rows) if row.facet and row.facet.clause == at.facet.clause)
    return next(same, first)


def _bar(share: float, cells: int) -> str:
    """A bar of that share of the cells; what is there at all is seen."""
    eighths = max(1, round(share * cells * 8)) if share else 0
    return "█" * (eighths // 8) + _EIGHTHS[eighths % 8].strip()
