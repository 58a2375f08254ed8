"""How what stands out in a text looks."""

import re
from collections.abc import Callable
from typing import Final

from rich.style import Style

from wrans.panes.page import Composed, Span

ROLES: Final = (
    "title", "byline", "label", "notice", "question", "strong", "emphasis", "raised", "lowered",
    "drawn", "money", "place", "reference", "link", "match", "match-now", "stop",
)  # fmt: skip
_RAISED: Final = str.maketrans("0123456789+-=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ")
_LOWERED: Final = str.maketrans("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎")
# Printable ASCII only: nothing in it can end the sequence that carries it to the terminal.
_ADDRESS: Final = re.compile(r"https?://[!-~]+\Z", re.IGNORECASE)


def appearance(span: Span, style: Callable[[str], Style]) -> Style:
    """The look of a span, by the looks of its pane's component classes."""
    look = style(span.role)
    if span.role == "link" and isinstance(span.about, str) and _ADDRESS.match(span.about):
        look += Style(link=span.about)
    return look


def drawn(composed: Composed, start: int, end: int) -> str:
    """A range of the text as it is drawn: small figures small. As long as it is in the text."""
    text = composed.text[start:end]
    for span in composed.spans_in(start, end):
        if span.start <= start and end <= span.end:
            if span.role == "raised":
                return text.translate(_RAISED)
            if span.role == "lowered":
                return text.translate(_LOWERED)
    return text
