"""What a stretch of a text is part of: its sentence, or its cell with what heads it."""

from bisect import bisect_right
from collections.abc import Callable

from wrans.records.leads import caption, headings, is_item, lead_of_list
from wrans.records.opener import without_opener
from wrans.records.prose import Prose, Table
from wrans.records.sentences import Range, says_little, sentences
from wrans.records.told_rows import Rows, Told

_SENTENCE, _LINE = 3, 4
"""So many words are enough for a sentence, and for a line that ends without a full stop."""


def teller(prose: Prose) -> Callable[[int], Told]:
    """What tells the sentence or cell at an offset; each is looked for once."""
    blocks = prose.blocks
    starts = [block.start for block in blocks]
    known: dict[int, Callable[[int], Told]] = {}

    def tell(offset: int) -> Told:
        number = max(0, bisect_right(starts, offset) - 1)
        if number not in known:
            known[number] = _of_block(prose, number)
        return known[number](offset)

    return tell


def _of_block(prose: Prose, number: int) -> Callable[[int], Told]:
    block, text = prose.blocks[number], prose.text
    if isinstance(block, Table):
        return Rows(text, block, caption(prose, number)).tell
    spans = list(sentences(text, block.start, block.end))
    starts = [start for start, _ in spans]

    def tell(offset: int) -> Told:
        at = max(0, bisect_right(starts, offset) - 1)
        end = spans[at][1]
        enough = _SENTENCE if text[end - 1 : end] == "." else _LINE
        # What cannot be understood on its own is told with what stands before it.
        while (is_little := says_little(text[spans[at][0] : end], enough)) and at:
            at -= 1
        leads: tuple[Range, ...] = headings(prose, number) if is_little else ()
        if not leads and is_item(text, block) and (lead := lead_of_list(prose, number)):
            leads = (lead,)
        ranges = (*leads, (spans[at][0], end))
        told = " ".join(text[a:z] for a, z in ranges)
        return Told(without_opener(told), ranges)

    return tell
