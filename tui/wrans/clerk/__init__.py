"""A process of its own that searches, and another that indexes, so that the screen never waits.

The reader writes one JSON line a request. An answer is one JSON line, followed by the numbers of
the questions as four-byte integers. The newest request wins: a search looks between postings
whether another one waits, and gives up for it.

`messages` is what goes between; `asking` is the reader's end; `answering` and `working` are in the
other processes.
"""

from wrans.clerk.asking import Clerk, Errand, index
from wrans.clerk.messages import Asked, Looked

__all__ = ["Asked", "Clerk", "Errand", "Looked", "index"]
