"""The marks that were met, and what they hold: most of those in a text were met before."""

from collections.abc import Sequence
from functools import cache
from typing import Final

from wrans.entities import unlisted
from wrans.entities.gazetteer import gazetteer
from wrans.entities.glance import MARKS_OF_SUMS, has_digit
from wrans.entities.runs import Found, look_into
from wrans.entities.words import Words
from wrans.values import dataclass

_MOST: Final = 100_000


@dataclass(slots=True)
class Held:
    """What is in a mark that may come to something."""

    within: Found
    """The places in a run within a sentence."""
    opening: Found
    """Those in a run that begins one."""
    unknown: tuple[int, ...]
    """Where in a run unknown names may begin."""
    has_digit: bool
    is_territory: bool
    """May a territory's name end in it or go on behind it, part of which is in small letters?"""


_SIGN: Final = Held((), (), (), has_digit=False, is_territory=False)
_UNKNOWN: Final = Held((), (), (0,), has_digit=False, is_territory=False)
_OCCUPIED: Final = "Palestinian"
_ISLES: Final = "Iar"


class _Marks(dict[str, Held | None]):
    """What each mark holds; None for runs of what is known to be neither place nor sum."""

    def __init__(self) -> None:
        super().__init__()
        self.clear()

    def clear(self) -> None:
        """Only what is no run is known."""
        super().clear()
        self.update(dict.fromkeys(MARKS_OF_SUMS, _SIGN))

    def __missing__(self, mark: str) -> Held | None:
        if len(self) > _MOST:
            self.clear()
        held = self[mark] = _held(mark)
        return held


def _held(mark: str) -> Held | None:
    names = words()
    is_plain = mark.replace(" ", "").isalpha()
    is_named = names.may_name(mark, is_plain=is_plain)
    is_territory = mark.endswith(_OCCUPIED) or _ISLES in mark
    # Most are words of letters of which nothing is known.
    if is_plain and not (is_named or is_territory or " in " in mark):
        return _UNKNOWN if unlisted.may_be(mark) else None
    within, opening = look_into(names, mark) if is_named else ((), ())
    unknown = unlisted.beginnings(mark)
    is_with_digit = not is_plain and has_digit(mark)
    if within or opening or is_with_digit or is_territory or any(unknown):
        return Held(within, opening, tuple(unknown), is_with_digit, is_territory)
    return _UNKNOWN if unknown else None


@cache
def words() -> Words:
    """The words of runs that were met."""
    return Words(gazetteer())


_marks: Final = _Marks()


def held(marks: Sequence[str]) -> list[Held | None]:
    """What each of the marks of a text holds."""
    return list(map(_marks.__getitem__, marks))


def forget() -> None:
    """Look into all anew: other names are known."""
    _marks.clear()
    words.cache_clear()
