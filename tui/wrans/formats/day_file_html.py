"""The replies in a day file as the HTML that Parliament publishes.

It goes over XML that was written here: only tags have brackets, and each that opens closes.
"""

import re
from functools import lru_cache
from typing import Final
from xml.sax.saxutils import unescape

from wrans.records import Attachment
from wrans.records.text import one_line

_TAG: Final = re.compile(r"<(/?)([^\s<>/]+)([^<>]*)>")
_ATTRIBUTE: Final = re.compile(r' ([^\s"=]+)="([^"]*)"')
_BETWEEN_WORDS: Final = re.compile(
    "</?(?:p|br|hr|div|li|ul|ol|table|caption|tr|td|th|h[1-6])(?: [^<>]*)?>"
)
_CHANGED: Final = re.compile("<(?:ins|del)[ >]")
_UNSEEN: Final = re.compile("<(?:script|style)[ >]")
_KEPT: Final = frozenset(
    "p a strong em sup sub ul ol li table caption thead tbody tfoot tr td th br hr div "
    "blockquote pre h1 h2 h3 h4 h5 h6 dl dt dd".split()
)
"""Of other tags only what they hold is kept: phrases, spans."""
_NOW: Final = {"b": "strong", "i": "em"}
_NEEDED: Final = frozenset(("href", "colspan", "rowspan", "start"))
_VOID: Final = frozenset(("br", "hr"))
_SIZE: Final = r"([0-9]{1,3}(?:,?[0-9]{3}){0,3}(?:\.[0-9]{1,3})?)\s?(bytes|KB|MB|GB)"
_ATTACHMENT: Final = re.compile(
    rf'<p>\s*<a href="([^"]*)">([^<]*)</a>\s*\(([^()<]{{0,100}}?),?\s?{_SIZE}\)\s*</p>\s*', re.I
)
_BYTES: Final = {"bytes": 1, "kb": 1 << 10, "mb": 1 << 20, "gb": 1 << 30}


def flat(text: str) -> str:
    """The words alone."""
    if "<" in text:
        text = _TAG.sub("", _BETWEEN_WORDS.sub(" ", text))
    if "&" in text:
        text = unescape(text, {"&quot;": '"'})
    return text.strip()


def is_changed(reply: str) -> bool:
    """Does a reply mark what was changed in it?"""
    return _CHANGED.search(reply) is not None


def after(reply: str) -> str:
    """A reply with the changes that it marks."""
    return _html(reply, "del")


def before(reply: str) -> str:
    """A reply without the changes that it marks."""
    return _html(reply, "ins")


def without_attachments(html: str) -> tuple[str, tuple[Attachment, ...]]:
    """A reply without the files that its last paragraphs name, and those."""
    found: list[Attachment] = []
    end = len(html)
    while (at := html.rfind("<p>", 0, end)) >= 0 and (
        match := _ATTACHMENT.fullmatch(html, at, end)
    ):
        end = at
        size = round(float(match[4].replace(",", "")) * _BYTES[match[5].lower()])
        address, title, kind = (one_line(flat(match[n])) for n in (1, 2, 3))
        found.append(Attachment(title, address, kind, size))
    return html[:end].strip(), tuple(reversed(found))


def _html(reply: str, unwanted: str) -> str:
    if is_changed(reply) or _UNSEEN.search(reply):
        reply = _without(reply, frozenset((unwanted, "script", "style")))
    return _TAG.sub(lambda tag: _published(tag[0]), reply).strip()


def _without(reply: str, unwanted: frozenset[str]) -> str:
    """A reply without what stands in some tags."""
    kept: list[str] = []
    at = depth = 0
    for tag in _TAG.finditer(reply):
        if not depth:
            kept.append(reply[at : tag.start()])
        if tag[2] in unwanted:
            depth += -1 if tag[1] else 1
        elif not depth:
            kept.append(tag[0])
        at = tag.end()
    return "".join((*kept, reply[at:]))


@lru_cache(4096)
def _published(tag: str) -> str:
    """A tag as the official record would have it; nothing where it has no such tag."""
    match = _TAG.fullmatch(tag)
    assert match
    end, name, attributes = match.groups()
    name = _NOW.get(name, name)
    if name not in _KEPT or (end and name in _VOID):
        return ""
    told = (m[0] for m in _ATTRIBUTE.finditer(attributes) if m[1].lower() in _NEEDED)
    return f"<{end}{name}{''.join(told)}>"
