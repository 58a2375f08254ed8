"""The HTML of answers, as prose.

Answers use sixteen kinds of tag and nest them little, but what is sent may be anything. What the
libraries do with it was tried: `html.parser` takes half a minute for 60 kB of "<a ", selectolax
twenty seconds for 100,000 nested divs, html5lib does not come back, and lxml drops what is nested
deeper than 255 without a word. So this is a tokenizer of our own that passes over the text once.
"""

import re
from collections.abc import Iterator
from html import unescape
from typing import Final
from urllib.parse import parse_qs, urlsplit

from wrans.formats.builder import ProseBuilder
from wrans.records import Prose

_NAME: Final = re.compile(r"/?[a-zA-Z][a-zA-Z0-9]{0,15}")
_ATTRIBUTE: Final = re.compile(
    r"""([a-zA-Z]{1,20})\s{0,9}=\s{0,9}(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))"""
)
_BLOCKS: Final = frozenset("p div h1 h2 h3 h4 h5 h6 blockquote caption hr br pre dl dt dd".split())
_INLINE: Final = {
    "sup": "raised",
    "sub": "lowered",
    "strong": "strong",
    "b": "strong",
    "em": "emphasised",
    "i": "emphasised",
}
_UNSEEN: Final = frozenset(("script", "style"))
_ADDRESS: Final = re.compile(r"https?://[!-~]+\Z", re.IGNORECASE)
_MAIL_FILTER: Final = ".safelinks.protection.outlook.com"


def read(source: str) -> Prose:
    """What an answer's HTML says: its text, paragraphs, lists, tables and links."""
    builder = ProseBuilder()
    unseen = ""
    for name, told in _tokens(source):
        if unseen:
            unseen = "" if name == f"/{unseen}" else unseen
        elif not name:
            builder.add(unescape(told) if "&" in told else told)
        elif name in _UNSEEN:
            unseen = name
        else:
            _tag(builder, name, told)
    return builder.prose()


def _tokens(source: str) -> Iterator[tuple[str, str]]:
    """Tags (their name, with a slash where they close, and their attributes), and text ("")."""
    at, size = 0, len(source)
    last_end, last_quote, last_comment = (source.rfind(s) for s in (">", '"', "-->"))
    text_from = 0
    while (at := source.find("<", at)) >= 0:
        if at > last_end:
            break
        if source.startswith("<!--", at) and at < last_comment:
            start, end = at, source.find("-->", at) + 3
            name = "!"
        elif match := _NAME.match(source, at + 1):
            start, name = at, match[0].lower()
            end = _end_of_tag(source, match.end(), last_quote)
        elif source[at + 1 : at + 2] in ("!", "?") and not source.startswith("<!--", at):
            start, end, name = at, source.find(">", at) + 1, "!"
        else:
            at += 1
            continue
        if start > text_from:
            yield "", source[text_from:start]
        if name != "!":
            yield name, source[start + 1 + len(name) : end - 1]
        at = text_from = end
    if text_from < size:
        yield "", source[text_from:]


def _end_of_tag(source: str, at: int, last_quote: int) -> int:
    """Just behind a tag's bracket; one between quotation marks is not it."""
    end = source.find(">", at)
    if source.count('"', at, end) % 2 and end < last_quote:
        beyond = source.find(">", source.find('"', end))
        end = beyond if beyond >= 0 else end
    return end + 1


def _tag(builder: ProseBuilder, name: str, attributes: str) -> None:
    is_end = name.startswith("/")
    name = name.lstrip("/")
    if name == "p" or name in _BLOCKS:
        builder.end_line()
    elif name in _INLINE:
        kind = _INLINE[name]
        builder.close_range(kind) if is_end else builder.open_range(kind)
    elif name == "a":
        if is_end:
            builder.close_link()
        else:
            builder.open_link(real_address(_attributes(attributes).get("href", "")))
    elif name in ("ul", "ol"):
        if is_end:
            builder.end_list()
        else:
            start = _number(_attributes(attributes).get("start", "")) if name == "ol" else None
            builder.start_list(None if name == "ul" else start or 1)
    elif name == "li":
        builder.end_item() if is_end else builder.start_item()
    elif name == "table":
        builder.end_table()
    elif name == "tr":
        builder.end_row() if is_end else builder.start_row()
    elif name in ("td", "th"):
        if is_end:
            builder.end_cell()
        else:
            told = _attributes(attributes)
            columns, rows = (_number(told.get(k, "")) or 1 for k in ("colspan", "rowspan"))
            builder.start_cell(is_header=name == "th", columns=columns, rows=rows)
    elif name in ("thead", "tbody", "tfoot"):
        builder.in_head = name == "thead" and not is_end


def _attributes(text: str) -> dict[str, str]:
    return {
        match[1].lower(): unescape(match[2] or match[3] or match[4] or "")
        for match in _ATTRIBUTE.finditer(text)
    }


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 4 else None


def real_address(url: str) -> str | None:
    """Where a link leads, a mail filter's wrapping taken off; None if that is nowhere safe."""
    url = url.strip().replace(" ", "%20")
    for _ in range(3):
        try:
            parts = urlsplit(url)
            host = parts.hostname or ""
            if not host.endswith(_MAIL_FILTER):
                break
            url = parse_qs(parts.query, max_num_fields=20)["url"][0].strip()
        except (ValueError, KeyError):
            return None
    return url if host and _ADDRESS.match(url) else None
