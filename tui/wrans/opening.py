"""From what the library gives to what the panes show."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from wrans.commands import COMMANDS
from wrans.panes.page import Page

if TYPE_CHECKING:
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


def page_of(reading: "Reading") -> Page:
    """A question laid open, as a page."""
    from wrans import printed  # not before the list is on the screen

    question = reading.question
    answer = question.answer
    return Page(
        title=question.heading,
        byline=tuple(printed.byline(reading)),
        notices=tuple(printed.notices(reading)),
        prose=reading.prose,
        answer_start=reading.answer_start if answer else 0,
        entities=reading.entities,
        references=reading.references,
        attachments=tuple((a.title, a.url) for a in answer.attachments) if answer else (),
    )


def choices(keys: Mapping[str, str]) -> "list[Choice]":
    """Every command with its keys, for the palette."""
    from wrans.panes.palette import Choice

    return [
        Choice(
            command.name, " ".join(signs(keys.get(command.name, ""))), command.label, command.help
        )
        for command in COMMANDS
    ]


def signs(keys: str) -> Iterator[str]:
    """Keys as they stand on a keyboard."""
    for key in keys.split(","):
        if key in ("", "none"):
            continue
        yield _SIGNS.get(key, key.replace("ctrl+", "^").replace("shift+", "⇧"))
