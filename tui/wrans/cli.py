"""The command line: arguments in, one line of error out."""

import argparse
import json
import os
import re
import shutil
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from wrans import __version__
from wrans.errors import NoSuchQuestion, WransError
from wrans.library import Added, Library, Narrated
from wrans.records.text import clean, one_line

if TYPE_CHECKING:
    from wrans.ledger import Ledger, Line
    from wrans.searches import Search
    from wrans.store import Listing
    from wrans.sync import Sync

DONE, ERROR, USAGE, REJECTED, STOPPED = 0, 1, 2, 3, 130
_SEARCHING = {"search": ("--limit", "--order", "--saved"), "ledger": ("--sort",)}
"""The commands that take a query, and the options of each that take a value."""
_REASONS = 20
"""Failures that are told one by one."""
_FIRST = 20
"""Questions that a search prints, unless it is told how many."""
_AT_ONCE = 500


def main() -> NoReturn:
    """Run a command; without one, open the reader."""
    _open_streams()
    arguments = _parser().parse_args(_words_last(sys.argv[1:]))
    run = COMMANDS.get(arguments.command, _read)
    try:
        status = run(arguments)
        sys.stdout.flush()
    except WransError as error:
        status = _complain(str(error))
    except KeyboardInterrupt:
        _say("stopped; what was done so far is kept, and running it again goes on", sys.stderr)
        status = STOPPED
    except BrokenPipeError:
        # Whoever read our output has seen enough.
        status = DONE
        _say_no_more()
    except OSError as error:
        status = _complain(f"what was asked for could not be written: {error.strerror or error}")
        _say_no_more()
    sys.exit(status)


def _open_streams() -> None:
    """Standard streams may be closed, and of a locale that cannot write what the record holds."""
    if sys.stdout is None:
        sys.stdout = open(os.devnull, "w")  # noqa: SIM115 - for as long as the program runs
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w")  # noqa: SIM115
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]


def _say_no_more() -> None:
    """Python would write what is left once more at the end, and complain."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _words_last(arguments: list[str]) -> list[str]:
    """In a search a word with one dash before it is a word that is not wanted, and no option."""
    valued = _SEARCHING.get(arguments[0]) if arguments else None
    if valued is None:
        return arguments
    options = arguments[:1]
    words: list[str] = []
    rest = iter(arguments[1:])
    for argument in rest:
        if argument == "--":
            words += rest
        elif argument == "-h" or argument.startswith("--"):
            options.append(argument)
            if argument in valued:
                options += [next(rest, "")]
        else:
            words.append(argument)
    return [*options, "--", *words] if words else options


class _Parser(ArgumentParser):
    """Complains without what could steer a terminal."""

    def error(self, message: str) -> NoReturn:
        super().error(one_line(message))


class _HelpQuery(argparse.Action):
    """Says how to search, in the place of searching."""

    def __call__(self, parser: ArgumentParser, *_: Any, **__: Any) -> None:
        from wrans.index import help as how

        for line in how.lines():
            _say(line)
        parser.exit()


def _parser() -> ArgumentParser:
    parser = _Parser(
        prog="wrans",
        description="Read the written questions and answers of the UK Parliament.",
        epilog="Without a command, the reader opens.",
    )
    parser.add_argument("--version", action="version", version=f"wrans {__version__}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")

    def command(name: str, help: str) -> ArgumentParser:  # noqa: A002 - argparse's own word
        return commands.add_parser(name, help=help, description=help)

    add = command(
        "add",
        "Add documents: saved pages, the API's JSON, day files and exports; plain, gzip or xz.",
    )
    add.add_argument(
        "paths", nargs="+", metavar="PATH", help="a file, a folder, or - for standard input"
    )
    sync = command("sync", "Fetch what Parliament has published since the last time.")
    sync.add_argument(
        "--all",
        action="store_true",
        help="everything: lists since 2014, day files since 2001; it may be stopped and goes on",
    )
    sync.add_argument(
        "--since-last", action="store_true", help="then print what is new since that was last asked"
    )
    sync.add_argument("--json", action="store_true", help="the counts, or what is new, as JSON")
    sync.add_argument("--api", metavar="URL", help=argparse.SUPPRESS)
    sync.add_argument("--history", metavar="URL", help=argparse.SUPPRESS)
    export = command("export", "Write the record as JSON lines, which wrans add reads back.")
    what = export.add_mutually_exclusive_group(required=True)
    what.add_argument("--month", type=_month, metavar="YYYY-MM", help="questions tabled then")
    what.add_argument("--all", action="store_true", help="everything")
    export.add_argument(
        "--output", metavar="FILE", help="packed if it ends in .gz or .xz; else standard output"
    )
    search = command("search", "Print the questions that match, newest or best first.")
    search.add_argument("query", nargs="*", metavar="QUERY")
    search.add_argument("--saved", metavar="NAME", help="what is saved under a name, not words")
    search.add_argument(
        "--since-last", action="store_true", help="only what is new in it since this was last asked"
    )
    search.add_argument("--limit", type=_positive, metavar="N", help="at most so many (20)")
    search.add_argument(
        "--order", choices=("newest", "best"), default="newest", help="which come first (newest)"
    )
    search.add_argument(
        "--facets", action="store_true", help="how many match, by body, year, House and party"
    )
    form = search.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="one JSON object a line")
    form.add_argument("--count", action="store_true", help="only how many match")
    form.add_argument("--explain", action="store_true", help="only what the query would find")
    search.add_argument(
        "--help-query", action=_HelpQuery, nargs=0, help="say what a query may hold, and stop"
    )
    ledger = command("ledger", "List every sum that the questions that match state.")
    ledger.add_argument("query", nargs="*", metavar="QUERY", help="none: the whole record")
    ledger.add_argument(
        "--sort",
        choices=("date", "amount"),
        default="date",
        help="newest first (date), or largest first",
    )
    form = ledger.add_mutually_exclusive_group()
    form.add_argument("--csv", action="store_true", help="for a spreadsheet")
    form.add_argument("--json", action="store_true", help="one JSON object a line")
    show = command("show", "Print a question with its answer.")
    show.add_argument(
        "key", metavar="KEY", help="commons/2024-07-19/1234, an official address or a UIN"
    )
    show.add_argument("--json", action="store_true", help="as one JSON object")
    annotate = command("annotate", "Mark money and places in JSON lines of {id, text}.")
    annotate.add_argument("file", nargs="?", default="-", metavar="FILE")
    bookmarks = command("bookmarks", "List the questions that you marked.")
    bookmarks.add_argument("--json", action="store_true", help="one JSON object a line")
    searches = command("searches", "List your saved searches, and what is new in each.")
    searches.add_argument("--json", action="store_true", help="one JSON object a line")
    command("rebuild", "Build the index anew from the record.")
    command("doctor", "Check the record and the index, and say where everything is.")
    return parser


def _positive(text: str) -> int:
    if not text.isdecimal() or int(text[:9]) < 1:
        raise argparse.ArgumentTypeError("give a whole number of 1 or more")
    return int(text[:9])


def _month(text: str) -> tuple[int, int]:
    found = re.fullmatch("([0-9]{4})-(0?[1-9]|1[0-2])", text)
    if found is None:
        raise argparse.ArgumentTypeError("give a month as 2024-07")
    return int(found[1]), int(found[2])


# What JSON need not escape and a terminal should not see.
_STEERING = re.compile("[\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]")

# -- commands


def _read(arguments: Namespace) -> int:
    if trouble := _unfit_terminal():
        _complain(trouble)
        return USAGE
    # A change is painted at the next frame: at 60 a second that alone is half of what a key takes.
    os.environ.setdefault("TEXTUAL_FPS", "120")
    from wrans.app import open_reader  # Textual, which no other command should pay for

    return open_reader()


def _unfit_terminal() -> str | None:
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        return "the reader needs a terminal; wrans search and wrans show work without one"
    if os.environ.get("TERM", "") in ("", "dumb"):
        return "this terminal cannot show the reader (TERM is unset or dumb); try wrans search"
    if (sys.stdout.encoding or "").lower().replace("-", "") != "utf8":
        return f"the reader needs a UTF-8 locale, not {sys.stdout.encoding}; set LANG=C.UTF-8"
    return None


def _add(arguments: Namespace) -> int:
    from wrans import formats

    def records() -> Iterator["formats.Record | formats.Kept | formats.Rejected"]:
        for path in arguments.paths:
            if path == "-" and sys.stdin is None:
                yield formats.Rejected("standard input", "is closed")
            elif path == "-":
                yield from formats.read(sys.stdin.buffer, "standard input")
            else:
                yield from formats.read_path(Path(path))

    _give_way()
    library = Library()
    added = Added()
    try:
        with _progress("Reading") as progress:
            library.add(records(), progress, added)
    finally:
        for rejected in added.rejected:
            _say(f"wrans: {rejected.where}: {rejected.reason}", sys.stderr)
        _say(_told(added))
    if added.new or added.changed:
        with _progress("Indexing") as progress:
            library.catch_up(progress)
    if not added.rejected:
        return DONE
    return REJECTED if added.total > len(added.rejected) else ERROR


def _give_way() -> None:
    """Long work goes behind: a reader that is open beside it stays quick."""
    os.nice(19)


def _told(added: Added) -> str:
    return (
        f"{added.new:,} new, {added.changed:,} changed, "
        f"{added.unchanged:,} unchanged, {len(added.rejected):,} rejected"
    )


def _sync(arguments: Namespace) -> int:
    import asyncio

    from wrans import syncing

    _give_way()
    library = Library()
    with _progress("Syncing") as progress:
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
            with _progress("Indexing") as progress:
                library.catch_up(progress)
    finally:
        # What came is here, whatever the index says.
        _say_synced(arguments, library, sync)
    if not sync.is_finished:
        return _complain("the sync is not finished; wrans sync goes on where it stopped")
    return REJECTED if sync.counts.rejected else DONE


def _say_synced(arguments: Namespace, library: Library, sync: "Sync") -> None:
    from wrans import fields, printed

    for failure in sync.counts.failures[:_REASONS]:
        _say(f"wrans: {failure}", sys.stderr)
    for reason in sync.counts.reasons:
        _say(f"wrans: {reason}", sys.stderr)
    if arguments.json and not arguments.since_last:
        _say_json([fields.of_sync(sync)])
        return
    _say(printed.synced(sync), sys.stderr if arguments.since_last else sys.stdout)
    if not arguments.since_last:
        return
    news = library.news()
    if arguments.json:
        _say_json(fields.of_listing(listing) | {"news": kind} for kind, listing in news)
    else:
        for kind, listing in news:
            _say(f"{kind:9}  {listing.key}  {listing.answering_body}  {listing.heading}")
    sys.stdout.flush()
    library.forget_news()


def _export(arguments: Namespace) -> int:
    from wrans import exporting

    library = Library(read_only=True)
    with _progress("Writing") as progress:
        exported = exporting.export(
            library.store, arguments.month, arguments.output and Path(arguments.output), progress
        )
    for reason in exported.left_out:
        _say(f"wrans: {reason}", sys.stderr)
    _say(f"{exported.count:,} questions written", sys.stderr)
    return ERROR if exported.left_out else DONE


def _search(arguments: Namespace) -> int:
    if trouble := _unfit_search(arguments):
        _complain(trouble)
        return USAGE
    library = Library()
    library.add_seeds_if_empty()
    words, typed = " ".join(arguments.query), False
    if arguments.saved is not None:
        search = library.searches.named(arguments.saved)
        words, typed = search.words, search.typed
    _say_notices(library, words)
    if arguments.explain:
        _say(library.explained(words))
        return DONE
    if arguments.facets:
        return _say_facets(library, words, as_json=arguments.json)
    if arguments.since_last:
        return _say_new(arguments, library, search)
    if arguments.count:
        _say(str(library.count(words, typed=typed)))
        return DONE
    is_ranked = arguments.order == "best" and library.can_rank(library.query(words, typed=typed))
    if arguments.order == "best" and not is_ranked:
        _say("there is no word to rank by: newest first", sys.stderr)
    found = library.search(words, arguments.limit or _FIRST, is_ranked=is_ranked, typed=typed)
    _say_listings(found.listings, as_json=arguments.json)
    if found.suggestion:
        _say(f"did you mean {found.suggestion}?", sys.stderr)
    if not found.listings:
        _say("no question matches", sys.stderr)
    elif not found.is_all:
        which = "best" if is_ranked else "newest"
        _say(f"the {which} {len(found.listings)}; --limit shows more", sys.stderr)
    return DONE


def _say_facets(library: Library, words: str, *, as_json: bool) -> int:
    facets = library.counted(words)
    if as_json:
        from wrans import fields

        _say_json([fields.of_facets(facets)])
    else:
        from wrans import printed

        for line in printed.counted(facets):
            _say(line)
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
        _say(str(len(new)))
        return DONE
    for start in range(0, len(new), _AT_ONCE):
        _say_listings(library.store.listings(new[start : start + _AT_ONCE]), arguments.json)
    if not new:
        _say("nothing new", sys.stderr)
    sys.stdout.flush()
    watching.reach(search, COMMAND, now)
    return DONE


def _say_listings(listings: Iterable["Listing"], as_json: bool) -> None:
    if as_json:
        from wrans import fields

        _say_json(map(fields.of_listing, listings))
    else:
        for listing in listings:
            _say(f"{listing.key}  {listing.answering_body}  {listing.heading}")


def _searches(arguments: Namespace) -> int:
    from wrans.watching import READER, Watching

    library = Library()
    library.add_seeds_if_empty()
    watching = Watching(library)
    for search in library.searches:
        ids = library.numbers(search.words, typed=search.typed)
        new = len(watching.newer(search, READER, ids) or ())
        if arguments.json:
            from wrans import fields

            _say_json([fields.of_search(search, new)])
        else:
            _say(f"{search.name}  {new:,} new  {search.words}")
    for trouble in library.searches.troubles:
        _complain(trouble)
    return ERROR if library.searches.troubles else DONE


def _ledger(arguments: Namespace) -> int:
    from wrans import ledger

    library = Library()
    library.add_seeds_if_empty()
    words = " ".join(arguments.query)
    _say_notices(library, words)
    held = library.ledger(words)
    figures = held.by_amount() if arguments.sort == "amount" else held.figures
    sharing = held.sharing
    lines = ledger.lines(library.store, figures, lambda figure: len(sharing(figure)))
    if arguments.json:
        from wrans import fields

        _say_json(map(fields.of_line, lines))
    elif arguments.csv:
        _write_csv(lines)
    elif lines:
        _say_table(lines)
    _say_ledger(held, len(lines))
    return DONE


def _write_csv(lines: "Iterable[Line]") -> None:
    """As UTF-8, whatever the locale."""
    from wrans.ledger import printed

    sys.stdout.flush()
    for record in printed.rows(lines):
        sys.stdout.buffer.write(record.encode("utf-8", "replace"))
    sys.stdout.buffer.flush()


def _say_table(lines: "Sequence[Line]") -> None:
    from wrans.ledger import printed, totals

    width = shutil.get_terminal_size((100, 24)).columns
    for told in printed.table(lines, width):
        _say(told)
    _say("")
    for told in printed.foot(totals(line.figure for line in lines)):
        _say(told)


def _say_ledger(held: "Ledger", rows: int) -> None:
    told = f"{rows:,} sums in {held.questions:,} questions" if rows else "no sum in what matches"
    if held.clipped:
        told += f"; clipped texts of {held.clipped:,} not counted"
    _say(told, sys.stderr)


def _say_notices(library: Library, words: str) -> None:
    """How the query was read, and what cannot be looked at."""
    notices = [library.store.notice, *library.notices(words)]
    marks = library.query(words).marks
    if "bookmarked" in marks:
        notices += library.bookmarks.troubles
    if "read" in marks:
        notices.append(library.read_marks.trouble)
    for notice in filter(None, notices):
        _say(notice, sys.stderr)


def _show(arguments: Namespace) -> int:
    library = Library()
    library.add_seeds_if_empty()
    if library.store.notice:
        _say(library.store.notice, sys.stderr)
    found = library.find(arguments.key)
    if len(found) > 1:
        for listing in found:
            _say(f"{listing.key}  {listing.answering_body}  {listing.heading}", sys.stderr)
        raise NoSuchQuestion(f"{len(found)} questions have the UIN {arguments.key}; give one's key")
    reading = library.read(found[0].id)
    if arguments.json:
        from wrans import fields

        _say_json([fields.of_reading(reading)])
    else:
        from wrans import printed

        if found[0].is_gone:
            _say("[Parliament no longer shows this question.]")
        for line in printed.lines(reading):
            _say(line)
    return DONE


def _annotate(arguments: Namespace) -> int:
    from wrans.entities.annotating import BadLine, annotate

    status = DONE
    for annotated in annotate(_lines_of(arguments.file)):
        if isinstance(annotated, BadLine):
            _say(f"wrans: line {annotated.number}: {annotated.reason}", sys.stderr)
            status = REJECTED
        else:
            _say_json([annotated])
    return status


def _lines_of(file: str) -> Iterator[bytes]:
    """Lines of a file or of standard input. Raises WransError."""
    try:
        with open(0 if file == "-" else file, "rb") as lines:
            yield from lines
    except OSError as error:
        name = "standard input" if file == "-" else file
        raise WransError(f"{name}: cannot be read: {error.strerror or error}") from error


def _bookmarks(arguments: Namespace) -> int:
    kept = Library(read_only=True).bookmarks
    bookmarks = list(kept)
    if arguments.json:
        from wrans import fields

        _say_json(map(fields.of_bookmark, bookmarks))
    else:
        for bookmark in bookmarks:
            tags = "".join(f"  #{tag}" for tag in bookmark.tags)
            _say(one_line(f"{bookmark.key}  {bookmark.heading}{tags}  {bookmark.note}"))
    for trouble in kept.troubles:
        _complain(trouble)
    return ERROR if kept.troubles else DONE


def _rebuild(arguments: Namespace) -> int:
    _give_way()
    library = Library()
    with _progress("Indexing") as progress:
        library.rebuild(progress)
    _say(f"{library.store.count():,} questions indexed")
    return DONE


def _doctor(arguments: Namespace) -> int:
    from wrans import doctor

    damage = 0
    for line, is_sound in doctor.examine(Library()):
        _say(line if is_sound else f"! {line}")
        damage += not is_sound
    return _complain(f"{damage} of these want attention (marked !)") if damage else DONE


COMMANDS = {
    "add": _add,
    "sync": _sync,
    "export": _export,
    "search": _search,
    "ledger": _ledger,
    "show": _show,
    "annotate": _annotate,
    "bookmarks": _bookmarks,
    "searches": _searches,
    "rebuild": _rebuild,
    "doctor": _doctor,
}


# -- what is said


def _say(text: str, stream: Any = None) -> None:
    print(clean(text), file=stream or sys.stdout)


def _say_json(values: Iterable[dict[str, Any]]) -> None:
    for value in values:
        print(_STEERING.sub(_escaped, json.dumps(value, ensure_ascii=False)))


def _escaped(steering: re.Match[str]) -> str:
    return f"\\u{ord(steering[0]):04x}"


def _complain(text: str) -> int:
    _say(f"wrans: {one_line(text)}", sys.stderr)
    return ERROR


@contextmanager
def _progress(doing: str) -> Iterator[Narrated | None]:
    """A bar on a terminal; nothing elsewhere."""
    if not sys.stderr.isatty():
        yield None
        return
    from wrans.bar import bar

    with bar(doing) as progress:
        yield progress
