"""The command line: arguments in, one line of error out."""

import gc
import os
import signal
import sys
from importlib import import_module
from typing import Final, NoReturn, TextIO

from wrans import output
from wrans.cli.saying import DONE, ERROR, STOPPED, complain, say
from wrans.errors import WransError

_MODULES: Final = {
    "recording": ("add", "sync", "export", "rebuild", "doctor"),
    "searching": ("search", "searches"),
    "ledger": ("ledger",),
    "reading": ("show", "annotate", "bookmarks"),
}
COMMANDS: Final = {command: name for name, commands in _MODULES.items() for command in commands}
"""Each command, and the module here that has it under its name: no other is loaded."""


def main() -> NoReturn:
    """Run a command; without one, open the reader."""
    _open_streams()
    try:
        status = _status_of(sys.argv[1:])
    except OSError:
        # Nor can it be said what went wrong.
        status = ERROR
    # Python would write what is left once more at the end, and complain.
    output.drop(stream.fileno() for stream in (sys.stdout, sys.stderr) if not _is_flushed(stream))
    sys.exit(status)


def _status_of(words: list[str]) -> int:
    """Do what is asked, and say what went wrong; the exit status. Raises OSError."""
    try:
        status = _run(words)
        sys.stdout.flush()
    except WransError as error:
        return complain(str(error))
    except KeyboardInterrupt as error:
        # It is heard: pressed once more, it would only break into the end of it.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        say("stopped; what was done so far is kept, and running it again goes on", sys.stderr)
        return 128 + int(error.args[0]) if error.args else STOPPED
    except BrokenPipeError:
        # Whoever read our output has seen enough.
        return DONE
    except OSError as error:
        return complain(f"what was asked for could not be written: {error.strerror or error}")
    return status


def _run(words: list[str]) -> int:
    """Do what is asked; the exit status."""
    if words:
        from wrans.cli.arguments import parser, words_last  # the reader opens sooner without

        try:
            arguments = parser().parse_args(words_last(words))
        except SystemExit as leaving:
            # It was told how to do it.
            return int(leaving.code or DONE)
        if arguments.command:
            module = import_module(f"wrans.cli.{COMMANDS[arguments.command]}")
            gc.enable()
            return int(getattr(module, arguments.command)(arguments))
    from wrans.cli.reading import read

    return read()


def _open_streams() -> None:
    """Standard streams may be closed, and of a locale that cannot write what the record holds."""
    if sys.stdout is None:
        sys.stdout = open(os.devnull, "w")  # noqa: SIM115 - for as long as the program runs
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w")  # noqa: SIM115
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]


def _is_flushed(stream: TextIO) -> bool:
    try:
        stream.flush()
    except OSError:
        return False
    return True
