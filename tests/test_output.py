"""Commands whose terminal or pipe goes away, is closed or full."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from parliament import Parliament
from terminal import Terminal, held, status_of, until
from test_cli import COMMAND, item, wrans
from test_sync_command import recent


def test_a_command_whose_terminal_is_gone_ends(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "documents")
    shell = f'"$@" add - <>"{tmp_path}/documents"'
    with held(tmp_path, "sh", "-c", shell, "sh", *COMMAND, is_said=False) as terminal:
        terminal.wait_for("Reading")
        terminal.hang_up()
        assert status_of(tmp_path) == 128 + signal.SIGHUP


def test_a_command_that_is_not_to_be_told_of_its_terminals_end_goes_on(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "documents")
    shell = f'trap "" HUP; "$@" add - <"{tmp_path}/documents"'
    with held(tmp_path, "sh", "-c", shell, "sh", *COMMAND, is_said=False) as terminal:
        with open(tmp_path / "documents", "wb", buffering=0) as documents:
            terminal.wait_for("Reading")
            terminal.hang_up()
            # What is drawn next is lost, and more than once.
            time.sleep(0.5)
            documents.write(json.dumps([item("4")]).encode())
        assert status_of(tmp_path) == 0
    assert wrans("search", "--count", "sheep").stdout == "1\n"


def test_a_sync_whose_terminal_is_gone_ends_and_the_next_goes_on(tmp_path: Path) -> None:
    with Parliament(recent(400)) as server:
        with held(tmp_path, *COMMAND, "sync", "--api", server.url, is_said=False) as terminal:
            until(lambda: len(server.asked) > 40)
            terminal.hang_up()
            assert status_of(tmp_path) == 128 + signal.SIGHUP
        assert wrans("sync", "--api", server.url).returncode == 0


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGQUIT, signal.SIGKILL, signal.SIGTSTP])
def test_a_bar_leaves_the_cursor_in_sight_however_it_ends(tmp_path: Path, number: int) -> None:
    os.mkfifo(tmp_path / "documents")
    shell = f'exec "$@" add - <>"{tmp_path}/documents"'
    with Terminal(["sh", "-c", shell, "sh", *COMMAND]) as terminal:
        before = terminal.attributes
        terminal.wait_for("Reading")
        terminal.signal(number)
        terminal.settle()
        assert not terminal.left_on
        assert terminal.attributes == before
        terminal.signal(signal.SIGKILL)
        terminal.wait()


@pytest.mark.parametrize(
    ("words", "status"),
    [
        ("search invested 2>&1 | true", 0),
        ("search zebra 2>&1 | true", 0),
        ("show 999 2>&1 | true", 1),
        ("--help | true", 0),
        ("ledger invested | true", 0),
        ("search zebra 2>/dev/full", 1),
        ("show 999 2>/dev/full", 1),
        ("show 999 2>&-", 1),
        ("<&-", 2),
        ("<&- >&- 2>&-", 2),
        ("</dev/null", 2),
        ("add - <&-", 1),
    ],
)
def test_streams_that_are_closed_or_full_are_no_surprise(words: str, status: int) -> None:
    shell = f"{sys.executable} -m wrans {words}"
    ran = subprocess.run(["bash", "-o", "pipefail", "-c", shell], capture_output=True, text=True)
    assert ran.returncode == status
    assert "Traceback" not in ran.stderr
    assert ran.stderr.count("\n") <= 1


def test_who_thinks_better_of_it_at_once_is_told_nothing() -> None:
    program = """
import signal, sys
from wrans.__main__ import main

# Whoever runs this may have it ignored.
signal.signal(signal.SIGINT, signal.default_int_handler)

class Interrupting:
    def find_spec(self, name, *_):
        if name == "wrans.cli":
            signal.raise_signal(signal.SIGINT)

sys.meta_path.insert(0, Interrupting())
main()
"""
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, check=False)
    assert (ran.returncode, ran.stdout, ran.stderr) == (-signal.SIGINT, b"", b"")
