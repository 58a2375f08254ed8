"""What was meant, what may be typed, and what made a question be found."""

from textual import on

from wrans.clerk import Looked
from wrans.desk.desk import Desk
from wrans.opening import first_signs
from wrans.panes.page import Composed
from wrans.panes.search_bar import SearchBar


class Suggesting(Desk):
    """Offers the words that were meant, and says how to search."""

    _looked: Looked | None = None

    def _heed(self, looked: Looked) -> None:
        """Keep what the clerk says beside the questions, and offer what was meant."""
        self._looked = looked
        meant = looked.suggestion
        key = first_signs(self.library.settings.keys)["take_suggestion"]
        by_key = f" ({key} takes it)" if key else ""
        nothing = f"No question matches {self.bar.value}."
        more = f"Did you mean {meant}?{by_key}\n" if meant else ""
        self.list.nothing = f"{nothing}\n{more}Escape in / clears the search."
        if meant and len(looked.ids):
            self._tell_meant(f"Did you mean {meant}?{by_key}")

    def _tell_meant(self, told: str) -> None:
        if not self._clerk.asked.typing:
            self.notify(told, timeout=6, markup=False)

    def _matches(self, shown: Composed) -> list[tuple[int, int]]:
        """What was searched for, in a page that is shown."""
        from wrans.index.marks import Shown  # not before something is searched for

        asked = self._clerk.asked
        if not asked.words.strip():
            return []
        return self.library.marks(
            asked.words,
            Shown(shown.text, shown.searched, shown.found_by),
            self._looked.also if self._looked else None,
            typing=asked.typing,
            typed=asked.typed,
        )

    @on(SearchBar.Corrected)
    def action_take_suggestion(self) -> None:
        """Search for the words that were meant."""
        if self._looked and self._looked.suggestion:
            self.search_for(self._looked.suggestion)
            self.show_pane("list")
        else:
            self._say("Every word is one that the record knows")

    @on(SearchBar.Helped)
    async def action_how_to_search(self) -> None:
        """Say what may be searched for."""
        from wrans.index.help import HELP
        from wrans.panes.search_help import SearchHelp

        words = self.bar.value
        told = self.library.explained(words) if words.strip() else ""
        notices = self.library.notices(words) if words.strip() else []
        await self.push_screen(SearchHelp(HELP, words, told, notices), self._try_example)

    def _try_example(self, words: str | None) -> None:
        if words is not None:
            self.search_for(words)
            self.show_pane("list")
