"""Where files are: those shipped with the program, and the user's own."""

import os
import sys
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from platformdirs import PlatformDirs

_ON_LINUX: Final = {
    "config": ".config", "data": ".local/share", "cache": ".cache", "state": ".local/state",
}  # fmt: skip
BEAT: Final = 1.0


def shipped(name: str) -> Path:
    """The folder ``config`` or ``seeds``: in the package (a wheel) or in the checkout."""
    here = Path(__file__).parent
    inside = here / name
    return inside if inside.is_dir() else here.parents[1] / name


@cache
def _dirs() -> "PlatformDirs":
    from platformdirs import PlatformDirs

    return PlatformDirs("wrans", appauthor=False)


def _folder(kind: str) -> Path:
    """The user's folder for a kind of files, as platformdirs has it, which takes long to load."""
    if sys.platform == "linux" and "ANDROID_ROOT" not in os.environ:
        for told, below in ((f"XDG_{kind.upper()}_HOME", ""), ("HOME", _ON_LINUX[kind])):
            if (path := os.environ.get(told, "")).startswith("/"):
                return Path(path, below, "wrans")
    return Path(getattr(_dirs(), f"user_{kind}_dir"))


def config_dir() -> Path:
    """Precious: ``settings.toml`` and ``bookmarks.toml``."""
    return _folder("config")


def data_dir() -> Path:
    """Costly: ``record.sqlite``, every question that was added."""
    return _folder("data")


def cache_dir() -> Path:
    """Disposable: the index."""
    return _folder("cache")


def state_dir() -> Path:
    """The last session, and changes that could not be written yet."""
    return _folder("state")


def sync_lock() -> Path:
    """Held by the one process that syncs, which touches it every ``BEAT`` seconds."""
    return data_dir() / "sync.lock"


def reader_lock() -> Path:
    """Held, together with others, by every reader that is open."""
    return state_dir() / "reader.lock"


def session_file() -> Path:
    """Where the reader was when it was last at rest."""
    return state_dir() / "session.json"
