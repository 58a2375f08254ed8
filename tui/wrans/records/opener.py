"""The words with which nearly every question begins, and which say nothing."""

import re
from functools import cache
from typing import Final

_ASKING: Final = (
    r"(?:pursuant|with|further|what|how|whether|if|when|which|who|whose|whom|why|where|for|by|in|to|"
    r"on|at|of|under|following|given|since|between|from|does|will|has|have|had|is|are|was|were|did|"
    r"do|can|would|should|and)\b"
)
# A name is capitals with small words between them, so that it ends before the asking begins, and
# nothing that is asked goes with it.
_CAPITAL: Final = rf"(?!(?i:{_ASKING}))(?:[A-Z][\w'’.]*+|hon\.)"
_SMALL: Final = r"(?:(?:of|for|the|and|&|to|in|on)\s{1,3}){0,3}+"
_WORDS: Final = rf"{_CAPITAL}(?:\s{{1,3}}{_SMALL}{_CAPITAL}){{0,12}}+"
_OFFICE: Final = rf"(?:the\s{{1,3}})?{_WORDS}"
# Several names hold commas: "Environment, Food and Rural Affairs".
_MORE: Final = rf"(?:\s?,\s{{0,3}}(?:(?:and|representing|the|&)\s{{1,3}}){{0,2}}{_WORDS})"
_COMMA: Final = r"(?:\s?[,;:])++\s*"
_OPENER: Final = (
    rf"(?:T{{0,2}}o\s{{1,3}}ask\s{{1,3}}|To\s(?=the\sS)){_OFFICE}"
    rf"(?:{_MORE}{{1,6}}(?:{_COMMA}|\s+(?={_ASKING}))|{_COMMA}|\s+(?=[a-z(])(?!(?:of|for|the)\b))"
)
_FARTHEST: Final = 300


@cache
def _pattern() -> re.Pattern[str]:
    return re.compile(_OPENER)


def without_opener(text: str) -> str:
    """A text without "To ask the Secretary of State for …," at its start."""
    opener = _pattern().match(text, 0, _FARTHEST)
    return text[opener.end() :] if opener else text
