"""What leads into a line, a list or a table: a caption, a heading, the words before a colon."""

import re
from typing import Final

from wrans.records.prose import Block, Item, Paragraph, Prose, Table
from wrans.records.sentences import Range, last_sentence, says_little, sentences

_FAR: Final = 60
"""So many blocks above are looked at."""
_NEAR: Final = 3
_HEADING: Final = 2
"""So many words make a heading that is understood on its own."""
_MARK: Final = re.compile(r"(?:[-–—•·*▪]|\(?(?:[a-z]|[ivx]{2,4}|\d{1,2})[).])\s")
_POINTS: Final = re.compile(r"\b(?:tables?|below|following|as follows)\b", re.IGNORECASE)


def is_item(text: str, block: Block) -> bool:
    """Is a block an item of a list, or a line that is written as one: ``a) £3m for ports``?"""
    return isinstance(block, Item) or (
        isinstance(block, Paragraph) and _MARK.match(text, block.start, block.end) is not None
    )


def lead_of_list(prose: Prose, number: int) -> Range | None:
    """The words before a list, where they lead into it: ``The grants were:``."""
    for block in reversed(prose.blocks[max(0, number - _FAR) : number]):
        if isinstance(block, Paragraph) and prose.text.endswith(":", block.start, block.end):
            return last_sentence(prose.text, block.start, block.end)
        if not is_item(prose.text, block):
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


def caption(prose: Prose, number: int) -> tuple[Range, ...]:
    """The sentence above a table that says what it shows, and a line between that says little.

    That is one that ends in a colon, or as no sentence does, or speaks of a table or what is below;
    or else the last one. Tables between, which have it too, are passed over with their own lines.
    """
    text, near = prose.text, number
    lines: list[Range] = []
    has_passed = False
    for at in range(number - 1, max(-1, number - 1 - _FAR), -1):
        block = prose.blocks[at]
        if isinstance(block, Table):
            if len(block.rows) == 1 and len(block.rows[0]) == 1 and not lines:
                return ((block.start, block.end),)
            has_passed = True
            near = at
            continue
        if at < near - _NEAR:
            if not lines or not says_little(text[lines[0][0] : lines[0][1]]):
                break
            # Notes between may belong to a table above.
            has_passed = True
        for start, end in reversed(list(sentences(text, block.start, block.end))):
            line = text[start:end]
            is_telling = not says_little(line) and (
                not line.endswith(".") or _POINTS.search(line) is not None
            )
            if is_telling and (not has_passed or line.endswith(":") or _POINTS.search(line)):
                is_heading = bool(lines) and not text[lines[0][0] : lines[0][1]].endswith(".")
                return ((start, end), *(lines if is_heading else ()))
            if not has_passed and not lines and not says_little(line, 1):
                lines.append((start, end))
    return tuple(lines)
