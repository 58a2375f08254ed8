"""The reader: three panes over the library."""

import gc
import os
from functools import partial
from pathlib import Path
from typing import ClassVar, Final

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container
from textual.widgets import Input, Static

from wrans import company, paths
from wrans.clerk import Asked, Clerk, Errand
from wrans.commands import bindings, is_command, shipped_keys
from wrans.desk.arranging import PANES
from wrans.desk.following import HOW_TO_ADD, Following
from wrans.desk.keeping import Keeping
from wrans.desk.leaving import Leaving
from wrans.desk.mapping import Mapping
from wrans.desk.marking import Marking
from wrans.desk.noting import Noting
from wrans.desk.reckoning import Reckoning
from wrans.desk.returning import Returning
from wrans.desk.searching import Searching
from wrans.desk.taking import Taking
from wrans.errors import WransError
from wrans.library import Library
from wrans.opening import choices, compared, page_of
from wrans.panes.answer_view import AnswerView
from wrans.panes.entity_sidebar import EntitySidebar
from wrans.panes.foot import Foot
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
    Following,
    Keeping,
    Leaving,
    Mapping,
    Marking,
    Noting,
    Reckoning,
    Returning,
    Searching,
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
        self._clerk.ended = self._tell_end
        self._clerk.failed = partial(self.call_next, self.failed)
        self._clerk.unstarted = partial(self.call_next, self.unstarted)
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
        self.bar.typed = self._typed
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
        yield Foot()

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
        # At the usual thresholds one key in twenty pays for a collection; without any, who types
        # for a minute holds ten megabytes that nobody uses.
        gc.set_threshold(25_000, 10, 100)
        gc.enable()
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
        self._begin(self._clerk.run)
        self.set_interval(1, self._look_for_news)
        self.set_interval(0.5, self._note_read)
        self._look_for_news()
        if self.library.settings.sync.at_start:
            self.action_sync()

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
            past=self.library.past(listing.id, reading.question),
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
        if action == "pause":
            return True
        is_typing = isinstance(self.focused, Input) and action not in ("next_pane", "previous_pane")
        if (is_typing or self.screen.is_modal) and (action == "answer" or is_command(action)):
            return False
        if action == "answer" and parameters:
            name = str(parameters[0])
            return self.answer.has_matches if "match" in name else self.answer.has_stops
        if action == "undo":
            return self.library.bookmarks.can_undo
        return True

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
    # Garbage is looked for once the list is on the screen.
    gc.disable()
    library = Library()
    library.add_seeds_if_empty()
    file = paths.session_file()
    reader = Reader(library, Session.load(file), file)
    with company.reading():
        reader.run()
    return reader.return_code or 0
