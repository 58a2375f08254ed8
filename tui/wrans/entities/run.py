"""The words of a run with capitals, and the names that are found among them."""

from typing import Final

from wrans.entities.gazetteer import Gazetteer
from wrans.entities.names import STRONG
from wrans.entities.patterns import pattern
from wrans.entities.words import Words, unowned
from wrans.values import dataclass

JOINING: Final = frozenset(
    ["and", "&", "of", "for", "the", "on", "upon", "in", "under", "with", "by", "du"]
)
_ACRONYM: Final = pattern(r"[A-Z][A-Z&]*[A-Z]s?\Z")
_TOKEN: Final = pattern(r"&|[^\W_]\w*(?:[-–’'.](?=\w)\w+)*")
_PARTING: Final = pattern(r"-(?=[A-Z])")
_MOST_WORDS: Final = 60
_MOST_PARTED: Final = 500
"""Letters; no two names are as long."""
LARGE: Final = frozenset(
    "UK US England Scotland Wales Europe London France Ireland Ukraine Israel Gaza China Russia "
    "Britain".split()
) | {"Northern Ireland", "United Kingdom", "Great Britain", "United States"}


@dataclass(slots=True)
class Name:
    """A name within a run, by its words and its characters."""

    first: int
    after: int
    start: int
    end: int
    tier: str
    blocked: bool = False


class Run:
    """One run of words with capitals."""

    __slots__ = ("depends", "is_plain", "known", "opens", "text", "tokens", "words")

    def __init__(self, words: Words, text: str, *, opens: bool) -> None:
        self.depends = False
        """Does it matter whether a sentence begins with the run?"""
        self.words = words
        self.known = words.known
        text = text.replace("–", "-")  # "Aldridge–Brownhills" is "Aldridge-Brownhills"
        self.text = text
        self.opens = opens
        self.is_plain = text.replace(" ", "").isalnum()
        parted = _parted(self.known, text) if "-" in text else text
        self.tokens = _tokens(parted, is_plain=self.is_plain)

    def token(self, at: int) -> str:
        """A word; nothing behind the last."""
        return self.tokens[at][0] if at < len(self.tokens) else ""

    def adjoins(self, at: int) -> bool:
        """Does only a space part this word from the one before?"""
        word, _, end = self.tokens[at - 1]
        return end + 1 == self.tokens[at][1] or word == "St"

    def is_large(self, name: Name) -> bool:
        """Is it the name of a country or nation that much is done for?"""
        return self.text[name.start : name.end] in LARGE


def _parted(known: Gazetteer, run: str) -> str:
    """A run whose hyphens part names of several words: "UK-New Zealand", "Great Britain-US"."""
    if " " not in run or len(run) > _MOST_PARTED:
        return run
    for match in _PARTING.finditer(run):
        before, after = run[: match.start()].split(" "), run[match.end() :].split(" ")
        last, first = before[-1].rpartition("-")[2], unowned(after[0])
        if known.tiers[last] == STRONG or known.tiers[" ".join(before[-2:])] == STRONG:
            pairs = (" ".join([*after[:n], unowned(after[n])]) for n in (1, 2) if n < len(after))
            if any(known.tiers[pair] == STRONG for pair in pairs) or (
                len(before) > 1 and not known.tiers[last] and known.tiers[first] == STRONG
            ):
                run = f"{run[: match.start()]} {run[match.end() :]}"
    return run


def _tokens(run: str, *, is_plain: bool) -> list[tuple[str, int, int]]:
    """The words of a run, each with where it begins and ends."""
    if not is_plain:
        return [(m[0], m.start(), m.end()) for m in _TOKEN.finditer(run)][:_MOST_WORDS]
    tokens = []
    start = 0
    for word in run.split(" ")[:_MOST_WORDS]:
        end = start + len(word)
        tokens.append((word, start, end))
        start = end + 1
    return tokens


def is_acronym(word: str) -> bool:
    """Is it one like "DWP", "R&D", "MPs"?"""
    return word[:-1].isupper() and _ACRONYM.match(word) is not None
