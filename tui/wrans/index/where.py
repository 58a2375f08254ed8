"""Fields of a query that ask for places inside or near others, and for sums of a currency."""

import re
from typing import Final

from wrans.index.plan import Among, Everything, Or, Plan, Prefix, Sums, Term
from wrans.index.values import Unreadable
from wrans.index.words import whole

FIELDS: Final = ("in", "near", "currency")
_NEAR: Final = 30.0
_FARTHEST: Final = 200.0
_DISTANCE: Final = re.compile(r"~\s*(?P<km>[\d.]*)\s*(?:km)?\Z", re.ASCII)
_SIGN: Final = re.compile(r"(US|AUS?|CAN?|NZ|HK|[ACS])?([£€$¥₹])", re.IGNORECASE)
_CURRENCY_WORDS: Final = {
    "pound": "GBP", "pounds": "GBP", "sterling": "GBP", "euro": "EUR", "euros": "EUR",
    "dollar": "USD", "dollars": "USD", "yen": "JPY", "rupee": "INR", "rupees": "INR",
}  # fmt: skip


def plan(name: str, value: str, at: int, *, is_last: bool) -> Plan:
    """What a field asks for; the last one may still be being typed. Raises Unreadable."""
    if name == "currency":
        return _currency(value, at, is_last=is_last)
    if name == "near":
        return _near(value, at, is_last=is_last)
    return _inside(value, at, is_last=is_last)


def _inside(value: str, at: int, *, is_last: bool) -> Plan:
    """Inside a place, or the place itself."""
    if is_last or value.endswith("*"):
        start = whole(value)
        return Or((Prefix("within", start), Prefix("place", start))) if start else Everything()
    term = whole(_known(value, at))
    return Or((Term("within", term), Term("place", term)))


def _near(value: str, at: int, *, is_last: bool) -> Plan:
    from wrans.entities import surroundings

    distance = _DISTANCE.search(value)
    told = distance["km"] if distance else ""
    called = (value[: distance.start()] if distance else value).rstrip()
    if is_last and surroundings.spelled(called) is None:
        return Everything()
    name = _known(called, at)
    try:
        km = float(told) if told else _NEAR
    except ValueError:
        km = 0.0
    if not 0 < km <= _FARTHEST:
        raise Unreadable(f"~{told} is no distance (1 to {_FARTHEST:.0f} km)", at)
    names = surroundings.near(name, km)
    if not names:
        raise Unreadable(f"where {name} lies is not known", at)
    return Among("place", tuple(dict.fromkeys(map(whole, names))))


def _known(value: str, at: int) -> str:
    from wrans.entities import surroundings

    name = surroundings.spelled(value)
    if name is not None:
        return name
    near = surroundings.similar(value)
    hint = f" (did you mean {near}?)" if near else ""
    raise Unreadable(f"there is no known place {value}{hint}", at)


def _currency(value: str, at: int, *, is_last: bool) -> Plan:
    from wrans.entities.amounts import CODES, symbol_currency

    known = CODES.split("|")
    sign = _SIGN.fullmatch(value)
    code = _CURRENCY_WORDS.get(value.lower(), value.upper())
    if sign:
        code = symbol_currency(sign[1] or "", sign[2])
    if code in known:
        return Sums(None, None, currency=code)
    if is_last and any(
        told.startswith(value.upper()) for told in (*known, *map(str.upper, _CURRENCY_WORDS))
    ):
        return Everything()
    raise Unreadable(f"{value} is no currency that is known ({', '.join(known[:3])} …)", at)
