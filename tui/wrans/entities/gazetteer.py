"""The names of places that are known."""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

_COMMON: Final = "~"


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """Names by their first word, the longest first."""

    names: dict[str, tuple[str, ...]]
    common: frozenset[str]
    """Names that are also ordinary words: only what stands around one can make it a place."""

    def at(self, text: str, start: int, first: str) -> str | None:
        """The longest name that stands there in a text."""
        for name in self.names.get(first, ()):
            if text.startswith(name, start):
                after = text[start + len(name) : start + len(name) + 1]
                if not (after.isalnum() or after == "_"):
                    return name
        return None

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and name in self.names.get(first_word(name), ())


def first_word(name: str) -> str:
    """The letters that a name begins with."""
    for at, character in enumerate(name):
        if not character.isalnum():
            return name[:at]
    return name


@cache
def gazetteer() -> Gazetteer:
    """The names that ship, read once (`benchmarks/make_gazetteer.py` makes most of them)."""
    folder = files("wrans.entities") / "data"
    lines = (folder / "gazetteer.txt").read_text("utf-8").split("\n")
    ours = (folder / "our_places.txt").read_text("utf-8").split("\n")
    names = {line.lstrip(_COMMON) for line in lines}
    sure = {name.strip() for line in ours if not line.startswith("#") for name in line.split(";")}
    common = {line[1:] for line in lines if line.startswith(_COMMON)} - sure
    by_first: dict[str, list[str]] = {}
    for name in names | sure:
        if name:
            by_first.setdefault(first_word(name), []).append(name)
    return Gazetteer(
        {first: tuple(sorted(held, key=len, reverse=True)) for first, held in by_first.items()},
        frozenset(common),
    )
