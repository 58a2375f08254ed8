"""Text from outside: made safe to show, in one form."""

import re
import unicodedata
from functools import cache
from typing import Final

LONGEST_QUERY: Final = 500
"""Letters that are searched for at once."""
_MARKS_KEPT: Final = 4
"""No word of the record needs more on a letter; a heap of them runs over the lines above."""

# Text of these alone is fine as it is: plain ASCII, and what English is printed with.
_PLAIN: Final = (
    "[\t\n -~\xa0-\xac\xae-\u02ff\u1e00-\u1eff\u2000-\u200a\u2010-\u2027\u202f-\u205f"
    "\u2070-\u20cf\u2100-\u2bff]*+"
)
_ENDS_OF_LINES: Final = "\r\n?|[\x85\u2028\u2029]"
# Controls, directions, surrogates and noncharacters, and all that is there without being seen.
_ODD: Final = (
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f"
    "\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff0-\ufffb"
    "\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    "\U000e0000-\U000e0fff"
    + "".join(
        chr(plane + last)
        for plane in range(0x10000, 0x110000, 0x10000)
        for last in (0xFFFE, 0xFFFF)
    )
    + "]"
)
_PICTURES: Final = (
    "[\xa9\xae\u2190-\u21ff\u2300-\u23ff\u25a0-\u27bf\u2900-\u297f\u2b00-\u2bff"
    "\U0001f000-\U0001faff]"
)
# A joiner belongs between two pictures (the first perhaps with its colour sign), and only there.
_STRAY_JOINER: Final = f"(?<!{_PICTURES})(?<!{_PICTURES}\ufe0f)\u200d|\u200d(?!{_PICTURES})"
_PERHAPS_MARKS: Final = f"[^\x00-\u02ff\u2000-\u2069]{{{_MARKS_KEPT + 1},}}"


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    """A pattern, compiled when it is first needed: much text is plain."""
    return re.compile(pattern)


def clean(text: str) -> str:
    """Make text from outside safe to show: no control, escape, direction or hidden character.

    Doing it twice changes nothing more. What could be taken for something else becomes a visible
    sign; what is invisible goes.
    """
    if (text.isascii() and text.isprintable()) or _compiled(_PLAIN).fullmatch(text):
        return text
    text = _compiled(_ENDS_OF_LINES).sub("\n", text)
    text = _compiled(_ODD).sub(lambda odd: _stand_in(odd[0]), text)
    if "\u200d" in text:
        text = _compiled(_STRAY_JOINER).sub("", text)
    return _compiled(_PERHAPS_MARKS).sub(lambda run: _with_few_marks(run[0]), text)


def one_line(text: str) -> str:
    """Cleaned, and on one line with single spaces: a heading, a name, a message."""
    if text.isascii() and text.isprintable():
        is_one = "  " not in text and not text.startswith(" ") and not text.endswith(" ")
        return text if is_one else " ".join(text.split())
    return " ".join(clean(text).split())


def bare_words(text: str) -> str:
    """Its words in lower case: equal for texts that differ in signs and spaces alone."""
    return re.sub(r"\W+", " ", text.lower()).strip()


@cache
def _stand_in(odd: str) -> str:
    """What is shown in the place of a character that must not reach a terminal."""
    code = ord(odd)
    if code < 0x20:
        return chr(0x2400 + code)
    if code == 0x7F:
        return "\u2421"
    if code < 0xA0:
        # The record was once Windows-1252, and holds a dash and quotes that still are.
        return bytes([code]).decode("cp1252", "replace")
    is_no_character = (
        0xD800 <= code <= 0xDFFF or 0xFDD0 <= code <= 0xFDEF or code & 0xFFFE == 0xFFFE
    )
    return "\ufffd" if is_no_character else ""


def _with_few_marks(run: str) -> str:
    kept: list[str] = []
    marks = 0
    for character in run:
        marks = marks + 1 if unicodedata.category(character)[0] == "M" else 0
        if marks <= _MARKS_KEPT:
            kept.append(character)
    return "".join(kept)
