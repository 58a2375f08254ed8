"""What every feature of the reader may count on."""

from abc import abstractmethod
from collections.abc import Callable, Coroutine
from typing import Any

from rich.console import RenderableType
from textual.app import App
from textual.widget import Widget
from textual.widgets import Static
from textual.worker import Worker

from wrans.clerk import Clerk, Errand
from wrans.library import Library
from wrans.panes.answer_view import AnswerView
from wrans.panes.entity_sidebar import EntitySidebar
from wrans.panes.question_list import Listing as Row
from wrans.panes.question_list import QuestionList
from wrans.panes.search_bar import SearchBar
from wrans.session import Session


class Desk(App[None]):
    """The panes, the library, and the question that lies open."""

    library: Library
    session: Session
    bar: SearchBar
    list: QuestionList
    answer: AnswerView
    sidebar: EntitySidebar
    panes: Widget
    _clerk: Clerk
    _errand: Errand
    _open: Row | None
    _is_compared: bool
    _told: RenderableType = ""
    """What the line under the panes says."""
    _read_at: int
    """The store's last change when the open question was read."""
    _pane: str
    _more_panes: dict[str, Widget]
    """The panel of counts and the timeline, while they are to be seen."""
    _is_begun: bool
    _is_ranked: bool
    """Do the best matches stand first?"""
    _is_reordered: bool

    _is_all: bool
    """Are all that match listed, or only the first?"""
    _at_least: int
    """How many there are at least, while all are being looked for."""

    @abstractmethod
    def search_for(self, words: str) -> None:
        """Search for other words than were typed."""

    @abstractmethod
    def open(self, listing: Row, *, again: bool = False) -> None:
        """Fill the other panes in the same frame in which the list moves."""

    @abstractmethod
    def show_pane(self, name: str) -> None:
        """Go to a pane."""

    @abstractmethod
    def turn_to(self, name: str) -> None:
        """Have a pane in sight, wherever keys go."""

    @abstractmethod
    def _list(self, source: object, cursor: int = 0) -> None: ...

    @abstractmethod
    def _show_position(self) -> None: ...

    @abstractmethod
    def _tell_coverage(self) -> None: ...

    @abstractmethod
    def _show_nothing(self) -> None: ...

    @abstractmethod
    def _mark_bookmarks(self) -> None: ...

    @abstractmethod
    def _save_session(self) -> None: ...

    @abstractmethod
    def _save_session_at_rest(self) -> None: ...

    @property
    def _is_syncing(self) -> bool:
        """Does this reader sync, or anything else?"""
        return self._errand.is_on or self.library.is_syncing

    def _begin(self, work: Callable[[], Coroutine[Any, Any, None]]) -> Worker[None]:
        """Work beside everything else. Not before it is its turn: who leaves may be sooner."""
        return self.run_worker(work, exit_on_error=False)

    def _say(self, text: str) -> None:
        self.notify(text, timeout=2, markup=False)

    def _tell(self, text: RenderableType) -> None:
        self._told = text
        status = self.query_one("#status", Static)
        status.update(text)
        status.set_class(bool(text), "-told")
