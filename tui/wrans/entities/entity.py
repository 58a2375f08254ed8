"""What can be marked in a text."""

from decimal import Decimal

from wrans.values import dataclass


@dataclass(frozen=True, slots=True)
class Money:
    """A sum of money. ``text[start:end]`` is the sum as written."""

    start: int
    end: int
    text: str
    currency: str
    """ISO code."""
    low: Decimal
    high: Decimal
    """Equal to ``low`` for a single amount."""
    qualifier: str | None = None
    """``approx``, ``almost``, ``up_to``, ``over``, ``at_least`` or ``under``."""
    period: str | None = None
    """``year``, ``4 years``, ``2023-24`` and so on."""


@dataclass(frozen=True, slots=True)
class Place:
    """A place that is named. ``text[start:end]`` is the name as written."""

    start: int
    end: int
    text: str
    name: str
    """The name under which mentions are counted together: ``Northern France``, ``UK``."""


Entity = Money | Place
