"""What a query matches in a segment, all at once: to be counted and combined."""

from collections.abc import Callable, Sequence
from functools import reduce

from wrans.index.damage import Stopped
from wrans.index.matching import SPARSE, Parts, Sought, beginning, most, sum_infos
from wrans.index.plan import And, Dates, Everything, Late, Not, Or, Plan, Prefix, Sums, Term
from wrans.index.segment import Segment, flagged

Stop = Callable[[], bool]


class Bits:
    """What a query matches in one segment, all at once: a byte a question as one number."""

    def __init__(self, segment: Segment, sought: Sought, stop: Stop | None) -> None:
        self._segment, self._sought, self._stop = segment, sought, stop

    def _ask(self) -> None:
        if self._stop and self._stop():
            raise Stopped

    def of(self, plan: Plan) -> int:
        """The questions that a part of the query matches. Raises Stopped."""
        self._ask()
        segment = self._segment
        if most(plan, segment, self._sought.marked) * SPARSE < segment.size:
            return self._few(plan)
        match plan:
            case Term(field, term) if field != "uin":
                return segment.bits(field, term)
            case And(parts):
                return self._all_of(parts)
            case Or(parts):
                return reduce(int.__or__, map(self.of, parts))
            case Not(part):
                return flagged(range(segment.size), segment.size) & ~self.of(part)
            case Everything():
                return flagged(range(segment.size), segment.size)
            case Dates("date", first, last):
                return flagged(range(*segment.span(first, last)), segment.size)
            case Prefix(field, start) if field != "uin":
                return segment.bits_of(beginning(segment, field, start, self._sought), self._ask)
            case Sums():
                return segment.bits_of(sum_infos(plan, segment), self._ask)
            case Late():
                return self.of(plan.spelt_out())
            case _:
                return self._few(plan)

    def _few(self, plan: Plan) -> int:
        """The same, found one after another."""
        found = Parts(self._segment, self._sought, self._ask).of(plan)
        return flagged(found.within(0, self._segment.size), self._segment.size)

    def _all_of(self, parts: Sequence[Plan]) -> int:
        found = self.of(parts[0])
        for part in parts[1:]:
            if not found:
                break
            found &= self.of(part)
        return found


def alive(segment: Segment, bits: int) -> int:
    """Without the questions that were deleted."""
    return bits & ~flagged(sorted(segment.deleted), segment.size) if segment.deleted else bits


def count(segment: Segment, sought: Sought, stop: Stop | None) -> int:
    """How many questions of a segment match. Raises Stopped."""
    match sought.plan:
        case Everything():
            return segment.size - len(segment.deleted)
        case Term(field, term) if field != "uin" and not segment.deleted:
            return segment.frequency(field, term)
        case _:
            return alive(segment, Bits(segment, sought, stop).of(sought.plan)).bit_count()
