"""One question of a day file, out of the source that was kept of it."""

import re
from dataclasses import dataclass, field
from datetime import date
from typing import Final
from xml.parsers import expat
from xml.sax.saxutils import escape, quoteattr

from wrans.errors import NotAWrittenQuestion
from wrans.formats.day_file import DAY_FILE, day_of
from wrans.records import Answer, Attachment, Completeness, House, Key, Member, Question
from wrans.records.text import one_line

_ID: Final = re.compile(r"/(?P<day>\d{4}-\d\d-\d\d)[a-z]?\.(?P<number>[A-Za-z]*\d+)\S*?\Z")
_NO_HEADING: Final = frozenset(("*No heading*", "Question", ""))
_KEPT: Final = frozenset("p a strong em sup sub ol ul li table thead tbody tr td th br".split())
"""The tags of the official record; of others only the text is kept."""
_NEEDED: Final = {"a": ("href",), "td": ("colspan", "rowspan"), "th": ("colspan", "rowspan"),
                  "ol": ("start",)}  # fmt: skip
# The day from which ids hold when a question was tabled, and its UIN.
_FIRST_TABLED: Final = {House.COMMONS: date(2014, 10, 13), House.LORDS: date(2015, 1, 26)}
_ATTACHMENT: Final = re.compile(
    r'<p>\s*<a href="(?P<url>[^"<>]*)">(?P<title>[^<]*)</a>\s*'
    r"\((?P<type>[^(),<]{1,12}),?\s*(?P<size>[\d.,]{1,12})\s*(?P<unit>KB|MB|bytes)\)\s*</p>\s*\Z",
    re.IGNORECASE,
)
_UNITS: Final = {"bytes": 1, "kb": 1 << 10, "mb": 1 << 20}


@dataclass(slots=True)
class _Text:
    """What a question or an answer says, as HTML: before and after it was corrected."""

    attributes: dict[str, str]
    after: list[str] = field(default_factory=list)
    before: list[str] = field(default_factory=list)
    is_changed: bool = False


class _Reader:
    """Reads a source back."""

    def __init__(self, source: bytes) -> None:
        self.head: dict[str, str] = {}
        self.asked: _Text | None = None
        self.answers: list[_Text] = []
        self._open: _Text | None = None
        self._changed: list[str] = []
        parser = expat.ParserCreate("utf-8")
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        parser.Parse(source, True)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        match name:
            case "question":
                self.head = attributes
            case "ques":
                self._open = self.asked = _Text(attributes)
            case "reply":
                self._open = _Text(attributes)
                self.answers.append(self._open)
            case "ins" | "del":
                self._changed.append(name)
                if self._open:
                    self._open.is_changed = True
            case _ if name in _KEPT:
                needed = _NEEDED.get(name, ())
                told = (f" {k}={quoteattr(attributes[k])}" for k in needed if k in attributes)
                self._add(f"<{name}{''.join(told)}>")
        if self._open and self._open is self.asked and "qnum" in attributes:
            self._open.attributes.setdefault("qnum", attributes["qnum"])

    def _end(self, name: str) -> None:
        if name in ("ques", "reply"):
            self._open = None
        elif name in ("ins", "del"):
            self._changed.pop()
        elif name in _KEPT and name != "br":
            self._add(f"</{name}>")

    def _text(self, text: str) -> None:
        self._add(escape(text))

    def _add(self, part: str) -> None:
        if self._open is None:
            return
        if "del" not in self._changed:
            self._open.after.append(part)
        if "ins" not in self._changed:
            self._open.before.append(part)


def question(source: bytes) -> Question:
    """The question in a source. Raises NotAWrittenQuestion, saying what is wrong."""
    try:
        told = _Reader(source)
    except expat.ExpatError as error:
        raise NotAWrittenQuestion("is no XML that can be read") from error
    if told.asked is None:
        raise NotAWrittenQuestion("holds no question")
    text = one_line(_flat(told.asked.after))
    if not text:
        raise NotAWrittenQuestion("has no question text")
    body = one_line(told.head.get("major", "")).removeprefix("*No heading*")
    heading = one_line(told.head.get("minor", ""))
    key, is_dated_by_answer = _key(told, body, text)
    return Question(
        key=key,
        heading="" if heading in _NO_HEADING else heading,
        answering_body=body,
        text=text,
        answer=_answer(told),
        asking_member=_member(told.asked),
        grouped=_grouped(told, key),
        source=DAY_FILE,
        text_source=DAY_FILE,
        is_dated_by_answer=is_dated_by_answer,
    )


def _key(told: _Reader, body: str, text: str) -> tuple[Key, bool]:
    """The key, and whether its day is only that of the answer."""
    assert told.asked
    identity = _ID.search(told.asked.attributes.get("id", ""))
    number = told.asked.attributes.get("qnum", "")
    day = day_of(identity["day"]) if identity else day_of(told.head.get("day", ""))
    if day is None:
        raise NotAWrittenQuestion("has neither an id with a date nor a file that is named by one")
    number = number.strip().upper()
    is_lords = told.head.get("house") == "Lords" or number.startswith("HL")
    if identity and identity["number"].upper().startswith("HL"):
        is_lords = True
    house = House.LORDS if is_lords else House.COMMONS
    answered = day_of(told.head.get("day", "")) or day
    is_new = answered >= _FIRST_TABLED[house]
    if is_new and identity and not number:
        number = identity["number"].upper()
    if not re.fullmatch(r"(?:HL)?\d{1,7}", number):
        return Key.of_page(house, day, body, text), not is_new
    return Key(house, day, number), not is_new


def _grouped(told: _Reader, key: Key) -> tuple[Key, ...]:
    if not key.is_official:
        return ()
    found = (_ID.search(identity) for identity in told.head.get("group", "").split())
    keys = []
    for match in found:
        day = day_of(match["day"]) if match else None
        if match and day and re.fullmatch(r"(?:HL)?\d{1,7}", match["number"].upper()):
            keys.append(Key(key.house, day, match["number"].upper()))
    return tuple(other for other in keys if other != key)


def _member(told: _Text) -> Member | None:
    name = one_line(told.attributes.get("speakername", ""))
    return Member(name) if name else None


def _answer(told: _Reader) -> Answer | None:
    if not told.answers:
        return None
    last = told.answers[-1]
    is_correction = len(told.answers) > 1 or last.is_changed
    html, attachments = _without_attachments("".join(last.after).strip())
    original = ""
    if is_correction:
        first = told.answers[0].after if len(told.answers) > 1 else last.before
        original = _without_attachments("".join(first).strip())[0]
    day = day_of(told.head.get("day", ""))
    return Answer(
        text=html,
        is_html=True,
        completeness=Completeness.FULL if html else Completeness.EMPTY,
        answered=None if is_correction else day,
        answering_member=_member(last),
        corrected=day if is_correction else None,
        original_text=original,
        attachments=attachments,
        source=DAY_FILE,
    )


def _without_attachments(html: str) -> tuple[str, tuple[Attachment, ...]]:
    """An answer without the files that are named at its end, and those."""
    found: list[Attachment] = []
    while match := _ATTACHMENT.search(html):
        size = float(match["size"].replace(",", "") or 0) * _UNITS[match["unit"].lower()]
        found.append(
            Attachment(one_line(match["title"]), match["url"], match["type"].strip(), int(size))
        )
        html = html[: match.start()].rstrip()
    return html, tuple(found[::-1])


def _flat(parts: list[str]) -> str:
    from html import unescape

    text = "".join(" " if part.startswith("<") else part for part in parts)
    return unescape(text)
