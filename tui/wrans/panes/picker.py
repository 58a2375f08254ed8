"""A line to type in, and below it what has those words, over the panes."""

from collections.abc import Callable, Sequence
from typing import ClassVar, Generic, TypeVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Input, Static

from wrans.commands import bound
from wrans.panes.lines import Lines, Rows
from wrans.panes.over import Over

Row = TypeVar("Row")
Picked = TypeVar("Picked")


class Picker(Over[Picked | None], Generic[Row, Picked]):
    """A line to type in, and below it what has those words."""

    DEFAULT_CSS = """
    Picker { align: center middle;
        & > Vertical { width: 92%; max-width: 110; height: 86%; border: heavy $primary;
            background: $background; border-title-style: bold; padding: 0 1; }
        & Input { height: 1; border: none; padding: 0; background: $panel; }
        & Lines { height: 1fr; }
        & #foot { height: 1; color: $foreground 75%; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", show=False),
        Binding("down", "move('down')", show=False),
        Binding("up", "move('up')", show=False),
        Binding("pagedown", "move('page_down')", show=False),
        Binding("pageup", "move('page_up')", show=False),
        Binding("ctrl+home", "move('first')", show=False),
        Binding("ctrl+end", "move('last')", show=False),
        bound("search", "type"),
        bound("quit", is_letter=True),
    ]
    AUTO_FOCUS = ""
    types_first: ClassVar[bool] = True
    """Do keys go to the line first, or to the list?"""
    by_letter: ClassVar[frozenset[str]] = frozenset(["type"])
    """What letters do, unless words are typed."""
    title_text = ""
    foot_text = ""
    placeholder = ""

    def make_lines(self) -> Lines[Row]:
        """The list."""
        raise TypeError(f"{type(self).__name__} has no list")

    def matching(self, words: list[str]) -> Sequence[Row]:
        """The rows that have all the words."""
        raise TypeError(f"{type(self).__name__} has no rows")

    def pick(self, row: Row) -> None:
        """A row was opened."""
        raise TypeError(f"{type(self).__name__} picks nothing")

    def compose(self) -> ComposeResult:
        """Input over list."""
        with Vertical() as frame:
            frame.border_title = self.title_text
            yield Input(placeholder=self.placeholder, compact=True)
            yield self.make_lines()
            yield Static(self.foot_text, id="foot", markup=False)

    @property
    def lines(self) -> Lines[Row]:
        """The list."""
        return self.query_one(Lines)

    def on_mount(self) -> None:
        """Show all."""
        self.lines.can_focus = not self.types_first
        # At once: letters may have come in the same breath as the key that opened it.
        self.set_focus(self.query_one(Input) if self.types_first else self.lines)
        self.fill()

    def fill(self) -> None:
        """Show what has the words that were typed."""
        words = self.query_one(Input).value.lower().split()
        self.lines.set_source(Rows(self.matching(words)))

    @on(Input.Changed)
    def _typed(self) -> None:
        self.fill()

    @on(Input.Submitted)
    def _submitted(self) -> None:
        if self.lines.current is not None:
            self.pick(self.lines.current)

    @on(Lines.Chosen)
    def _chosen(self) -> None:
        self._submitted()

    def action_move(self, how: str) -> None:
        """Move in the list while typing."""
        move: Callable[[], None] = getattr(self.lines, f"action_{how}")
        move()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """While words are typed, keys are letters."""
        return action not in self.by_letter or not self.query_one(Input).has_focus

    def action_quit(self) -> None:
        """Leave the program."""
        self.app.exit()

    def action_type(self) -> None:
        """Type words."""
        self.set_focus(self.query_one(Input))

    def action_leave_by_key(self) -> None:
        """Close, and change nothing."""
        self.dismiss(None)

    def action_leave(self) -> None:
        """Close, and change nothing; from the words, back to the list."""
        words = self.query_one(Input)
        if words.has_focus and not self.types_first:
            words.value = ""
            self.lines.focus()
        else:
            self.dismiss(None)


def has(words: list[str], *texts: str) -> bool:
    """Does each word stand in one of the words of the texts?"""
    there = " ".join(texts).lower().replace("/", " ").split()
    return all(any(word in other for other in there) for word in words)
