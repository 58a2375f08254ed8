"""What and where a place is, for those who ask: nothing is read before."""

import os
import re
from functools import cache, lru_cache
from pathlib import Path
from typing import Final

from wrans.entities import own_places
from wrans.values import dataclass, replace

_SHIPPED: Final = Path(__file__).with_name("data") / "places.tsv"
_MOST_HEAD: Final = 1 << 16
"""Bytes; the countries stand before the places."""
_AT_ONCE: Final = 4096
_LONGEST: Final = 1024
"""Bytes; some two lines."""
_NATIONS: Final = ("England", "Scotland", "Wales", "Northern Ireland")
# "Northern France" lies in France, "Port of Dover" and "Dover Harbour" in Dover.
_PART_BEFORE: Final = re.compile(
    r"(?:(?:North|South)(?:ern)?(?:[ -]?(?:[Ee]ast|[Ww]est)(?:ern)?)?|(?:East|West)(?:ern)?|"
    r"Central|Mid|"
    r"Inner|Outer|Upper|Lower|Greater|Occupied|"
    r"(?:Ports?|(?:Old )?City|Town|Royal Borough|London Borough|Borough|Parish|District|County|"
    r"State|Republic|"
    r"Kingdom|Region|Province) of(?: the)?)(?:[ -]and(?= ))?[ -]"
)
_PART_AFTER: Final = re.compile(
    r" (?:(?:International |City |Metropolitan |London |Royal )?(?:Airports?|Borough)|Harbour|"
    r"Port|Docks?|"
    r"Station|Parkway|Town|City|County|District|Region|Province|Governorate|Oblast|State|"
    r"North(?: East| West)?|South(?: East| West)?|East|West|Central|Mid)\Z"
)
_AREA_AFTER: Final = re.compile(
    r" (?:Urban Area|National (?:Landscape|Park)|(?:Marine )?Protected Area|Railway(?= Station\Z))"
)
"""Before what else a name has: "West Yorkshire Urban Area" is no western part of anything."""
_KIND_OF_PART: Final = {
    "Airport": "airport",
    "Station": "station",
    "Harbour": "port",
    "Port": "port",
    "Docks": "port",
    "District": "district",
    "Borough": "district",
    "County": "county",
    "Region": "region",
    "Province": "region",
}


@dataclass(frozen=True, slots=True)
class Location:
    """What a place is and where."""

    name: str
    kind: str
    """``nation``, ``country``, ``territory``, ``world region``, ``region``, ``county``,
    ``district``, ``town``, ``neighbourhood``, ``constituency``, ``airport``, ``port``, ``station``,
    ``sea`` or ``river``."""
    country: str
    """Its name as the table has it: ``France``, ``United Kingdom``; empty where it has none."""
    nation: str
    """``England``, ``Scotland``, ``Wales``, ``Northern Ireland``, or empty."""
    region: str
    """In England one of the nine regions, elsewhere in the United Kingdom the county, or empty."""
    latitude: float | None
    longitude: float | None


def located(name: str) -> Location | None:
    """The place that a name as counted means; for a part of a place the whole's."""
    own = own_places.places().get(name)
    if own is not None:
        return Location(name, own.kind, own.country, own.nation, "", own.latitude, own.longitude)
    return _located(name)


@lru_cache(4096)
def _located(name: str) -> Location | None:
    found = _table().at(name)
    if found is not None:
        return found
    if match := _AREA_AFTER.search(name):
        whole = _located(name[: match.start()] + name[match.end() :])
        return whole and replace(whole, name=name)
    if match := _PART_BEFORE.match(name):
        port = name.startswith("Port")
        if whole := _located(name[match.end() :]):
            kind = "port" if port else _part_kind(whole)
            return replace(whole, name=name, kind=kind, region=_region(whole))
    if (match := _PART_AFTER.search(name)) and (whole := _located(name[: match.start()])):
        of_part = _KIND_OF_PART.get(match[0].rpartition(" ")[2])
        return replace(whole, name=name, kind=of_part or whole.kind)
    if name.endswith((" coast", " Coast")):
        return _located(name[:-6])
    return _otherwise(name)


def _otherwise(name: str) -> Location | None:
    """The place of a name in another spelling, or the first of those that a name joins."""
    plain = name.replace("'", "’").replace("–", "-").replace(" & ", " and ").replace("St. ", "St ")
    for other in (plain, plain.replace("’", "'"), name.title() if name.isupper() else name):
        found = _table().at(other) if other != name else None
        if found is not None:
            return replace(found, name=name)
    if name.startswith("River ") or " and " not in plain:
        return None
    first = _table().at(plain.partition(" and ")[0].partition(",")[0])
    return first and replace(first, name=name, kind="region")


def _part_kind(whole: Location) -> str:
    return "region" if whole.kind in ("country", "nation", "world region") else whole.kind


def _region(whole: Location) -> str:
    return "" if whole.kind in ("country", "nation") else whole.region


def within(name: str) -> tuple[str, ...]:
    """Every larger place that it is inside of, the nearest first."""
    place = located(name)
    if place is None:
        return ()
    whole = _whole(name)
    county = _table().county(whole or name)
    larger = [whole, county, place.region, place.nation]
    country = _COUNTED.get(place.country, place.country)
    larger += [country, _table().continents.get(place.country, "")]
    own = {name, _COUNTED.get(name, name)}
    return tuple(dict.fromkeys(one for one in larger if one and one not in own))


_COUNTED: Final = {"United Kingdom": "UK", "United States": "US", "Turkey": "Türkiye"}


def _whole(name: str) -> str:
    """The place that this is a part of by its name: "France" for "Northern France"."""
    if _table().at(name) is not None:
        return ""
    if match := _AREA_AFTER.search(name):
        whole = name[: match.start()] + name[match.end() :]
    elif match := _PART_BEFORE.match(name):
        whole = name[match.end() :]
    else:
        match = _PART_AFTER.search(name)
        whole = name[: match.start()] if match else ""
    return whole if whole and located(whole) else ""


class _Table:
    """The shipped places, a line each, sorted by the bytes of their names.

    They are read where they are looked for: three megabytes are not held for a few names.
    """

    def __init__(self, shipped: Path) -> None:
        self._stream = shipped.open("rb", buffering=0)
        self._size = os.fstat(self._stream.fileno()).st_size
        head, _, _ = self._read(0, _MOST_HEAD).partition(b"\n\n")
        self._first = len(head) + 2
        self._countries: dict[str, str] = {}
        self.continents: dict[str, str] = {}
        """By the names of countries."""
        for line in head.decode().split("\n"):
            code, country, continent = line.split("\t")
            self._countries[code] = country
            self.continents[country] = continent

    def at(self, name: str) -> Location | None:
        """The place of that very name."""
        fields = self._fields(name.encode("utf-8", "replace"))
        if len(fields) == 2:
            fields = self._fields(fields[1][1:].encode())
        if len(fields) != 8:
            return None
        _, kind, code, nation, region, county, latitude, longitude = fields
        return Location(
            name,
            kind,
            self._countries.get(code, ""),
            nation,
            region or county,
            float(latitude) if latitude else None,
            float(longitude) if longitude else None,
        )

    def county(self, name: str) -> str:
        """The county of the United Kingdom that a place lies in."""
        fields = self._fields(name.encode("utf-8", "replace"))
        if len(fields) == 2:
            fields = self._fields(fields[1][1:].encode())
        return fields[5] if len(fields) == 8 else ""

    @property
    def lines(self) -> bytes:
        """All of them."""
        return self._read(self._first, self._size)

    def _read(self, start: int, end: int) -> bytes:
        return os.pread(self._stream.fileno(), end - start, start)

    def _fields(self, name: bytes) -> list[str]:
        low, high = self._first, self._size
        while high - low > _AT_ONCE:
            middle = (low + high) // 2
            some = self._read(middle, middle + _LONGEST)
            start = some.index(b"\n") + 1
            if some[start : some.index(b"\t", start)] <= name:
                low = middle + start
            else:
                high = middle + start
        lines = b"\n" + self._read(low, high)
        at = lines.find(b"\n%b\t" % name) + 1
        return lines[at : lines.find(b"\n", at)].decode().split("\t") if at else []


@cache
def _table() -> _Table:
    return _Table(_SHIPPED)


def listed() -> bytes:
    """The shipped places as they lie: a line each, its fields those of ``Location``, with tabs."""
    return _table().lines


def inside_of(name: str) -> tuple[str, ...]:
    """The places that one lies in; its country by its full name too."""
    place = located(name)
    return (*within(name), *([place.country] if place and place.country else []))
