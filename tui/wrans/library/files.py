"""What a library is made of: each file is opened when it is first needed."""

import os
from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from wrans import paths
from wrans.store import Store

if TYPE_CHECKING:
    from wrans.bookmarks import Bookmarks
    from wrans.index import Index
    from wrans.searches import Searches
    from wrans.settings import Settings
    from wrans.store.readmarks import ReadMarks

Progress = Callable[[int, int], None]
"""How many are done, of how many; 0 where that is not known yet."""


class Narrated(Protocol):
    """Progress that is also told what is being done."""

    def __call__(self, done: int, total: int, what: str = "", /) -> None:
        """So many are done, of how many."""


class Files:
    """The files of a library."""

    def __init__(self, *, read_only: bool = False) -> None:
        """Open nothing yet: each part is opened when it is first needed."""
        self._read_only = read_only

    @cached_property
    def settings(self) -> "Settings":
        """The user's settings over the shipped ones. Raises SettingsError."""
        from wrans import settings

        return settings.load()

    def forgive_settings(self) -> list[str]:
        """Go on with the shipped settings where the user's are wrong; say what is wrong."""
        from wrans import settings

        self.__dict__["settings"], troubles = settings.load_or_shipped()
        return troubles

    @cached_property
    def bookmarks(self) -> "Bookmarks":
        """The questions that the user marked."""
        from wrans.bookmarks import Bookmarks

        return Bookmarks(*self._bookmark_files)

    @property
    def has_bookmarks(self) -> bool:
        """Can there be any? Told without loading what reads them."""
        return any(file.exists() for file in self._bookmark_files)

    @property
    def _bookmark_files(self) -> tuple[Path, Path]:
        return paths.config_dir() / "bookmarks.toml", paths.state_dir() / "bookmarks.pending"

    @cached_property
    def searches(self) -> "Searches":
        """The searches that the user keeps under a name."""
        from wrans.searches import Searches

        return Searches(
            paths.config_dir() / "searches.toml", paths.state_dir() / "searches.pending"
        )

    @cached_property
    def read_marks(self) -> "ReadMarks":
        """What the user has read."""
        from wrans.store.readmarks import ReadMarks

        return ReadMarks(paths.data_dir() / "read.sqlite", read_only=self._read_only)

    @cached_property
    def store(self) -> Store:
        """Every question that was added."""
        file = paths.data_dir() / "record.sqlite"
        is_sealed = file.exists() and not os.access(file.parent, os.W_OK)
        return Store(file, read_only=is_sealed or (self._read_only and file.exists()))

    @cached_property
    def index(self) -> "Index":
        """The index of the store. It may be behind, or not there yet."""
        from wrans.index import Index
        from wrans.store.extractor import VERSION

        return Index(paths.cache_dir() / "index", VERSION)

    def place_troubles(self) -> tuple[str, ...]:
        """What is wrong in the user's own places, a sentence each."""
        from wrans.entities import own_places

        return own_places.troubles()

    def close(self) -> None:
        """Close the files; the library may be used no more."""
        if "store" in self.__dict__:
            self.store.close()
        if "read_marks" in self.__dict__:
            self.read_marks.close()
