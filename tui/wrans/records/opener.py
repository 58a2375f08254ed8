"""The words with which nearly every question begins, and which say nothing."""

import re
from typing import Final

# "To ask the Secretary of State for Environment, Food and Rural Affairs, what …": the body's name
# may hold commas, so the opener ends where the asking begins.
_ADDRESSED: Final = re.compile(r"T?To ask (?=\S)|To the \S", re.IGNORECASE)
_ASKING: Final = re.compile(
    r",\s+(?=(?:pursuant|with reference|further|what|how|whether|if|when|which|who|whose|why|where|"
    r"for|by|in|to|on|at|of|under|following|given|since|between|does|will|has|have|is|are|did|do|"
    r"can|and if)\b)",
    re.IGNORECASE,
)
_GOVERNMENT: Final = re.compile(r"To ask (?:His|Her) Majesty[’']s Government,?\s+", re.IGNORECASE)
_FARTHEST: Final = 160


def without_opener(text: str) -> str:
    """A text without "To ask the Secretary of State for …," at its start."""
    government = _GOVERNMENT.match(text)
    if government:
        return text[government.end() :]
    if not _ADDRESSED.match(text):
        return text
    asking = _ASKING.search(text, 0, _FARTHEST)
    return text[asking.end() :] if asking else text
