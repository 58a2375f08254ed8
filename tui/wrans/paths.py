"""Where files are: those shipped with the program, and the user's own."""

from functools import cache
from pathlib import Path
from typing import Final

from platformdirs import PlatformDirs

BEAT: Final = 1.0


def shipped(name: str) -> Path:
    """The folder ``config`` or ``seeds``: in the package (a wheel) or in the checkout."""
    here = Path(__file__).parent
    inside = here / name
    return inside if inside.is_dir() else here.parents[1] / name


@cache
def _dirs() -> PlatformDirs:
    return PlatformDirs("wrans", appauthor=False)


def config_dir() -> Path:
    """Precious: ``settings.toml`` and ``bookmarks.toml``."""
    return Path(_dirs().user_config_dir)


def data_dir() -> Path:
    """Costly: ``record.sqlite``, every question that was added."""
    return Path(_dirs().user_data_dir)


def cache_dir() -> Path:
    """Disposable: the index."""
    return Path(_dirs().user_cache_dir)


def state_dir() -> Path:
    """The last session, and changes that could not be written yet."""
    return Path(_dirs().user_state_dir)


def sync_lock() -> Path:
    """Held by the one process that syncs, which touches it every ``BEAT`` seconds."""
    return data_dir() / "sync.lock"


def reader_lock() -> Path:
    """Held, together with others, by every reader that is open."""
    return state_dir() / "reader.lock"


def session_file() -> Path:
    """Where the reader was when it was last at rest."""
    return state_dir() / "session.json"
