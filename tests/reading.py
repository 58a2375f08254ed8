"""The real reader, driven as a person drives it, and what can be seen of it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from textual.pilot import Pilot

from wrans import formats, paths
from wrans.app import Reader
from wrans.library import Library
from wrans.panes.picker import Picker
from wrans.session import Session


class Driver:
    """A reader that is open."""

    def __init__(self, app: Reader, pilot: Pilot[Any]) -> None:
        self.app = app
        self.pilot = pilot
        self.list, self.answer, self.sidebar = app.list, app.answer, app.sidebar

    async def press(self, *keys: str) -> None:
        """Press keys, and wait for what they do."""
        await self.pilot.press(*keys)
        await self.pilot.pause()

    async def do(self, command: str) -> None:
        """Carry out a command by its name: keys may move."""
        self.app.run_command(command)
        await self.pilot.pause()
        await self.pilot.pause()

    async def search(self, words: str) -> None:
        """Type words, and wait until what they find is on the screen."""
        await self.press("slash")
        self.app.bar.input.value = ""
        for letter in words:
            await self.pilot.press("space" if letter == " " else letter)
        await self.until(lambda: self.app._words == words)
        await self.press("enter")
        await self.settled()

    async def settled(self) -> None:
        """Wait until nothing is asked any more."""
        await self.until(lambda: not self.app.bar.count.endswith("…"))
        await self.pilot.pause(0.05)

    async def until(self, holds: Any, seconds: float = 20) -> None:
        """Wait until something holds."""
        for _ in range(int(seconds * 50)):
            await self.pilot.pause(0.02)
            if holds():
                return
        raise TimeoutError(f"it never held; the list: {self.rows[:5]}, {self.app.bar.count!r}")

    @property
    def view(self) -> Picker[Any, Any]:
        """The view that lies over the panes."""
        assert isinstance(self.app.screen, Picker)
        return self.app.screen

    @property
    def rows(self) -> list[str]:
        """The rows in the list's window, each with all its lines."""
        tall, lines = self.list.lines_a_row, self.list.lines
        return [" ".join(lines[at : at + tall]) for at in range(0, len(lines), tall)]


@asynccontextmanager
async def reading(
    *documents: Path,
    size: tuple[int, int] = (120, 36),
    session: Session | None = None,
    read_after: float = 0,
) -> AsyncIterator[Driver]:
    """A reader of a library that holds the documents, its index built.

    No question counts as read by itself, unless ``read_after`` says after how many seconds.
    """
    library = Library()
    for document in documents:
        library.add(formats.read_path(document))
    library.add_seeds_if_empty()
    library.catch_up()
    file = paths.session_file()
    app = Reader(library, session or Session.load(file), file)
    answer = replace(library.settings.answer, read_after=read_after)
    library.__dict__["settings"] = replace(library.settings, answer=answer)
    async with app.run_test(size=size) as pilot:
        driver = Driver(app, pilot)
        await driver.until(lambda: app.bar.count != "")
        await pilot.pause(0.1)
        yield driver
        # As it ends of itself: what is under way comes to its end while its panes are there.
        app.exit()
        while app.is_running:
            await asyncio.sleep(0.005)
    library.close()
