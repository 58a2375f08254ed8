"""Is everything that is kept here sound, and where is it?"""

from collections.abc import Iterator

from wrans import paths
from wrans.errors import IndexDamaged, WransError
from wrans.library import Library


def examine(library: Library) -> Iterator[tuple[str, bool]]:
    """One line after another, each with whether it is as it should be."""
    yield f"settings, keys, themes and bookmarks: {paths.config_dir()}", True
    yield f"the record: {paths.data_dir() / 'record.sqlite'}", True
    yield f"the index: {paths.cache_dir() / 'index'}", True
    yield f"the last session: {paths.state_dir()}", True
    yield from _settings(library)
    yield from _bookmarks(library)
    yield from _record(library)
    yield from _index(library)


def _settings(library: Library) -> Iterator[tuple[str, bool]]:
    try:
        library.settings  # noqa: B018 - reading them is the check
        yield "settings: in order", True
    except WransError as error:
        yield f"settings: {error}", False


def _bookmarks(library: Library) -> Iterator[tuple[str, bool]]:
    try:
        bookmarks = library.bookmarks
        yield f"bookmarks: {len(list(bookmarks)):,}", True
        yield from ((f"bookmarks: {trouble}", False) for trouble in bookmarks.troubles)
    except WransError as error:
        yield f"bookmarks: {error}", False


def _record(library: Library) -> Iterator[tuple[str, bool]]:
    held = library.store.completeness()
    yield f"record: {held.questions:,} questions, {held.answered:,} answered", True
    yield f"question texts: {held.full_questions:,} full, {held.clipped_questions:,} clipped", True
    yield (
        f"answers: {held.full_answers:,} full, {held.clipped_answers:,} clipped, "
        f"{held.empty_answers:,} empty",
        True,
    )
    damaged = 0
    for sentence in library.store.check():
        damaged += 1
        yield sentence, False
    if not damaged:
        yield "record: every row is as it was written", True


def _index(library: Library) -> Iterator[tuple[str, bool]]:
    if library.index.state() is None:
        yield "index: not there, or not usable; it is built at the next search", True
        return
    damaged = 0
    try:
        for sentence in library.index.check():
            damaged += 1
            yield sentence, False
    except IndexDamaged as error:
        damaged += 1
        yield str(error), False
    if damaged:
        library.rebuild()
        yield "index: built anew from the record", True
    else:
        behind = "" if not library.is_index_behind() else "; it is behind the record"
        yield f"index: every file is as it was written{behind}", True
