"""Texts in, marks out: one JSON line after another."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from wrans.entities import finding
from wrans.entities.entity import Money
from wrans.entities.money import plain


@dataclass(frozen=True, slots=True)
class BadLine:
    """A line that is not an object with an id and a text."""

    number: int
    reason: str


def annotate(lines: Iterable[bytes]) -> Iterator[dict[str, Any] | BadLine]:
    """For each line ``{id, text}``, an object ``{id, money, places}`` in the gold files' shape."""
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            told = json.loads(line.decode("utf-8-sig"))
        except (ValueError, RecursionError):
            yield BadLine(number, "is not a line of JSON")
            continue
        if not isinstance(told, dict) or not isinstance(told.get("text"), str):
            yield BadLine(number, "has no text")
            continue
        yield _marked(told.get("id"), told["text"])


def _marked(name: Any, text: str) -> dict[str, Any]:
    money, places = [], []
    for entity in finding.find(text):
        span = {"start": entity.start, "end": entity.end, "text": entity.text}
        if isinstance(entity, Money):
            value = {
                "currency": entity.currency,
                "low": plain(entity.low),
                "high": plain(entity.high),
            }
            said = {"qualifier": entity.qualifier, "period": entity.period}
            money.append(span | value | said)
        else:
            places.append(span)
    return {"id": name, "money": money, "places": places}
