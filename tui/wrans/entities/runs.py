"""What a run of words with capitals holds, whatever stands around it.

"Secretary of State for Wales", "Kent and Medway NHS Trust", "London Borough of Merton": what is a
place in them depends on their own words alone, so each run is looked into once and remembered.
"""

from itertools import pairwise

from wrans.entities import bounds, listing, swallowing
from wrans.entities.run import Name, Run
from wrans.entities.words import Words

Found = tuple[tuple[int, int, str], ...]
"""Places in a run: start, end, and how far the name can be trusted."""


def look_into(words: Words, run: str) -> tuple[Found, Found]:
    """The places in a run within a sentence, and those in one that opens a sentence."""
    if run.isalpha() and (tier := words.known.tiers[run]):
        found: Found = ((0, len(run), tier),)  # no word beside it says otherwise
        return found, found
    within = Run(words, run, opens=False)
    found = places(within)
    return found, places(Run(words, run, opens=True)) if within.depends else found


def places(run: Run) -> Found:
    """The places in it, in order."""
    names = listing.names(run)
    if not names:
        return ()
    if len(names) == 1:
        name = names[0]
        return () if _is_part(run, name, {}) else ((name.start, name.end, name.tier),)
    out: list[Name] = []
    starts = {name.first: name for name in names}
    for name in reversed(names):
        follower = out[-1] if out else None
        name.blocked = _is_part(run, name, starts)
        starts[name.first] = name
        if follower and name.end > follower.start:
            # Two share a word: the longer one stands.
            if name.end - name.start <= follower.end - follower.start:
                continue
            out.pop()
        out.append(name)
    out.reverse()
    for one, other in pairwise(out):
        if one.blocked and not other.blocked and swallowing.made_with(run, one, other):
            other.blocked = True
    return tuple((n.start, n.end, n.tier) for n in out if not n.blocked)


def _is_part(run: Run, name: Name, starts: dict[int, Name]) -> bool:
    """Is a name, as far as it reaches, part of another?"""
    bounds.extend(run, name)
    return swallowing.goes_on(run, name, starts) or swallowing.is_end(run, name)
