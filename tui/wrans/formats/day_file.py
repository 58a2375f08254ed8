"""The day files of TheyWorkForYou: XML of three shapes, one file a House and day of answering.

A file is split into sources, one a question, each small XML of its own: what the file says of the
question, its group, and its answers. Entities are refused unless each stands for one character.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final
from xml.parsers import expat
from xml.sax.saxutils import escape, quoteattr

from wrans.errors import NotAWrittenQuestion
from wrans.records import Source

DAY_FILE: Final = Source.DAY_FILE

_NAME: Final = re.compile(r"(?P<lords>lords)?(?:wrans|answers)(?P<day>\d{4}-\d\d-\d\d)[a-z]?\.xml")
_MOST_ENTITIES: Final = 400
_DEEPEST: Final = 100
_BOMB: Final = "declares entities that no day file needs; it was not read"


@dataclass(slots=True)
class _Element:
    """A question or an answer of a group, with its text as XML."""

    attributes: dict[str, str]
    parts: list[str] = field(default_factory=list)

    def written(self, name: str) -> str:
        attributes = "".join(f" {key}={quoteattr(v)}" for key, v in self.attributes.items())
        return f"<{name}{attributes}>{''.join(self.parts)}</{name}>"


def looks_like_one(start: bytes) -> bool:
    """Does a document begin as these do?"""
    head = start.lstrip()[:400]
    if head.startswith(b"<publicwhip"):
        return True
    return head.startswith((b"<?xml", b"<!DOCTYPE")) and b"publicwhip" in start[:20_000]


def sources(data: bytes, name: str) -> Iterator[bytes]:
    """The sources of a file's questions.

    Raises NotAWrittenQuestion where it is no XML or unsafe, after what came before that.
    """
    splitter = _Splitter(name)
    ended: NotAWrittenQuestion | None = None
    try:
        splitter.parser.Parse(data, True)
    except expat.ExpatError as error:
        ended = NotAWrittenQuestion(
            f"is XML that breaks off or is malformed (line {error.lineno:,}: "
            f"{expat.ErrorString(error.code)})"
        )
    except NotAWrittenQuestion as error:
        ended = error
    splitter.close_group()
    yield from splitter.sources
    if ended:
        raise ended


class _Splitter:
    """Goes through a file once."""

    def __init__(self, name: str) -> None:
        self.sources: list[bytes] = []
        self.parser = expat.ParserCreate()
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text
        self.parser.EntityDeclHandler = self._entity
        self.parser.ExternalEntityRefHandler = self._external
        match = _NAME.search(name)
        self._day = match["day"] if match else ""
        self._is_lords = bool(match and match["lords"])
        self._major = self._minor = ""
        self._heading: list[str] | None = None
        self._asked: list[_Element] = []
        self._answers: list[_Element] = []
        self._open: _Element | None = None
        self._entities = self._depth = 0
        self._is_old = False

    # -- safety

    def _entity(self, name: str, is_parameter: bool, value: str | None, *_: object) -> None:
        self._entities += 1
        is_harmless = not is_parameter and value is not None and len(value) <= 1
        # "&#38;#38;" is how XML itself has an ampersand declared.
        is_own = name in ("amp", "lt", "gt", "quot", "apos")
        if self._entities > _MOST_ENTITIES or not (is_harmless or is_own):
            raise NotAWrittenQuestion(_BOMB)

    def _external(self, *_: object) -> int:
        raise NotAWrittenQuestion(_BOMB)

    # -- the file

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise NotAWrittenQuestion("is nested too deeply to be a day file")
        if self._open is not None:
            self._open.parts.append(_tag(name, attributes))
            return
        match name:
            case "publicwhip":
                # An older scrape of the day, which another file of it replaces.
                self._is_old = attributes.get("latest") == "no"
            case "major-heading" | "minor-heading":
                self.close_group()
                self._heading = []
            case "ques":
                if self._answers:
                    self.close_group(keep_heading=True)
                self._open = _Element(attributes)
                self._asked.append(self._open)
            case "reply":
                self._open = _Element(attributes)
                self._answers.append(self._open)

    def _end(self, name: str) -> None:
        self._depth -= 1
        if self._heading is not None and name in ("major-heading", "minor-heading"):
            text = " ".join("".join(self._heading).split())
            self._heading = None
            if name == "major-heading":
                self._major, self._minor = text, ""
            else:
                self._minor = text
        elif name in ("ques", "reply"):
            self._open = None
        elif self._open is not None:
            self._open.parts.append(f"</{name}>")

    def _text(self, text: str) -> None:
        if self._heading is not None:
            self._heading.append(text)
        elif self._open is not None:
            self._open.parts.append(escape(text))

    def close_group(self, *, keep_heading: bool = False) -> None:
        """The questions since the last heading, and their answers, are all there."""
        asked, answers = self._asked, self._answers
        self._asked, self._answers = [], []
        if not keep_heading and not asked:
            return
        if self._is_old:
            return
        group = " ".join(ques.attributes.get("id", "") for ques in asked)
        told = "".join(answer.written("reply") for answer in answers)
        for ques in asked:
            head = {
                "day": self._day,
                "house": "Lords" if self._is_lords else "Commons",
                "major": self._major,
                "minor": self._minor,
                "group": group if len(asked) > 1 else "",
            }
            attributes = "".join(f" {k}={quoteattr(v)}" for k, v in head.items() if v)
            source = f"<question{attributes}>{ques.written('ques')}{told}</question>"
            self.sources.append(source.encode("utf-8"))


def _tag(name: str, attributes: dict[str, Any]) -> str:
    return f"<{name}{''.join(f' {k}={quoteattr(v)}' for k, v in attributes.items())}>"


def day_of(text: str) -> date | None:
    """A day as it is written in an id or a name."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
