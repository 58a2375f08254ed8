"""What the index is to hold of a question."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from functools import lru_cache
from itertools import islice
from typing import Final

from wrans import entities, extracting, formats, reading
from wrans.entities.location import inside_of
from wrans.index import Document, Sum
from wrans.records import Question, Table
from wrans.records.bodies import short_name
from wrans.records.lateness import last_day_on_time
from wrans.records.text import one_line
from wrans.store import Store
from wrans.store.found import Found, Row, row

_AT_ONCE: Final = 500
_KNOWN: Final = 5_000


def documents(
    store: Store, numbers: Iterable[int], keep: Callable[[Row], None] | None = None
) -> Iterator[Document]:
    """What the index is to hold of each of those questions, newest first.

    Sums and places that are not kept are found as the questions are read, and given to ``keep``.
    """
    # The reader's own places may be others than last time.
    _inside_of.cache_clear()
    questions = store.questions(numbers)
    while some := list(islice(questions, _AT_ONCE)):
        kept = store.found(number for number, _, _ in some)
        # What changed since the moment that is read is patched in afterwards.
        found = {(number, change): found for number, change, found in kept}
        if len(found) < len(some):
            entities.learn(store.seats())
        for number, change, question in some:
            if (known := found.get((number, change))) is not None:
                yield document(number, change, question, known)
                continue
            # Read once, for both: reading takes the longest.
            opened = reading.read(question, with_references=False)
            known = extracting.found_of_reading(opened)
            if keep:
                keep(row(number, change, known))
            yield _document(number, change, question, known, _published(opened))


def document(number: int, change: int, question: Question, found: Found | None = None) -> Document:
    """What the index is to hold of a question; its sums and places as found, or found now."""
    if found is None:
        found = extracting.found_in(question)
    return _document(number, change, question, found, formats.published(question))


def _published(opened: reading.Reading) -> formats.Text:
    """The text of a question that is laid open, as published."""
    if opened.broken_words:
        return formats.published(opened.question)
    prose = opened.prose
    return formats.Text(prose.text, any(isinstance(block, Table) for block in prose.blocks))


def _document(
    number: int, change: int, question: Question, found: Found, published: formats.Text
) -> Document:
    answer = question.answer
    sums = [stated.money for stated in found.sums]
    places = found.places
    named = {place.name for place in places}
    asker, answerer = question.asking_member, answer.answering_member if answer else None
    on_time = last_day_on_time(question)
    flags = {
        "answered": answer is not None,
        "unanswered": answer is None,
        "withdrawn": question.is_withdrawn,
        "corrected": answer is not None and answer.corrected is not None,
        "grouped": bool(question.grouped),
        "named-day": question.is_named_day,
        "holding": answer is not None and (answer.is_holding or answer.held is not None),
        "late": _is_answered_late(question, on_time),
        "clipped": question.is_clipped,
        "money": bool(sums),
        "place": bool(places),
        "table": published.has_table,
        "attachment": answer is not None and bool(answer.attachments),
    }
    return Document(
        id=number,
        change=change,
        date=question.date,
        tabled=question.key.tabled,
        answered=answer.answered if answer else None,
        house=question.key.house.value,
        body=_called(question.answering_body),
        asker=asker.name if asker else "",
        answerer=answerer.name if answerer else "",
        heading=question.heading,
        uin=question.key.uin,
        text=reading.searchable(question, published.text),
        flags=frozenset(flag for flag, holds in flags.items() if holds),
        places=tuple(named | {place.text for place in places}),
        sums=tuple({Sum(m.currency, amount) for m in sums for amount in (m.low, m.high)}),
        party=asker.party if asker else "",
        due=question.due,
        on_time=on_time,
        facets=tuple(_facets(question)),
        named=tuple(named),
        within=tuple({larger for name in named for larger in _inside_of(name)}),
    )


def _is_answered_late(question: Question, on_time: date | None) -> bool:
    answered = question.answer.answered if question.answer else None
    return on_time is not None and answered is not None and answered > on_time


def _facets(question: Question) -> Iterator[str]:
    """What the question is counted by."""
    asker = question.asking_member
    for kind, value in (
        ("body", question.answering_body),
        ("house", question.key.house.value),
        ("party", asker.party if asker else ""),
    ):
        if value and (facet := _facet(kind, value)):
            yield facet


# The same bodies, parties and places have nearly all the questions.


@lru_cache(_KNOWN)
def _inside_of(place: str) -> tuple[str, ...]:
    return inside_of(place)


@lru_cache(_KNOWN)
def _facet(kind: str, value: str) -> str:
    told = one_line(value).strip()
    return f"{kind}={told}" if told else ""


@lru_cache(_KNOWN)
def _called(body: str) -> str:
    return f"{body} {short_name(body)}"
