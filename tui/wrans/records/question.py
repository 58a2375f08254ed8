"""A written question with its answer."""

import re
from datetime import date
from enum import StrEnum
from typing import Self

from wrans.values import dataclass

_FIRST_YEAR = 2014
"""Parliament's own pages begin then."""
_UIN = re.compile(r"(?:HL)?\d{1,7}\Z|page-[0-9a-f]{16}\Z")


class House(StrEnum):
    """The House in which a question was asked."""

    COMMONS = "Commons"
    LORDS = "Lords"


class Completeness(StrEnum):
    """How much of a text is here."""

    FULL = "full"
    CLIPPED = "clipped"
    EMPTY = "empty"


class Source(StrEnum):
    """Where a question, or one of its texts, was read; what tells most stands first."""

    SINGLE = "api-single"
    """The official API's answer for that one question: whole."""
    SIBLING = "api-sibling"
    """The official API's list, with the whole answer of another question of the same group."""
    LIST = "api-list"
    """The official API's list: cut texts, no tags."""
    DAY_FILE = "day-file"
    """A day file of TheyWorkForYou: whole texts, few facts."""
    PAGE = "page"
    """A saved page as text: no UIN."""

    @property
    def rank(self) -> int:
        """The higher, the more of the record it tells."""
        return _RANKS[self]

    @property
    def is_official(self) -> bool:
        """Is it Parliament's own interface?"""
        return self.value.startswith("api-")


_RANKS = {source: -place for place, source in enumerate(Source)}


@dataclass(frozen=True, slots=True, order=True)
class Key:
    """What tells one question from all others.

    A UIN alone does not: numbering starts again with each session.
    """

    house: House
    tabled: date
    uin: str
    """Digits (Commons), ``HL`` and digits (Lords), or ``page-`` and a hash where none is known."""

    def __str__(self) -> str:
        return f"{self.house.lower()}/{self.tabled}/{self.uin}"

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read back what ``str`` wrote. Raises ValueError."""
        house, tabled, uin = text.strip().split("/")
        uin = uin if uin.startswith("page-") else uin.upper()
        if not _UIN.match(uin):
            raise ValueError(f"not a UIN: {uin!r}")
        return cls(House(house.capitalize()), date.fromisoformat(tabled), uin)

    @classmethod
    def of_page(cls, house: House, tabled: date, answering_body: str, question_text: str) -> Self:
        """The key of a question from a page that shows no UIN: a hash of what identifies it."""
        from hashlib import sha256  # OpenSSL comes with it, which most runs can do without

        told = (answering_body, question_text)
        body, words = (re.sub(r"\W+", " ", text.lower()).strip() for text in told)
        digest = sha256(f"{tabled}\n{body}\n{words}".encode("utf-8", "replace")).hexdigest()
        return cls(house, tabled, f"page-{digest[:16]}")

    @property
    def is_official(self) -> bool:
        """Does the key hold a UIN, so that the official page can be found?"""
        return not self.uin.startswith("page-")

    @property
    def url(self) -> str | None:
        """The official page of the question."""
        if not self.is_official or self.tabled.year < _FIRST_YEAR:
            return None
        site = "https://questions-statements.parliament.uk/written-questions/detail"
        return f"{site}/{self.tabled}/{self.uin.lower()}"


@dataclass(frozen=True, slots=True)
class Member:
    """Someone who asked or answered; the list gives only the number, a page only the name."""

    name: str = ""
    id: int | None = None
    party: str = ""
    seat: str = ""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that came with an answer."""

    title: str
    url: str
    file_type: str = ""
    size: int | None = None
    """Bytes."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What was answered, when and by whom."""

    text: str
    """As published: HTML where ``is_html``, else plain text with a line a paragraph."""
    is_html: bool
    completeness: Completeness
    answered: date | None = None
    answering_member: Member | None = None
    is_holding: bool = False
    held: date | None = None
    """When a holding answer was given; it stays set after the full answer came."""
    corrected: date | None = None
    correcting_member: Member | None = None
    original_text: str = ""
    """The text before a correction, where the source gives it."""
    attachments: tuple[Attachment, ...] = ()
    source: Source = Source.PAGE
    """Where the text was read."""


@dataclass(frozen=True, slots=True)
class Question:
    """A question as tabled, and the answer if there is one."""

    key: Key
    heading: str
    answering_body: str
    text: str
    """Plain text, cleaned, with its broken words as published."""
    completeness: Completeness = Completeness.FULL
    answer: Answer | None = None
    """None while unanswered."""
    asking_member: Member | None = None
    official_id: int | None = None
    """Parliament's internal number."""
    answering_body_id: int | None = None
    due: date | None = None
    """The API's dateForAnswer: the named day, or a nominal date."""
    is_named_day: bool = False
    has_interest: bool = False
    is_withdrawn: bool = False
    grouped: tuple[Key, ...] = ()
    """The other questions that the same answer answers."""
    source: Source = Source.PAGE
    """The best that told of it."""
    text_source: Source = Source.PAGE
    """Where the text was read."""
    is_dated_by_answer: bool = False
    """Does its source leave out when it was tabled? Then the key's date is that of the answer."""

    @property
    def is_clipped(self) -> bool:
        """Is one of its texts cut short?"""
        held = (self.completeness, self.answer.completeness if self.answer else None)
        return Completeness.CLIPPED in held

    @property
    def date(self) -> date:
        """What the list is ordered by: the day of the answer, or else of tabling."""
        if self.answer is None:
            return self.key.tabled
        return self.answer.answered or self.answer.corrected or self.key.tabled

    @property
    def days_taken(self) -> int | None:
        """Calendar days from tabling to answer, where both are known."""
        if self.is_dated_by_answer or self.answer is None or self.answer.answered is None:
            return None
        return (self.answer.answered - self.key.tabled).days
