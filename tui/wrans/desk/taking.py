"""Taking something along: a citation, a text, an address."""

import os

from wrans import clipboard
from wrans.desk.desk import Desk


class Taking(Desk):
    """Copies and opens."""

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
