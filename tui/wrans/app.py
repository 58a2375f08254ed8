"""The reader: three panes over the library."""

import asyncio
import gc
import os
import signal
from pathlib import Path
from typing import Final

from textual import on
from textual.app import App, ComposeResult
from textual.binding import BindingType
from textual.containers import Container
from textual.widgets import Footer, Static

from wrans import clerk, clipboard, paths
from wrans.clerk import Clerk, Looked
from wrans.commands import COMMANDS, bindings, named
from wrans.errors import WransError
from wrans.library import Library, Listed
from wrans.panes.answer_view import AnswerView
from wrans.panes.entity_sidebar import EntitySidebar
from wrans.panes.question_list import QuestionList
from wrans.panes.search_bar import SearchBar
from wrans.records import Key
from wrans.session import Session
from wrans.store import Listing
from wrans.themes import themes

PANES: Final = ("list", "answer", "sidebar")
HOW_TO_ADD: Final = (
    "This is the sample. To add more: wrans add FILE or FOLDER, in another terminal."
)


class Reader(App[None]):
    """Reads the library."""

    CSS_PATH = "wrans.tcss"
    ENABLE_COMMAND_PALETTE = False
    BINDINGS: list[BindingType] = [*bindings("", "answer")]  # noqa: RUF012 - Textual's own form
    HORIZONTAL_BREAKPOINTS = [  # noqa: RUF012
        (0, "-slim"), (24, "-narrow"), (72, "-two"), (112, "-three"), (160, "-wide")
    ]  # fmt: skip
    VERTICAL_BREAKPOINTS = [(0, "-flat"), (6, "-short"), (18, "-tall")]  # noqa: RUF012

    def __init__(
        self, library: Library, session: Session, session_file: Path | None = None
    ) -> None:
        """Read a library, from where it was left."""
        super().__init__(ansi_color=True if os.environ.get("NO_COLOR") else None)
        self.library = library
        self.session = session
        self.session_file = session_file
        self.clerk = Clerk(self.found)
        self.mended = library.settings.answer.mended
        self.open_id: int | None = None
        self.shown_words: str | None = None
        self.known_state: tuple[int, int | None] = (0, None)
        self.is_indexing = False
        for theme in themes(library.settings):
            self.register_theme(theme)
        self.theme = session.theme or library.settings.screen.theme
        self.set_keymap(library.settings.keys)

    # -- coming and going

    def compose(self) -> ComposeResult:
        """The search bar, the panes and the footer."""
        yield SearchBar(self.session.query)
        with Container(id="panes", classes="-on-list"):
            yield QuestionList(classes="pane")
            yield AnswerView(classes="pane")
            yield EntitySidebar(classes="pane")
        yield Static(id="status", markup=False)
        yield Static("wrans needs a window of 24 by 6 or more.", id="too-small", markup=False)
        yield Footer(compact=True, show_command_palette=False)

    def on_mount(self) -> None:
        """Show the list at once; everything else comes after it is painted."""
        self.bar = self.query_one(SearchBar)
        self.list = self.query_one(QuestionList)
        self.answer = self.query_one(AnswerView)
        self.sidebar = self.query_one(EntitySidebar)
        self.panes = self.query_one("#panes")
        self.list.moved = self.open
        self.list.bookmarked = self._bookmarked()
        self.sidebar.grouped = (
            self.library.settings.sidebar.grouped
            if self.session.grouped is None
            else self.session.grouped
        )
        self.panes.set_class(self.session.sidebar_instead, "-sidebar-instead")
        self.panes.set_class(self.session.zoomed, "-zoomed")
        self._show_first()
        self.show_pane(self.session.pane)
        self.call_after_refresh(self._go_on)

    def _show_first(self) -> None:
        """What the last session showed, before anything is asked anew."""
        if self.session.query:
            self._list(self.library.listed(self.session.ids, self.session.count))
        else:
            self._list(self.library.newest())

    def _go_on(self) -> None:
        gc.freeze()
        gc.enable()
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGHUP):
            loop.add_signal_handler(number, lambda n=number: self.exit(return_code=128 + n))
        for trouble in self.library.troubles:
            self.notify(trouble, severity="warning", timeout=15, markup=False)
        if self.library.holds_only_seeds:
            self._tell(HOW_TO_ADD)
        self.run_worker(self.clerk.run(), exit_on_error=False)
        self.clerk.ask(self.bar.value, typing=False)
        self.set_interval(2, self._look_for_news)
        self._look_for_news()

    def _look_for_news(self) -> None:
        """Another process may have added questions, or brought the index up to the store."""
        state = (self.library.store.change, self.library.index.state())
        if state != self.known_state:
            self.known_state = state
            self.list.bookmarked = self._bookmarked()
            self.clerk.ask(self.bar.value, typing=False)
        if state[1] is None and not self.is_indexing:
            self.run_worker(self._index(), exit_on_error=False)
        self._save_session()

    async def _index(self) -> None:
        self.is_indexing = True
        try:
            trouble = await clerk.index(
                lambda done, total: self._tell(f"indexing {done:,} of {total:,}")
            )
        finally:
            self.is_indexing = False
        self._tell(trouble)
        self._look_for_news()

    def _tell(self, text: str) -> None:
        status = self.query_one("#status", Static)
        status.update(text)
        status.set_class(bool(text), "-told")

    def on_unmount(self) -> None:
        """Leave a note of where we were."""
        self._save_session()
        self.clerk.stop()

    def _save_session(self) -> None:
        if self.session_file is None:
            return
        source = self.list.source
        ids = tuple(source.ids[:PAGE]) if isinstance(source, Listed) else ()
        now = Session(
            query=self.bar.value,
            question=str(self.list.current.key) if self.list.current else "",
            pane=self._pane,
            zoomed=self.panes.has_class("-zoomed"),
            sidebar_instead=self.panes.has_class("-sidebar-instead"),
            grouped=self.sidebar.grouped,
            theme=self.session.theme,
            ids=ids,
            count=len(source),
        )
        if now != self.session:
            self.session = now
            now.save(self.session_file)

    # -- searching

    @on(SearchBar.Changed)
    def typed(self, message: SearchBar.Changed) -> None:
        """The list follows each letter."""
        self.clerk.ask(message.text, typing=True)

    @on(SearchBar.Submitted)
    def submitted(self) -> None:
        """The words stand; go to what was found."""
        self.clerk.ask(self.bar.value, typing=False)
        self.show_pane("list")

    @on(SearchBar.Cancelled)
    def cancelled(self) -> None:
        """Back to everything."""
        self.bar.value = ""
        self.clerk.ask("", typing=False)
        self.show_pane("list")

    def found(self, looked: Looked) -> None:
        """Show what the clerk found; the rows before it stay until then."""
        if looked.trouble:
            self.bar.count = looked.trouble
            self._look_for_news()
            return
        is_new = self.bar.value != self.shown_words
        kept = self.open_id
        source = self.library.listed(looked.ids)
        place = None if is_new or kept is None else source.place_of(kept)
        self.shown_words = self.bar.value
        self.bar.count = f"{len(source):,}" if looked.is_all else f"{len(source):,}+"
        self.bar.notice = looked.notice
        self._list(source, place or 0)
        if is_new:
            self._mark_matches()

    def _list(self, source: Listed, cursor: int = 0) -> None:
        self.list.set_source(source, cursor)
        self.open(self.list.current)

    # -- reading

    def open(self, listing: Listing | None) -> None:
        """Fill the other panes in the same frame in which the list moves."""
        if listing is None or listing.id == self.open_id:
            return
        self.open_id = listing.id
        try:
            reading = self.library.read(listing.id, mended=self.mended)
        except WransError as error:
            self.notify(str(error), severity="error", markup=False)
            return
        self.reading = reading
        self.answer.show(page_of(reading))
        self._mark_matches()
        self.sidebar.entities = reading.entities
