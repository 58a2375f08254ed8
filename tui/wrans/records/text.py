"""Text from outside: made safe to show, in one form."""

import re
import unicodedata
from functools import cache
from typing import Final

_MARKS_KEPT: Final = 4

_ENDS_OF_LINES: Final = re.compile("\r\n?|[\u0085\u2028\u2029]")
# All that is changed, ends of lines apart. Text that holds none of it is fine as it is.
_ODD: Final = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff"
    "\ufdd0-\ufdef\ufff9-\ufffb\ufffe\uffff\ud800-\udfff\U000e0000-\U000e007f"
    + "".join(f"{chr(n * 0x10000 + 0xFFFE)}{chr(n * 0x10000 + 0xFFFF)}" for n in range(1, 17))
    + "]"
)
_MANY_MARKS: Final = re.compile(
    "([\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u0610-\u061a\u064b-\u065f\u1ab0-\u1aff\u1dc0-\u1dff"
    f"\u20d0-\u20ff\ufe20-\ufe2f]{{{_MARKS_KEPT}}})"
    "[\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u0610-\u061a\u064b-\u065f\u1ab0-\u1aff\u1dc0-\u1dff"
    "\u20d0-\u20ff\ufe20-\ufe2f]+"
)
_JOINER: Final = "\u200d"


@cache
def _stand_in(code: int) -> str:
    """What is shown in the place of a character that must not reach a terminal."""
    if code < 0x20:
        return chr(0x2400 + code)
    if code == 0x7F:
        return "\u2421"
    if 0x80 <= code <= 0x9F:
        # The record was once Windows-1252, and holds a dash and quotes that still are.
        return bytes([code]).decode("cp1252", "replace")
    if 0xD800 <= code <= 0xDFFF or 0xFDD0 <= code <= 0xFDEF or code & 0xFFFE == 0xFFFE:
        return "\ufffd"
    return ""


def clean(text: str) -> str:
    """Make text from outside safe to show: no control, escape, direction or hidden character.

    Doing it twice changes nothing more. What could be taken for something else becomes a visible
    sign; what is invisible goes.
    """
    if text.isascii() and text.isprintable():
        return text
    text = _ENDS_OF_LINES.sub("\n", text)
    text = _ODD.sub(_replaced, text)
    return _MANY_MARKS.sub(r"\1", text)


def _replaced(match: re.Match[str]) -> str:
    odd = match[0]
    if odd == _JOINER:
        before, after = match.string[: match.start()][-1:], match.string[match.end() :][:1]
        return odd if _is_emoji(before) and _is_emoji(after) else ""
    return _stand_in(ord(odd))


def _is_emoji(character: str) -> bool:
    return bool(character) and (
        unicodedata.category(character) == "So"
        or character in "\ufe0f"
        or character >= "\U0001f3fb"
    )


def one_line(text: str) -> str:
    """Cleaned, and on one line with single spaces: a heading, a name, a message."""
    return " ".join(clean(text).split())
