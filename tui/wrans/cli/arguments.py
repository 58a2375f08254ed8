"""The arguments that each command takes."""

import argparse
import re
from argparse import ArgumentParser
from typing import Any, NoReturn

from wrans import __version__
from wrans.cli.saying import say
from wrans.records.text import one_line

_SEARCHING = {"search": ("--limit", "--order", "--saved"), "ledger": ("--sort",)}
"""The commands that take a query, and the options of each that take a value."""


def words_last(arguments: list[str]) -> list[str]:
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
            say(line)
        parser.exit()


def parser() -> ArgumentParser:
    """What may be asked for."""
    asked = _Parser(
        prog="wrans",
        description="Read the written questions and answers of the UK Parliament.",
        epilog="Without a command, the reader opens.",
    )
    asked.add_argument("--version", action="version", version=f"wrans {__version__}")
    commands = asked.add_subparsers(dest="command", metavar="COMMAND")

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
    return asked


def _positive(text: str) -> int:
    if not text.isdecimal() or int(text[:9]) < 1:
        raise argparse.ArgumentTypeError("give a whole number of 1 or more")
    return int(text[:9])


def _month(text: str) -> tuple[int, int]:
    found = re.fullmatch("([0-9]{4})-(0?[1-9]|1[0-2])", text)
    if found is None:
        raise argparse.ArgumentTypeError("give a month as 2024-07")
    return int(found[1]), int(found[2])
