"""Makes the outlines of land and borders that the maps are drawn from, out of Natural Earth. Run once in years.

Natural Earth (https://www.naturalearthdata.com) is in the public domain. It is taken from the npm package world-atlas
(ISC), which has it as TopoJSON, so that a border and the coast that it ends at lose the same points:

    npm pack world-atlas@2.0.2 && tar xzf world-atlas-2.0.2.tgz
    cd src/season_calendar/pages/drawings/maps
    python …/assets/simplify_outlines.py …/package/countries-50m.json natural_earth.txt

What is left out would not be seen: Antarctica, islands under 180 km², points that change less than 80 km² of a shape
(M. Visvalingam, J. D. Whyatt, Line generalisation by repeated elimination of points, 1993). Lines are written in the
encoded polyline format (https://developers.google.com/maps/documentation/utilities/polylinealgorithm), in steps of
1/30 degree instead of 1/100000.
"""

from __future__ import annotations

import heapq
import json
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from math import cos, radians
from pathlib import Path
from typing import Any

STEPS_PER_DEGREE = 30
LEAST_TRIANGLE_KM2 = 80.0
LEAST_ISLAND_KM2 = 180.0
SOUTHERNMOST = -60.0
KM_PER_DEGREE = 111.2
HALF_TURN = 180.0

Point = tuple[float, float]

HEADER = """\
# Land and borders of the world, simplified from Natural Earth 1:50m (public domain, https://www.naturalearthdata.com)
# by way of the npm package world-atlas (ISC). Made by assets/simplify_outlines.py; change that, not this.
# One line each: "land" is a closed outline, "border" an open line; then an encoded polyline of (longitude, latitude).
"""


def main() -> None:
    """Read the TopoJSON that is named first and write the outlines where is named second."""
    source, target = sys.argv[1:]
    topology = json.loads(Path(source).read_text("utf-8"))
    arcs = [simplified(arc) for arc in decoded_arcs(topology)]
    lines = [f"land {encoded(ring)}" for ring in land(topology, arcs)]
    lines += [f"border {encoded(arcs[number])}" for number in borders(topology)]
    Path(target).write_text(HEADER + "\n".join(lines) + "\n", "utf-8")
    print(f"{len(lines)} lines, {Path(target).stat().st_size} bytes")


def decoded_arcs(topology: dict[str, Any]) -> Iterator[list[Point]]:
    """The arcs in degrees: they are written as steps from point to point (TopoJSON 1.0, §2.1.3)."""
    (scale_x, scale_y), (left, bottom) = topology["transform"]["scale"], topology["transform"]["translate"]
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for step_x, step_y in arc:
            x, y = x + step_x, y + step_y
            points.append((x * scale_x + left, y * scale_y + bottom))
        yield points


def simplified(points: list[Point]) -> list[Point]:
    """The line without the points whose triangle with their neighbours is small; its ends stay, and so does a shape."""
    before, after = [i - 1 for i in range(len(points))], [i + 1 for i in range(len(points))]
    least_left = 4 if points[0] == points[-1] else 2
    left = len(points)
    size = {i: triangle_km2(points[i - 1], points[i], points[i + 1]) for i in range(1, len(points) - 1)}
    smallest = [(area, i) for i, area in size.items()]
    heapq.heapify(smallest)
    while smallest and left > least_left:
        area, i = heapq.heappop(smallest)
        if area >= LEAST_TRIANGLE_KM2:
            break
        if size.get(i) != area:
            continue  # it has gone, or was weighed anew
        del size[i]
        left -= 1
        after[before[i]], before[after[i]] = after[i], before[i]
        for near in (before[i], after[i]):
            if near in size:
                # Never less than what has just gone, so that a curve does not vanish from one end.
                size[near] = max(area, triangle_km2(points[before[near]], points[near], points[after[near]]))
                heapq.heappush(smallest, (size[near], near))
    return [points[0], *(points[i] for i in sorted(size)), points[-1]]


def triangle_km2(a: Point, b: Point, c: Point) -> float:
    """How much of a shape goes with the point between two others."""
    return abs(ring_km2([a, b, c, a]))


def ring_km2(ring: Sequence[Point]) -> float:
    """The area of a closed outline, good enough to compare by."""
    middle = sum(lat for _, lat in ring) / len(ring)
    twice = sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairwise(ring))
    return abs(twice) / 2 * KM_PER_DEGREE**2 * cos(radians(middle))


def land(topology: dict[str, Any], arcs: list[list[Point]]) -> Iterator[list[Point]]:
    """The outlines of land, lakes in it among them: no direction of them means anything."""
    for geometry in topology["objects"]["land"]["geometries"]:
        for polygon in geometry["arcs"]:
            for numbers in polygon:
                ring = on_one_side(stitched(numbers, arcs))
                if ring_km2(ring) >= LEAST_ISLAND_KM2 and max(lat for _, lat in ring) > SOUTHERNMOST:
                    yield ring


def stitched(numbers: Sequence[int], arcs: list[list[Point]]) -> list[Point]:
    """One line of several arcs, each beginning where the last one ended; ~n is the arc n backwards."""
    line: list[Point] = []
    for number in numbers:
        arc = arcs[number] if number >= 0 else arcs[~number][::-1]
        line += arc[1:] if line else arc
    return line


def on_one_side(ring: list[Point]) -> list[Point]:
    """The outline without its leap from 180 to -180 degrees: it goes on beyond 180, as Chukotka does."""
    turns = 0
    line = ring[:1]
    for (before, _), (longitude, latitude) in pairwise(ring):
        turns += (longitude - before < -HALF_TURN) - (longitude - before > HALF_TURN)
        line.append((longitude + turns * 2 * HALF_TURN, latitude))
    return line


def borders(topology: dict[str, Any]) -> list[int]:
    """The arcs that two countries share."""
    uses: Counter[int] = Counter()
    for country in topology["objects"]["countries"]["geometries"]:
        polygons = country["arcs"] if country["type"] == "MultiPolygon" else [country["arcs"]]
        uses.update({number if number >= 0 else ~number for polygon in polygons for ring in polygon for number in ring})
    return sorted(number for number, count in uses.items() if count > 1)


def encoded(line: Sequence[Point]) -> str:
    """The line as an encoded polyline, without points that fall together."""
    text: list[str] = []
    x = y = 0
    for longitude, latitude in line:
        step_x = round(longitude * STEPS_PER_DEGREE) - x
        step_y = round(latitude * STEPS_PER_DEGREE) - y
        if step_x or step_y or not text:
            text.append(encoded_number(step_x) + encoded_number(step_y))
        x, y = x + step_x, y + step_y
    return "".join(text)


def encoded_number(number: int) -> str:
    """A number in pieces of five bits, the sign in its last bit."""
    bits = ~(number << 1) if number < 0 else number << 1
    text = ""
    while bits >= 0x20:
        text += chr((0x20 | bits & 0x1F) + 63)
        bits >>= 5
    return text + chr(bits + 63)


if __name__ == "__main__":
    main()
