"""However the reader is ended or left: nothing is lost, left behind, or left on in the terminal."""

import json
import os
import shutil
import signal
import time
from pathlib import Path
from typing import Any

import pytest

from parliament import Parliament
from terminal import Terminal, held, processes, status_of, until
from test_cli import COMMAND, item, wrans
from test_sync_command import recent
from wrans import paths
from wrans.session import Session

BEGUN = ("clerk search", "clerk index", "clerk sync", "accountant")
"""What the reader has others do."""
SHELL = ["bash", "--norc", "--noediting", "-i"]
FIRST = "Caroline Nokes"
"""Of the sample's answer: the reader is open."""


def opened(terminal: Terminal) -> None:
    """The reader has taken the terminal."""
    until(lambda: b"\x1b[?1049h" in terminal.bytes, terminal)


# -- the terminal goes away


@pytest.mark.parametrize("keys", ["", "/bord", "M", "jjjjkkkk"])
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


@pytest.mark.parametrize("pause", [0, 0.05, 0.2])
def test_a_terminal_may_go_away_while_the_reader_opens(tmp_path: Path, pause: float) -> None:
    with held(tmp_path, *COMMAND) as terminal:
        opened(terminal)
        time.sleep(pause)
        terminal.hang_up()
        assert status_of(tmp_path) == 128 + signal.SIGHUP


@pytest.mark.parametrize("number", [0, signal.SIGTERM, signal.SIGKILL])
def test_what_a_reader_began_ends_with_it(tmp_path: Path, number: int) -> None:
    """It searches, makes a ledger, builds the index and syncs, each in a process of its own."""
    document = tmp_path / "added.json"
    document.write_text(json.dumps([item(str(n)) for n in range(1, 3000)]))
    wrans("add", str(document))
    shutil.rmtree(paths.cache_dir() / "index")
    with Parliament(recent(400)) as server:
        for _ in range(20):
            server.fault("slow bytes")
        with Terminal(COMMAND, env={"WRANS_API": server.url}) as terminal:
            terminal.wait_for("Indexing")
            terminal.press("rl")
            seen: set[str] = set()

            def are_begun() -> bool:
                lines = "\n".join(processes(tmp_path))
                seen.update(name for name in BEGUN if name in lines)
                return len(seen) == len(BEGUN)

            until(are_begun, terminal)
            if number:
                terminal.signal(number)
            else:
                terminal.hang_up()
            until(lambda: not processes(tmp_path), terminal)


# -- signals

ENDING = [signal.SIGHUP, signal.SIGINT, signal.SIGQUIT, signal.SIGTERM]


def ends_by(terminal: Terminal, number: int, before: list[Any]) -> None:
    """A signal ends it, and its terminal is as it was."""
    terminal.signal(number)
    assert terminal.wait(60) == 128 + number
    assert terminal.attributes == before
    assert not terminal.left_on
    assert b"Traceback" not in terminal.bytes


@pytest.mark.parametrize(
    ("number", "keys"),
    [*((number, "") for number in ENDING), (signal.SIGHUP, "?"), (signal.SIGTERM, "/sum")],
)
def test_a_signal_ends_the_reader_and_leaves_the_terminal_as_it_was(
    tmp_path: Path, number: int, keys: str
) -> None:
    with Terminal(COMMAND) as terminal:
        before = terminal.attributes
        terminal.wait_for(FIRST)
        terminal.press(keys)
        terminal.settle()
        ends_by(terminal, number, before)
    until(lambda: not processes(tmp_path))


@pytest.mark.parametrize("pause", [0, 0.05, 0.2])
@pytest.mark.parametrize("number", ENDING[1:3])
def test_a_signal_may_come_while_the_reader_opens(
    tmp_path: Path, number: int, pause: float
) -> None:
    with Terminal(COMMAND) as terminal:
        before = terminal.attributes
        opened(terminal)
        time.sleep(pause)
        ends_by(terminal, number, before)
    until(lambda: not processes(tmp_path))


def test_a_terminal_that_takes_nothing_keeps_no_signal_from_ending_the_reader(
    tmp_path: Path,
) -> None:
    with Terminal(COMMAND) as terminal:
        before = terminal.attributes
        terminal.wait_for(FIRST)
        # What is painted for these fills all that lies between, for nobody reads it.
        for _ in range(40):
            terminal.resize(terminal.columns ^ 1, terminal.lines)
            terminal.press("tM\x1b")
            time.sleep(0.05)
        terminal.signal(signal.SIGTERM)
        until(lambda: os.waitid(os.P_PID, terminal.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT))
        assert terminal.wait() == 128 + signal.SIGTERM
        assert terminal.attributes == before
        assert not terminal.left_on
    until(lambda: not processes(tmp_path))


def test_a_window_that_changes_its_size_without_end_is_no_harm() -> None:
    with Terminal(COMMAND) as terminal:
        terminal.wait_for(FIRST)
        for n in range(400):
            terminal.resize(1 + n * 7 % 200, 1 + n * 3 % 60)
            terminal.pump(0)
        terminal.resize(120, 36)
        terminal.settle()
        since = len(terminal.bytes)
        terminal.press("t")
        terminal.wait_for(FIRST, since)
        terminal.press("q")
        assert terminal.wait(60) == 0
        assert not terminal.left_on


@pytest.mark.parametrize("size", [(1, 1), (20, 5), (2, 90), (300, 2), (24, 6)])
def test_no_window_is_too_small_to_leave(size: tuple[int, int]) -> None:
    with Terminal(COMMAND, *size) as terminal:
        before = terminal.attributes
        opened(terminal)
        terminal.settle()
        for keys in (
            "j",
            "/sum",
            "\x1b",
            "?",
            "\x1b",
            "M",
            "\x1b",
            "l",
            "\x1b",
            "F",
            "T",
            "2",
            "z",
        ):
            terminal.press(keys)
            terminal.settle(0.05)
        terminal.press("\x11")
        assert terminal.wait(60) == 0
        assert terminal.attributes == before
        assert not terminal.left_on
        assert b"Traceback" not in terminal.bytes


def test_standard_error_may_be_kept_in_a_file(tmp_path: Path) -> None:
    shell = f'exec "$@" 2>"{tmp_path}/said"'
    with Terminal(["sh", "-c", shell, "sh", *COMMAND]) as terminal:
        terminal.wait_for(FIRST)
        terminal.press("q")
        assert terminal.wait(60) == 0
    assert (tmp_path / "said").read_text() == ""


# -- left for a while


def stopped(terminal: Terminal, reader: int) -> None:
    """It has stopped, and the shell says so."""
    until(lambda: state(reader) == "T", terminal)
    terminal.wait_for("Stopped")
    terminal.settle()


def state(process: int) -> str:
    """R for one that runs, S for one that waits, T for one that is stopped."""
    return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]


def in_shell(terminal: Terminal) -> int:
    """The process of a reader that was begun in a shell."""
    terminal.press(" ".join(COMMAND) + "\r")
    terminal.wait_for(FIRST)
    terminal.settle()
    (reader,) = (int(at.name) for at in children(terminal.pid))
    return reader


def children(process: int) -> list[Path]:
    found = Path(f"/proc/{process}/task/{process}/children").read_text()
    return [Path("/proc", child) for child in found.split()]


@pytest.mark.parametrize("typed", ["", "/"])
def test_ctrl_z_leaves_the_reader_to_the_shell_and_fg_comes_back(typed: str) -> None:
    with Terminal(SHELL) as terminal:
        terminal.settle()
        reader = in_shell(terminal)
        terminal.press(typed)
        terminal.settle()
        terminal.press("\x1a")
        stopped(terminal, reader)
        assert not terminal.left_on
        since = len(terminal.bytes)
        terminal.press("fg\r")
        terminal.wait_for("1 of 1 in full", since)
        terminal.press("\x1b\x1b")
        terminal.settle()
        terminal.press("q")
        until(lambda: not children(terminal.pid), terminal)
        terminal.settle()
        assert not terminal.left_on


@pytest.mark.parametrize("number", [signal.SIGTSTP, signal.SIGSTOP])
def test_one_that_was_stopped_from_outside_comes_back(number: int) -> None:
    with Terminal(SHELL) as terminal:
        terminal.settle()
        before = terminal.attributes
        reader = in_shell(terminal)
        os.kill(reader, number)
        stopped(terminal, reader)
        since = len(terminal.bytes)
        terminal.press("fg\r")
        terminal.wait_for(FIRST, since)
        terminal.press("q")
        until(lambda: not children(terminal.pid), terminal)
        terminal.settle()
        assert terminal.attributes == before
        assert not terminal.left_on


def test_one_that_is_told_to_go_on_without_having_stopped_goes_on() -> None:
    with Terminal(COMMAND) as terminal:
        before = terminal.attributes
        terminal.wait_for(FIRST)
        terminal.settle()
        for _ in range(3):
            since = len(terminal.bytes)
            terminal.signal(signal.SIGCONT)
            terminal.wait_for(FIRST, since)
            terminal.settle()
        terminal.press("/j")
        terminal.wait_for("1 of 1")
        terminal.settle()
        assert "/j " in terminal.screen
        terminal.press("\x11")
        assert terminal.wait(60) == 0
        assert terminal.attributes == before
        assert not terminal.left_on


def test_where_no_shell_could_bring_it_back_it_does_not_stop() -> None:
    with Terminal(COMMAND) as terminal:
        terminal.wait_for(FIRST)
        terminal.settle()
        since = len(terminal.bytes)
        terminal.press("\x1a")
        terminal.wait_for(FIRST, since)
        terminal.press("q")
        assert terminal.wait(60) == 0


def test_a_reader_that_is_stopped_ends_with_its_terminal(tmp_path: Path) -> None:
    with Terminal(SHELL) as terminal:
        terminal.settle()
        reader = in_shell(terminal)
        terminal.press("\x1a")
        stopped(terminal, reader)
        terminal.hang_up()
        until(lambda: not processes(tmp_path))


@pytest.mark.parametrize("keys", ["?", "M", "F", "'", "?\x1b"])
def test_who_leaves_in_the_same_breath_as_something_opens_leaves(tmp_path: Path, keys: str) -> None:
    shell = f'exec "$@" 2>"{tmp_path}/said"'
    with Terminal(["sh", "-c", shell, "sh", *COMMAND]) as terminal:
        terminal.wait_for(FIRST)
        terminal.press(keys + "\x11")
        assert terminal.wait(60) == 0
        assert not terminal.left_on
        assert (tmp_path / "said").read_text() == ""
    until(lambda: not processes(tmp_path))
