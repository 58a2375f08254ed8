"""Coming back to where the reader was left."""

import gc
from pathlib import Path

from wrans.desk.desk import Desk
from wrans.library import PAGE, Listed
from wrans.records import Key
from wrans.session import Session


class Returning(Desk):
    """Notes the place, the query and the layout, and goes back to them at the next start."""

    _session_file: Path | None
    _wants_timeline: bool | None
    _stayed_at: tuple[Key | None, str] = (None, "")
    _stayed = 0
    """Seconds without a move."""

    def _choose_theme(self) -> None:
        """The theme that was changed to last, unless the settings were changed since."""
        session, wanted = self.session, self.library.settings.screen.theme
        if session.theme and session.theme_over in ("", wanted):
            wanted = session.theme
        self.theme = wanted if wanted in self.available_themes else "wrans-dark"

    def _go_to_last_question(self) -> None:
        """Its row where that is known at once; else the question, and its row when that is."""
        source, number = self.list.source, self._last_question()
        if number is None or not isinstance(source, Listed):
            self._list(source)
            return
        place = source.place_of(number)
        if place is None and not self.session.query:
            place = self.library.store.place_of(number)
        if place is None:
            for listing in self.library.store.listings([number]):
                self.open(listing)
        else:
            self._list(source, place)

    def _last_question(self) -> int | None:
        try:
            return self.library.store.find(Key.parse(self.session.question))
        except ValueError:
            return None

    def _session_now(self) -> Session:
        source, settings = self.list.source, self.library.settings
        is_own_theme = self.theme != settings.screen.theme
        is_own_grouping = self.sidebar.grouped != settings.sidebar.grouped
        return Session(
            query=self.bar.value,
            typed=self._clerk.asked.typed,
            question=str(self._open.key) if self._open else "",
            pane=self._pane,
            zoomed=self.panes.has_class("-zoomed"),
            sidebar_instead=self.panes.has_class("-sidebar-instead"),
            grouped=self.sidebar.grouped if is_own_grouping else None,
            sorted_out=self.sidebar.sorted_out,
            theme=self.theme if is_own_theme else "",
            theme_over=settings.screen.theme if is_own_theme else "",
            ids=tuple(source.ids[:PAGE]) if isinstance(source, Listed) else (),
            count=len(source) if source else 0,
            ranked=self._clerk.asked.ranked,
            facets="facets" in self._more_panes,
            timeline=self._wants_timeline,
        )

    def _save_session(self) -> None:
        if self._session_file is None or self._open is None:
            return
        now = self._session_now()
        if now != self.session:
            self.session = now
            now.save(self._session_file)

    def _save_session_at_rest(self) -> None:
        """Note where we are once the user stays there, and tidy up: keys come first."""
        here = self._open.key if self._open else None, self.bar.value
        self._stayed = self._stayed + 1 if here == self._stayed_at else 0
        self._stayed_at = here
        if self._stayed:
            self._save_session()
        if self._stayed == 1:
            gc.collect()
