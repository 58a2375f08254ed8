"""The record as wrans writes it down for another wrans: a line a question, with all its sources."""

import json
from typing import Any, Final

from wrans.errors import NotAWrittenQuestion
from wrans.records import Key, Source
from wrans.records.text import one_line
from wrans.values import dataclass

_VERSION: Final = 1
_START: Final = b'{"wrans":'
BOM: Final = b"\xef\xbb\xbf"
"""What Notepad puts before a text."""
LONGEST: Final = 64 << 20
"""Bytes of a line."""
_FORMS: Final = frozenset(source.value for source in Source)
_LATEST: Final = 250_000_000_000
"""In the year 9892: Python knows no day much later."""


@dataclass(frozen=True, slots=True)
class KeptSource:
    """A source of a question, as it came."""

    form: str
    received: int
    """Seconds since 1970, UTC."""
    digest: bytes
    text: bytes


@dataclass(frozen=True, slots=True)
class KeptTransfer:
    """A question went from one answering body to another."""

    noticed: int
    """Seconds since 1970, UTC."""
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Kept:
    """A question with everything that is kept of it."""

    key: Key
    sources: tuple[KeptSource, ...]
    aliases: tuple[Key, ...] = ()
    """Keys by which it was known before."""
    gone: int | None = None
    """Since when Parliament does not show it, in seconds since 1970."""
    transfers: tuple[KeptTransfer, ...] = ()
    spent: tuple[bytes, ...] = ()
    """Digests of sources that were here, and whose texts others tell all of."""
    where: str = ""
    """In which document it stood, and on which line."""


def written(kept: Kept) -> str:
    """A line, without its end."""
    sources = [
        {
            "form": source.form,
            "received": source.received,
            "digest": source.digest.hex(),
            "text": source.text.decode("utf-8"),
        }
        for source in kept.sources
    ]
    line: dict[str, Any] = {"wrans": _VERSION, "key": str(kept.key), "sources": sources}
    if kept.aliases:
        line["aliases"] = [str(key) for key in kept.aliases]
    if kept.gone is not None:
        line["gone"] = kept.gone
    if kept.transfers:
        line["transfers"] = [
            {"noticed": t.noticed, "from": t.before, "to": t.after} for t in kept.transfers
        ]
    if kept.spent:
        line["spent"] = [digest.hex() for digest in kept.spent]
    return json.dumps(line, ensure_ascii=False, separators=(",", ":"))


def read(line: bytes, where: str = "") -> Kept:
    """What a line holds. Raises NotAWrittenQuestion, saying what is wrong."""
    if len(line) > LONGEST:
        raise NotAWrittenQuestion("is longer than 64 MB")
    try:
        told = json.loads(line)
        if told["wrans"] != _VERSION:
            raise NotAWrittenQuestion("was written by a newer wrans; bring this one up to date")
        return Kept(
            Key.parse(told["key"]),
            tuple(_source(source) for source in told["sources"] if "text" in source),
            tuple(Key.parse(key) for key in told.get("aliases", ())),
            _moment(told["gone"]) if "gone" in told else None,
            tuple(_transfer(transfer) for transfer in told.get("transfers", ())),
            tuple(_digest(digest) for digest in _spent(told)),
            where,
        )
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise NotAWrittenQuestion("is no whole line of an export") from error


def looks_like_one(start: bytes) -> bool:
    """Does a document begin as these do, be it with a line that is none?"""
    return start.removeprefix(BOM).startswith(_START) or b"\n" + _START in start


def is_form(told: object) -> bool:
    """Is it one of the forms that sources have?"""
    return told in _FORMS


def is_moment(told: object) -> bool:
    """Can something have been received then?"""
    return type(told) is int and 0 <= told < _LATEST


def _source(told: Any) -> KeptSource:
    if not is_form(told["form"]):
        raise ValueError
    text = told["text"].encode("utf-8")
    return KeptSource(told["form"], _moment(told["received"]), _digest(told["digest"]), text)


def _spent(told: Any) -> list[Any]:
    """Digests; at first they were written among the sources, as some without a text."""
    among = [source["digest"] for source in told["sources"] if "text" not in source]
    return [*among, *told.get("spent", ())]


def _digest(told: Any) -> bytes:
    digest = bytes.fromhex(told)
    if len(digest) != 16:
        raise ValueError
    return digest


def _transfer(told: Any) -> KeptTransfer:
    before, after = told["from"], told["to"]
    if not (isinstance(before, str) and isinstance(after, str)):
        raise ValueError
    return KeptTransfer(_moment(told["noticed"]), one_line(before), one_line(after))


def _moment(told: Any) -> int:
    if not is_moment(told):
        raise ValueError
    return int(told)
