"""One question of a day file: who asked what when, and what was answered."""

import re
from datetime import date
from functools import lru_cache
from typing import Final
from xml.sax.saxutils import unescape

from wrans.errors import NotAWrittenQuestion
from wrans.formats import day_file_html
from wrans.formats.day_file_xml import Group, Piece
from wrans.records import Answer, Completeness, House, Key, Member, Question, Source
from wrans.records.text import one_line

_KNOWN: Final = 16
_UIN: Final = "(?:HL)?[1-9][0-9]{0,6}"
_ID: Final = re.compile(rf"/([0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}})([a-z]?)\.({_UIN}(?=\.))?", re.I)
_ADDRESS: Final = re.compile(rf"/([0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}})()/({_UIN})/?\Z", re.I)
# Some old numbers end in R; 0 stands for one that was not found.
_QNUM: Final = re.compile(rf'<p(?: [^<>]*)? qnum="\s*({_UIN})R?\s*"', re.I)
_HOUSE_IN_ADDRESS: Final = re.compile("/(commons|lords)/", re.I)
_LORDS: Final = re.compile("(?:to ask|asked) (?:his|her) majesty[’']s", re.I)
_NO_HEADING: Final = frozenset(("*No heading*", "Question"))
_CORRECTION: Final = re.compile(r"\.r[1-9][0-9]*\Z")
_OLD_FILE: Final = frozenset(("latest", "scrapeversion"))
_OLD: Final = frozenset(("colnum", "oldstyleid"))
_FIRST_DAY_TABLED: Final = date(2014, 10, 1)
"""In files from before, an id holds the day of the answer, and its number need be no UIN."""


def question(group: Group, asked: Piece) -> Question:
    """A question of a group. Raises NotAWrittenQuestion, saying what is wrong."""
    text = _line(asked)
    key, is_dated_by_answer = _key(group, asked, text)
    heading = _line(group.heading)
    return Question(
        key=key,
        heading="" if heading in _NO_HEADING else heading,
        answering_body=_line(group.body),
        text=text,
        answer=_answer(group, asked),
        asking_member=_member(asked),
        grouped=tuple(_other(piece) for piece in group.others),
        source=Source.DAY_FILE,
        text_source=Source.DAY_FILE,
        is_dated_by_answer=is_dated_by_answer,
    )


def key_of(group: Group, asked: Piece) -> Key:
    """The key of a question of a group. Raises NotAWrittenQuestion."""
    return _key(group, asked, _line(asked))[0]


def _key(group: Group, asked: Piece, text: str) -> tuple[Key, bool]:
    """The key, and whether its day is that of the answer."""
    if not text:
        raise NotAWrittenQuestion("has no question text")
    told, _, number = ("", "", "") if _is_old(group, asked) else _identity(asked)
    day = _day(told) if told else day_of(group, asked)
    if day is None:
        raise NotAWrittenQuestion("tells neither when it was tabled nor when it was answered")
    found = _QNUM.search(asked.text)
    uin = (found[1] if found else number).upper()
    house = _house(group, asked, uin, text)
    key = Key(house, day, uin) if uin else Key.of_page(house, day, _line(group.body), text)
    return key, not told


def day_of(group: Group, asked: Piece) -> date | None:
    """The day of the file: that of the answers, or of their corrections."""
    told = group.file.attributes.get("day")
    if told is None and _is_old(group, asked):
        told = _identity(asked)[0]
    return _day(told) if told else None


def _identity(asked: Piece) -> tuple[str, str, str]:
    """The date in a question's id, the letter behind it, and the number."""
    return _identity_in(asked.attributes.get("id", ""), asked.attributes.get("url", ""))


# What a question is called is asked several times, and what its heading is of each in a group.
@lru_cache(_KNOWN)
def _identity_in(name: str, url: str) -> tuple[str, str, str]:
    found = _ID.search(name) or _ADDRESS.search(url)
    return (found[1], found[2], found[3] or "") if found else ("", "", "")


def _is_old(group: Group, asked: Piece) -> bool:
    """Is it one of the files that were made from Hansard, until 2014?"""
    if not (_OLD_FILE.isdisjoint(group.file.attributes) and _OLD.isdisjoint(asked.attributes)):
        return True
    told, letter, _ = _identity(asked)
    day = group.file.attributes.get("day") or told
    return bool(letter) or bool(day and _day(day) < _FIRST_DAY_TABLED)


@lru_cache(1024)
def _day(told: str) -> date:
    try:
        day = date.fromisoformat(told)
    except ValueError:
        raise NotAWrittenQuestion(f"has {told!r} for a date") from None
    if not 1900 <= day.year <= 2200:
        raise NotAWrittenQuestion(f"has the year {day.year} in its date")
    return day


def _house(group: Group, asked: Piece, uin: str, text: str) -> House:
    address = _HOUSE_IN_ADDRESS.search(asked.attributes.get("url", ""))
    if uin.startswith("HL") or "/lordswrans/" in asked.attributes.get("id", ""):
        return House.LORDS
    if address and not _is_old(group, asked):
        return House(address[1].capitalize())
    if told := group.file.attributes.get("house"):
        return House.LORDS if told == House.LORDS else House.COMMONS
    return House.LORDS if _LORDS.match(text) else House.COMMONS


def _line(piece: Piece | None) -> str:
    return _line_of(piece.text) if piece else ""


@lru_cache(_KNOWN)
def _line_of(text: str) -> str:
    return one_line(day_file_html.flat(text))


def _member(piece: Piece) -> Member | None:
    name = one_line(piece.attributes.get("speakername", ""))
    return Member(name) if name else None


def _other(piece: Piece) -> Key:
    try:
        return Key.parse(unescape(piece.text))
    except ValueError:
        raise NotAWrittenQuestion("names no question as one of its group") from None


# -- what was answered


def _answer(group: Group, asked: Piece) -> Answer | None:
    if not group.replies:
        return None
    first, last = group.replies[0], group.replies[-1]
    is_old = _is_old(group, asked)
    is_corrected = not is_old and _is_corrected(group.replies)
    if is_old:
        # Two ministers, or one in two parts: each replied, and nobody corrected anything.
        html = "".join(day_file_html.after(reply.text) for reply in group.replies)
    else:
        html = day_file_html.after(last.text)
    html, attachments = day_file_html.without_attachments(html)
    day = day_of(group, asked)
    return Answer(
        text=html,
        is_html=True,
        completeness=Completeness.FULL if day_file_html.flat(html) else Completeness.EMPTY,
        answered=None if is_corrected else day,
        answering_member=_member(first),
        corrected=day if is_corrected else None,
        correcting_member=_member(last) if is_corrected else None,
        original_text=_original(group.replies) if is_corrected else "",
        attachments=attachments,
        source=Source.DAY_FILE,
    )


def _is_corrected(replies: list[Piece]) -> bool:
    last = replies[-1]
    is_another = len(replies) > 1 or _CORRECTION.search(last.attributes.get("id", ""))
    return bool(is_another) or day_file_html.is_changed(last.text)


def _original(replies: list[Piece]) -> str:
    """The answer before it was corrected for the last time."""
    last = replies[-1].text
    if day_file_html.is_changed(last):
        return day_file_html.without_attachments(day_file_html.before(last))[0]
    if len(replies) > 1:
        return day_file_html.without_attachments(day_file_html.after(replies[-2].text))[0]
    return ""
