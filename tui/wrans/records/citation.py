"""Citing a question, and finding the one that a citation or address names."""

import re
from datetime import date

from wrans.records.question import House, Key, Question

_OPTIONAL = re.compile(r"\[([^\[\]]*)\]")
_FIELD = re.compile(r"\{(\w+)\}")
_ADDRESS = re.compile(
    r"parliament\.uk/\S*?(?P<house>Commons/|Lords/)?(?P<tabled>\d{4}-\d\d-\d\d)/(?P<uin>(?:HL)?\d{1,7})\b",
    re.IGNORECASE,
)
_TWFY = re.compile(
    r"/(?P<lords>lords)?w?wrans/?\?id=(?P<tabled>\d{4}-\d\d-\d\d)\.(?P<uin>(?:HL)?\d{1,7})\.", re.I
)
_UIN = re.compile(r"\b(?:(?:UIN|WPQ|PQ|Question)\s*)?((?:HL)?\d{1,7})\b", re.IGNORECASE)


def long_date(day: date) -> str:
    """``26 October 2018``."""
    return f"{day.day} {day:%B %Y}"


def cite(question: Question, template: str, today: date) -> str:
    """The question in a citation style.

    A template names fields in braces. A part in square brackets is left out when the record
    does not say one of its fields.
    """
    fields = _fields(question, today)

    def filled(part: str) -> str:
        return _FIELD.sub(lambda m: fields.get(m[1]) or "", part)

    def optional(match: re.Match[str]) -> str:
        known = all(fields.get(name) for name in _FIELD.findall(match[1]))
        return filled(match[1]) if known else ""

    return filled(_OPTIONAL.sub(optional, template)).strip()


def _fields(question: Question, today: date) -> dict[str, str]:
    key, answer = question.key, question.answer
    answered = answer.answered if answer else None
    asker = question.asking_member.name if question.asking_member else ""
    answerer = answer.answering_member.name if answer and answer.answering_member else ""
    uin = key.uin if key.is_official else ""
    return {
        "uin": uin,
        "number": "" if not uin else uin if key.house is House.LORDS else f"PQ {uin}",
        "heading": question.heading,
        "body": question.answering_body,
        "house": key.house.value,
        "initials": "HL" if key.house is House.LORDS else "HC",
        "asker": asker,
        "answerer": answerer,
        "tabled": long_date(key.tabled),
        "tabled_iso": key.tabled.isoformat(),
        "answered": long_date(answered) if answered else "",
        "answered_iso": answered.isoformat() if answered else "",
        "year": str(key.tabled.year),
        "url": key.url or "",
        "accessed": long_date(today),
        "accessed_iso": today.isoformat(),
        "id": f"wq-{key.house[0].lower()}-{key.tabled}-{key.uin.lower()}",
    }


def named_in(text: str) -> Key | str | None:
    """What a key, an official address or a UIN names: the key, or the UIN alone, or nothing."""
    text = text.strip()
    try:
        return Key.parse(text)
    except ValueError:
        pass
    match = _ADDRESS.search(text) or _TWFY.search(text)
    if match:
        uin = match["uin"].upper()
        named = match.groupdict()
        lords = uin.startswith("HL") or (
            named.get("house") or named.get("lords") or ""
        ).lower().startswith("lords")
        try:
            return Key(
                House.LORDS if lords else House.COMMONS, date.fromisoformat(match["tabled"]), uin
            )
        except ValueError:
            return None
    uin_alone = _UIN.fullmatch(text) or _UIN.match(text)
    return uin_alone[1].upper() if uin_alone else None
