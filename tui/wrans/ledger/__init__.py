"""Every sum that some questions state, each with what it is for; identical texts counted once."""

from wrans.ledger.figures import Figure, Ledger, Line, gather, in_lines, largest_first, lines
from wrans.ledger.totals import Total, totals

__all__ = [
    "Figure",
    "Ledger",
    "Line",
    "Total",
    "gather",
    "in_lines",
    "largest_first",
    "lines",
    "totals",
]
