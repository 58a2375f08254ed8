"""The commands that show what is here; without any, the reader."""

import os
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

from wrans.cli.saying import DONE, ERROR, REJECTED, USAGE, complain, say, say_json
from wrans.errors import NoSuchQuestion, WransError
from wrans.library import Library
from wrans.records.text import one_line

if TYPE_CHECKING:
    from argparse import Namespace


def read() -> int:
    """Open the reader."""
    if trouble := _unfit_terminal():
        complain(trouble)
        return USAGE
    from wrans.app import open_reader  # Textual, which no other command should pay for

    return open_reader()


def _unfit_terminal() -> str | None:
    # There is no standard input at all where it was closed.
    if not (sys.stdin and sys.stdin.isatty() and sys.stdout.isatty()):
        return "the reader needs a terminal; wrans search and wrans show work without one"
    if os.environ.get("TERM", "") in ("", "dumb"):
        return "this terminal cannot show the reader (TERM is unset or dumb); try wrans search"
    if (sys.stdout.encoding or "").lower().replace("-", "") != "utf8":
        return f"the reader needs a UTF-8 locale, not {sys.stdout.encoding}; set LANG=C.UTF-8"
    return None


def show(arguments: "Namespace") -> int:
    """Print a question with its answer."""
    library = Library()
    library.add_seeds_if_empty()
    if library.store.notice:
        say(library.store.notice, sys.stderr)
    found = library.find(arguments.key)
    if len(found) > 1:
        for listing in found:
            say(f"{listing.key}  {listing.answering_body}  {listing.heading}", sys.stderr)
        raise NoSuchQuestion(f"{len(found)} questions have the UIN {arguments.key}; give one's key")
    reading = library.read(found[0].id)
    if arguments.json:
        from wrans import fields

        say_json([fields.of_reading(reading) | fields.of_past(library, found[0])])
    else:
        from wrans import printed

        if found[0].is_gone:
            say("[Parliament no longer shows this question.]")
        for sentence in library.past(found[0].id, reading.question):
            say(f"[{sentence}]")
        for line in printed.lines(reading):
            say(line)
    return DONE


def annotate(arguments: "Namespace") -> int:
    """Mark money and places in lines of JSON."""
    from wrans.entities.annotating import BadLine, annotate

    status = DONE
    for annotated in annotate(_lines_of(arguments.file)):
        if isinstance(annotated, BadLine):
            say(f"wrans: line {annotated.number}: {annotated.reason}", sys.stderr)
            status = REJECTED
        else:
            say_json([annotated])
    return status


def _lines_of(file: str) -> Iterator[bytes]:
    """Lines of a file or of standard input. Raises WransError."""
    try:
        with open(0 if file == "-" else file, "rb") as lines:
            yield from lines
    except OSError as error:
        name = "standard input" if file == "-" else file
        raise WransError(f"{name}: cannot be read: {error.strerror or error}") from error


def bookmarks(arguments: "Namespace") -> int:
    """List the questions that are marked."""
    kept = Library(read_only=True).bookmarks
    bookmarks = list(kept)
    if arguments.json:
        from wrans import fields

        say_json(map(fields.of_bookmark, bookmarks))
    else:
        for bookmark in bookmarks:
            tags = "".join(f"  #{tag}" for tag in bookmark.tags)
            say(one_line(f"{bookmark.key}  {bookmark.heading}{tags}  {bookmark.note}"))
    for trouble in kept.troubles:
        complain(trouble)
    return ERROR if kept.troubles else DONE
