"""A table of figures, each beside its target."""

import math


class Table:
    """Printed as it grows; knows how many targets were missed."""

    def __init__(self) -> None:
        self.missed: list[str] = []
        self.judged = 0
        self._ratios: dict[str, list[float]] = {}

    def say(self, line: str) -> None:
        """A line that judges nothing."""
        print(line, flush=True)

    def at_most(self, what: str, figure: float, target: float, unit: str) -> None:
        """Met where the figure is no larger."""
        self._line(what, figure, target, unit, "<=", is_met=figure <= target)

    def at_least(self, what: str, figure: float, target: float, unit: str) -> None:
        """Met where the figure is no smaller."""
        self._line(what, figure, target, unit, ">=", is_met=figure >= target)

    def missing(self, what: str, why: str) -> None:
        """A target that cannot be measured is missed."""
        self.judged += 1
        self.missed.append(what)
        self.say(f"{what:<72} {why:>14}  MISSED")

    def _line(
        self, what: str, figure: float, target: float, unit: str, sign: str, *, is_met: bool
    ) -> None:
        self.judged += 1
        if not is_met:
            self.missed.append(what)
        verdict = "met" if is_met else "MISSED"
        self.say(f"{what:<72} {figure:>10,.2f} {unit:<3} target {sign} {target:<9,.4g} {verdict}")

    def ratios(self, name: str, times: dict[str, float]) -> None:
        """How many times as long others take for a search."""
        for other, ratio in times.items():
            self._ratios.setdefault(other, []).append(ratio)
        told = ", ".join(f"{other} {ratio:.2g}" for other, ratio in times.items())
        self.say(f"  {name}: of the time here others take {told}")

    def end(self) -> int:
        """Sum up; the exit status."""
        for other, ratios in self._ratios.items():
            mean = math.exp(sum(map(math.log, ratios)) / len(ratios))
            self.say(f"{other} takes {mean:.2f} times as long, the mean of {len(ratios)} searches")
        self.say(f"{self.judged - len(self.missed)} of {self.judged} targets met")
        for what in self.missed:
            self.say(f"  missed: {what.strip()}")
        return 1 if self.missed else 0


def milliseconds(seconds: float) -> float:
    """As they are printed."""
    return seconds * 1000


def within(times: list[float], share: float) -> float:
    """What so large a share of them stays within, in milliseconds."""
    return sorted(times)[min(len(times) - 1, int(len(times) * share))] * 1000
