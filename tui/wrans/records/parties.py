"""What parties are called by those who search for them."""

import re
from collections.abc import Iterator
from typing import Final

_SHORT: Final = {
    "alliance": ("apni",),
    "conservative": ("con", "tory", "tories"),
    "crossbench": ("xb", "crossbencher", "crossbenchers"),
    "democratic unionist party": ("dup",),
    "green party": ("greens", "gpew"),
    "independent": ("ind",),
    "labour": ("lab",),
    "liberal democrat": ("ld", "lds", "libdem", "libdems", "lib dem", "lib dems"),
    "non-affiliated": ("na",),
    "plaid cymru": ("pc", "plaid"),
    "scottish national party": ("snp",),
    "social democratic & labour party": ("sdlp", "social democratic and labour party"),
    "traditional unionist voice": ("tuv",),
    "ulster unionist party": ("uup",),
}
_IN_BRACKETS: Final = re.compile(r"\s*\([^)]*\)")
_LAST: Final = re.compile(r" (?:party|uk)\Z", re.IGNORECASE)


def names(party: str) -> Iterator[str]:
    """A party's name, and the others that it goes by."""
    if not party:
        return
    yield party
    # Labour and Co-operative members are Labour members.
    plain = _IN_BRACKETS.sub("", party)
    for name in {plain, _LAST.sub("", plain)}:
        yield name
        yield f"{name}s"
    yield from _SHORT.get(plain.lower(), ())
