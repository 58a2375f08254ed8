"""Is everything that is kept here sound, and where is it?"""

from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from typing import Final

from wrans import paths
from wrans.errors import IndexDamaged, StoreError, WransError
from wrans.library import Library
from wrans.store import Store

_TOLD: Final = 100
"""Damaged rows that are told one by one."""


def examine(library: Library) -> Iterator[tuple[str, bool]]:
    """One line after another, each with whether it is as it should be."""
    yield f"settings, keys, themes, bookmarks and searches: {paths.config_dir()}", True
    yield f"the record: {paths.data_dir() / 'record.sqlite'}", True
    yield f"the index: {paths.cache_dir() / 'index'}", True
    yield f"the last session: {paths.state_dir()}", True
    yield from _settings(library)
    yield from _bookmarks(library)
    yield from _searches(library)
    yield from _read_marks(library)
    try:
        library.store  # noqa: B018 - opening it is the check
    except StoreError as error:
        yield from _left(error)
        return
    yield from _record(library)
    yield from _found(library)
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


def _searches(library: Library) -> Iterator[tuple[str, bool]]:
    yield f"saved searches: {len(library.searches):,}", True
    yield from ((f"saved searches: {trouble}", False) for trouble in library.searches.troubles)
    yield from ((trouble, False) for trouble in library.place_troubles())


def _read_marks(library: Library) -> Iterator[tuple[str, bool]]:
    if trouble := library.read_marks.check():
        yield trouble, False
    else:
        yield f"questions read: {len(library.read_marks):,}", True


_COMES_AGAIN = "a sync that meets it notes it again"


def _record(library: Library) -> Iterator[tuple[str, bool]]:
    if library.store.notice:
        # What a newer version seals, and how, is not known here.
        yield f"{library.store.notice}; nor are its rows checked", True
        with suppress(StoreError):
            yield from _counts(library)
        return
    try:
        if mended := library.store.mend_parts():
            yield f"record: {mended:,} shared parts were damaged; written anew from a copy", True
        for what, count in Counter(library.store.drop_damaged_notes()).items():
            yield f"record: {what} was damaged and let go, {count:,} times; {_COMES_AGAIN}", True
    except StoreError as error:
        yield f"record: {error}", False
    # Before anything is counted: a damaged index counts wrong.
    damaged = list(library.store.damage())
    if any(number is None for number, _ in damaged) and library.store.mend():
        yield "record: an index inside its file was damaged; all were built anew", True
        damaged = list(library.store.damage())
    try:
        yield from _counts(library)
        if damaged:
            library.fetch_again(number for number, _ in damaged if number is not None)
        else:
            yield "record: every row is as it was written", True
    except StoreError as error:
        yield f"record: {error}", False
    yield from ((sentence, False) for _, sentence in damaged[:_TOLD])
    if len(damaged) > _TOLD:
        yield f"record: and {len(damaged) - _TOLD:,} more of these", False
    if any(number is None for number, _ in damaged):
        yield _remedy(), False


def _left(error: StoreError) -> Iterator[tuple[str, bool]]:
    """What can be read of a record that cannot be opened as usual."""
    yield f"record: {error}", False
    with suppress(StoreError), Store(paths.data_dir() / "record.sqlite", read_only=True) as store:
        left = sum(not isinstance(one, StoreError) for one in store.kept())
        yield f"record: {left:,} questions can be read", True
        if left:
            yield _remedy(), False


def _remedy() -> str:
    return (
        f"record: {paths.data_dir() / 'record.sqlite'} itself is damaged; save what can be read of "
        "it with wrans export --all --output SAVED.jsonl.gz, move it away, add what was saved, "
        "and wrans sync --all fetches the rest"
    )


def _counts(library: Library) -> Iterator[tuple[str, bool]]:
    held = library.store.completeness()
    yield f"record: {held.questions:,} questions, {held.answered:,} answered", True
    yield f"question texts: {held.full_questions:,} full, {held.clipped_questions:,} clipped", True
    yield (
        f"answers: {held.full_answers:,} full, {held.clipped_answers:,} clipped, "
        f"{held.empty_answers:,} empty",
        True,
    )
    yield from _months(library)


def _months(library: Library) -> Iterator[tuple[str, bool]]:
    """Counts by month of tabling, against what Parliament's lists promised."""
    state = library.store.progress.held()
    promised: dict[str, int] = {}
    for first, _, total, _ in library.store.progress.promised():
        month = f"{first:%Y-%m}"
        promised[month] = promised.get(month, 0) + total
    for month, held in library.store.months():
        told = (
            f"{month}: {held.questions:,} questions, {held.full:,} full, {held.clipped:,} clipped"
        )
        if month in promised:
            total = promised.pop(month)
            missing = max(0, total - held.listed)
            told += f", {missing:,} missing of {total:,} promised"
        yield told, True
    for month, total in sorted(promised.items(), reverse=True):
        if total:
            yield f"{month}: {total:,} missing of {total:,} promised", True
    if state.synced:
        yield f"synced: {state.synced:%Y-%m-%d %H:%M} UTC", True
    if state.unread_stretches or state.wanted or state.given_up:
        yield (
            f"to come: {state.unread_stretches:,} weeks of lists, "
            f"{state.wanted + state.given_up:,} whole texts; wrans sync goes on",
            True,
        )


def _found(library: Library) -> Iterator[tuple[str, bool]]:
    """Sums and places: what of them is damaged or lacking is found again."""
    from wrans.extracting import extract_missing

    store = library.store
    try:
        if damaged := store.drop_damaged_found():
            told = "found again" if not store.is_read_only else "they are not used"
            yield f"sums and places: those of {damaged:,} questions were damaged; {told}", True
        lacking = store.found_count().lacking
        extract_missing(store)
        held = store.found_count()
        told = f"; found now for {lacking - held.lacking:,}" if lacking > held.lacking else ""
        told += f"; lacking for {held.lacking:,}" if held.lacking else ""
        yield (
            f"sums and places: {held.sums:,} sums, {held.places:,} places "
            f"in {held.questions:,} questions{told}",
            True,
        )
    except StoreError as error:
        yield f"sums and places: {error}", False


def _index(library: Library) -> Iterator[tuple[str, bool]]:
    try:
        yield from _of_index(library)
    except StoreError as error:
        yield f"index: cannot be brought up to the record: {error}", False


def _of_index(library: Library) -> Iterator[tuple[str, bool]]:
    if library.index.state() is None:
        if not library.index.is_there:
            yield "index: not there; it is built at the next search", True
            return
        yield "index: damaged, or made by another version; it cannot be used", False
        library.rebuild()
        yield "index: built anew from the record", True
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
