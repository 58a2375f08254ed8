"""What several tests stand on: folders of their own, and the real records where they are."""

from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture(autouse=True)
def _own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test reads or writes the real user's folders."""
    for kind in ("CONFIG", "DATA", "CACHE", "STATE"):
        monkeypatch.setenv(f"XDG_{kind}_HOME", str(tmp_path / kind.lower()))
    monkeypatch.delenv("NO_COLOR", raising=False)
    from wrans import paths

    paths._dirs.cache_clear()


@pytest.fixture
def seeds() -> Path:
    """The client's sample documents."""
    return ROOT / "seeds"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder with real records and gold sets, where it stands beside the project."""
    folder = ROOT.parent / "shared"
    if not (folder / "data").is_dir():
        pytest.skip("the real records are not on this machine (no ../shared/data)")
    return folder
