"""However the reader is ended or left: nothing is lost, left behind, or left on in the terminal."""

import signal
import time
from pathlib import Path

import pytest

from terminal import held, processes, status_of, until
from test_cli import COMMAND
from wrans import paths
from wrans.session import Session

FIRST = "Caroline Nokes"
"""Of the sample's answer: the reader is open."""


# -- the terminal goes away


@pytest.mark.parametrize("keys", ["", "/sum", "?", "M", "l", "F", "w", "jjjjkkkk"])
def test_a_reader_whose_terminal_is_gone_ends(tmp_path: Path, keys: str) -> None:
    with held(tmp_path, *COMMAND) as terminal:
        terminal.wait_for(FIRST)
        terminal.press(keys)
        terminal.settle(0.1)
        terminal.hang_up()
        assert status_of(tmp_path) == 128 + signal.SIGHUP
    assert Session.load(paths.session_file()).question


def test_what_was_marked_and_read_is_kept_when_the_terminal_goes_away(tmp_path: Path) -> None:
    with held(tmp_path, *COMMAND) as terminal:
        terminal.wait_for(FIRST)
        terminal.press("bx")
        terminal.wait_for("Marked: Borders")
        terminal.wait_for("ead: Borders")
        terminal.hang_up()
        status_of(tmp_path)
    assert "Borders" in (paths.config_dir() / "bookmarks.toml").read_text()


@pytest.mark.parametrize("pause", [0, 0.02, 0.05, 0.1, 0.2])
def test_a_terminal_may_go_away_while_the_reader_opens(tmp_path: Path, pause: float) -> None:
    with held(tmp_path, *COMMAND) as terminal:
        while b"\x1b[?1049h" not in terminal.bytes:
            terminal.pump(0.1)
        time.sleep(pause)
        terminal.hang_up()
        assert status_of(tmp_path) == 128 + signal.SIGHUP


def test_a_terminal_that_is_gone_takes_along_what_it_was_told_to_begin(tmp_path: Path) -> None:
    with held(tmp_path, *COMMAND) as terminal:
        terminal.wait_for(FIRST)
        until(lambda: any("clerk search" in line for line in processes(tmp_path)))
        terminal.hang_up()
        status_of(tmp_path)
