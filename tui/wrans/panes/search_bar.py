"""Where words are typed, and how many questions have them."""

from collections.abc import Callable
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.geometry import Size
from textual.message import Message
from textual.reactive import Reactive
from textual.widgets import Input, Static

from wrans.commands import bound
from wrans.records.text import LONGEST_QUERY, one_line

# One letter more than is searched for: what is cut is then told.
_LONGEST = LONGEST_QUERY + 1


class _Words(Input):
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "submit", "To the list", key_display="Enter"),
    ]
    # How long the words are moves nothing: Textual lays out the whole screen for each letter.
    virtual_size: Reactive[Size] = Reactive(Size(0, 0))

    changed: Callable[[str], None] | None = None

    def watch_value(self, value: str) -> None:
        """Tell who wants to know at once."""
        if self.changed is not None:
            self.changed(value)


class SearchBar(Horizontal):
    """One line: the words, how they were read, and the count."""

    DEFAULT_CSS = """
    SearchBar { height: 1; background: $surface;
        & > #slash { width: 2; color: $foreground 70%; padding: 0 0 0 1; }
        & > Input { width: 1fr; height: 1; border: none; padding: 0; background: $surface; }
        & > Input:focus { background: $panel; }
        & > #notice { width: auto; max-width: 50%; height: 1; color: $text-warning; padding: 0 1;
            text-wrap: nowrap; text-overflow: ellipsis; }
        & > #count { width: 22; height: 1; padding: 0 1; text-align: right;
            color: $foreground 80%; }
    }
    Screen.-narrow SearchBar > #count { width: 14; }
    Screen.-narrow SearchBar > #notice { max-width: 30%; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "submit", show=False),
        Binding("escape", "cancel", "Clear", key_display="Esc"),
        bound("quit", is_letter=True),
        bound("how_to_search", is_letter=True),
        bound("take_suggestion", is_letter=True),
    ]

    class Began(Message):
        """Words will be typed."""

    class Submitted(Message):
        """The words are to stand."""

    class Helped(Message):
        """Whoever types wants to know what may be typed."""

    class Corrected(Message):
        """The words that were meant are to be taken."""

    class Cancelled(Message):
        """The words are to go."""

    def __init__(self, text: str = "") -> None:
        super().__init__()
        self.typed: Callable[[str], None] | None = None
        """Called in the same breath as a letter is typed: it is searched while it is painted."""
        self._shown = text
        self._count = self._notice = ""

    def compose(self) -> ComposeResult:
        """The line."""
        yield Static("/", id="slash", markup=False)
        words = _Words(
            self._shown,
            placeholder='words, "a phrase", -without, body:defra, place:calais, money:>10m …',
            compact=True,
            select_on_focus=False,
            max_length=_LONGEST,
        )
        # Keys go to the panes until words are wanted: also those that come before the first frame.
        words.can_focus = False
        words.cursor_blink = False
        words.changed = self._changed
        words.disable_messages(Input.Changed)
        yield words
        yield Static("", id="notice", markup=False)
        yield Static("", id="count", markup=False)

    def begin(self) -> None:
        """Let words be typed."""
        self.input.can_focus = True
        # At once: letters may come in the same breath as the key that begins it.
        self.screen.set_focus(self.input)
        self.post_message(self.Began())

    def on_descendant_blur(self) -> None:
        """Words are wanted no more."""
        self.input.can_focus = False

    def on_click(self) -> None:
        """A click begins too."""
        self.begin()

    @property
    def input(self) -> Input:
        """Where words are typed."""
        return self.query_one(Input)

    @property
    def value(self) -> str:
        """The words."""
        return self._shown

    @value.setter
    def value(self, text: str) -> None:
        self._shown = one_line(text)[:_LONGEST]
        self.input.value = self._shown
        self.input.cursor_position = len(self._shown)

    @property
    def count(self) -> str:
        """How many questions there are."""
        return self._count

    @count.setter
    def count(self, text: str) -> None:
        if text != self._count:
            self._count = text
            # Its width is fixed, so that no letter lays out the whole screen anew.
            self.query_one("#count", Static).update(text, layout=False)

    @property
    def notice(self) -> str:
        """How the words were read, where that is not as written."""
        return self._notice

    @notice.setter
    def notice(self, text: str) -> None:
        if text != self._notice:
            self._notice = text
            self.query_one("#notice", Static).update(one_line(text))

    @property
    def has_room(self) -> bool:
        """Is there room for the whole notice?"""
        share = 0.3 if self.screen.has_class("-narrow") else 0.5
        return len(self._notice) + 2 <= self.size.width * share

    def _changed(self, text: str) -> None:
        if text != self._shown:
            self._shown = text
            if self.typed is not None:
                self.typed(text)

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.action_submit()

    def action_submit(self) -> None:
        """Go to what was found."""
        self.post_message(self.Submitted())

    def action_cancel(self) -> None:
        """Back to everything."""
        self.post_message(self.Cancelled())

    def action_how_to_search(self) -> None:
        """Say what may be typed."""
        self.post_message(self.Helped())

    def action_take_suggestion(self) -> None:
        """Take the words that were meant."""
        self.post_message(self.Corrected())

    def action_quit(self) -> None:
        """Leave the program."""
        self.app.exit()

    def on_paste(self, event: events.Paste) -> None:
        """What is pasted is one clean line."""
        event.prevent_default()
        event.stop()
        self.input.insert_text_at_cursor(one_line(event.text)[:_LONGEST])
