"""The command that lists sums."""

import shutil
import sys
from argparse import Namespace
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from wrans.cli.saying import DONE, progress_bar, say, say_json
from wrans.cli.searching import bring_up, say_notices
from wrans.library import Library

if TYPE_CHECKING:
    from wrans.ledger import Figure, Ledger, Line


def ledger(arguments: Namespace) -> int:
    """List every sum that the questions that match state."""
    from wrans import ledger

    library = Library()
    library.add_seeds_if_empty()
    words = " ".join(arguments.query)
    say_notices(library, words)
    bring_up(library)
    with progress_bar("Adding up") as progress:
        held = library.ledger(words, progress)
    figures = held.by_amount() if arguments.sort == "amount" else held.figures
    sharing = held.sharing
    lines = ledger.in_lines(library.store, figures, lambda figure: len(sharing(figure)))
    if arguments.json:
        from wrans import fields

        say_json(map(fields.of_line, lines))
    elif arguments.csv:
        _write_csv(lines)
    elif figures:
        _say_table(lines, figures)
    _say_ledger(held)
    return DONE


def _write_csv(lines: "Iterable[Line]") -> None:
    """As UTF-8, whatever the locale."""
    from wrans.ledger import printed

    sys.stdout.flush()
    for record in printed.rows(lines):
        sys.stdout.buffer.write(record.encode("utf-8", "replace"))
    sys.stdout.buffer.flush()


def _say_table(lines: "Iterable[Line]", figures: "Sequence[Figure]") -> None:
    from wrans.ledger import printed, totals

    width = shutil.get_terminal_size((100, 24)).columns
    for told in printed.table(lines, width):
        say(told)
    say("")
    for told in printed.foot(totals(figures)):
        say(told)


def _say_ledger(held: "Ledger") -> None:
    from wrans.ledger.totals import in_questions

    rows = len(held.figures)
    told = in_questions(rows, held.questions) if rows else "no sum in what matches"
    if held.folded:
        told += f"; {held.folded:,} told again in the same words are counted once"
    if held.clipped:
        told += f"; clipped texts of {held.clipped:,} not counted"
    say(told, sys.stderr)
