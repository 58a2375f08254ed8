"""What leads into a line, a list or a table: a caption, a heading, the words before a colon."""

import re
from typing import Final

from wrans.records.prose import Item, Paragraph, Prose, Table
from wrans.records.sentences import Range, last_sentence, says_little, sentences

_FAR: Final = 60
"""So many blocks above are looked at."""
_NEAR: Final = 3
_HEADING: Final = 2
"""So many words make a heading that is understood on its own."""
_POINTS: Final = re.compile(r"\b(?:tables?|below|following|as follows)\b", re.IGNORECASE)


def lead_of_list(prose: Prose, number: int) -> Range | None:
    """The words before a list, where they lead into it: ``The grants were:``."""
    for block in reversed(prose.blocks[max(0, number - _FAR) : number]):
        if isinstance(block, Item):
            continue
        if isinstance(block, Paragraph) and prose.text[: block.end].endswith(":"):
            return last_sentence(prose.text, block.start, block.end)
        return None
    return None


def headings(prose: Prose, number: int) -> tuple[Range, ...]:
    """What is needed to understand a line that says next to nothing, such as ``2024-25: £3m``.

    Lines like itself are passed over. A heading that says little needs what stands above it.
    """
    found: list[Range] = []
    text = prose.text
    for block in reversed(prose.blocks[max(0, number - _FAR) : number]):
        if isinstance(block, Table):
            break
        start, end = last_sentence(text, block.start, block.end)
        line = text[start:end]
        is_heading = not isinstance(block, Item) and (line.endswith(":") or not _has_digit(line))
        is_little = says_little(line)
        if is_little and (found or not is_heading):
            continue
        found.insert(0, (start, end))
        if not is_little or not says_little(line, _HEADING):
            break
    return tuple(found)


def _has_digit(line: str) -> bool:
    return any(character.isdigit() for character in line)


def caption(prose: Prose, number: int) -> Range | None:
    """The sentence near above a table that says what it shows, or else the last one.

    That is one that ends in a colon, or as no sentence does, or speaks of a table or what is below.
    """
    last: Range | None = None
    for block in reversed(prose.blocks[max(0, number - _NEAR) : number]):
        if not isinstance(block, Paragraph):
            break
        for start, end in reversed(list(sentences(prose.text, block.start, block.end))):
            last = last or (start, end)
            line = prose.text[start:end]
            if not says_little(line) and (not line.endswith(".") or _POINTS.search(line)):
                return start, end
    return last
