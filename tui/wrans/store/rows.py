"""Between questions and the columns that lists are made of."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any, Final
from zlib import crc32

from wrans.records import Completeness, House, Key, Member, Question
from wrans.store.listing import Listing

Row = tuple[Any, ...]

RANK: Final = {Completeness.EMPTY: 0, Completeness.CLIPPED: 1, Completeness.FULL: 2}

# As Parliament's own interfaces number them.
_HOUSES: Final = {House.COMMONS: 1, House.LORDS: 2}
_HOUSE_OF: Final = {number: house for house, number in _HOUSES.items()}

SEALED: Final = (
    "house, tabled, uin, date, official, body, heading, asker, asker_number, answerer_number, "
    "text_held, answer_held, is_withdrawn, is_corrected, gist"
)
"""The columns that a question fills, as ``of_question`` gives them."""

LISTED: Final = """
    SELECT question.id, question.uin, tabled, house, date, body.name, heading,
        coalesce(member.name, asker), text_held, answer_held, is_withdrawn, is_corrected,
        gone
    FROM question
    LEFT JOIN body ON body.id = question.body
    LEFT JOIN member ON member.id = asker_number
"""
"""What ``listing`` reads."""


def of_question(question: Question, body: int, gist: int) -> Row:
    """What the columns hold of a question; its answering body by number, and its short gist."""
    key, answer, asker = question.key, question.answer, question.asking_member
    return (
        _HOUSES[key.house],
        number_of_day(key.tabled),
        key.uin,
        number_of_day(question.date),
        question.official_id,
        body,
        question.heading,
        asker.name if asker else "",
        _unnamed(asker),
        _unnamed(answer.answering_member if answer else None),
        RANK[question.completeness],
        RANK[answer.completeness] if answer else None,
        int(question.is_withdrawn),
        int(answer is not None and answer.corrected is not None),
        gist,
    )


def _unnamed(member: Member | None) -> int | None:
    return member.id if member and not member.name else None


def seal(columns: Sequence[object]) -> int:
    """What tells whether the columns are still as written."""
    return crc32("\n".join(map(str, columns)).encode())


def seal_of_source(form: str, received: int, digest: bytes) -> int:
    """The same of what stands beside the text of a source, which its digest is of."""
    return seal((form, received, digest))


def of_key(key: Key) -> tuple[str, int, int]:
    """A key in the order of the indexes: uin, tabled, house."""
    return key.uin, number_of_day(key.tabled), _HOUSES[key.house]


def key_of(uin: str, tabled: int, house: int) -> Key:
    """The key in three columns; of damaged ones, which the seal tells, what can be told."""
    return Key(_HOUSE_OF.get(house, House.COMMONS), day_of_number(tabled), uin)


def number_of_day(day: date) -> int:
    """20240719: small, in order, and read at sight."""
    return day.year * 10_000 + day.month * 100 + day.day


def day_of_number(number: int) -> date:
    """The day that such a number is; the first of all days where it is damaged."""
    try:
        return date(number // 10_000, number // 100 % 100, number % 100)
    except (TypeError, ValueError):
        return date.min


def moment_of_number(number: int) -> datetime:
    """The moment that such a number of seconds is; the first of all where it is damaged."""
    try:
        return datetime.fromtimestamp(number, UTC)
    except (TypeError, ValueError, OverflowError, OSError):
        return datetime.min.replace(tzinfo=UTC)


def listing(row: Row) -> Listing:
    """A row of the list."""
    (
        number,
        uin,
        tabled,
        house,
        day,
        body,
        heading,
        asker,
        text,
        answer,
        withdrawn,
        corrected,
        gone,
    ) = row
    clipped = RANK[Completeness.CLIPPED]
    return Listing(
        number,
        key_of(uin, tabled, house),
        day_of_number(day),
        body or "",
        heading,
        asker,
        answer is not None,
        clipped in (text, answer),
        bool(withdrawn),
        bool(corrected),
        gone is not None,
    )
