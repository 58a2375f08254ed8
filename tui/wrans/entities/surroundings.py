"""Places as a reader names them, and what lies near them."""

import math
import re
from collections.abc import Iterator
from difflib import get_close_matches
from functools import lru_cache
from typing import Final

from wrans.entities import own_places
from wrans.entities.location import listed, located

_KM: Final = 111.2
"""A degree of latitude."""
_WIDE: Final = frozenset(["country", "nation", "world region", "region", "sea", "river"])
"""Their middle says nothing of where a mention of them is."""
_SMALL: Final = frozenset("and by de for in la le of on sur the under upon".split())
_ALIKE: Final = 0.72


@lru_cache(256)
def spelled(name: str) -> str | None:
    """A known name as the record spells it, however it is typed; None where nobody knows it."""
    words = re.split(r"([ -])", name.lower())
    titled = [w if n and w in _SMALL else w[:1].upper() + w[1:] for n, w in enumerate(words)]
    for tried in (name, "".join(titled), name.upper()):
        if located(tried) is not None:
            return tried
    folded = name.casefold()
    own = next((own for own in own_places.places() if own.casefold() == folded), None)
    if own is not None:
        return own
    return _in_any_case(name)


def _in_any_case(name: str) -> str | None:
    # Many times as fast as a pattern that leaves capitals open.
    wanted = b"\n%s\t" % name.encode("utf-8", "replace").lower()
    at = (b"\n" + listed().lower()).find(wanted)
    return listed()[at : at + len(wanted) - 2].decode() if at >= 0 else None


@lru_cache(64)
def similar(name: str) -> str | None:
    """The known name that is most like what was typed."""
    if len(name) < 3:
        return None
    first = re.escape(name[:1].upper().encode("utf-8", "replace"))
    size = len(name.encode("utf-8", "replace"))
    least, most = size - 2, size + 1
    line = rb"(?m)^" + first + rb"[^\t\n]{%d,%d}(?=\t)" % (max(1, least - 1), most)
    names = {found.decode().lower(): found.decode() for found in re.findall(line, listed())}
    near = [names[found] for found in get_close_matches(name.lower(), names, 5, _ALIKE)]
    return next((found for found in near if _is_wide(found)), near[0] if near else None)


def _is_wide(name: str) -> bool:
    place = located(name)
    return place is not None and place.kind in _WIDE


@lru_cache(16)
def near(name: str, km: float) -> tuple[str, ...]:
    """The names of places whose middle is so near to that of a known one, itself included."""
    middle = located(name)
    if middle is None or middle.latitude is None or middle.longitude is None:
        return ()
    found = [name]
    # Degrees of longitude are shorter the farther from the equator; at the poles they are nothing.
    aside = km / _KM / max(0.01, math.cos(math.radians(abs(middle.latitude) + km / _KM)))
    for other, kind, latitude, longitude in _around(middle.latitude, km / _KM):
        east = abs(longitude - middle.longitude)
        if aside < east < 360 - aside:
            continue
        is_point = kind not in _WIDE or other == "London"
        if is_point and distance(middle.latitude, middle.longitude, latitude, longitude) <= km:
            found.append(other)
    return tuple(dict.fromkeys(found))


def distance(latitude: float, longitude: float, to_latitude: float, to_longitude: float) -> float:
    """Kilometres from one point to another."""
    a, z = math.radians(latitude), math.radians(to_latitude)
    half = math.sin((z - a) / 2) ** 2
    aside = math.sin(math.radians(to_longitude - longitude) / 2) ** 2
    return (
        2
        * _KM
        * math.degrees(math.asin(min(1.0, math.sqrt(half + math.cos(a) * math.cos(z) * aside))))
    )


def _around(latitude: float, degrees: float) -> Iterator[tuple[str, str, float, float]]:
    """Name, kind and coordinates of the places that far north or south at most."""
    for name, own in own_places.places().items():
        if own.latitude is not None and own.longitude is not None:
            yield name, own.kind, own.latitude, own.longitude
    lines = listed()
    for start in _starts(latitude - degrees, latitude + degrees):
        # Far quicker than to take every line apart.
        at = lines.find(start)
        while at >= 0:
            begin, end = lines.rfind(b"\n", 0, at) + 1, lines.find(b"\n", at)
            end = end if end >= 0 else len(lines)
            if lines.find(b"\t", at + 1, end) >= 0:
                fields = lines[begin:end].decode().split("\t")
                yield fields[0], fields[1], float(fields[-2]), float(fields[-1])
            at = lines.find(start, end)


def _starts(south: float, north: float) -> list[bytes]:
    """How the latitudes between two begin."""
    steps = max(1, math.ceil((north - south) * 2))
    values = [south + (north - south) * n / steps for n in range(steps + 1)]
    whole = {f"{value:.2f}".partition(".")[0] for value in values}
    return [f"\t{number}.".encode() for number in sorted(whole)]
