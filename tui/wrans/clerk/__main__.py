"""Serves the reader that started it, until that is gone."""

import sys
from contextlib import suppress

from wrans.library import Library


def main(duty: str) -> None:
    """Do what this process is for."""
    with suppress(BrokenPipeError, KeyboardInterrupt):
        if duty == "search":
            from wrans.clerk import answering

            answering.serve(Library(read_only=True))
        else:
            from wrans.clerk import working

            working.work(duty, Library())


if __name__ == "__main__":
    main(sys.argv[1])
