"""What a search is narrowed to, as it stands in its words.

Answering bodies, dates, Houses and parties stand before the words, so that typing goes on at
their end:
``body:"Home Office" after:2024 before:2025 sewage``. Several of a kind are joined by OR.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Final, Self

from wrans.records.bodies import short_name
from wrans.records.text import LONGEST_QUERY
from wrans.values import dataclass

KINDS: Final = ("body", "date", "house", "party")

_CLAUSE: Final = re.compile(
    r'(?P<body>body:"=?[^"]+")|(?P<party>party:"=?[^"]+")|(?P<house>house:(?:commons|lords))'
    r"|(?P<date>after:\d{4}(?:-\d\d)? before:\d{4}(?:-\d\d)?)"
)
_PART: Final = re.compile(r'"[^"]*"?|[()]|[^\s()"]+')
_LAST_WORD: Final = re.compile(r'[^\s()"]+\Z')


@dataclass(frozen=True, slots=True)
class Narrowing:
    """The words of a search, apart from what it is narrowed to."""

    words: str
    chosen: Mapping[str, tuple[str, ...]]
    """The clauses of each kind; a question has to match one of each kind that has any."""

    @classmethod
    def of(cls, text: str) -> Self:
        """Take a query apart. What is joined to its words by OR is part of them."""
        chosen: dict[str, tuple[str, ...]] = {}
        rest = text.strip()
        if not _is_either(rest):
            while found := _leading(rest):
                kind, clauses, end = found
                after = rest[end:].lstrip()
                if kind in chosen or after.startswith(("AND ", "OR ")):
                    break
                chosen[kind] = clauses
                rest = after
        return cls(_unwrapped(rest) if chosen else rest, chosen)

    @property
    def text(self) -> str:
        """The query."""
        parts = [_joined(self.chosen[kind]) for kind in KINDS if self.chosen.get(kind)]
        words = f"({self.words})" if parts and _is_either(self.words) else self.words
        return " ".join(filter(None, [*parts, words]))

    @property
    def fits(self) -> bool:
        """Is it short enough to be searched for whole?"""
        return len(self.text) <= LONGEST_QUERY

    def has(self, clause: str) -> bool:
        """Is it narrowed to that, in whatever letters?"""
        kind = _kind(clause)
        return any(_same(clause, other) for other in self.chosen.get(kind, ()))

    def toggled(self, clause: str) -> Self:
        """Narrowed to this too, or no longer."""
        kind = _kind(clause)
        held = self.chosen.get(kind, ())
        kept = tuple(other for other in held if not _same(clause, other))
        return self._with(kind, kept if len(kept) < len(held) else (*held, clause))

    def to(self, clause: str) -> Self:
        """Narrowed to this and to no other of its kind."""
        return self._with(_kind(clause), (clause,))

    def without(self, kind: str) -> Self:
        """Not narrowed to anything of a kind."""
        return self._with(kind, ())

    def _with(self, kind: str, clauses: tuple[str, ...]) -> Self:
        return type(self)(self.words, {**self.chosen, kind: clauses})

    def spelled_out(self, *, typed: bool) -> tuple[Self, bool]:
        """The same where the words were typed, and whether they are still to be read so.

        The last of them may be the beginning of a word. That holds only at the end of a query.
        """
        if not typed or not self.words:
            return self, False
        if not _is_either(self.words) and len(self.words) > 1:
            return self, True
        found = _LAST_WORD.search(self.words)
        if found is None or self.words.endswith("*"):
            return self, False
        last = found[0]
        if len(last) == 1 < len(self.words):
            # One letter after whole words is no beginning.
            return self, False
        if self.words.lower() == "a":
            # It is in every question, and so it is by itself: no beginning either.
            return self, False
        words = f"{self.words[: found.start()]}({last} OR {last}*)"
        return type(self)(words if len(self.words) > 1 else f"{last}*", self.chosen), False


def of_body(name: str, others: Iterable[str]) -> str:
    """The clause for an answering body: its words, or its exact name where they fit others too."""
    words = set(_words(name))
    is_shared = any(
        words <= set(_words(f"{other} {short_name(other)}")) for other in others if other != name
    )
    return _named("body", name, is_exact=is_shared)


def of_party(name: str, others: Iterable[str]) -> str:
    """The clause for a party."""
    words = set(_words(name))
    is_shared = any(words <= set(_words(other)) for other in others if other != name)
    return _named("party", name, is_exact=is_shared)


def of_house(name: str) -> str:
    """The clause for a House."""
    return f"house:{name.lower()}"


def of_months(first: tuple[int, int], last: tuple[int, int]) -> str:
    """The clause for the months from one to another, both included."""
    (year, month), (last_year, last_month) = first, last
    after_year, after_month = (last_year, last_month + 1) if last_month < 12 else (last_year + 1, 1)
    if month == after_month == 1:
        return f"after:{year:04} before:{after_year:04}"
    return f"after:{year:04}-{month:02} before:{after_year:04}-{after_month:02}"


def of_year(year: int) -> str:
    """The clause for a year."""
    return of_months((year, 1), (year, 12))


def months_of(clause: str) -> tuple[tuple[int, int], tuple[int, int]]:
    """The first month of a clause of dates, and the first after it."""
    found = re.findall(r":(\d{4})(?:-(\d\d))?", clause)
    (year, month), (after_year, after_month) = found
    return (int(year), int(month or 1)), (int(after_year), int(after_month or 1))


def _named(kind: str, name: str, *, is_exact: bool) -> str:
    if '"' in name or not _words(name):
        # It cannot be quoted whole; its words can.
        return f'{kind}:"{name.replace(chr(34), " ")}"'
    return f'{kind}:"{"=" if is_exact else ""}{name}"'


def _words(name: str) -> list[str]:
    return re.findall(r"[^\W_]+", name.lower())


def _kind(clause: str) -> str:
    kind = clause.partition(":")[0]
    return "date" if kind == "after" else kind


def _same(clause: str, other: str) -> bool:
    return clause.replace('"=', '"').casefold() == other.replace('"=', '"').casefold()


def _joined(clauses: Sequence[str]) -> str:
    return clauses[0] if len(clauses) == 1 else f"({' OR '.join(clauses)})"


def _leading(text: str) -> tuple[str, tuple[str, ...], int] | None:
    """The clauses that a query begins with: their kind, themselves and where they end."""
    at, clauses, kinds = int(text.startswith("(")), [], set()
    while found := _CLAUSE.match(text, at):
        clauses.append(found[0])
        kinds.add(found.lastgroup or "")
        at = found.end()
        if not text.startswith(" OR ", at) or not text.startswith("("):
            break
        at += 4
    if len(kinds) != 1:
        return None
    if text.startswith("("):
        if not text.startswith(")", at):
            return None
        at += 1
    return (kinds.pop(), tuple(clauses), at) if text[at : at + 1] in ("", " ") else None


def _is_either(text: str) -> bool:
    """Are there two sides of an OR that no bracket holds together?"""
    depth = 0
    for part in _PART.findall(text):
        depth += (part == "(") - (part == ")")
        if part == "OR" and depth == 0:
            return True
    return False


def _unwrapped(text: str) -> str:
    """Without the brackets that hold two sides of an OR together."""
    inner = text[1:-1]
    if not (text.startswith("(") and text.endswith(")") and _is_either(inner)):
        return text
    depth = 0
    for part in _PART.findall(inner):
        depth += (part == "(") - (part == ")")
        if depth < 0:
            return text
    return inner
