"""Copying, in a terminal, over SSH and in tmux."""

import os
import subprocess
from contextlib import suppress

from textual.app import App


def copy(app: App[None], text: str) -> None:
    """Put text on the clipboard of the terminal that the reader is looked at in."""
    # OSC 52: the terminal does it, so it works over SSH too.
    app.copy_to_clipboard(text)
    if os.environ.get("TMUX"):
        # tmux drops OSC 52 with its default settings, but takes and passes on its own buffer.
        with suppress(OSError, subprocess.SubprocessError):
            subprocess.run(
                ["tmux", "load-buffer", "-w", "-"],
                input=text.encode(),
                timeout=1,
                check=False,
                capture_output=True,
            )
