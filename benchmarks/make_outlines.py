"""Cut and simplify the outlines that the map is drawn on, out of Natural Earth.

npm pack world-atlas && tar xzf world-atlas-*.tgz
python benchmarks/make_outlines.py package

Natural Earth (naturalearthdata.com) is in the public domain; world-atlas holds it as TopoJSON.
Three files come of it: the world, the continents, and in detail the British Isles and their
neighbours. A coast is one kind of line, a border between countries another, and each is there once.
"""

import json
import sys
import zlib
from array import array
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any, Final, NamedTuple

OUT: Final = Path(__file__).parents[1] / "tui" / "wrans" / "entities" / "data"
LONGEST: Final = 40
"""Points a line: a short line is soon seen to lie outside of the picture."""

Point = tuple[float, float]


class Level(NamedTuple):
    """How one of the files is made."""

    name: str
    source: str
    tolerance: float
    """Degrees by which a line may stray."""
    least: float
    """Degrees: an island whose extent is smaller is left out."""
    box: tuple[float, float, float, float] | None
    """West, south, east and north of what is kept."""
    origin: Point
    per_degree: int


LEVELS: Final = (
    Level("outlines-world.bin", "countries-110m.json", 0.15, 0.5, None, (0, 0), 180),
    Level("outlines-continents.bin", "countries-50m.json", 0.05, 0.15, None, (0, 0), 180),
    Level(
        "outlines-near.bin", "countries-10m.json", 0.004, 0.03, (-13, 46, 10, 62), (0, 54), 1000
    ),
)  # fmt: skip


def main(folder: Path) -> None:
    for level in LEVELS:
        lines = list(cut(level, json.loads((folder / level.source).read_bytes())))
        data = written(level, lines)
        (OUT / level.name).write_bytes(data)
        points = sum(len(line) for _, line in lines)
        print(f"{level.name}: {len(lines):,} lines, {points:,} points, {len(data):,} bytes")


def cut(level: Level, topology: dict[str, Any]) -> Iterator[tuple[int, list[Point]]]:
    """The lines of a level: 0 and a coast, or 1 and a border."""
    used = Counter(
        arc if arc >= 0 else ~arc
        for country in topology["objects"]["countries"]["geometries"]
        for arc in arcs_of(country.get("arcs", []))
    )
    for number, arc in enumerate(unpacked(topology)):
        if not used[number]:
            continue
        for line in inside(arc, level.box):
            if extent(arc) < level.least:
                continue
            kept = simplified(line, level.tolerance)
            for start in range(0, len(kept) - 1, LONGEST - 1):
                yield int(used[number] > 1), kept[start : start + LONGEST]


def arcs_of(nested: Any) -> Iterator[int]:
    if isinstance(nested, list):
        for part in nested:
            yield from arcs_of(part)
    else:
        yield int(nested)


def unpacked(topology: dict[str, Any]) -> Iterator[list[Point]]:
    """The arcs of a topology in degrees."""
    (kx, ky), (ox, oy) = topology["transform"]["scale"], topology["transform"]["translate"]
    for arc in topology["arcs"]:
        x = y = 0
        line = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            line.append((x * kx + ox, y * ky + oy))
        yield line


def inside(
    line: list[Point], box: tuple[float, float, float, float] | None
) -> Iterator[list[Point]]:
    """The stretches of a line within a box, without the seam at the date line and at the pole."""
    held: list[Point] = []
    for a, z in pairwise(line):
        is_seam = (
            (abs(a[0]) > 179.9 and abs(z[0]) > 179.9)
            or abs(a[0] - z[0]) > 180
            or max(a[1], z[1]) < -84
        )
        is_out = box is not None and not (
            box[0] < a[0] < box[2] and box[1] < a[1] < box[3]
        ) and not (box[0] < z[0] < box[2] and box[1] < z[1] < box[3])  # fmt: skip
        if is_seam or is_out:
            if len(held) > 1:
                yield held
            held = []
        else:
            held = [*held, z] if held else [a, z]
    if len(held) > 1:
        yield held


def extent(line: list[Point]) -> float:
    xs, ys = [x for x, _ in line], [y for _, y in line]
    return max(max(xs) - min(xs), max(ys) - min(ys))


def simplified(line: list[Point], tolerance: float) -> list[Point]:
    """Fewer points, none of those left out farther from the line than that (Douglas, Peucker)."""
    kept = {0, len(line) - 1}
    parts = [(0, len(line) - 1)]
    while parts:
        first, last = parts.pop()
        worst, at = tolerance, 0
        for n in range(first + 1, last):
            away = distance(line[n], line[first], line[last])
            if away > worst:
                worst, at = away, n
        if at:
            kept.add(at)
            parts += [(first, at), (at, last)]
    return [line[n] for n in sorted(kept)]


def distance(point: Point, a: Point, z: Point) -> float:
    """From a point to the stretch between two others."""
    dx, dy = z[0] - a[0], z[1] - a[1]
    length = dx * dx + dy * dy
    along = ((point[0] - a[0]) * dx + (point[1] - a[1]) * dy) / length if length else 0.0
    along = max(0.0, min(1.0, along))
    return float(((point[0] - a[0] - along * dx) ** 2 + (point[1] - a[1] - along * dy) ** 2) ** 0.5)


def written(level: Level, lines: list[tuple[int, list[Point]]]) -> bytes:
    """As the map reads it: origin, units a degree, and each line as kind, length and steps."""
    numbers = array("h", [int(level.origin[0]), int(level.origin[1]), level.per_degree])
    for kind, line in lines:
        steps = [
            (
                round((x - level.origin[0]) * level.per_degree),
                round((y - level.origin[1]) * level.per_degree),
            )
            for x, y in line
        ]
        numbers.extend([kind, len(steps), *steps[0]])
        for (x0, y0), (x1, y1) in pairwise(steps):
            numbers.extend([x1 - x0, y1 - y0])
    if sys.byteorder == "big":
        numbers.byteswap()
    return zlib.compress(numbers.tobytes(), 9)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
