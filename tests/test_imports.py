"""The core works without a screen, and the screen starts without the index."""

import subprocess
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "tui" / "wrans"
CORE = (
    "library",
    "clerk",
    "doctor",
    "fields",
    "printed",
    "indexing",
    "reading",
    "index",
    "index.query",
    "index.words",
    "store",
    "settings",
    "bookmarks",
    "searches",
    "watching",
    "blocks",
    "session",
    "formats",
    "entities",
    "records",
    "toml",
    "paths",
    "errors",
    "cli",
)


def loaded_by(statement: str) -> set[str]:
    """The modules that a fresh Python holds after a statement."""
    told = "import sys; print(*sys.modules)"
    ran = subprocess.run(
        [sys.executable, "-c", f"{statement}\n{told}"], capture_output=True, text=True, check=True
    )
    return set(ran.stdout.split())


@pytest.mark.parametrize("module", CORE)
def test_the_core_does_not_load_textual(module: str) -> None:
    assert not {"textual", "rich"} & loaded_by(f"import wrans.{module}")


def test_the_reader_does_not_load_whoosh() -> None:
    assert "whoosh" not in loaded_by("import wrans.app")


def test_the_reader_opens_without_what_is_needed_later() -> None:
    loaded = loaded_by("import wrans.__main__, wrans.cli.reading, wrans.app")
    later = {"argparse", "tomli_w", "httpx", "wrans.index", "wrans.formats", "wrans.reading"}
    later |= {"wrans.bookmarks", "wrans.entities.money", "wrans.entities.places", "wrans.counting"}
    assert not later & loaded


def test_the_data_classes_that_the_reader_opens_with_are_made_in_no_time() -> None:
    named = loaded_by("import wrans.cli.reading, wrans.app")
    files = [PACKAGE.parent / f"{name.replace('.', '/')}.py" for name in named if "wrans." in name]
    slow = [f.name for f in files if f.exists() and "\nfrom dataclasses import" in f.read_text()]
    assert slow == []


def test_every_room_is_on_the_map() -> None:
    text = (PACKAGE.parents[1] / "docs" / "map.md").read_text("utf-8")
    for file in PACKAGE.iterdir():
        if file.suffix == ".py" and not file.stem.startswith("__"):
            assert f"`{file.name}`" in text, f"docs/map.md does not mention {file.name}"
        elif (file / "__init__.py").exists():
            assert f"`{file.name}/`" in text, f"docs/map.md does not mention {file.name}/"
