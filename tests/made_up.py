"""Queries that nobody would type, to try what is done with them."""

import random

_PIECES = [
    *"sewage storm the a AND OR NOT TO 2018 £44.5m €150M HL12 nosuchfield: body: asker: is: has: "
    "heading: place: party: money: uin: house: tabled: answered: due: after: before: is:late "
    "answerer: in: near: currency: near:lond near:london~ in:wale* near:Ely~.5 party:la* is:unread "
    "is:bookmarked has:table tabled:2024 due:.. tabled:2024..2023 money:>10m money:.. \"a b\"~3 "
    "\"storm overflows\"~99999 \"x\"~ body:\" .. ~5 sto* *a **".split(),
    *"*?~^\"'()[]{}:<>/-+&|\\!,.;=@#$%_` ",
    "\x00", "\ud800", "\udfff", "é", "İ", "ﬁ", "ß", "\u202e", "’", "  ", "\n", "٣", "²",
    "\U0010ffff",
]  # fmt: skip


def made_up(chance: random.Random) -> str:
    """One of them."""
    kind = chance.random()
    if kind < 0.75:
        return "".join(
            chance.choice((chance.choice(_PIECES), " ")) for _ in range(chance.randint(1, 24))
        )
    if kind < 0.85:
        return chance.choice(
            ["(", '"', "-", "NOT ", "a OR ", "(a ", "*", "~", "body:", "x" * 99]
        ) * chance.choice((1, 10, 100, 1500))
    return "".join(
        chr(chance.choice((chance.randrange(32, 127), chance.randrange(0x110000))))
        for _ in range(chance.choice((5, 30, 500)))
    )
