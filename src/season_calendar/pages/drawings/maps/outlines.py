"""The outlines of land and the borders of countries, as they are packaged. Knows no projection.

Natural Earth (https://www.naturalearthdata.com) is in the public domain; ``assets/simplify_outlines.py`` made the file.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from season_calendar.pages.drawings.maps.projection import Point

_STEPS_PER_DEGREE = 30


@dataclass(frozen=True, slots=True)
class Outline:
    """A line in degrees of longitude and latitude, and the box around it: west, south, east, north."""

    points: Sequence[Point]
    bounds: tuple[float, float, float, float]


@cache
def land() -> tuple[Outline, ...]:
    """Continents and islands, and the lakes in them: closed lines, to be filled by the rule ``evenodd``."""
    return tuple(_lines("land"))


@cache
def borders() -> tuple[Outline, ...]:
    """Where two countries meet: open lines."""
    return tuple(_lines("border"))


def _lines(kind: str) -> Iterator[Outline]:
    for line in (files(__package__) / "natural_earth.txt").read_text("utf-8").splitlines():
        its_kind, _, encoded = line.partition(" ")
        if its_kind == kind:
            points = list(_decoded(encoded))
            longitudes, latitudes = [x for x, _ in points], [y for _, y in points]
            yield Outline(points, (min(longitudes), min(latitudes), max(longitudes), max(latitudes)))


def _decoded(encoded: str) -> Iterator[Point]:
    """The points of an encoded polyline: https://developers.google.com/maps/documentation/utilities/polylinealgorithm"""
    numbers = _numbers(encoded)
    x = y = 0
    for step_x, step_y in zip(numbers, numbers, strict=True):
        x, y = x + step_x, y + step_y
        yield x / _STEPS_PER_DEGREE, y / _STEPS_PER_DEGREE


def _numbers(encoded: str) -> Iterator[int]:
    bits = shift = 0
    for character in encoded:
        piece = ord(character) - 63
        bits |= (piece & 0x1F) << shift
        shift += 5
        if piece < 0x20:
            yield ~(bits >> 1) if bits & 1 else bits >> 1
            bits = shift = 0
