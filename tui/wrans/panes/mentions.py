"""Sums and places in the orders in which the sidebar shows them."""

from collections import Counter
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Final

from wrans.entities.entity import Entity, Money, Place
from wrans.values import dataclass

_SHORT_NAMES: Final = {"United Kingdom": "UK", "United States": "US"}


@dataclass(frozen=True, slots=True)
class Mention:
    """A row: a head line, or an entity with all its mentions."""

    text: str
    value: str = ""
    mentions: tuple[Entity, ...] = ()
    is_money: bool = False
    count: str = ""


def value(entity: Entity) -> str:
    """A sum's value, where it is not what is written."""
    if not isinstance(entity, Money):
        return ""
    low, high = f"{entity.low:,f}", f"{entity.high:,f}"
    return f"{entity.currency} {low}" + (f"–{high}" if high != low else "")


def _what(entity: Entity) -> object:
    """What mentions of the same sum or place have in common."""
    if isinstance(entity, Money):
        return entity.currency, entity.low, entity.high
    return entity.name


def in_order(entities: tuple[Entity, ...]) -> list[Mention]:
    """Each mention, and which of how many of the same it is."""
    of = Counter(map(_what, entities))
    seen: Counter[object] = Counter()
    rows: list[Mention] = []
    for entity in entities:
        what = _what(entity)
        seen[what] += 1
        count = f" {seen[what]}/{of[what]}" if of[what] > 1 else ""
        rows.append(
            Mention(entity.text, value(entity), (entity,), isinstance(entity, Money), count)
        )
    return rows


def grouped(entities: tuple[Entity, ...]) -> list[Mention]:
    """Money first, then places, each with a head line; the order is that of first appearance."""
    rows: list[Mention] = []
    for is_money, head in ((True, "Money"), (False, "Places")):
        held = _together(e for e in entities if isinstance(e, Money) is is_money)
        rows += _headed(head, held)
    return rows


def sorted_out(entities: tuple[Entity, ...]) -> list[Mention]:
    """Sums by currency, the largest first; places by country, in the UK by nation."""
    currencies: dict[str, list[list[Entity]]] = {}
    countries: dict[str, list[list[Entity]]] = {}
    for held in _together(entities):
        first = held[0]
        if isinstance(first, Money):
            currencies.setdefault(first.currency, []).append(held)
        else:
            countries.setdefault(_country(first), []).append(held)
    rows: list[Mention] = []
    for currency, sums in _most_first(currencies):
        rows += _headed(currency, sorted(sums, key=_size, reverse=True))
    for country, places in _most_first(countries):
        rows += _headed(country, sorted(places, key=len, reverse=True))
    return rows


def _together(entities: Iterable[Entity]) -> list[list[Entity]]:
    """The mentions of each sum and place."""
    mentions: dict[object, list[Entity]] = {}
    for entity in entities:
        mentions.setdefault(_what(entity), []).append(entity)
    return list(mentions.values())


def _headed(head: str, together: list[list[Entity]]) -> Iterator[Mention]:
    """A head line with the number of mentions, and a row for each sum or place."""
    if together:
        yield Mention(f"{head}  {sum(map(len, together))}")
    for held in together:
        first = held[0]
        yield Mention(
            first.text if isinstance(first, Money) else first.name,
            value(first),
            tuple(held),
            isinstance(first, Money),
            f" ×{len(held)}" if len(held) > 1 else "",
        )


def _most_first(groups: dict[str, list[list[Entity]]]) -> list[tuple[str, list[list[Entity]]]]:
    return sorted(groups.items(), key=lambda group: -sum(map(len, group[1])))


def _size(held: list[Entity]) -> Decimal:
    assert isinstance(held[0], Money)
    return held[0].high


def _country(place: Place) -> str:
    """The nation of the UK or the country that a place is in; else what it is."""
    from wrans.entities.location import located  # few readers want it

    known = located(place.name)
    if known is None:
        return "Not known where"
    if known.nation or known.country:
        return known.nation or _SHORT_NAMES.get(known.country, known.country)
    return "Seas and rivers" if known.kind in ("sea", "river") else "Parts of the world"
