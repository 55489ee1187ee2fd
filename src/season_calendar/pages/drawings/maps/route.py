"""The route's legs as curves that bend to the left, so that there and back are two. Knows no projection."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import hypot

from season_calendar.pages.drawings.maps.projection import Point

_BEND = 0.12  # how far aside, of the length
_MOST_BEND = 0.1  # and at most of the map's width
_SAMPLES = 24


@dataclass(frozen=True, slots=True)
class Curve:
    """A quadratic Bézier curve."""

    start: Point
    bend: Point
    end: Point

    @property
    def path(self) -> str:
        """The text of its SVG path, in whole units."""
        (x1, y1), (x2, y2), (x3, y3) = self.start, self.bend, self.end
        return f"M{x1:.0f} {y1:.0f}Q{x2:.0f} {y2:.0f} {x3:.0f} {y3:.0f}"

    def points(self) -> Iterator[Point]:
        """Points along it."""
        for i in range(_SAMPLES + 1):
            t = i / _SAMPLES
            a, b, c = (1 - t) ** 2, 2 * t * (1 - t), t * t
            yield (
                a * self.start[0] + b * self.bend[0] + c * self.end[0],
                a * self.start[1] + b * self.bend[1] + c * self.end[1],
            )


def curve_between(start: Point, end: Point, map_width: float) -> Curve:
    """The curve from one place to another, y going down."""
    (x1, y1), (x2, y2) = start, end
    length = hypot(x2 - x1, y2 - y1)
    # A quadratic curve goes half as far aside as its middle point stands.
    aside = 2 * min(_BEND, _MOST_BEND * map_width / length) if length else 0
    return Curve(start, ((x1 + x2) / 2 + (y2 - y1) * aside, (y1 + y2) / 2 - (x2 - x1) * aside), end)
