"""What was read, in the reader."""

import time

from wrans.desk.desk import Desk
from wrans.errors import WransError
from wrans.records import Key


class Noting(Desk):
    """Marks a question as read once its answer was in sight for a while, or by a key."""

    _looked_at: Key | None = None
    _looked_since = 0.0
    _noted: Key | None = None
    """Marked already while it lies open: it may be unmarked and stay so."""
    _marks_known: tuple[int, int] | None = None
    _is_told_of_marks = False

    def _show_marks(self) -> None:
        """Have the list say what was read."""
        marks = self.library.read_marks
        self.list.is_read = marks.__contains__
        self._marks_known = marks.version

    def _note_read(self) -> None:
        """Look, now and then, whether the open answer has been in sight for long enough."""
        marks = self.library.read_marks
        if marks.version != self._marks_known:
            # Another reader marked something.
            self._marks_known = marks.version
            self.list.rows_changed()
        if marks.trouble and not self._is_told_of_marks:
            self._is_told_of_marks = True
            self.notify(marks.trouble, severity="warning", timeout=15, markup=False)
        here = self._open.key if self._open and self._is_answer_in_sight else None
        now, wait = time.monotonic(), self.library.settings.answer.read_after
        if here != self._looked_at:
            self._looked_at, self._looked_since, self._noted = here, now, None
        elif here and here != self._noted and 0 < wait <= now - self._looked_since:
            self._noted = here
            self._mark_read(here)

    @property
    def _is_answer_in_sight(self) -> bool:
        return self.answer.display and self.panes.display and not self.screen.is_modal

    def _mark_read(self, key: Key) -> None:
        if key in self.library.read_marks or self._is_told_of_marks:
            return
        try:
            self.library.read_marks.add([key])
        except WransError as error:
            self._is_told_of_marks = True
            self.notify(str(error), severity="warning", timeout=15, markup=False)
        self._paint_marks()

    def action_toggle_read(self) -> None:
        """Mark this question as read, or as unread."""
        if self._open is None:
            return
        key = self._noted = self._looked_at = self._open.key
        try:
            is_read = self.library.toggle_read(key)
            self._say(f"{'Read' if is_read else 'Unread'}: {self._open.heading}")
        except WransError as error:
            self.notify(str(error), severity="error", timeout=10, markup=False)
        self._paint_marks()

    def _paint_marks(self) -> None:
        self._marks_known = self.library.read_marks.version
        current = self.list.current
        if self._open and current and current.id == self._open.id:
            self.list.row_changed(self.list.cursor)
        else:
            self.list.rows_changed()
