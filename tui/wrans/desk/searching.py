"""Searching: what is typed goes to the clerk, and what it finds into the list."""

from typing import Final

from textual import on
from textual.timer import Timer

from wrans.clerk import Looked
from wrans.desk.counting import Counting
from wrans.desk.pressing import Pressing
from wrans.desk.suggesting import Suggesting
from wrans.errors import WransError
from wrans.library import Listed
from wrans.panes.search_bar import SearchBar
from wrans.records.text import one_line

_MOMENT: Final = 0.01
"""Until then what is written to the terminal has gone there."""


class Searching(Counting, Pressing, Suggesting):
    """Asks for what is typed, and shows what was found."""

    _words: str
    _opening: Timer | None = None
    _is_opening = False
    _failure = ""

    def _typed(self, words: str) -> None:
        self._clerk.ask(words, typing=True)

    @on(SearchBar.Submitted)
    def _submitted(self) -> None:
        self._clerk.ask(self.bar.value, typing=False)
        self.show_pane("list")
        # What is pressed next is meant for what is found.
        self.hold_keys()

    @on(SearchBar.Cancelled)
    def _cancelled(self) -> None:
        if self.bar.value:
            self.search_for("")
        self.show_pane("list")

    def search_for(self, words: str) -> None:
        """Search for other words than were typed."""
        self.bar.value = words
        self._clerk.ask(words, typing=False)

    def found(self, looked: Looked) -> None:
        """Show what the clerk found; the rows before it stayed until now."""
        self.let_keys_go()
        self._forget_failure()
        if looked.trouble:
            self.bar.count = looked.trouble
            return
        source = self.library.listed(looked.ids)
        self._forget_counts()
        is_new = self.bar.value != self._words or self._is_reordered
        # What was found first lies not open yet: nothing was gone on to from there.
        is_new = is_new or (self._is_opening and not self.list.cursor)
        self._show_order(looked)
        self._words = self.bar.value
        place = None if is_new or self._open is None else source.place_of(self._open.id)
        if not is_new and place is None and not looked.is_all:
            return
        is_rest = self._looked is not None and self._looked.request == looked.request
        self._heed(looked)
        self.bar.notice = looked.notice
        if looked.notice and not self._clerk.asked.typing and not self.bar.has_room:
            self.notify(looked.notice, markup=False)
        self._is_all, self._at_least = looked.is_all, 0
        if is_rest and not is_new and source.goes_on(self.list.source):
            self.list.add_rows(source)
        else:
            self.list.set_source(source, place or 0)
        if is_new and self._clerk.asked.typing:
            # Who types looks at the list: it is painted alone, before the answer is read.
            self._is_opening = True
            self.call_after_refresh(self._open_soon)
        else:
            self._open_current()

    def failed(self, error: Exception) -> None:
        """Say that what was found cannot be shown; it is asked for again with the next words."""
        told = str(error) if isinstance(error, WransError) else f"{type(error).__name__}: {error}"
        self._tell_failure(f"What was found could not be shown ({told})")

    def unstarted(self, error: OSError) -> None:
        """Say that nothing can be searched for yet."""
        why = error.strerror or error
        self._tell_failure(f"Searching could not be started ({why}); it is tried again")

    def _tell_failure(self, told: str) -> None:
        self._failure = one_line(told)
        self._tell(self._failure)

    def _forget_failure(self) -> None:
        if self._failure and self._told == self._failure:
            self._tell("")
        self._failure = ""

    def _open_soon(self) -> None:
        """Open what was found once the list has gone to the terminal: another thread writes it."""
        if self._opening is not None:
            self._opening.stop()
        self._opening = self.set_timer(_MOMENT, self._open_current)

    def _open_current(self) -> None:
        if not self.is_running:
            # It was closed before what was found could be opened.
            return
        self._is_opening = False
        self._show_position()
        if (current := self.list.current) is not None:
            self.open(current)
        else:
            self._show_nothing()
        self.answer.mark(self._matches)

    def _show_order(self, looked: Looked) -> None:
        if self._is_reordered and self._clerk.asked.ranked and not looked.is_ranked:
            self._say("There is no word to rank by: newest first")
        self._is_reordered = False
        if looked.is_ranked != self._is_ranked:
            self._is_ranked = looked.is_ranked
            self._tell_coverage()

    def _list(self, source: object, cursor: int = 0) -> None:
        if isinstance(source, Listed):
            self.list.set_source(source, cursor)
            self._open_current()

    def _show_position(self) -> None:
        """Which of how many. Not in the frame: that would paint all of the list with each row."""
        total = max(len(self.list.source) if self.list.source else 0, self._at_least)
        more = "" if self._is_all else "+ …"
        self.bar.count = f"{self.list.cursor + 1:,} of {total:,}{more}" if total else "none"

    def action_search(self) -> None:
        """Type words: to be searched for, or in the panel of counts to find a value."""
        if self._pane == "facets" and self._facets is not None:
            self._facets.begin_filter()
        else:
            self.bar.begin()

    @on(SearchBar.Began)
    def _began(self) -> None:
        self.turn_to("list")
