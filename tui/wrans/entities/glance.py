"""What a glance at a text shows: words with capitals, and what may say that a number is money.

One look finds both, and most of what it finds is told at once to be neither place nor sum.
"""

from typing import Final

from wrans.entities.amounts import CODES, SIGNS
from wrans.entities.patterns import pattern

# A class of three ranges or more is searched for twice as fast as one of two.
_CAPITAL: Final = "[A-ZÀ-ÖØ-Þ]"
_REST: Final = r"[a-z]*+(?:(?! )\w*+(?:[-–’'.]\w++|\. (?<=\bSt\. )(?=[A-Z])\w++)*+)?+"
"""What follows the first letter of a word."""
_ARTICLED: Final = r"(?:al|el)-"
"""Words may begin so, though seldom: "al-Hol", and "sub-Saharan"."""
_JOINT: Final = (
    r"(?:and(?: the)?|of(?: the)?|for(?: the)?|in(?: the)?|upon|on|the|under|le|de|du|cum|by|"
    r"with|&) (?=[A-Z])"
)
_ANY_RUN: Final = (
    rf"(?:{_CAPITAL}(?<![\w@.#].)|{_ARTICLED}(?<!\w...)[A-Z]|sub-(?<!\w....)[A-Z]){_REST}"
    rf"(?: (?:{_CAPITAL}|{_JOINT}{_CAPITAL}|(?:{_ARTICLED}|sub-)[A-Z]){_REST}){{0,24}}+"
)
RUN: Final = pattern(_ANY_RUN)
"""Words with a capital, and the small words that join them."""
# A hyphen is sooner searched for than letters.
_ARTICLED_NAME: Final = pattern(r"-[A-Z](?:(?<=[ae]l-.)|(?<=sub-.))")

_CURRENCY: Final = (
    rf"(?=[A-Zdefhprsy])(?:(?=[A-Z]{{3}})(?:{CODES})|[Ee]uro|EURO|[Pp](?:ound|en[cn])|"
    r"P(?:OUND|EN[CN])|[Ss]terling|STERLING|[Yy](?:en\b|uan)|[Rr]enminbi|[Hh]ryvnia|"
    r"(?:[A-Z]\w{0,10}+ ){0,2}(?:[Dd]ollar|DOLLAR|[Rr]upee|[Ff]ranc|[Ss]hekel))"
)
_SUM: Final = (
    r"(?=p(?!\w)"
    r"|(?=[ -]?[£€A-Zbcdehklmprsty])"
    rf"(?: ?[£€](?! ?\d)|[ -]?(?:[BCHKLMTbchklmt]\w{{0,10}}+[ -])?{_CURRENCY})"
    rf"|(?<=[A-Zos ].)(?:(?<=[A-Z]{{3}}.)(?<=(?:{CODES}).)|(?<=Euro.)|(?<=Euros.)|(?<=[A-Zos] .)"
    rf"(?:(?<=[A-Z]{{3}} .)(?<=(?:{CODES}) .)|(?<=uro .)|(?<=uros .))))"
)
"""What stands about a digit whose number may be a sum, although it has no sign before it."""

# Far quicker where no word begins with anything but a capital.
_PLAIN: Final = pattern(
    rf"([0-9{SIGNS}{_CAPITAL[1:-1]}](?:"
    rf"(?<={_CAPITAL})(?<![\w@.#].){_REST}"
    rf"(?: (?:{_CAPITAL}|{_JOINT}{_CAPITAL}){_REST}){{0,24}}+|"
    rf"(?<=[{SIGNS}])|(?<=[0-9]){_SUM}))"
)

_ANY: Final = pattern(f"({_ANY_RUN}|[{SIGNS}]|[0-9]{_SUM})")
DIGIT_OF_SUM: Final = pattern(f"[0-9]{_SUM}")

MARKS_OF_SUMS: Final = frozenset(f"0123456789{SIGNS}")


def glance(text: str) -> list[str]:
    """A text in turns: what stands before a mark, the mark, what stands before the next.

    Marks are runs, signs of currencies, and the digits that a currency stands beside.
    """
    is_plain = "-" not in text or not _ARTICLED_NAME.search(text)
    return (_PLAIN if is_plain else _ANY).split(text)


def has_digit(run: str) -> bool:
    """Is there a digit in it?"""
    return not run.replace(" ", "").isalpha() and bool(_DIGIT.search(run))


_DIGIT: Final = pattern("[0-9]")
