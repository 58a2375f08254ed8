"""Every command of the reader. Their keys are in ``config/keys.toml``."""

from functools import cache
from typing import Final

from textual.binding import Binding

from wrans import paths, toml
from wrans.values import dataclass


@dataclass(frozen=True, slots=True)
class Command:
    """Something that a key does, in one pane or everywhere.

    ``action_NAME`` of that pane, or of the reader, carries it out.
    """

    name: str
    label: str
    help: str
    pane: str = ""
    """Who carries it out: the reader (empty), each pane (``moving``), one of them, or the ledger.

    What the answer view carries out may be asked for everywhere.
    """
    in_footer: bool = False


COMMANDS: Final = (
    Command("search", "Search", "Type words; the list narrows with each letter.", in_footer=True),
    Command("bookmark", "Bookmark", "Mark this question, or let it go.", in_footer=True),
    Command(
        "next_entity",
        "Sum/place",
        "Go to the next sum, place, link or cited question.",
        "answer",
        in_footer=True,
    ),
    Command("next_match", "Match", "Go to the next match of the search.", "answer", in_footer=True),
    Command("zoom", "Zoom", "Give this pane the whole screen, or give it back.", in_footer=True),
    Command("bookmarks", "Bookmarks", "List the questions that you marked.", in_footer=True),
    Command("help", "Help", "Find a command by name, and run it.", in_footer=True),
    Command("quit", "Quit", "Leave the reader.", in_footer=True),
    Command("previous_entity", "Previous sum or place", "Go to the one before.", "answer"),
    Command("next_sum", "Next sum", "Go to the next sum of money.", "answer"),
    Command("previous_sum", "Previous sum", "Go to the sum of money before.", "answer"),
    Command("next_place", "Next place", "Go to the next place.", "answer"),
    Command("previous_place", "Previous place", "Go to the place before.", "answer"),
    Command("previous_match", "Previous match", "Go to the match before.", "answer"),
    Command("next_question", "Next question", "Open the next question of the list."),
    Command("previous_question", "Previous question", "Open the question before in the list."),
    Command("ledger", "Ledger", "List every sum of the questions that were found."),
    Command("undo", "Undo", "Take back the last change to your bookmarks."),
    Command("toggle_read", "Read/unread", "Mark this question as read, or as unread."),
    Command("save_search", "Save search", "Keep this search under a name."),
    Command("searches", "Saved searches", "List your saved searches, and what is new in each."),
    Command("search_entity", "Search for this", "Search for the chosen sum or place."),
    Command("copy_citation", "Copy citation", "Copy a citation of this question."),
    Command(
        "copy_answer", "Copy text", "Copy what is selected, or the whole answer, as plain text."
    ),
    Command("open_page", "Official page", "Open the chosen link, or the question's official page."),
    Command("as_published", "As published", "Show broken words as published, or mended."),
    Command("compare", "Changes", "Show what changed in this answer, word by word, or the answer."),
    Command("facets", "Counts", "Count what was found by answering body, year, House and party."),
    Command("timeline", "Timeline", "Show what was found month by month, or hide it."),
    Command("order", "Order", "The best match first, or the newest."),
    Command("sync", "Sync", "Fetch what Parliament has published since, or stop doing so."),
    Command("map", "Map", "Show the places of what was found, or of the answer, on a map."),
    Command("show_list", "Questions", "Go to the list of questions."),
    Command("show_answer", "Answer", "Go to the answer."),
    Command("show_sidebar", "Sums and places", "Go to the sums and places."),
    Command(
        "sidebar", "Sums and places instead", "On a small screen: sums and places, or the list."
    ),
    Command("next_pane", "Next pane", "Go to the next pane."),
    Command("previous_pane", "Previous pane", "Go to the pane before."),
    Command("back", "Back", "Close, leave or clear what is on top."),
    Command("how_to_search", "How to search", "Say what may be searched for, with examples."),
    Command("take_suggestion", "Did you mean", "Search for the words that were meant instead."),
    Command("pause", "Pause", "Leave the reader to the shell for a while; fg comes back."),
    Command("theme", "Theme", "Change to the next theme."),
    Command("down", "Down", "One line down.", "moving"),
    Command("up", "Up", "One line up.", "moving"),
    Command("half_page_down", "Half a page down", "Half a page down.", "moving"),
    Command("half_page_up", "Half a page up", "Half a page up.", "moving"),
    Command("page_down", "Page down", "One page down.", "moving"),
    Command("page_up", "Page up", "One page up.", "moving"),
    Command("first", "First", "Go to the first line.", "moving"),
    Command("last", "Last", "Go to the last line.", "moving"),
    Command("choose", "Open", "Open what is chosen here.", "moving"),
    Command("regroup", "Group", "Order of appearance, or each sum and place once.", "sidebar"),
    Command(
        "sort",
        "By country and size",
        "Sums by currency, the largest first, and places by country or nation; or as before.",
        "sidebar",
    ),
    Command("sort_by_amount", "By amount", "In the ledger: the largest sum first.", "ledger"),
    Command("sort_by_date", "By date", "In the ledger: the newest first.", "ledger"),
)


def named(name: str) -> Command:
    """The command of that name. Raises KeyError."""
    return _by_name()[name]


def is_command(name: str) -> bool:
    """Is there a command of that name?"""
    return name in _by_name()


@cache
def _by_name() -> dict[str, Command]:
    return {command.name: command for command in COMMANDS}


@cache
def shipped_keys() -> dict[str, str]:
    """The shipped keys of each command, by its name: Textual's names of keys, with commas."""
    keys = toml.read(paths.shipped("config") / "keys.toml")
    return {name: ",".join(pressed) for name, pressed in keys["keys"].items()}


def bound(name: str, action: str | None = None, *, is_letter: bool = False) -> Binding:
    """A command's keys for what a view of its own makes of it; the user's keymap applies.

    With ``is_letter``, where words are typed their letters are letters.
    """
    return Binding(
        shipped_keys()[name], action or name, show=False, id=name, priority=not is_letter
    )


def bindings(*panes: str) -> list[Binding]:
    """The shipped keys of some panes' commands; the user's keymap is laid over them."""
    return [
        Binding(
            shipped_keys()[command.name],
            f"answer('{command.name}')" if command.pane == "answer" else command.name,
            command.label,
            show=command.in_footer,
            # Each is done before the next key is looked at, however fast they come.
            priority=True,
            tooltip=command.help,
            id=command.name,
        )
        for command in COMMANDS
        if command.pane in panes
    ]
