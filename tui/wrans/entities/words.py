"""What names may be made of each word: most words are nothing of a name."""

from typing import Final

from wrans.entities.gazetteer import MAKING, Gazetteer

_MOST: Final = 50_000
ALONE: Final = -1
"""Of a word that may be a name by itself, or makes names of its neighbours."""


class Words(dict[str, int]):
    """How many words the longest name has that a word may begin; `ALONE`, or 0 for none at all.

    Most words are nothing of a name, which is sooner told of each word once than of each run.
    """

    def __init__(self, known: Gazetteer) -> None:
        super().__init__(dict.fromkeys(known.plain, 0))
        self.known = known

    def __missing__(self, word: str) -> int:
        kind = self._kind(word)
        if len(self) < _MOST:
            self[word] = kind
        return kind

    def _kind(self, word: str) -> int:
        told = self.known.tiers.told
        if word.isalpha():
            tier, reach = told(word)
            if tier or word in MAKING:
                return ALONE
            return ALONE if len(word) > 3 and word.isupper() and any(told(word.title())) else reach
        word = written(word)
        bare = unowned(word)
        tier, reach = told(bare)
        if tier or bare in MAKING:
            return ALONE
        if bare != word:
            reach = self.known.reach[word]
        return ALONE if self._may_be_in_part(word, bare) else reach

    def _may_be_in_part(self, word: str, bare: str) -> bool:
        """Can capitals be a name that is else not written so, or a word with hyphens hold one?"""
        if len(word) > 3 and word.isupper() and any(self.known.tiers.told(bare.title())):
            return True
        if "-" not in word:
            return False
        kinds = [self[part] for part in word.split("-")]
        return min(kinds) == ALONE or max(kinds) > 1

    def may_name(self, run: str, *, is_plain: bool) -> bool:
        """Can there be a name in a run? Four of five have none, sooner told than where.

        It is plain where it has letters and spaces alone.
        """
        told = run.split(" ")
        kinds = list(map(self.__getitem__, told))
        if not any(kinds):
            return False
        if ALONE in kinds:
            return True
        if not is_plain:
            told = [written(word) for word in told]
        for at, reach in enumerate(kinds):
            if reach > 1 and self._begins(told[at : at + reach], is_plain=is_plain):
                return True
        return False

    def _begins(self, words: list[str], *, is_plain: bool) -> bool:
        """Is there a name of two words or more that these begin with?"""
        tiers = self.known.tiers
        for last in range(1, len(words)):
            if is_plain and not tiers.inside[words[last]]:
                return False
            # "Hong Kong-based": what stands before the hyphen may end the name.
            if "-" in words[last] or tiers[" ".join([*words[:last], unowned(words[last])])]:
                return True
        return False


def written(word: str) -> str:
    """A word as the gazetteer has it: "St. Ives", "UK’s"."""
    return "and" if word == "&" else word.rstrip(".").replace("’", "'").replace("–", "-")


def unowned(word: str) -> str:
    """A word without its possessive ending."""
    if word.endswith(("'s", "’s")):
        return word[:-2]
    return word
