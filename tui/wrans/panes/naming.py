"""A name is asked for, over the panes."""

from collections.abc import Callable
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Input, Static

from wrans.panes.cells import steady
from wrans.panes.over import Over
from wrans.records.text import one_line

_LONGEST = 60


class Naming(Over[str | None]):
    """One line to type a name in, and what Enter does with it."""

    DEFAULT_CSS = """
    Naming { align: center middle;
        & > Vertical { width: 92%; max-width: 70; height: 4; border: heavy $primary;
            background: $background; border-title-style: bold; padding: 0 1; }
        & Input { height: 1; border: none; padding: 0; background: $panel; }
        & #foot { height: 1; color: $foreground 75%; text-wrap: nowrap; text-overflow: ellipsis; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave", show=False)]
    AUTO_FOCUS = ""

    def __init__(self, title: str, name: str, told: Callable[[str], str]) -> None:
        """``told`` says what Enter does with a name; empty where the name cannot be."""
        super().__init__()
        self._title = title
        self._first = one_line(name)[:_LONGEST].strip()
        self._told = told

    def compose(self) -> ComposeResult:
        """Line and foot."""
        with Vertical() as frame:
            frame.border_title = self._title
            yield Input(self._first, placeholder="a name", compact=True, max_length=_LONGEST)
            yield Static("", id="foot", markup=False)

    def on_mount(self) -> None:
        """Letters go to the line at once; the first one takes the place of what is proposed."""
        self.set_focus(self.query_one(Input))
        self._tell()

    @property
    def _typed(self) -> str:
        return one_line(self.query_one(Input).value)

    @on(Input.Changed)
    def _tell(self) -> None:
        what = self._told(self._typed) if self._typed else "needs a name"
        self.query_one("#foot", Static).update(steady(f"Enter {one_line(what)}   Escape closes"))

    @on(Input.Submitted)
    def _submitted(self) -> None:
        if self._typed:
            self.dismiss(self._typed)

    def action_leave(self) -> None:
        """Close, and change nothing."""
        self.dismiss(None)
