"""The sums and places of the open question."""

from decimal import Decimal
from typing import ClassVar, Final

from textual.binding import BindingType
from textual.message import Message

from wrans.commands import bindings
from wrans.entities.entity import Entity
from wrans.panes.cells import fit, steady, width
from wrans.panes.lines import Lines, Rows
from wrans.panes.mentions import Mention, grouped, in_order, sorted_out

_ROOMY: Final = 12
_SHORT: Final = 7


class EntitySidebar(Lines[Mention]):
    """Money and places, each once with its count, in order of appearance, or sorted out."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"sidebar--money", "sidebar--place", "sidebar--head"}
    DEFAULT_CSS = """
    EntitySidebar { min-width: 12;
        & > .sidebar--money { color: $money; text-style: bold; }
        & > .sidebar--place { color: $place; text-style: underline; }
        & > .sidebar--head { color: $foreground 75%; text-style: bold; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("sidebar")]

    class Opened(Message):
        """A mention was chosen, to be shown in the answer."""

        def __init__(self, entity: Entity) -> None:
            super().__init__()
            self.entity = entity

    class Regrouped(Message):
        """The order was changed."""

    def __init__(
        self, *, grouped: bool = True, sorted_out: bool = False, classes: str | None = None
    ) -> None:
        super().__init__(classes=classes)
        self.border_title = "Sums & places"
        self.nothing = "No sums or places."
        self._grouped = grouped
        self._is_sorted = sorted_out
        self._entities: tuple[Entity, ...] = ()
        self._rows: list[Mention] = []
        self._last: Entity | None = None

    @property
    def grouped(self) -> bool:
        """Is each sum and place shown once?"""
        return self._grouped

    @property
    def sorted_out(self) -> bool:
        """Are sums sorted by currency and places by country or nation?"""
        return self._is_sorted

    @property
    def entities(self) -> tuple[Entity, ...]:
        """What is shown."""
        return self._entities

    @entities.setter
    def entities(self, entities: tuple[Entity, ...]) -> None:
        self._entities = entities
        self._last = None
        self._show()

    @property
    def entity(self) -> Entity | None:
        """The sum or place under the cursor."""
        row = self.current
        return row.mentions[0] if row and row.mentions else None

    def _show(self) -> None:
        if self._is_sorted:
            self._rows = sorted_out(self._entities)
        else:
            self._rows = (grouped if self._grouped else in_order)(self._entities)
        has_head = self._rows and not self._rows[0].mentions
        self.set_source(Rows(self._rows), 1 if has_head else 0)

    def parts(self, row: Mention, cells: int) -> list[tuple[str, int, str]]:
        """Sign, text as written, value and count."""
        if not row.mentions:
            return [(row.text, cells, "sidebar--head")]
        count = row.count
        text = steady(row.text)
        room = cells - 2 - len(count)
        values = _shorter(row.value)
        # At least the currency, even where that cuts what is written.
        least = len(values[-1]) + 1 if values and room > _ROOMY else 0
        shown = min(width(text), room - least)
        look = "sidebar--money" if row.is_money else "sidebar--place"
        value = next((f" {v}" for v in values if len(v) < room - shown), "")
        return [
            ("£" if row.is_money else "@", 2, look),
            (text, shown, look),
            (fit(value, room - shown), room - shown, "lines--faint"),
            (count, len(count), ""),
        ]

    def validate_cursor(self, place: int) -> int:
        """Stay on a sum or place: head lines are passed over."""
        place = super().validate_cursor(place)
        row = self.row(place)
        if row is None or row.mentions:
            return place
        return place - 1 if 0 < place < self.cursor else place + 1

    def watch_cursor(self, old: int, new: int) -> None:
        """The first row is seen with the head line above it."""
        super().watch_cursor(old, new)
        if old != new and new == 1 and not self._rows[0].mentions:
            self._reveal(0)

    def follow(self, entity: Entity | None) -> None:
        """Stand where the answer stands."""
        for place, row in enumerate(self._rows):
            if entity in row.mentions and entity is not None:
                self._last = entity
                moved, self.moved = self.moved, None
                self.cursor = place
                self.moved = moved
                return

    def action_choose(self) -> None:
        """Show the mention in the answer; once more, the one after it."""
        row = self.current
        if not row or not row.mentions:
            return
        at = row.mentions.index(self._last) + 1 if self._last in row.mentions else 0
        self._last = row.mentions[at % len(row.mentions)]
        self.post_message(self.Opened(self._last))

    def action_regroup(self) -> None:
        """Each once, or in order of appearance."""
        # The first press leads out of another order, and changes nothing else.
        self._grouped = self._grouped if self._is_sorted else not self._grouped
        self._is_sorted = False
        self._show()
        self.post_message(self.Regrouped())

    def action_sort(self) -> None:
        """Sums by currency and size, places by country or nation; or as before."""
        self._is_sorted = not self._is_sorted
        self._show()


def _shorter(value: str) -> list[str]:
    """A value as it may be written where there is less and less room."""
    if not value:
        return []
    currency, _, number = value.partition(" ")
    sign = {"GBP": "£", "EUR": "€", "USD": "$"}.get(currency, f"{currency} ")
    short = "–".join(map(_rounded, number.split("–")))
    return [value, f"{sign}{number}", f"{currency} {short}", f"{sign}{short}", currency]


def _rounded(number: str) -> str:
    """A number in millions or thousands, where that is as exact."""
    digits = Decimal(number.replace(",", ""))
    for size, letter in ((10**9, "bn"), (10**6, "m"), (10**3, "k")):
        told = f"{(digits / size).normalize():f}"
        if abs(digits) >= size and len(told) <= _SHORT:
            return f"{told}{letter}"
    return number
