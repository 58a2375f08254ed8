"""Where the program starts: ``wrans``, and ``python -m wrans``."""

import gc
import signal
from typing import NoReturn


def main() -> NoReturn:
    """Run what the command line asks for."""
    # What is loaded now stays: to look for garbage in it takes time and finds none.
    gc.disable()
    is_told = signal.getsignal(signal.SIGINT) is signal.default_int_handler
    if is_told:
        # As long as nothing is done there is nothing to say.
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    from wrans import cli

    if is_told:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    cli.main()


if __name__ == "__main__":
    main()
