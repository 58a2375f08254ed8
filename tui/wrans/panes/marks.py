"""How what stands out in a text looks."""

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import Final

from rich.segment import Segment
from rich.style import Style

from wrans.panes.cells import steady
from wrans.panes.page import Composed, Span

ROLES: Final = (
    "title", "byline", "label", "notice", "question", "strong", "emphasis", "raised", "lowered",
    "drawn", "removed", "added", "link", "reference", "place", "money", "match", "match-now",
    "stop",
)  # fmt: skip
"""What lies over what: the look of a later one wins."""
_RANK: Final = {role: n for n, role in enumerate(ROLES)}
_RAISED: Final = str.maketrans("0123456789+-=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ")
_LOWERED: Final = str.maketrans("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎")
# Printable ASCII only: nothing in it can end the sequence that carries it to the terminal.
_ADDRESS: Final = re.compile(r"https?://[!-~]+\Z", re.IGNORECASE)

Look = tuple[int, int, Style]
"""A range of the text, and how it looks."""


def appearance(span: Span, style: Callable[[str], Style]) -> Style:
    """The look of a span, by the looks of its pane's component classes."""
    look = style(span.role)
    if span.role == "link" and isinstance(span.about, str) and _ADDRESS.match(span.about):
        look += Style(link=span.about)
    return look


def painted(
    composed: Composed,
    start: int,
    end: int,
    style: Callable[[str], Style],
    over: Sequence[Look] = (),
) -> Iterator[Segment]:
    """A range of the text, cut where its look changes; ``over`` lies on top of its spans."""
    spans = sorted(composed.spans_in(start, end), key=lambda span: _RANK[span.role])
    looks = [(span.start, span.end, appearance(span, style)) for span in spans]
    looks += [look for look in over if look[0] < end and look[1] > start]
    edges = {start, end}
    for first, last, _ in looks:
        edges |= {max(first, start), min(last, end)}
    small = [span for span in spans if span.role in ("raised", "lowered")]
    for a, z in pairwise(sorted(edges)):
        look = style("text")
        for first, last, more in looks:
            if first <= a and z <= last:
                look += more
        text = steady(composed.text[a:z])
        for span in small:
            if span.start <= a and z <= span.end:
                text = text.translate(_RAISED if span.role == "raised" else _LOWERED)
        yield Segment(text, look)
