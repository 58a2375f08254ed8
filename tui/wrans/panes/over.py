"""What lies over the panes until it is closed."""

from typing import Generic, TypeVar

from textual.await_complete import AwaitComplete
from textual.screen import ModalScreen

from wrans.panes.selecting import PanesScreen

Result = TypeVar("Result")


class Over(ModalScreen[Result], PanesScreen[Result], Generic[Result]):
    """A view over the panes. It closes once, however many keys come in one breath."""

    def dismiss(self, result: Result | None = None) -> AwaitComplete:
        """Close, unless that was done already: Textual would close what lies below."""
        if self.app.screen_stack[-1] is not self:
            return AwaitComplete()
        return super().dismiss(result)
