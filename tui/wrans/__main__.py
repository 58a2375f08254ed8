"""``python -m wrans`` is ``wrans``."""

from wrans.cli import main

if __name__ == "__main__":
    main()
