"""The process that searches: answers the newest that is asked, and gives up for a newer one."""

import gc
import json
import os
import select
import sys
import time
from array import array
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from wrans.clerk.messages import Asked, Looked
from wrans.errors import IndexDamaged, WransError
from wrans.values import replace

if TYPE_CHECKING:
    from wrans.index.query import Query
    from wrans.library import Library
    from wrans.watching import Watching

_AT_ONCE: Final = 50_000
"""So many questions may be found as soon as a page of them: it is tried for a moment."""
_MOMENT: Final = 0.02
_RANKED_AT_ONCE: Final = 2_000
_LATEST: Final = 0.045
"""Seconds after which what is found so far is shown, while the search goes on."""
_QUIET: Final = 0.15
"""Seconds in which nothing newer is asked, before every question is looked for or counted."""
_REST: Final = 1.0
_MOST_PLACES: Final = 2_000
"""More than a screen can show; who draws them is not to be held up by the rest."""
_PATIENCE: Final = 0.25
"""Seconds until it is said how many were found until now, and again until more are."""


def serve(library: "Library") -> None:
    """Answer until the reader is gone."""
    from wrans.watching import Watching

    # All garbage is collected once nobody types; meanwhile only what was made last is looked at.
    gc.freeze()
    gc.set_threshold(50_000, 1_000, 1_000)
    gc.enable()
    watching = Watching(library)
    unread = b""
    to_watch: list[str] = []
    is_ready = False
    while True:
        while b"\n" not in unread:
            if to_watch and not _is_newer_waiting():
                _watch(library, watching, to_watch)
                continue
            if not select.select([0], [], [], _REST)[0]:
                if not is_ready:
                    is_ready = True
                    _make_ready(library)
                gc.collect()
            more = os.read(0, 1 << 16)
            if not more:
                return
            unread += more
        *lines, unread = unread.split(b"\n")
        requests = [json.loads(line) for line in lines]
        to_watch = next((told["watch"] for told in requests[::-1] if "watch" in told), to_watch)
        for told in [told for told in requests if "request" in told][-1:]:
            request, is_listed, counts, places = (
                told.pop(name) for name in ("request", "listed", "counted", "places")
            )
            asked = Asked(**told)
            if not is_listed:
                _look(library, request, asked)
            if (counts or places) and _is_newer_waiting(_QUIET):
                break
            if counts:
                _count(library, request, asked)
            if places:
                _count_places(library, request, asked)


def _make_ready(library: "Library") -> None:
    """Load what only some queries need, so that none of them waits for it."""
    from wrans.entities import surroundings

    with suppress(WransError):
        surroundings.spelled("London")
        library.bookmarks  # noqa: B018 - reading them is the point


def _count(library: "Library", request: int, asked: Asked) -> None:
    """Answer with the counts of what was found, unless something newer waits."""
    from wrans.counting import count

    try:
        counts = count(
            library,
            request,
            asked.words,
            typing=asked.typing,
            typed=asked.typed,
            stop=_is_newer_waiting,
        )
    except IndexDamaged as error:
        _tell_damage(library, request, error)
        return
    if counts is not None:
        sys.stdout.buffer.write(f'{{"counts": {counts.written()}}}\n'.encode())
        sys.stdout.buffer.flush()


def _tell_damage(library: "Library", request: int, error: IndexDamaged, **more: Any) -> None:
    """The index cannot be read: it is opened anew for what is asked next."""
    library.forget_index()
    is_damaged = library.index.state() is not None
    _tell(Looked(request, array("I"), False, trouble=str(error), is_damaged=is_damaged, **more))


def _watch(library: "Library", watching: "Watching", names: list[str]) -> None:
    """Count what is new in the first of the saved searches, unless something newer waits."""
    from wrans.watching import READER

    library.searches.refresh()
    search, new, trouble = library.searches.find(names[0]), None, ""
    try:
        if search is not None:
            new = watching.new_in(search, READER, _is_newer_waiting)
            if new is None:
                return
    except IndexDamaged as error:
        _tell_damage(library, 0, error, about=names.pop(0))
        return
    except WransError as error:
        trouble = str(error)
    name = names.pop(0)
    _tell(Looked(0, array("I"), True, trouble=trouble, about=name, count=len(new or ())))


def _look(library: "Library", request: int, asked: Asked) -> None:
    """Answer with everything where that is quick; else with a page at once, and then everything.

    One answer is one repaint. It gives up when something newer waits.
    """
    try:
        try:
            _find(library, request, asked)
        except IndexDamaged:
            # The files of one that is not in use any more are gone.
            if not library.forget_index():
                raise
            _find(library, request, asked)
    except IndexDamaged as error:
        _tell_damage(library, request, error)


def _find(library: "Library", request: int, asked: Asked) -> None:
    query = library.query(asked.words, typing=asked.typing, typed=asked.typed)
    notice = query.notice or ""
    also = library.also(query)
    tell = partial(_tell_found, library, query, asked.typing, Looked(request, array("I"), True))
    if asked.ranked and library.can_rank(query):
        _rank(library, query, partial(tell, also=also), notice)
        return
    tell = partial(tell, notice=notice, also=also)
    if query.is_everything:
        _tell_everything(library, query, tell)
        return
    if library.at_most(query) <= _AT_ONCE:
        limit = time.monotonic() + _MOMENT
        ids = library.all_ids(query, partial(_is_late, limit))
        if ids is not None:
            tell(ids=ids)
            return
    if _is_newer_waiting() or _has_told_all(library, query, tell, notice):
        return
    ids = library.all_ids(query, _is_newer_waiting, _SoFar(request))
    if ids is not None:
        tell(ids=ids)


def _tell_everything(library: "Library", query: "Query", tell: Callable[..., None]) -> None:
    """Answer with the newest of all questions at once, as to "a", which no index holds."""
    newest = library.newest_ids(_AT_ONCE)
    is_all = len(newest) < _AT_ONCE
    tell(ids=newest, is_all=is_all)
    if is_all or _is_newer_waiting(_QUIET):
        return
    ids = library.all_ids(query, _is_newer_waiting)
    if ids is not None:
        tell(ids=ids)


class _SoFar:
    """Says now and then how many were found until now, while all are being looked for."""

    def __init__(self, request: int) -> None:
        self._request = request
        self._next = time.monotonic() + _PATIENCE

    def __call__(self, at_least: int, back_to: int) -> None:
        """So many, back to a day."""
        now = time.monotonic()
        if at_least and now > self._next:
            self._next = now + _PATIENCE
            looked = Looked(self._request, array("I"), False)
            _tell(replace(looked, at_least=at_least, back_to=back_to))


def _tell_found(
    library: "Library", query: "Query", typing: bool, looked: Looked, **found: Any
) -> None:
    """Tell what was found; and what was meant, once it is plain that a word is not known."""
    looked = replace(looked, **found)
    if looked.is_all and not (typing and looked.ids):
        meant = library.suggestion(query, found_any=bool(looked.ids))
        looked = replace(looked, suggestion=meant)
    _tell(looked)


def _rank(library: "Library", query: "Query", tell: Callable[..., None], notice: str) -> None:
    """Answer with the best page, and then with everything in that order."""
    from wrans.library import PAGE

    if library.at_most(query) > _RANKED_AT_ONCE:
        best = library.best_ids(query, PAGE, _is_newer_waiting)
        if best is None:
            return
        tell(ids=best, is_all=len(best) < PAGE, notice=notice, is_ranked=True)
        if len(best) < PAGE or _is_newer_waiting(_QUIET):
            return
    ranked = library.ranked_ids(query, _is_newer_waiting)
    if ranked is not None:
        tell(ids=ranked, notice=notice, is_ranked=True)


def _has_told_all(
    library: "Library", query: "Query", tell: Callable[..., None], notice: str
) -> bool:
    """Answer with the first page, or with what there is of it in time; was that everything?

    So it is too where something newer is asked: then nobody wants the rest.
    """
    from wrans.library import PAGE

    look = library.look(query)
    latest = time.monotonic() + _LATEST
    found = array("I", look.take(PAGE, partial(_is_late, latest)))
    while not (look.is_through or _is_newer_waiting()):
        is_page = len(found) >= PAGE
        told = notice if is_page else notice or "still looking"
        tell(ids=found, is_all=False, notice=told)
        if is_page:
            return _is_newer_waiting(_QUIET)
        latest = time.monotonic() + _REST
        found.extend(look.take(PAGE - len(found), partial(_is_late, latest)))
    if look.is_through:
        tell(ids=found, notice=notice)
    return True


def _is_late(latest: float) -> bool:
    return time.monotonic() > latest or _is_newer_waiting()


def _count_places(library: "Library", request: int, asked: Asked) -> None:
    """Answer with the places that the questions name. It gives up when something newer waits."""
    none = array("I")
    try:
        query = library.query(asked.words, typing=asked.typing, typed=asked.typed)
        places = library.places(query, _is_newer_waiting)
        if places is not None:
            more = max(0, len(places) - _MOST_PLACES)
            _tell(Looked(request, none, True, places=places[:_MOST_PLACES], more_places=more))
    except IndexDamaged as error:
        _tell_damage(library, request, error, places=[])


def _is_newer_waiting(seconds: float = 0) -> bool:
    return bool(select.select([sys.stdin], [], [], seconds)[0])


def _tell(looked: Looked) -> None:
    looked.write(sys.stdout.buffer)
    sys.stdout.buffer.flush()
