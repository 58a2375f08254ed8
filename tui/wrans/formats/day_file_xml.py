"""The XML of a day file: read safely and in one pass, group by group.

Expat would multiply what entities and default attributes stand for, so that a document of one
kilobyte fills the memory. Day files declare about fifty single characters: that is let through.
"""

import re
from collections.abc import Iterator
from typing import Final
from xml.parsers import expat
from xml.sax.saxutils import escape

from wrans.errors import NotAWrittenQuestion
from wrans.values import dataclass, field

_STRETCH: Final = 1 << 16
_MOST_ENTITIES: Final = 400
_DEEPEST: Final = 100
_ENCODINGS: Final = frozenset(("utf-8", "us-ascii", "iso-8859-1"))
_BOMB: Final = "declares entities that a day file does not need (an entity bomb?)"
_SPECIAL: Final = re.compile('[&<>"\n\t\r]')
# A line's end in an attribute would come back as a space.
_IN_QUOTES: Final = {'"': "&quot;", "\n": "&#10;", "\r": "&#13;", "\t": "&#9;"}


@dataclass(frozen=True, slots=True)
class Piece:
    """A heading, a question or a reply; or the tag that holds them all."""

    name: str
    attributes: dict[str, str]
    text: str = ""
    """What it holds, as XML: tags in small letters, no entities but XML's own."""
    line: int = 0

    def __str__(self) -> str:
        return f"{_tag(self.name, self.attributes)}{self.text}</{self.name}>"


@dataclass(slots=True)
class Group:
    """Questions under one heading, and the replies to them all."""

    file: Piece
    body: Piece | None = None
    heading: Piece | None = None
    questions: list[Piece] = field(default_factory=list)
    replies: list[Piece] = field(default_factory=list)
    others: list[Piece] = field(default_factory=list)
    """In a source that was kept: the questions of the group that are not in it."""


def groups(document: bytes) -> Iterator[Group]:
    """The groups of a file. Raises NotAWrittenQuestion behind the last that is whole."""
    group = Group(Piece("", {}))
    for piece in _pieces(document):
        is_begun = piece.name != "ques" or group.replies
        if piece.name not in ("reply", "grouped") and is_begun and group.questions:
            yield group
            group = Group(group.file, group.body, group.heading)
        match piece.name:
            case "publicwhip":
                group.file = piece
            case "major-heading":
                group.body, group.heading = piece, None
            case "minor-heading":
                group.heading = piece
            case "ques":
                group.questions.append(piece)
            case "reply" if group.questions:
                group.replies.append(piece)
            case "grouped" if group.questions:
                group.others.append(piece)


def _pieces(document: bytes) -> Iterator[Piece]:
    reader = _Reader()
    at, size = 0, _STRETCH
    fault: NotAWrittenQuestion | None = None
    while at < len(document) and fault is None:
        try:
            reader.parser.Parse(document[at : at + size], at + size >= len(document))
        except expat.ExpatError as error:
            what = f"line {error.lineno:,}: {expat.ErrorString(error.code)}"
            fault = NotAWrittenQuestion(f"is XML that breaks off or is malformed ({what})")
        except NotAWrittenQuestion as error:
            fault = error
        at += size
        # A tag that does not end is read again with each stretch, so these grow.
        size = _STRETCH if reader.pieces else 2 * size
        yield from reader.pieces
        reader.pieces.clear()
    if fault:
        raise fault


class _Reader:
    """What expat tells, put together to pieces."""

    def __init__(self) -> None:
        self.pieces: list[Piece] = []
        self.parser = expat.ParserCreate()
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text
        self.parser.XmlDeclHandler = self._declaration
        self.parser.StartDoctypeDeclHandler = self._doctype
        self.parser.EntityDeclHandler = self._entity
        self.parser.AttlistDeclHandler = self.parser.NotationDeclHandler = self._refuse
        # Declared elements do nothing here; to be told of them, pyexpat would descend as deep
        # into their brackets as a document likes, and crash.
        self._entities = self._depth = self._line = 0
        self._attributes: dict[str, str] = {}
        self._parts: list[str] = []

    # -- what is let through

    def _declaration(self, _version: str, encoding: str | None, _: int) -> None:
        # Of others, pyexpat asks Python's codecs, which raise whatever they like.
        if encoding and encoding.lower() not in _ENCODINGS:
            raise NotAWrittenQuestion(f"is written in {encoding!r}, which no day file is")

    def _doctype(self, _name: str, system: str | None, public: str | None, _: bool) -> None:
        if system or public:
            self._refuse()

    def _entity(self, _name: str, is_parameter: bool, value: str | None, *_: object) -> None:
        self._entities += 1
        if is_parameter or value is None or len(value) > 1 or self._entities > _MOST_ENTITIES:
            self._refuse()

    def _refuse(self, *_: object) -> None:
        raise NotAWrittenQuestion(_BOMB)

    # -- pieces

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise NotAWrittenQuestion("is nested too deeply to be a day file")
        if self._depth > 2:
            self._parts.append(_tag(name.lower(), attributes))
        elif self._depth == 2:
            self._attributes, self._line = attributes, self.parser.CurrentLineNumber
        elif name == "publicwhip":
            self.pieces.append(Piece(name, attributes))
        else:
            raise NotAWrittenQuestion("is XML, but not a day file of TheyWorkForYou")

    def _text(self, text: str) -> None:
        if self._depth > 1:
            is_plain = "&" not in text and "<" not in text and ">" not in text
            self._parts.append(text if is_plain else escape(text))

    def _end(self, name: str) -> None:
        self._depth -= 1
        if self._depth > 1:
            self._parts.append(f"</{name.lower()}>")
        elif self._depth == 1:
            text = "".join(self._parts)
            self.pieces.append(Piece(name, self._attributes, text, self._line))
            self._parts.clear()
        else:
            # What is wrong behind this takes nothing from the last group.
            self.pieces.append(Piece("", {}))


def _tag(name: str, attributes: dict[str, str]) -> str:
    if not attributes:
        return f"<{name}>"
    told = (f' {key}="{_quoted(value)}"' for key, value in attributes.items())
    return f"<{name}{''.join(told)}>"


def _quoted(value: str) -> str:
    """An attribute as XML. Most hold nothing that has to be escaped, and files hold many."""
    return escape(value, _IN_QUOTES) if _SPECIAL.search(value) else value
