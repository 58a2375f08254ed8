"""How to search: every kind of query with an example, for whoever asks."""

from collections.abc import Iterator
from typing import Final, NamedTuple

from wrans.records.lateness import RULES


class Example(NamedTuple):
    """A query, and what it finds."""

    query: str
    finds: str


class Kind(NamedTuple):
    """Queries of one kind."""

    title: str
    examples: tuple[Example, ...]


def _kind(title: str, *examples: tuple[str, str]) -> Kind:
    return Kind(title, tuple(Example(*one) for one in examples))


HELP: Final = (
    _kind(
        "Words",
        ("sewage discharge", "both words, in any order, whatever their ending"),
        ('"storm overflows"', "the words next to each other"),
        (
            '"storm overflows"~5',
            "the words in any order, with at most five other words among them",
        ),
        ("sewage -scotland", "the first without the second"),
        ("dentist OR dentistry", "either"),
        ("(gp OR dentist) waiting", "brackets group"),
        ("dent*", "words that begin so"),
    ),
    _kind(
        "Who and where",
        ("body:defra", "asked of that body, by its name or usual abbreviation"),
        ("asker:smith", "by that member; asker:smi* for names that begin so"),
        ("party:labour", "by a member of that party, by its name or usual abbreviation"),
        ("answerer:jones", "answered by that member"),
        ("house:lords", "asked in that House"),
        ('party:"=Labour"', "exactly that, as the record writes it; body: takes = too"),
        ("heading:borders", "in the heading, whatever the ending"),
        ("uin:1234", "with that number"),
    ),
    _kind(
        "Days",
        ("tabled:2024-07", "in that month; also a year, a day, 19/7/2024 or today"),
        ('tabled:"19 July 2024"', "on that day, written out"),
        ("answered:2024-07..2024-09", "from one to the other; either end may be left open"),
        ("due:..2024-07-31", "for answer by then"),
        ("after:2024-07-19", "by the date that the list shows, that day and later"),
        ("before:2025", "by the date that the list shows, before that year"),
    ),
    _kind(
        "States",
        ("is:unanswered", "not answered yet; is:answered for the others"),
        ("is:late", "answered late, or late and not answered yet; see below"),
        ("is:named-day", "for answer on a day that the member named"),
        ("is:holding", "with a holding answer, whether the full one came since or not"),
        ("is:corrected", "with an answer that was corrected"),
        ("is:grouped", "answered together with others"),
        ("is:withdrawn", "withdrawn, and kept here"),
        ("is:clipped", "of which only the start of a text is here"),
        ("is:bookmarked", "that you marked"),
        ("is:unread", "that you have not read yet; is:read for the others"),
    ),
    _kind(
        "Sums, places and what else is in it",
        ("money:>10m", "a sum above that, of any currency; k, m, bn and tn may be used"),
        ("money:£1m..£5m", "a sum of that currency; also €, $ or a code such as CHF"),
        ("currency:EUR", "a sum of that currency, however large"),
        ("place:calais", "that names the place"),
        ("in:france", "that names the place or one inside it: a country, nation, region or county"),
        ("near:grimsby~50", "that names a place so many km away or nearer; 30 without a number"),
        ("has:money", "that names a sum"),
        ("has:place", "that names a place"),
        ("has:table", "with a table"),
        ("has:attachment", "whose answer came with a file"),
    ),
    Kind("What is late", tuple(Example("", rule) for rule in RULES)),
)


def lines() -> Iterator[str]:
    """All of it, on plain lines."""
    wide = max(len(example.query) for kind in HELP for example in kind.examples) + 2
    for kind in HELP:
        yield kind.title
        for query, finds in kind.examples:
            yield f"  {query:{wide}}{finds}" if query else f"  {finds}"
        yield ""
    yield "What cannot be read as written is searched as plain words, and that is said."
