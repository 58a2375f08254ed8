"""Where the program starts: ``wrans``, and ``python -m wrans``."""

import gc
from typing import NoReturn


def main() -> NoReturn:
    """Run what the command line asks for."""
    # What is loaded now stays: to look for garbage in it takes time and finds none.
    gc.disable()
    from wrans import cli

    cli.main()


if __name__ == "__main__":
    main()
