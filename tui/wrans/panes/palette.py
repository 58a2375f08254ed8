"""Every command by its name and keys, and how to search."""

from collections.abc import Sequence
from typing import ClassVar, Final

from wrans.panes.lines import Lines
from wrans.panes.picker import Picker, has
from wrans.values import dataclass

SEARCHING: Final = (
    ("sewage discharge", "both words, anywhere, with any ending"),
    ('"storm overflows"', "next to each other"),
    ("sewage -scotland", "the first without the second"),
    ("dentist OR dentistry", "either; brackets group"),
    ("dent*", "words that begin so"),
    ("body:defra asker:smith", "asked of a body, by a member; also answerer: house: heading:"),
    ("party:labour", "asked by a member of a party"),
    ("uin:1234 place:calais", "by number; that names a place"),
    ("in:wales near:grimsby~50", "that names a place inside it; within 30 km or so many"),
    ("tabled:2024-07 answered:2024", "a day, month or year; 2024-07..2024-09"),
    ("after:2024-07 before:2025", "by the date that the list shows"),
    ("money:>10m money:£1m..£5m", "that names such a sum, of any or that currency"),
    ("currency:EUR", "that names a sum of that currency"),
    ("is:unread is:bookmarked is:unanswered", "also read, answered, corrected, withdrawn, grouped"),
    ("has:table has:money has:place", "that holds one"),
)


@dataclass(frozen=True, slots=True)
class Choice:
    """A command that can be run, or something that can be read."""

    name: str
    """Of the command; empty for what is only read."""
    keys: str
    label: str
    help: str


class _Choices(Lines[Choice]):
    COMPONENT_CLASSES: ClassVar[set[str]] = {"choices--keys"}
    DEFAULT_CSS = "_Choices > .choices--keys { color: $text-primary; text-style: bold; }"

    def parts(self, row: Choice, cells: int) -> list[tuple[str, int, str]]:
        wide = 34 if not row.name else 14
        label = 24 if row.name and cells > 60 else 0
        text = row.help if row.help else row.label
        return [
            (f"{row.keys} ", min(wide, cells // 2), "choices--keys" if row.name else ""),
            (f"{row.label} ", label, ""),
            (text, cells - min(wide, cells // 2) - label, "lines--faint" if label else ""),
        ]


class Palette(Picker[Choice, str]):
    """Every command, found by its name or key, and run; and how to search."""

    title_text = "Commands and keys"
    placeholder = "type a word: copy, place, page …"
    foot_text = "Enter runs it   Escape closes"

    def __init__(self, choices: Sequence[Choice], legend: str = "") -> None:
        super().__init__()
        searching = [Choice("", text, told, told) for text, told in SEARCHING]
        head = Choice("", "To search, type:", "", "")
        signs = [Choice("", "Signs in the list:", legend, legend)] if legend else []
        self._choices = [*choices, head, *searching, *signs]

    def make_lines(self) -> Lines[Choice]:
        """Commands, then examples of queries."""
        return _Choices()

    def matching(self, words: list[str]) -> Sequence[Choice]:
        """Commands and examples that have the words."""
        return [c for c in self._choices if has(words, c.keys, c.label, c.help)]

    def pick(self, row: Choice) -> None:
        """Run the command."""
        if row.name:
            self.dismiss(row.name)
