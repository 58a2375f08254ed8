"""The commands that search."""

import sys
from argparse import Namespace
from contextlib import suppress
from typing import TYPE_CHECKING

from wrans.cli.saying import DONE, ERROR, USAGE, complain, progress_bar, say, say_json, say_listings
from wrans.errors import IndexDamaged
from wrans.library import Library

if TYPE_CHECKING:
    from wrans.searches import Search

_FIRST = 20
"""Questions that a search prints, unless it is told how many."""
_AT_ONCE = 500


def search(arguments: Namespace) -> int:
    """Print the questions that match, or how many they are."""
    if trouble := _unfit_search(arguments):
        complain(trouble)
        return USAGE
    library = Library()
    library.add_seeds_if_empty()
    words, typed = " ".join(arguments.query), False
    if arguments.saved is not None:
        search = library.searches.named(arguments.saved)
        words, typed = search.words, search.typed
    say_notices(library, words)
    if arguments.explain:
        say(library.explained(words))
        return DONE
    bring_up(library)
    if arguments.facets:
        return _say_facets(library, words, as_json=arguments.json)
    if arguments.since_last:
        return _say_new(arguments, library, search)
    if arguments.count:
        say(str(library.count(words, typed=typed)))
        return DONE
    is_ranked = arguments.order == "best" and library.can_rank(library.query(words, typed=typed))
    if arguments.order == "best" and not is_ranked:
        say("there is no word to rank by: newest first", sys.stderr)
    found = library.search(words, arguments.limit or _FIRST, is_ranked=is_ranked, typed=typed)
    say_listings(found.listings, as_json=arguments.json)
    if found.suggestion:
        say(f"did you mean {found.suggestion}?", sys.stderr)
    if not found.listings:
        say("no question matches", sys.stderr)
    elif not found.is_all:
        which = "best" if is_ranked else "newest"
        say(f"the {which} {len(found.listings)}; --limit shows more", sys.stderr)
    return DONE


def _say_facets(library: Library, words: str, *, as_json: bool) -> int:
    facets = library.counted(words)
    if as_json:
        from wrans import fields

        say_json([fields.of_facets(facets)])
    else:
        from wrans import printed

        for line in printed.counted(facets):
            say(line)
    return DONE


def _unfit_search(arguments: Namespace) -> str | None:
    if arguments.saved is None and arguments.since_last:
        return "--since-last is asked of a saved search; give --saved NAME"
    if arguments.saved is None and not arguments.query:
        return "give words to search for, or --saved NAME"
    if arguments.saved is not None and arguments.query:
        return "give words to search for or --saved NAME, not both"
    if arguments.since_last and arguments.limit:
        return "--since-last prints all that is new; leave --limit out"
    return None


def _say_new(arguments: Namespace, library: Library, search: "Search") -> int:
    """What is new in a saved search; once it is printed, it is new no more."""
    from wrans.watching import COMMAND, Watching

    watching = Watching(library)
    # Before searching: what comes meanwhile is told the next time.
    now = library.store.reached()
    ids = library.numbers(search.words, typed=search.typed)
    new = watching.newer(search, COMMAND, ids) or ()
    if arguments.count:
        say(str(len(new)))
        return DONE
    for start in range(0, len(new), _AT_ONCE):
        say_listings(library.store.listings(new[start : start + _AT_ONCE]), arguments.json)
    if not new and sys.stderr.isatty():
        # Who is told by cron gets no mail for nothing.
        say("nothing new", sys.stderr)
    sys.stdout.flush()
    watching.reach(search, COMMAND, now)
    return DONE


def searches(arguments: Namespace) -> int:
    """List the saved searches, and what is new in each."""
    from wrans.watching import READER, Watching

    library = Library()
    library.add_seeds_if_empty()
    bring_up(library)
    watching = Watching(library)
    for search in library.searches:
        ids = library.numbers(search.words, typed=search.typed)
        new = len(watching.newer(search, READER, ids) or ())
        if arguments.json:
            from wrans import fields

            say_json([fields.of_search(search, new)])
        else:
            say(f"{search.name}  {new:,} new  {search.words}")
    for trouble in library.searches.troubles:
        complain(trouble)
    return ERROR if library.searches.troubles else DONE


def bring_up(library: Library) -> None:
    """Have the index hold what the record does; a terminal shows how far that is."""
    # What is damaged is built anew when it is searched.
    with suppress(IndexDamaged):
        if library.is_index_behind():
            with progress_bar("Indexing") as progress:
                library.catch_up(progress)


def say_notices(library: Library, words: str) -> None:
    """How the query was read, and what cannot be looked at."""
    notices = [library.store.notice, *library.notices(words)]
    marks = library.query(words).marks
    if "bookmarked" in marks:
        notices += library.bookmarks.troubles
    if "read" in marks:
        notices.append(library.read_marks.trouble)
    for notice in filter(None, notices):
        say(notice, sys.stderr)
