"""A query in plain words: what it is that will be found."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Final

from wrans.index.filters import NAMES
from wrans.index.plan import (
    Among,
    And,
    Dates,
    Everything,
    Late,
    Marked,
    Near,
    Not,
    Or,
    Phrase,
    Plan,
    Prefix,
    Sums,
    Term,
)  # fmt: skip
from wrans.index.query import Query
from wrans.index.words import STEM, words
from wrans.records.citation import long_date
from wrans.records.text import LONGEST_QUERY

_FLAGS: Final = {
    "answered": "that are answered",
    "unanswered": "that are not answered yet",
    "withdrawn": "that were withdrawn",
    "corrected": "whose answer was corrected",
    "grouped": "answered together with others",
    "named-day": "for answer on a named day",
    "holding": "that got a holding answer",
    "clipped": "of which only the start of a text is here",
    "table": "with a table",
    "money": "that name a sum of money",
    "place": "that name a place",
    "within": "that name a place inside one",
    "attachment": "whose answer has an attachment",
}
_MARKED: Final = {"bookmarked": "that you marked", "read": "that you have read"}
_NAMED: Final = {
    "body": "asked of",
    "asker": "by a member named",
    "answerer": "answered by a member named",
    "party": "by a member of the party",
    "heading": "with the heading word",
    "place": "that name the place",
    "within": "that name a place inside",
    "uin": "with the number",
    "house": "asked in the",
}
_BEGINNING: Final = {
    "text": "with a word",
    "body": "asked of a body whose name has a word",
    "asker": "by a member whose name has a word",
    "answerer": "answered by a member whose name has a word",
    "party": "by a member of a party",
    "heading": "with a word in the heading",
    "place": "that name a place",
    "within": "that name a place inside one",
    "uin": "with a number",
}
_DAYS: Final = {"date": "dated", "tabled": "tabled", "answered": "answered", "due": "due"}
_SIGNS: Final = {"GBP": "£", "EUR": "€", "USD": "$"}
_FIRST, _LAST = date.min.toordinal(), date.max.toordinal()


def explain(query: Query) -> str:
    """What a query finds, as a sentence without its full stop."""
    if query.is_everything:
        return "all questions"
    return f"questions {_Told(query.text[:LONGEST_QUERY]).of(query.plan)}"


class _Told:
    """Knows the words as they were typed: a plan holds them without their endings."""

    def __init__(self, text: str) -> None:
        self._typed: dict[str, str] = {}
        for word in words(text):
            self._typed.setdefault(word.term, text[word.start : word.end])
            self._typed.setdefault(word.folded, text[word.start : word.end])

    def of(self, plan: Plan) -> str:
        """What it asks for, to stand behind "questions"."""
        match plan:
            case And(parts):
                return self._name(parts) or ", ".join(self._all(parts))
            case Or(parts):
                return self._any(parts)
            case Not(Marked("read")):
                return "that you have not read yet"
            case Not(part):
                return f"but not those {self.of(part)}"
            case Everything():
                return "of any kind"
            case Term() | Prefix():
                return self._term(plan)
            case Phrase(told):
                return f"with {self._quoted(' '.join(folded for _, folded in told))}"
            case Among(_, terms):
                return f"that name one of {len(terms):,} places near there"
            case Near(told, others):
                among = f"at most {others} other word{'s' * (others != 1)} among them"
                return f"with {_list(self._quoted(w) for _, w in told)} in any order, {among}"
            case Dates():
                return _days(plan)
            case Sums():
                return f"that name {_sums(plan)}"
            case Late():
                return "answered late, or late and not answered yet"
            case Marked(how):
                return _MARKED[how]

    def _quoted(self, text: str) -> str:
        typed = " ".join(self._typed.get(word, word) for word in text.split())
        return f"“{typed}”"

    def _all(self, parts: tuple[Plan, ...]) -> Iterator[str]:
        """The words first, in one go; then the rest as it comes."""
        plain = [p for p in parts if isinstance(p, Term) and p.field == "text"]
        if len(plain) > 1:
            yield f"with the words {_list(self._quoted(p.term) for p in plain)}"
        for part in parts:
            if len(plain) > 1 and part in plain:
                continue
            yield (
                f"({self.of(part)})"
                if isinstance(part, Or) and not _is_typed(part)
                else (self.of(part))
            )

    def _name(self, parts: tuple[Plan, ...]) -> str:
        """The words of one name or heading, in one go; empty for anything else."""
        held = [part for part in parts if isinstance(part, Term)]
        fields = {part.field for part in held}
        if len(held) < len(parts) or len(fields) > 1:
            return ""
        if fields == {"heading"}:
            quoted = _list(self._quoted(part.term.removeprefix(STEM)) for part in held)
            return f"with the heading words {quoted}"
        if fields.issubset(NAMES):
            told = " ".join(part.term for part in held)
            return f"{_NAMED[held[0].field]} {self._quoted(told)}"
        return ""

    def _any(self, parts: tuple[Plan, ...]) -> str:
        if _is_typed(Or(parts)):
            return f"{self.of(parts[0])} or a word that begins so"
        if all(isinstance(p, Term) and p.field == "text" for p in parts):
            named = [self._quoted(p.term) for p in parts if isinstance(p, Term)]
            return f"with {_list(named, 'or')}"
        return " or ".join(
            f"({self.of(part)})" if isinstance(part, And) else self.of(part) for part in parts
        )

    def _term(self, plan: Term | Prefix) -> str:
        if isinstance(plan, Prefix):
            return f"{_BEGINNING[plan.field]} that begins with {self._quoted(plan.start)}"
        if plan.field == "text":
            return f"with the word {self._quoted(plan.term)}"
        if plan.field == "start":
            return f"with a word that begins with {self._quoted(plan.term)}"
        if plan.field == "flag":
            return _FLAGS[plan.term]
        if plan.field == "facet":
            kind, _, value = plan.term.partition("=")
            return f"{_NAMED[kind]} “{value}” exactly"
        if plan.field == "house":
            return f"asked in the {plan.term.capitalize()}"
        return f"{_NAMED[plan.field]} {self._quoted(plan.term.removeprefix(STEM))}"


def _is_typed(plan: Or) -> bool:
    """Is it a word that is still being typed, whole or the beginning of one?"""
    match plan.parts:
        case (Term(), Prefix()):
            return True
    return False


def _list(names: "Iterator[str] | list[str]", last: str = "and") -> str:
    *first, final = names
    return f"{', '.join(first)} {last} {final}" if first else final


def _days(plan: Dates) -> str:
    told = _DAYS.get(plan.column, plan.column)
    if plan.first <= _FIRST:
        if plan.last >= _LAST:
            return f"{told} at any time"
        return f"{told} before {_day(plan.last + 1)}"
    if plan.last >= _LAST:
        return f"{told} on {_day(plan.first)} or later"
    first, last = date.fromordinal(plan.first), date.fromordinal(plan.last)
    if first == last:
        return f"{told} on {long_date(first)}"
    after = last + timedelta(days=1)
    if first.day == 1 and after.day == 1:
        if (first.year, first.month) == (last.year, last.month):
            return f"{told} in {first:%B} {first.year}"
        if first.month == 1 and after.month == 1:
            years = (
                f"in {first.year}"
                if first.year == last.year
                else (f"from {first.year} to {last.year}")
            )
            return f"{told} {years}"
    return f"{told} from {long_date(first)} to {long_date(last)}"


def _day(ordinal: int) -> str:
    return long_date(date.fromordinal(max(_FIRST, min(_LAST, ordinal))))


def _sums(plan: Sums) -> str:
    sign = _SIGNS.get(plan.currency, f"{plan.currency} " if plan.currency else "")

    def told(amount: Decimal) -> str:
        digits = f"{abs(amount):,f}"
        plain = digits.rstrip("0").rstrip(".") if "." in digits else digits
        return f"{'-' if amount < 0 else ''}{sign}{plain}"

    low, high = plan.low, plan.high
    if low is not None and low == high:
        return f"the sum {told(low)}"
    if low is not None and high is not None:
        return f"a sum from {told(low)} to {told(high)}"
    if low is not None:
        return f"a sum of {told(low)} or more" if plan.with_low else f"a sum above {told(low)}"
    if high is not None:
        return f"a sum of {told(high)} or less" if plan.with_high else f"a sum below {told(high)}"
    return "a sum of money"
