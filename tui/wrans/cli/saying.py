"""What a command says: lines, JSON, complaints, and how far it is."""

import json
import re
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from wrans.records.text import clean, one_line

if TYPE_CHECKING:
    from wrans.library import Narrated
    from wrans.store import Listing

DONE, ERROR, USAGE, REJECTED, STOPPED = 0, 1, 2, 3, 130
# What JSON need not escape and a terminal should not see.
_STEERING = re.compile("[\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]")


def say(text: str, stream: Any = None) -> None:
    """A line of plain text: nothing in it steers the terminal."""
    print(clean(text), file=stream or sys.stdout)


def say_json(values: Iterable[dict[str, Any]]) -> None:
    """An object a line, without what a terminal should not see."""
    for value in values:
        print(_STEERING.sub(_escaped, json.dumps(value, ensure_ascii=False)))


def _escaped(steering: re.Match[str]) -> str:
    return f"\\u{ord(steering[0]):04x}"


def complain(text: str) -> int:
    """One sentence on standard error; the exit status that goes with it."""
    say(f"wrans: {one_line(text)}", sys.stderr)
    return ERROR


@contextmanager
def progress_bar(doing: str) -> Iterator["Narrated | None"]:
    """A bar on a terminal; nothing elsewhere."""
    if not sys.stderr.isatty():
        yield None
        return
    from wrans.bar import bar

    with bar(doing) as progress:
        yield progress


def say_listings(listings: Iterable["Listing"], as_json: bool) -> None:
    """A line a question."""
    if as_json:
        from wrans import fields

        say_json(map(fields.of_listing, listings))
    else:
        for listing in listings:
            say(f"{listing.key}  {listing.answering_body}  {listing.heading}")
