"""The JSON of the official API: one question, as the list or the single-question call gives it."""

import re
from datetime import date
from functools import lru_cache
from typing import Any, Final

from wrans.errors import NotAWrittenQuestion
from wrans.records import Answer, Attachment, Completeness, House, Key, Member, Question, Source
from wrans.records.text import one_line

LIST, SINGLE, SIBLING = Source.LIST, Source.SINGLE, Source.SIBLING

_CUT: Final = 255
"""The list cuts both texts here; only the answer then ends in three dots."""
_LARGEST: Final = 2**53
_KNOWN: Final = 8_000
_SHORT: Final = 200
# Both "<" end a tag, so that a thousand of them in a row cost no more than a thousand letters.
_TAG: Final = re.compile(r"<[^<>]*>")
# Most answers begin with a letter that is in no tag.
_SPEAKS: Final = re.compile(r"(?:<p>)?[^\s<>]")
_STAND_INS: Final = re.compile(r"\?+")
_SPACES: Final = 60
"""A cut text may be so much shorter than the cut, without its double spaces."""
# Where a tag between two paragraphs, items or cells was, nothing is: "due courseEach".
_GLUED: Final = re.compile(r"[a-z.:;)%][A-Z]")


def question(value: Any, form: str) -> Question:
    """The question in an item of the API. Raises NotAWrittenQuestion, saying what is wrong."""
    if not isinstance(value, dict):
        raise NotAWrittenQuestion("is not an object")
    house = _house(value)
    key = Key(house, _day(value, "dateTabled"), _uin(value))
    text = one_line(_text(value, "questionText"))
    if not text:
        raise NotAWrittenQuestion("has no question text")
    is_cut = form != SINGLE and len(_text(value, "questionText")) == _CUT
    return Question(
        key=key,
        heading=one_line(_text(value, "heading")),
        answering_body=_known_line(_text(value, "answeringBodyName")),
        text=text,
        completeness=Completeness.CLIPPED if is_cut else Completeness.FULL,
        answer=_answer(value, form),
        asking_member=_member(value, "askingMember"),
        official_id=_number(value, "id"),
        answering_body_id=_number(value, "answeringBodyId"),
        due=_optional_day(value, "dateForAnswer"),
        is_named_day=value.get("isNamedDay") is True,
        has_interest=value.get("memberHasInterest") is True,
        is_withdrawn=value.get("isWithdrawn") is True,
        grouped=_grouped(value, house),
        source=Source(form),
        text_source=Source(form),
    )


def as_listed(answer_html: str) -> str:
    """An answer as the list gives it: no tags, nothing in their place, and cut."""
    flat = _TAG.sub("", answer_html)
    return flat if len(flat) <= _CUT else f"{flat[:_CUT]}..."


def is_same_question(whole: str, listed: str) -> bool:
    """Is a question of the list this one, as far as the list shows it?

    The list has question marks for what its character set lacks.
    """
    shown = _STAND_INS.sub("?", listed)
    there = _STAND_INS.sub("?", whole.encode("cp1252", "replace").decode("cp1252"))
    return there == shown or (len(listed) >= _CUT - _SPACES and there.startswith(shown.rstrip()))


def is_glued(listed: str) -> bool:
    """Did a text of the list lose what stood between two of its paragraphs?"""
    return _GLUED.search(listed) is not None


def with_answer_of(item: dict[str, Any], other: dict[str, Any]) -> dict[str, Any] | None:
    """An item of the list, with the whole answer of another of its group: None if not the same."""
    listed, whole = item.get("answerText"), other.get("answerText")
    if not (isinstance(listed, str) and isinstance(whole, str) and as_listed(whole) == listed):
        return None
    shared = ("answerText", "attachments", "attachmentCount", "originalAnswerText")
    return item | {name: other[name] for name in shared if name in other}


def _answer(value: dict[str, Any], form: str) -> Answer | None:
    answered = _optional_day(value, "dateAnswered")
    text = _text(value, "answerText")
    if answered is None and not text:
        return None
    if not _SPEAKS.match(text) and not _TAG.sub("", text).strip():
        completeness = Completeness.EMPTY
    elif _is_cut(text, form):
        completeness = Completeness.CLIPPED
    else:
        completeness = Completeness.FULL
    return Answer(
        text=text,
        is_html=True,
        completeness=completeness,
        answered=answered,
        answering_member=_member(value, "answeringMember"),
        is_holding=value.get("answerIsHolding") is True,
        held=_optional_day(value, "dateHoldingAnswer"),
        corrected=_optional_day(value, "dateAnswerCorrected"),
        correcting_member=_member(value, "correctingMember"),
        original_text=_text(value, "originalAnswerText"),
        attachments=tuple(_attachments(value.get("attachments"))),
        source=Source(form),
    )


def _is_cut(text: str, form: str) -> bool:
    """Is an answer as the list cuts it? A single call should not, and has tags to show for it."""
    is_so_long = len(text) == _CUT + 3 and text.endswith("...")
    return is_so_long and (form == LIST or "<" not in text)


def _house(value: dict[str, Any]) -> House:
    try:
        return House(_text(value, "house"))
    except ValueError:
        raise NotAWrittenQuestion(
            f"has the House {value.get('house')!r}, not Commons or Lords"
        ) from None


def _uin(value: dict[str, Any]) -> str:
    uin = value.get("uin")
    if isinstance(uin, str):
        uin = uin.strip().upper()
        digits = uin.removeprefix("HL")
        if digits.isascii() and digits.isdigit() and len(digits) <= 7:
            return uin
    raise NotAWrittenQuestion("has no UIN" if not uin else f"has {uin!r} for a UIN")


def _day(value: dict[str, Any], name: str) -> date:
    day = _optional_day(value, name)
    if day is None:
        raise NotAWrittenQuestion("has no date tabled")
    return day


def _optional_day(value: dict[str, Any], name: str) -> date | None:
    told = value.get(name)
    if told is None:
        return None
    try:
        day = _date(told[:10])
    except (ValueError, TypeError):
        raise NotAWrittenQuestion(f"has {told!r} for {name}, not a date") from None
    if not 1900 <= day.year <= 2200:
        raise NotAWrittenQuestion(f"has the year {day.year} in {name}")
    return day


# The same days, people and parties come again and again.
_date: Final = lru_cache(_KNOWN)(date.fromisoformat)
_short_line: Final = lru_cache(_KNOWN)(one_line)


def _known_line(text: str) -> str:
    return _short_line(text) if len(text) < _SHORT else one_line(text)


def _text(value: dict[str, Any], name: str) -> str:
    told = value.get(name)
    if told is None:
        return ""
    if not isinstance(told, str):
        raise NotAWrittenQuestion(f"has no text in {name}")
    return told


def _number(value: dict[str, Any], name: str) -> int | None:
    number = value.get(name)
    if number is None:
        return None
    # True is an int to Python, and 5.0 equals 5.
    if type(number) is not int or not 0 < number < _LARGEST:
        raise NotAWrittenQuestion(f"has {number!r} for {name}, not a whole number")
    return number


def _member(value: dict[str, Any], name: str) -> Member | None:
    number = _number(value, f"{name}Id")
    told = value.get(name)
    if not isinstance(told, dict):
        return Member(id=number) if number else None
    number = number or _number(told, "id")
    name, party, seat = (_text(told, what) for what in ("name", "party", "memberFrom"))
    make = _known_member if len(name) + len(party) + len(seat) < _SHORT else _made_member
    return make(number, name, party, seat)


def _made_member(number: int | None, name: str, party: str, seat: str) -> Member:
    return Member(one_line(name), number, one_line(party), one_line(seat))


_known_member: Final = lru_cache(_KNOWN)(_made_member)


def _grouped(value: dict[str, Any], house: House) -> tuple[Key, ...]:
    told = value.get("groupedQuestionsDates")
    keys = []
    for other in told if isinstance(told, list) else ():
        if isinstance(other, dict):
            uin = _uin({"uin": other.get("questionUin")})
            keys.append(Key(house, _day(other, "dateTabled"), uin))
    return tuple(keys)


def _attachments(told: Any) -> "list[Attachment]":
    attachments = []
    for one in told if isinstance(told, list) else ():
        if isinstance(one, dict):
            size = one.get("fileSizeBytes")
            attachments.append(
                Attachment(
                    one_line(_text(one, "title")),
                    one_line(_text(one, "url")),
                    one_line(_text(one, "fileType")),
                    size if type(size) is int else None,
                )
            )
    return attachments
