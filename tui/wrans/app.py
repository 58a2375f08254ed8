"""The reader: three panes over the library."""

import asyncio
import gc
import os
import signal
from pathlib import Path
from typing import ClassVar, Final

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container
from textual.widgets import Footer, Input, Static

from wrans import company, paths
from wrans.clerk import Asked, Clerk, Errand, Looked
from wrans.commands import bindings, is_command, shipped_keys
from wrans.desk.arranging import PANES
from wrans.desk.counting import Counting
from wrans.desk.following import HOW_TO_ADD, Following
from wrans.desk.keeping import Keeping
from wrans.desk.mapping import Mapping
from wrans.desk.marking import Marking
from wrans.desk.noting import Noting
from wrans.desk.reckoning import Reckoning
from wrans.desk.returning import Returning
from wrans.desk.suggesting import Suggesting
from wrans.desk.taking import Taking
from wrans.errors import WransError
from wrans.library import Library, Listed
from wrans.opening import choices, compared, page_of
from wrans.panes.answer_view import AnswerView
from wrans.panes.entity_sidebar import EntitySidebar
from wrans.panes.page import Span
from wrans.panes.question_list import Listing as Row
from wrans.panes.question_list import QuestionList
from wrans.panes.search_bar import SearchBar
from wrans.panes.selecting import PanesScreen
from wrans.session import Session
from wrans.themes import themes

_WIDTHS: Final = ((0, "-slim"), (24, "-narrow"), (72, "-two"), (112, "-three"), (160, "-wide"))
_HEIGHTS: Final = ((0, "-flat"), (6, "-short"), (18, "-tall"), (40, "-high"))


class Reader(
    Counting,
    Following,
    Keeping,
    Mapping,
    Marking,
    Noting,
    Reckoning,
    Returning,
    Suggesting,
    Taking,
):
    """Reads the library."""

    CSS_PATH = "wrans.tcss"
    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("", "answer")]
    HORIZONTAL_BREAKPOINTS = list(_WIDTHS)  # noqa: RUF012 - Textual declares it so
    VERTICAL_BREAKPOINTS = list(_HEIGHTS)  # noqa: RUF012

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
        self._clerk = Clerk(
            self.found, Asked(session.query, typed=session.typed, ranked=session.ranked)
        )
        self._clerk.damaged = self._start_mending
        self._clerk.bounded = self._bounded
        self._errand = Errand()
        self._is_compared = False
        self._read_at = 0
        self._is_begun = False
        self._open: Row | None = None
        self._words = session.query
        self._pane = "list"
        self._is_all, self._at_least = True, 0
        self._more_panes = {}
        self._is_ranked = session.ranked and bool(session.query)
        self._is_reordered = False
        for theme in themes(settings):
            self.register_theme(theme)
        self._choose_theme()
        # Textual lays the whole keymap over every widget at every key: only what differs goes in.
        shipped = shipped_keys()
        own = {name: keys for name, keys in settings.keys.items() if keys != shipped[name]}
        if own:
            self.set_keymap(own)

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Our roles' colours, for themes that do not know them."""
        ours = "wrans-dark" if self.current_theme.dark else "wrans-light"
        return dict(self.library.settings.themes[ours]["variables"])

    def refresh_css(self, animate: bool = True) -> None:
        """New colours, for all that is on the screen; before there is anything, they are enough."""
        if self._is_begun:
            super().refresh_css(animate)
        else:
            self.stylesheet.set_variables(self.get_css_variables())

    def get_default_screen(self) -> PanesScreen[None]:
        """What lies under all others, laid out for this size at once."""
        width, height = self.size
        names = [
            next(name for least, name in reversed(steps) if size >= least)
            for size, steps in ((width, _WIDTHS), (height, _HEIGHTS))
        ]
        return PanesScreen(id="_default", classes=" ".join(names))

    # -- coming and going

    def compose(self) -> ComposeResult:
        """The search bar, the panes and the footer."""
        self._is_begun = True
        settings, grouped = self.library.settings, self.session.grouped
        self.bar = SearchBar(self.session.query)
        self.list = QuestionList(dates=settings.list.dates, classes="pane")
        self.answer = AnswerView(measure=settings.answer.measure, classes="pane")
        self.sidebar = EntitySidebar(
            grouped=settings.sidebar.grouped if grouped is None else grouped,
            sorted_out=self.session.sorted_out,
            classes="pane",
        )
        yield self.bar
        if (timeline := self._make_timeline()) is not None:
            yield timeline
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
        if self.library.has_bookmarks:
            self.list.bookmarked = self._bookmarked()
        library, session = self.library, self.session
        first = library.listed(session.ids, session.count) if session.query else library.newest()
        self.list.set_source(first)
        self.show_pane(session.pane if session.pane in PANES else "list")
        self.call_after_refresh(self._go_on)

    def _go_on(self) -> None:
        """The list is on the screen: open its question, and begin to search."""
        gc.freeze()
        # At the usual thresholds one key in twenty pays for a collection.
        gc.set_threshold(100_000, 50, 100)
        gc.enable()
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGHUP):
            loop.add_signal_handler(number, self._end_by, number)
        self._show_marks()
        self.list.moved = self.open
        self._go_to_last_question()
        for trouble in (
            *self._troubles,
            *self.library.bookmarks.troubles,
            *self.library.place_troubles(),
            self.library.store.notice,
        ):
            if trouble:
                self.notify(trouble, severity="warning", timeout=15, markup=False)
        if self.library.holds_only_seeds:
            self._tell(HOW_TO_ADD)
        self.call_next(self._open_what_was_open)
        self.run_worker(self._clerk.run(), exit_on_error=False)
        self.set_interval(1, self._look_for_news)
        self.set_interval(0.5, self._note_read)
        self._look_for_news()
        if self.library.settings.sync.at_start:
            self.action_sync()

    def _end_by(self, number: int) -> None:
        self.exit(return_code=128 + number)

    async def on_unmount(self) -> None:
        """Note where we were."""
        self._save_session()
        self._errand.stop()
        await self._clerk.stop()

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
        self._forget_counts()
        is_new = self.bar.value != self._words or self._is_reordered
        self._show_order(looked)
        self._words = self.bar.value
        place = None if is_new or self._open is None else source.place_of(self._open.id)
        if not is_new and place is None and not looked.is_all:
            return
        self._heed(looked)
        self.bar.notice = looked.notice
        if looked.notice and not self._clerk.asked.typing and not self.bar.has_room:
            self.notify(looked.notice, markup=False)
        self._is_all, self._at_least = looked.is_all, 0
        self.list.set_source(source, place or 0)
        self._show_position()
        if is_new and self._clerk.asked.typing:
            # Who types looks at the list: it is painted before the answer is read.
            self.call_after_refresh(self._open_current)
        else:
            self._open_current()

    def _open_current(self) -> None:
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
            self._show_position()
            self._open_current()

    def _show_position(self) -> None:
        """Which of how many. Not in the frame: that would paint all of the list with each row."""
        total = max(len(self.list.source) if self.list.source else 0, self._at_least)
        more = "" if self._is_all else "+ …"
        self.bar.count = f"{self.list.cursor + 1:,} of {total:,}{more}" if total else "none"

    # -- reading

    def open(self, listing: Row, *, again: bool = False) -> None:
        """Fill the other panes in the same frame in which the list moves."""
        self._show_position()
        is_same = self._open is not None and self._open.id == listing.id
        if is_same and not again:
            return
        if not is_same:
            self._is_compared = False
        self._open = listing
        if listing.is_clipped:
            self._errand.first(listing.id)
        try:
            self._read_at = self.library.store.change
            reading = self.library.read(listing.id, mended=self._mended)
        except WransError as error:
            self._show_nothing()
            self.notify(str(error), severity="error", markup=False)
            return
        page = page_of(
            reading,
            is_gone=listing.is_gone,
            is_syncing=self._is_syncing,
            transfers=self.library.transfers(listing.id),
        )
        self.answer.show(page, self._matches, keep_place=again)
        self.sidebar.entities = reading.entities
        self._map_corner()

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
            self._follow_on_map(message.span.about)

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

    # -- commands

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Commands that cannot apply now are not offered: most keys are letters while one types."""
        is_typing = isinstance(self.focused, Input) and action not in ("next_pane", "previous_pane")
        if (is_typing or self.screen.is_modal) and (action == "answer" or is_command(action)):
            return False
        if action == "answer" and parameters:
            name = str(parameters[0])
            return self.answer.has_matches if "match" in name else self.answer.has_stops
        if action == "undo":
            return self.library.bookmarks.can_undo
        return True

    def action_search(self) -> None:
        """Type words: to be searched for, or in the panel of counts to find a value."""
        if self._pane == "facets" and self._facets is not None:
            self._facets.begin_filter()
        else:
            self.bar.begin()

    @on(SearchBar.Began)
    def _began(self) -> None:
        self.turn_to("list")

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

    async def action_help(self) -> None:
        """Find a command by name, and run it."""
        from wrans.panes.palette import Palette

        await self.push_screen(
            Palette(choices(self.library.settings.keys), QuestionList.LEGEND), self.run_command
        )

    def run_command(self, name: str | None) -> None:
        """Do what a command says, in the pane that it belongs to."""
        if name is None:
            return
        pane = self._by_name[self._pane]
        for target in (self, pane, self.answer, self.sidebar):
            action = getattr(target, f"action_{name}", None)
            if action is not None:
                self.call_next(action)
                return


def open_reader() -> int:
    """Open the reader; its exit status."""
    from wrans.desk.hanging_up import TerminalDriver  # no test without a terminal needs it

    # Garbage is looked for once the list is on the screen.
    gc.disable()
    library = Library()
    library.add_seeds_if_empty()
    file = paths.session_file()
    reader = Reader(library, Session.load(file), file)
    reader.driver_class = TerminalDriver
    with company.reading():
        reader.run()
    return reader.return_code or 0
