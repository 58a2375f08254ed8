"""What a sync did."""

from wrans.store import Outcome
from wrans.values import dataclass, field

_SAID: int = 20
"""Reasons that are kept; the rest is counted."""


@dataclass(slots=True)
class Counts:
    """Numbers of a run."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    rejected: int = 0
    stretches: int = 0
    """Stretches of days whose lists were read to the end."""
    texts: int = 0
    """Whole texts that were fetched."""
    filled: int = 0
    """Answers that came with that of another question of the group."""
    gone: int = 0
    requests: int = 0
    reasons: list[str] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)
    """What could not be had this time."""

    def add(self, outcome: Outcome) -> None:
        """A record came."""
        match outcome:
            case Outcome.NEW:
                self.new += 1
            case Outcome.CHANGED:
                self.changed += 1
            case Outcome.UNCHANGED:
                self.unchanged += 1

    def reject(self, reason: str) -> None:
        """A record could not be read."""
        self.rejected += 1
        if len(self.reasons) < _SAID:
            self.reasons.append(reason)
