"""The commands that change the record, or look after it."""

import os
import sys
from argparse import Namespace
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from wrans.cli.saying import DONE, ERROR, REJECTED, complain, progress_bar, say, say_json
from wrans.library import Added, Library

if TYPE_CHECKING:
    from wrans import formats
    from wrans.sync import Sync

_REJECTED = 200
"""Records that could not be read, told one by one."""
_REASONS = 20
"""Failures that are told one by one."""


def add(arguments: Namespace) -> int:
    """Add documents."""
    from wrans import formats

    def records() -> Iterator["formats.Record | formats.Kept | formats.Rejected"]:
        for path in arguments.paths:
            if path == "-" and sys.stdin is None:
                yield formats.Rejected("standard input", "is closed")
            elif path == "-":
                yield from formats.read(sys.stdin.buffer, "standard input")
            else:
                yield from formats.read_path(Path(path))

    give_way()
    library = Library()
    added = Added()
    try:
        with progress_bar("Reading") as progress:
            library.add(records(), progress, added)
    finally:
        for rejected in added.rejected[:_REJECTED]:
            say(f"wrans: {rejected.where}: {rejected.reason}", sys.stderr)
        if (more := len(added.rejected) - _REJECTED) > 0:
            say(f"wrans: and {more:,} more of these", sys.stderr)
        say(_told(added))
    if added.new or added.changed:
        with progress_bar("Indexing") as progress:
            library.catch_up(progress)
    if not added.rejected:
        return DONE
    return REJECTED if added.total > len(added.rejected) else ERROR


def give_way() -> None:
    """Long work goes behind: a reader that is open beside it stays quick."""
    os.nice(19)


def _told(added: Added) -> str:
    return (
        f"{added.new:,} new, {added.changed:,} changed, "
        f"{added.unchanged:,} unchanged, {len(added.rejected):,} rejected"
    )


def sync(arguments: Namespace) -> int:
    """Fetch what Parliament has published since."""
    import asyncio

    from wrans import syncing

    give_way()
    library = Library()
    with progress_bar("Syncing") as progress:
        sync = asyncio.run(
            syncing.run(
                library,
                everything=arguments.all,
                api=arguments.api,
                history=arguments.history,
                progress=progress,
            )
        )
    try:
        if library.is_index_behind():
            with progress_bar("Indexing") as progress:
                library.catch_up(progress)
    finally:
        # What came is here, whatever the index says.
        _say_synced(arguments, library, sync)
    if not sync.is_finished:
        return complain("the sync is not finished; wrans sync goes on where it stopped")
    return REJECTED if sync.counts.rejected else DONE


def _say_synced(arguments: Namespace, library: Library, sync: "Sync") -> None:
    from wrans import fields, printed

    for failure in sync.counts.failures[:_REASONS]:
        say(f"wrans: {failure}", sys.stderr)
    for reason in sync.counts.reasons:
        say(f"wrans: {reason}", sys.stderr)
    if arguments.json and not arguments.since_last:
        say_json([fields.of_sync(sync)])
        return
    say(printed.synced(sync), sys.stderr if arguments.since_last else sys.stdout)
    if not arguments.since_last:
        return
    news = library.news()
    if arguments.json:
        say_json(fields.of_listing(listing) | {"news": kind} for kind, listing in news)
    else:
        for kind, listing in news:
            say(f"{kind:9}  {listing.key}  {listing.answering_body}  {listing.heading}")
    sys.stdout.flush()
    library.forget_news()


def export(arguments: Namespace) -> int:
    """Write the record as JSON lines."""
    from wrans import exporting

    library = Library(read_only=True)
    if library.store.notice:
        say(f"wrans: {library.store.notice}", sys.stderr)
    with progress_bar("Writing") as progress:
        exported = exporting.export(
            library.store, arguments.month, arguments.output and Path(arguments.output), progress
        )
    for reason in exported.left_out[:_REASONS]:
        say(f"wrans: {reason}", sys.stderr)
    if (more := len(exported.left_out) - _REASONS) > 0:
        say(f"wrans: and {more:,} more of these", sys.stderr)
    say(f"{exported.count:,} questions written", sys.stderr)
    return ERROR if exported.left_out else DONE


def rebuild(arguments: Namespace) -> int:
    """Build the index anew."""
    give_way()
    library = Library()
    with progress_bar("Indexing") as progress:
        library.rebuild(progress)
    say(f"{library.store.count():,} questions indexed")
    return DONE


def doctor(arguments: Namespace) -> int:
    """Check the record and the index."""
    from wrans import doctor

    damage = 0
    for line, is_sound in doctor.examine(Library()):
        say(line if is_sound else f"! {line}")
        damage += not is_sound
    return complain(f"{damage} of these want attention (marked !)") if damage else DONE
