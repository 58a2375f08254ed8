"""Fill in what the program itself says: its keys in README, and commands with their real output.

Run by ``make docs``, with the pictures of the reader; a test sees that nothing is out of date.
"""

import asyncio
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
KEYS = re.compile(r"(\| keys \| \|\n\| --- \| --- \|\n)(?:.*\n)*?\n")
SEARCH = re.compile(r"(\$ wrans search invested\n)(?:.*\n)*?```")
LEDGER = re.compile(r"(\$ wrans ledger calais\n)(?:.*\n)*?```")


def key_table() -> str:
    """Every command with its keys."""
    from wrans.commands import COMMANDS, shipped_keys
    from wrans.opening import signs

    return "".join(
        f"| {' '.join(f'`{s}`' for s in signs(shipped_keys()[c.name]))} | {c.help} |\n"
        for c in COMMANDS
    )


def output(*words: str) -> str:
    """What a command prints of the sample."""
    ran = subprocess.run(
        [sys.executable, "-m", "wrans", *words],
        capture_output=True,
        text=True,
        check=True,
        env=os.environ | {"COLUMNS": "120"},
    )
    return ran.stdout


def readme() -> str:
    """README as it should be."""
    text = (ROOT / "README.md").read_text("utf-8")
    text = KEYS.sub(lambda m: f"{m[1]}{key_table()}\n", text.replace("KEYS\n", ""))
    return SEARCH.sub(lambda m: f"{m[1]}{output('search', 'invested')}```", text)


def sums_and_places() -> str:
    """The page about sums and places as it should be."""
    text = (ROOT / "docs" / "sums-and-places.md").read_text("utf-8")
    return LEDGER.sub(lambda m: f"{m[1]}{output('ledger', 'calais')}```", text)


async def picture() -> str:
    """The reader on the sample, as SVG."""
    from wrans.app import Reader
    from wrans.library import Library
    from wrans.session import Session

    library = Library()
    library.add_seeds_if_empty()
    library.catch_up()
    app = Reader(library, Session())
    async with app.run_test(size=(120, 32)) as pilot:
        await pilot.pause(1)
        app.search_for("border")
        await pilot.pause(1)
        await pilot.press("s")
        await pilot.pause(0.3)
        shown = app.export_screenshot(title="wrans")
    return _without_fonts(shown)


async def map_picture() -> str:
    """The map of the sample's places, as SVG."""
    from wrans.app import Reader
    from wrans.library import Library
    from wrans.session import Session

    library = Library()
    library.add_seeds_if_empty()
    library.catch_up()
    app = Reader(library, Session())
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause(1)
        await pilot.press("M", "p")
        await pilot.pause(1)
        shown = app.export_screenshot(title="wrans")
    return _without_fonts(shown)


async def ledger_picture() -> str:
    """The ledger of the sample, as SVG."""
    from wrans.app import Reader
    from wrans.library import Library
    from wrans.session import Session

    library = Library()
    library.add_seeds_if_empty()
    library.catch_up()
    app = Reader(library, Session())
    async with app.run_test(size=(110, 22)) as pilot:
        await pilot.pause(1)
        await pilot.press("l")
        await pilot.pause(2)
        shown = app.export_screenshot(title="wrans")
    return _without_fonts(shown)


def _without_fonts(shown: str) -> str:
    """Fonts from elsewhere are no part of a picture that stands in a repository."""
    return re.sub(r"@font-face \{[^}]*\}\s*", "", shown)


def main() -> None:
    """Write README, the page about sums and places, and the pictures."""
    (ROOT / "README.md").write_text(readme(), "utf-8")
    (ROOT / "docs" / "reader.svg").write_text(asyncio.run(picture()), "utf-8")
    (ROOT / "docs" / "sums-and-places.md").write_text(sums_and_places(), "utf-8")
    (ROOT / "docs" / "ledger.svg").write_text(asyncio.run(ledger_picture()), "utf-8")
    (ROOT / "docs" / "map.svg").write_text(asyncio.run(map_picture()), "utf-8")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as home:
        for kind in ("CONFIG", "DATA", "CACHE", "STATE"):
            os.environ[f"XDG_{kind}_HOME"] = f"{home}/{kind}"
        main()
