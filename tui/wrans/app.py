"""The reader: three panes over the library."""

import asyncio
import gc
import os
import signal
from collections.abc import Callable
from pathlib import Path
from typing import ClassVar, Final

from textual import on
from textual.app import App, ComposeResult
from textual.binding import BindingType
from textual.containers import Container
from textual.widgets import Footer, Input, Static

from wrans import clerk, clipboard, paths
from wrans.clerk import Clerk, Errand, Looked
from wrans.commands import bindings, shipped_keys
from wrans.errors import NoSuchQuestion, WransError
from wrans.library import PAGE, Library, Listed
from wrans.opening import choices, compared, page_of
from wrans.panes.answer_view import AnswerView
from wrans.panes.entity_sidebar import EntitySidebar
from wrans.panes.page import Span
from wrans.panes.question_list import Listing as Row
from wrans.panes.question_list import QuestionList
from wrans.panes.search_bar import SearchBar
from wrans.records import Key
from wrans.session import Session
from wrans.themes import themes

HOW_TO_ADD: Final = "This is the sample. To add more, in another terminal: wrans add FILE-OR-FOLDER"
_PATIENCE: Final = 30
"""Looks at an index that stays behind before it is brought up to the store from here."""
_GLANCE: Final = 3
"""Looks after which a sync's questions are listed."""
PANES: Final = ("list", "answer", "sidebar")


class Reader(App[None]):
    """Reads the library."""

    CSS_PATH = "wrans.tcss"
    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("", "answer")]
    HORIZONTAL_BREAKPOINTS = [  # noqa: RUF012 - Textual declares it so
       
        (0, "-slim"), (24, "-narrow"), (72, "-two"), (112, "-three"), (160, "-wide")
    ]  # fmt: skip
    VERTICAL_BREAKPOINTS = [  # noqa: RUF012
       
        (0, "-flat"), (6, "-short"), (18, "-tall")
    ]  # fmt: skip

    def __init__(
        self, library: Library, session: Session, session_file: Path | None = None
    ) -> None:
        """Read a library from where it was left; ``session_file`` is where to note that."""
        # The base class asks for the colours of our roles while it is being made.
        self.library = library
        self._troubles = library.forgive_settings()
        super().__init__(ansi_color=True if os.environ.get("NO_COLOR") else None)
        self.session = session
        self._session_file = session_file
        settings = library.settings
        self._mended = settings.answer.mended
        self._clerk = Clerk(self.found)
        self._errand = Errand()
        self._is_compared = False
        self._asked_of: Key | None = None
        self._open: Row | None = None
        self._words = session.query
        self._pane = "list"
        self._known: tuple[int, int | None] = (0, None)
        self._last_change = self._waited = 0
        self._is_indexing = False
        self._is_all = True
        for theme in themes(settings):
            self.register_theme(theme)
        wanted = session.theme or settings.screen.theme
        self.theme = wanted if wanted in self.available_themes else "wrans-dark"
        # Textual lays the whole keymap over every widget at every key: only what differs goes in.
        shipped = shipped_keys()
        own = {name: keys for name, keys in settings.keys.items() if keys != shipped[name]}
        if own:
            self.set_keymap(own)

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Our roles' colours, for themes that do not know them."""
        return dict(self.library.settings.themes["wrans-dark"]["variables"])

    # -- coming and going

    def compose(self) -> ComposeResult:
        """The search bar, the panes and the footer."""
        settings, grouped = self.library.settings, self.session.grouped
        self.bar = SearchBar(self.session.query)
        self.list = QuestionList(dates=settings.list.dates, classes="pane")
        self.answer = AnswerView(measure=settings.answer.measure, classes="pane")
        self.sidebar = EntitySidebar(
            grouped=settings.sidebar.grouped if grouped is None else grouped, classes="pane"
        )
        yield self.bar
        with Container(id="panes", classes="-on-list"):
            yield self.list
            yield self.answer
            yield self.sidebar
        yield Static(id="status", markup=False)
        yield Static("wrans needs a window of 24 by 6 or more.", id="too-small", markup=False)
        yield Footer(compact=True, show_command_palette=False)

    def on_mount(self) -> None:
        """Show the list at once; everything else comes after it is painted."""
        self.panes = self.query_one("#panes")
        self.panes.set_class(self.session.sidebar_instead, "-sidebar-instead")
        self.panes.set_class(self.session.zoomed, "-zoomed")
        self.list.bookmarked = self._bookmarked()
        library, session = self.library, self.session
        first = library.listed(session.ids, session.count) if session.query else library.newest()
        self.list.set_source(first)
        self.show_pane(session.pane if session.pane in PANES else "list")
        self.call_after_refresh(self._go_on)

    def _go_on(self) -> None:
        """The list is on the screen: open its question, and begin to search."""
        gc.freeze()
        gc.enable()
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGHUP):
            loop.add_signal_handler(number, self._end_by, number)
        self.list.moved = self.open
        self._go_to_last_question()
        for trouble in (
            *self._troubles,
            *self.library.bookmarks.troubles,
            self.library.store.notice,
        ):
            if trouble:
                self.notify(trouble, severity="warning", timeout=15, markup=False)
        if self.library.holds_only_seeds:
            self._tell(HOW_TO_ADD)
        self.run_worker(self._clerk.run(), exit_on_error=False)
        self.set_interval(1, self._look_for_news)
        self._look_for_news()
        if self.library.settings.sync.at_start:
            self.action_sync()

    def _go_to_last_question(self) -> None:
        place = None
        if self.session.question and isinstance(self.list.source, Listed):
            try:
                number = self.library.store.find(Key.parse(self.session.question))
                place = None if number is None else self.list.source.place_of(number)
            except ValueError:
                place = None
        self._list(self.list.source, place or 0)

    def _end_by(self, number: int) -> None:
        self.exit(return_code=128 + number)

    async def on_unmount(self) -> None:
        """Note where we were."""
        self._save_session()
        self._errand.stop()
        await self._clerk.stop()

    def _save_session(self) -> None:
        if self._session_file is None or self._open is None:
            return
        source = self.list.source
        now = Session(
            query=self.bar.value,
            question=str(self._open.key),
            pane=self._pane,
            zoomed=self.panes.has_class("-zoomed"),
            sidebar_instead=self.panes.has_class("-sidebar-instead"),
            grouped=self._own_grouping(),
            theme=self.theme if self.theme != self.library.settings.screen.theme else "",
            ids=tuple(source.ids[:PAGE]) if isinstance(source, Listed) else (),
            count=len(source) if source else 0,
        )
        if now != self.session:
            self.session = now
            now.save(self._session_file)

    def _own_grouping(self) -> bool | None:
        """How the sidebar is grouped, where that is not as the settings say."""
        grouped = self.sidebar.grouped
        return None if grouped == self.library.settings.sidebar.grouped else grouped

    # -- what other processes do

    def _look_for_news(self) -> None:
        """Questions may have been added, or the index brought up to them, by another process."""
        change, indexed = self.library.store.change, self.library.index.state()
        is_first = self._known == (0, None)
        if (change, indexed) != self._known and (is_first or change == indexed):
            # While another process is still adding, the list stays as it is: keys come first.
            self._known = (change, indexed)
            self._mark_bookmarks()
            self.list.border_title = f"Questions  {self.library.coverage()}".rstrip()
            self._clerk.ask(self.bar.value, typing=self.bar.input.has_focus)
        if change != self._last_change:
            self._waited = 0
        self._waited += change != indexed
        self._last_change = change
        if self._errand.is_on and not self.bar.value and self._waited % _GLANCE == _GLANCE - 1:
            self._list_newest()
        if indexed is None or (is_first and change != indexed) or self._waited > _PATIENCE:
            self._waited = 0
            self._start_indexing()
        if self.library.bookmarks.refresh():
            self._mark_bookmarks()
            for trouble in self.library.bookmarks.troubles:
                self.notify(trouble, severity="warning", timeout=15, markup=False)
        self._save_session()

    def _list_newest(self) -> None:
        """While a sync goes on, what came is shown before it is indexed."""
        source = self.library.newest()
        place = source.place_of(self._open.id) if self._open and self.list.cursor else 0
        self._list(source, self.list.cursor if place is None else place)

    def _start_indexing(self) -> None:
        if not self._is_indexing:
            self._is_indexing = True
            self.run_worker(self._index(), exit_on_error=False)

    async def _index(self) -> None:
        trouble = await clerk.index(
            lambda done, total: self._tell(f"Indexing {done:,} of {total:,} …")
        )
        self._tell(trouble or (HOW_TO_ADD if self.library.holds_only_seeds else ""))
        self._is_indexing = bool(trouble)
        # What was asked of an index that was not there is asked again.
        self._known = (self._known[0], None)
        self._look_for_news()

    def _tell(self, text: str) -> None:
        status = self.query_one("#status", Static)
        status.update(text)
        status.set_class(bool(text), "-told")

    # -- searching

    @on(SearchBar.Changed)
    def _typed(self, message: SearchBar.Changed) -> None:
        self._clerk.ask(message.text, typing=True)

    @on(SearchBar.Submitted)
    def _submitted(self) -> None:
        self._clerk.ask(self.bar.value, typing=False)
        self.show_pane("list")

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
        if looked.trouble:
            self.bar.count = looked.trouble
            return
        source = self.library.listed(looked.ids)
        is_new = self.bar.value != self._words
        self._words = self.bar.value
        place = None if is_new or self._open is None else source.place_of(self._open.id)
        if not is_new and place is None and not looked.is_all:
            return
        self.bar.notice = looked.notice
        self._is_all = looked.is_all
        self.list.nothing = f"No question matches {self.bar.value}. Escape in / clears the search."
        self._list(source, place or 0)
        self.answer.mark(self._matches)

    def _matches(self, text: str) -> list[tuple[int, int]]:
        return self.library.marks(self.bar.value, text, typing=self.bar.input.has_focus)

    def _list(self, source: object, cursor: int = 0) -> None:
        if isinstance(source, Listed):
            self.list.set_source(source, cursor)
            self._show_position()
            if (current := self.list.current) is not None:
                self.open(current)
            else:
                self._show_nothing()

    def _show_position(self) -> None:
        """Which of how many. Not in the frame: that would paint all of the list with each row."""
        total = len(self.list.source) if self.list.source else 0
        more = "" if self._is_all else "+ …"
        self.bar.count = f"{self.list.cursor + 1:,} of {total:,}{more}" if total else "none"

    # -- reading

    def open(self, listing: Row, *, again: bool = False) -> None:
        """Fill the other panes in the same frame in which the list moves."""
        self._show_position()
        if self._open is not None and listing.id == self._open.id and not again:
            return
        if self._open is None or self._open.id != listing.id:
            self._is_compared = False
        self._open = listing
        if listing.is_clipped:
            self._errand.first(listing.id)
        try:
            reading = self.library.read(listing.id, mended=self._mended)
        except WransError as error:
            self._show_nothing()
            self.notify(str(error), severity="error", markup=False)
            return
        page = page_of(
            reading,
            is_gone=listing.is_gone,
            is_syncing=self._errand.is_on,
            transfers=self.library.transfers(listing.id),
        )
        self.answer.show(page, self._matches, keep_place=again)
        self.sidebar.entities = reading.entities

    def _show_nothing(self) -> None:
        from wrans.panes.page import Page

        self._open = None
        self.answer.show(Page(title=" "), self._matches)
        self.sidebar.entities = ()

    @on(QuestionList.Chosen)
    def _opened(self, message: QuestionList.Chosen) -> None:
        if message.lines is self.list:
            self.show_pane("answer")

    @on(AnswerView.Stopped)
    def _stopped(self, message: AnswerView.Stopped) -> None:
        if not isinstance(message.span.about, str | None):
            self.sidebar.follow(message.span.about)  # type: ignore[arg-type]

    @on(AnswerView.Chosen)
    def _chosen(self, message: AnswerView.Chosen) -> None:
        self._choose(message.span)

    def _choose(self, span: Span) -> None:
        """Open a link or a cited question; search for a sum or place."""
        if span.role == "link" and isinstance(span.about, str):
            self._open_url(span.about)
        elif span.role == "reference":
            self.search_for(f"uin:{span.about.uins[0]}")  # type: ignore[union-attr]
        else:
            self.action_search_entity()

    @on(EntitySidebar.Opened)
    def _go_to_entity(self, message: EntitySidebar.Opened) -> None:
        self.answer.go_to(message.entity)
        if self.panes.has_class("-zoomed") or self.screen.has_class("-narrow", "-short"):
            self.show_pane("answer")

    # -- panes

    def show_pane(self, name: str) -> None:
        """Go to a pane."""
        self._pane = name
        for pane in PANES:
            self.panes.set_class(pane == name, f"-on-{pane}")
        {"list": self.list, "answer": self.answer, "sidebar": self.sidebar}[name].focus()

    def action_show_list(self) -> None:
        """Go to the list."""
        self.panes.remove_class("-sidebar-instead")
        self.show_pane("list")

    def action_show_answer(self) -> None:
        """Go to the answer."""
        self.show_pane("answer")

    def action_show_sidebar(self) -> None:
        """Go to sums and places."""
        self.panes.add_class("-sidebar-instead")
        self.show_pane("sidebar")

    def action_sidebar(self) -> None:
        """On a small screen: sums and places, or the list."""
        if self._pane == "sidebar":
            self.action_show_list()
        else:
            self.action_show_sidebar()

    def action_next_pane(self) -> None:
        """Go to the pane after this."""
        self._turn(1)

    def action_previous_pane(self) -> None:
        """Go to the pane before this."""
        self._turn(-1)

    def _turn(self, step: int) -> None:
        name = PANES[(PANES.index(self._pane) + step) % len(PANES)]
        self.panes.set_class(name == "sidebar", "-sidebar-instead")
        self.show_pane(name)

    def action_zoom(self) -> None:
        """Give this pane the whole screen, or give it back."""
        self.panes.toggle_class("-zoomed")
        self.show_pane(self._pane)

    async def action_back(self) -> None:
        """One step back: to the list, out of the zoom, to everything."""
        if self._pane != "list":
            self.action_show_list()
        elif self.panes.has_class("-zoomed"):
            self.action_zoom()
        elif self.bar.value:
            self.search_for("")

    def on_descendant_focus(self) -> None:
        """A click moves the focus too."""
        for name, pane in (("list", self.list), ("answer", self.answer), ("sidebar", self.sidebar)):
            if pane.has_focus and self._pane != name:
                self.show_pane(name)

    # -- commands

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Commands that cannot apply now are not offered."""
        if action == "answer" and parameters:
            name = str(parameters[0])
            return self.answer.has_matches if "match" in name else self.answer.has_stops
        if action in ("search", "help"):
            return not isinstance(self.focused, Input)
        if action == "undo":
            return self.library.bookmarks.can_undo
        return True

    def action_search(self) -> None:
        """Type words."""
        self.bar.begin()

    def action_answer(self, name: str) -> None:
        """Something that the answer view does, wherever the focus is."""
        getattr(self.answer, f"action_{name}")()

    def action_next_question(self) -> None:
        """The next question of the list."""
        self.list.action_down()

    def action_previous_question(self) -> None:
        """The question before."""
        self.list.action_up()

    def action_as_published(self) -> None:
        """Broken words as published, or mended."""
        self._mended = not self._mended
        if self._open:
            self.open(self._open, again=True)
        self._say("Broken words are mended" if self._mended else "Words are shown as published")

    def action_compare(self) -> None:
        """What changed in this answer, or the answer again."""
        if self._open is None:
            return
        if self._is_compared:
            self._is_compared = False
            self.open(self._open, again=True)
        elif comparison := self.library.comparison(self._open.id):
            self._is_compared = True
            self.answer.show(compared(self.answer.page, comparison), self._matches)
        else:
            self._say("No other version of this answer is known")

    def action_sync(self) -> None:
        """Fetch what Parliament has published, or stop."""
        if self._errand.is_on:
            self._errand.stop()
        else:
            self.run_worker(self._sync(), exit_on_error=False)

    async def _sync(self) -> None:
        def tell(done: int, total: int, what: str) -> None:
            self._tell(f"Syncing {what}" + (f", {done:,} of {total:,}" if total else ""))

        self._tell("Syncing …")
        told = await self._errand.run(tell)
        self._tell("")
        self.notify(told, timeout=8, markup=False)
        self._look_for_news()
        if self.library.store.change != self.library.index.state():
            self._start_indexing()

    def action_search_entity(self) -> None:
        """Search for the chosen sum or place."""
        span = self.answer.span
        chosen = self.sidebar.entity if self._pane == "sidebar" else span.about if span else None
        query = self.library.query_for(chosen)
        if query:
            self.search_for(query)
            self.show_pane("list")

    def action_theme(self) -> None:
        """The next theme."""
        names = sorted(self.available_themes, key=lambda name: (not name.startswith("wrans"), name))
        self.theme = names[(names.index(self.theme) + 1) % len(names)]
        self._say(f"Theme {self.theme}")

    def _say(self, text: str) -> None:
        self.notify(text, timeout=3, markup=False)

    # -- copying and opening

    def action_copy_citation(self) -> None:
        """Copy a citation of this question."""
        if self._open:
            text = self.library.citation(self.library.store.question(self._open.id))
            clipboard.copy(self, text)
            self._say(f"Copied: {text}")

    def action_copy_answer(self) -> None:
        """Copy what is selected, or the whole."""
        text = self.screen.get_selected_text() or self.answer.plain_text()
        clipboard.copy(self, text)
        self._say(f"Copied {len(text):,} characters")

    def action_open_page(self) -> None:
        """Open the chosen link, or the official page."""
        span = self.answer.span
        if span and span.role == "link" and isinstance(span.about, str):
            self._open_url(span.about)
        elif self._open and self._open.key.url:
            self._open_url(self._open.key.url)
        else:
            self._say("This question came from a page without a UIN; it has no known official page")

    def _open_url(self, url: str) -> None:
        if not url.startswith(("https://", "http://")):
            return
        if os.environ.get("SSH_CONNECTION"):
            clipboard.copy(self, url)
            self._say(f"Copied, to be opened on your side: {url}")
        else:
            self.open_url(url)
            self._say(f"Opening {url}")

    # -- bookmarks

    def _bookmarked(self) -> frozenset[Key]:
        return frozenset(bookmark.key for bookmark in self.library.bookmarks)

    def _mark_bookmarks(self) -> None:
        self.list.bookmarked = self._bookmarked()
        self.refresh_bindings()

    def action_bookmark(self) -> None:
        """Mark this question, or let it go."""
        if self._open:
            self._change_bookmarks(self._toggle)

    def _toggle(self) -> str:
        assert self._open
        if self.library.has_note(self._open.key) and self._asked_of != self._open.key:
            self._asked_of = self._open.key
            return "This mark has a note or tags; the same key again lets it go"
        self._asked_of = None
        is_kept = self.library.toggle_bookmark(self._open.key, self._open.heading)
        return f"{'Marked' if is_kept else 'No longer marked'}: {self._open.heading}"

    def action_undo(self) -> None:
        """Take back the last change to the bookmarks."""
        self._change_bookmarks(lambda: self.library.bookmarks.undo() or "Nothing to undo")

    def _change_bookmarks(self, change: Callable[[], str]) -> None:
        try:
            told = change()
            # A mark that waits for the file to be readable again is no plain success.
            self._say("  ".join([told, *self.library.bookmarks.troubles]))
        except WransError as error:
            self.notify(str(error), severity="error", timeout=10, markup=False)
        self._mark_bookmarks()

    def action_bookmarks(self) -> None:
        """List the questions that are marked."""
        from wrans.panes.bookmarks_view import BookmarksView

        def remove(key: Key) -> None:
            self._change_bookmarks(lambda: self.library.remove_bookmark(key))

        view = BookmarksView(lambda: list(self.library.bookmarks), remove, self.action_undo)
        self.push_screen(view, self._go_to_bookmark)

    def _go_to_bookmark(self, key: Key | None) -> None:
        if key is None:
            return
        try:
            listing = self.library.find(str(key))[0]
        except NoSuchQuestion as error:
            self.notify(str(error), severity="warning", markup=False)
            return
        source = self.list.source
        place = source.place_of(listing.id) if isinstance(source, Listed) else None
        if place is None:
            self._words = self.bar.value = "is:bookmarked"
            self._open = listing
            self._clerk.ask("is:bookmarked", typing=False)
            self.open(listing, again=True)
        else:
            self._list(source, place)
        self.show_pane("answer")

    def action_help(self) -> None:
        """Find a command by name, and run it."""
        from wrans.panes.palette import Palette

        self.push_screen(
            Palette(choices(self.library.settings.keys), QuestionList.LEGEND), self.run_command
        )

    def run_command(self, name: str | None) -> None:
        """Do what a command says, in the pane that it belongs to."""
        if name is None:
            return
        pane = {"list": self.list, "answer": self.answer, "sidebar": self.sidebar}[self._pane]
        for target in (self, pane, self.answer, self.sidebar):
            action = getattr(target, f"action_{name}", None)
            if action is not None:
                self.call_next(action)
                return


def open_reader() -> int:
    """Open the reader; its exit status."""
    gc.disable()
    library = Library()
    library.add_seeds_if_empty()
    file = paths.state_dir() / "session.json"
    reader = Reader(library, Session.load(file), file)
    reader.run()
    return reader.return_code or 0
