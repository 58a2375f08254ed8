"""Whatever keys come, however fast and in whatever window, the reader goes on.

WRANS_KEYS=5000 types more of them, WRANS_KEYS_SEED others.
"""

import os
import random
import signal
import sys
from pathlib import Path
from typing import Final

import pytest

from terminal import Terminal
from wrans import paths

_COUNT: Final = int(os.environ.get("WRANS_KEYS", "250"))
_SEED: Final = int(os.environ.get("WRANS_KEYS_SEED", "1"))
_SIZES: Final = (
    (80, 24), (200, 60), (40, 10), (120, 36), (160, 44), (20, 5), (60, 20), (300, 80), (10, 3)
)  # fmt: skip
# All that the keys file names but for what leaves the program, goes to the network or a browser.
_LETTERS: Final = "bsSpPnNJLKHz'luxwWfyYhcFTOMtV123e?vad][" + "jkgG " * 4
_OTHERS: Final = (
    *["\t", "\x1b[Z", "\x04", "\x15", "\x19", "\x1bOP", "\x7f", "\x1b[H", "\x1b[F"],
    *["\r", "\r\r", "\x1b", "\x1b", "\x1b[A", "\x1b[B", "\x1b[C", "\x1b[D", "\x1b[5~", "\x1b[6~"],
)
_WORDS: Final = (
    'borders|france|has:table|money:>1m|in:wales|tabled:2024|"of the"|a|zzzz|pensoin|(gp OR|'
    "near:london~50|is:unread|-nhs|uin:1|place:lond|is:bookmarked|é\u202e|heading:bor|x*y"
).split("|")
_NO_KEYS: Final = "[keys]\nquit = []\nsync = []\nopen_page = []\n"


def test_whatever_keys_come_the_reader_goes_on(seeds: Path) -> None:
    file = paths.config_dir() / "keys.toml"
    file.parent.mkdir(parents=True)
    file.write_text(_NO_KEYS, "utf-8")
    chance = random.Random(_SEED)
    typed: list[str] = []
    with Terminal([sys.executable, "-m", "wrans"], 80, 24) as terminal:
        terminal.wait_for("Questions", limit=60)
        for _ in range(_COUNT):
            typed.append(_one(terminal, chance))
            terminal.pump(chance.choice((0, 0, 0.005, 0.02, 0.1)))
            # Where it has ended nothing can be typed any more.
            if len(typed) % 10 == 0 and terminal.wait(0.02) is not None:
                pytest.fail(f"it ended behind {typed[-30:]}:\n{terminal.screen}")
        terminal.press("\x1b" * 3)
        terminal.settle(0.5)
        _resize(terminal, 100, 30)
        assert terminal.pump(60), f"it stands still behind {typed[-30:]}"


def _one(terminal: Terminal, chance: random.Random) -> str:
    """Do something that a person can do at a keyboard, with a mouse or a window."""
    kind = chance.random()
    if kind < 0.03:
        _resize(terminal, *(size := chance.choice(_SIZES)))
        return str(size)
    if kind < 0.1:
        keys = f"/{chance.choice(('', chr(21)))}{chance.choice(_WORDS)}"
        keys += chance.choice(("", "\r", "\x1b", "\r\r"))
    elif kind < 0.14:
        at = f"{chance.randint(1, terminal.columns)};{chance.randint(1, terminal.lines)}"
        wheel = chance.choice((64, 65))
        keys = chance.choice((f"\x1b[<{wheel};{at}M", f"\x1b[<0;{at}M\x1b[<0;{at}m"))
    else:
        keys = chance.choice((*_LETTERS, *_OTHERS))
    terminal.press(keys)
    return keys


def _resize(terminal: Terminal, columns: int, lines: int) -> None:
    terminal.resize(columns, lines)
    terminal.signal(signal.SIGWINCH)
