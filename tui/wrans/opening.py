"""From what the library gives to what the panes show."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from wrans.commands import COMMANDS
from wrans.panes.page import Page
from wrans.records import Paragraph, Prose
from wrans.values import replace

if TYPE_CHECKING:
    from wrans.comparing import Comparison
    from wrans.panes.palette import Choice
    from wrans.reading import Reading

_SIGNS = {
    "slash": "/",
    "question_mark": "?",
    "apostrophe": "'",
    "left_square_bracket": "[",
    "right_square_bracket": "]",
    "pagedown": "PgDn",
    "pageup": "PgUp",
    "escape": "Esc",
    "enter": "Enter",
    "space": "Space",
}


def page_of(
    reading: "Reading",
    *,
    is_gone: bool = False,
    is_syncing: bool = False,
    past: Sequence[str] = (),
) -> Page:
    """A question laid open, as a page."""
    from wrans import printed  # not before the list is on the screen

    question = reading.question
    answer = question.answer
    people = (question.asking_member, answer.answering_member if answer else None)
    return Page(
        title=question.heading,
        byline=tuple(printed.byline(reading)),
        notices=(
            *printed.notices(reading, is_gone=is_gone, is_syncing=is_syncing),
            *past,
        ),
        prose=reading.prose,
        answer_start=reading.answer_start if answer else 0,
        entities=reading.entities,
        found_by=tuple(reading.searched_entities),
        names=tuple(m.name for m in people if m and m.name),
        references=reading.references,
        attachments=tuple((a.title, a.url) for a in answer.attachments) if answer else (),
    )


def compared(page: Page, comparison: "Comparison") -> Page:
    """The same page, with what changed in the answer in its place."""
    text = comparison.text
    ends = [match.start() for match in re.finditer(r"\n|\Z", text)]
    starts = [0, *(end + 1 for end in ends)]
    blocks = tuple(Paragraph(a, z) for a, z in zip(starts, ends, strict=False) if text[a:z].strip())
    return replace(
        page,
        notices=(*page.notices, "Compared with the version before: [-gone-] {+new+}"),
        prose=Prose(text, blocks),
        answer_start=0,
        entities=(),
        found_by=(),
        references=(),
        changes=tuple((c.start, c.end, c.role) for c in comparison.changes),
    )


def choices(keys: Mapping[str, str]) -> "list[Choice]":
    """Every command with its keys, for the palette."""
    from wrans.panes.palette import Choice

    return [
        Choice(
            command.name, " ".join(signs(keys.get(command.name, ""))), command.label, command.help
        )
        for command in COMMANDS
        # What the ledger does is no use outside it.
        if command.pane != "ledger"
    ]


def first_signs(keys: Mapping[str, str]) -> dict[str, str]:
    """The first key of each command as it stands on a keyboard; empty where there is none."""
    return {name: next(signs(pressed), "") for name, pressed in keys.items()}


def signs(keys: str) -> Iterator[str]:
    """Keys as they stand on a keyboard."""
    for key in keys.split(","):
        if key in ("", "none"):
            continue
        yield _SIGNS.get(key, key.replace("ctrl+", "^").replace("shift+", "⇧"))
