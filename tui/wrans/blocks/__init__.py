"""TOML files of blocks that are the user's and that the program may write too."""

from wrans.blocks.file import BlockFile
from wrans.blocks.kind import Kind, day, short

__all__ = ["BlockFile", "Kind", "day", "short"]
