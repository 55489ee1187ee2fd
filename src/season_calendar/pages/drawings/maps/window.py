"""The window of the lens: as wide as its rounds need, and where the most of them are. Knows no drawing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from season_calendar.pages.drawings.boxes import Size
from season_calendar.pages.drawings.maps.projection import Point, mercator, near_longitude

# Degrees of longitude: no town fills the lens, and Europe from Lisbon to the Caucasus fits into it.
_NARROWEST, _WIDEST = 22.0, 70.0

# How much of the lens stays free at each edge, for labels.
_MARGIN_X, _MARGIN_Y = 0.13, 0.14

_ALIKE = 1e-6  # sums of weights that differ by less are equal


@dataclass(frozen=True, slots=True)
class Place:
    """A place that wants to be in the window, in degrees; the weights are added up."""

    longitude: float
    latitude: float
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Window:
    """A part of the Mercator plane: its middle, and how many degrees of longitude it is wide."""

    x: float
    y: float
    width: float

    def place(self, longitude: float, latitude: float, size: Size) -> Point:
        """Where a place is in a drawing of the window, whose y goes down; outside it too."""
        x, y = mercator(near_longitude(longitude, self.x), latitude)
        return self.on_plane(x, y, size)

    def on_plane(self, x: float, y: float, size: Size) -> Point:
        """The same for a point of the Mercator plane, on this side of the globe or beyond."""
        scale = size.width / self.width
        return (x - self.x) * scale + size.width / 2, (self.y - y) * scale + size.height / 2


def window_around(places: Sequence[Place], size: Size) -> Window:
    """The smallest window of the drawing's shape around the weightiest places that fit into one; at least one place."""
    shape = size.height / size.width
    inside = _weightiest(places, _WIDEST * (1 - 2 * _MARGIN_X), _WIDEST * shape * (1 - 2 * _MARGIN_Y))
    left, right = min(x for x, _, _ in inside), max(x for x, _, _ in inside)
    bottom, top = min(y for _, y, _ in inside), max(y for _, y, _ in inside)
    width = max(_NARROWEST, (right - left) / (1 - 2 * _MARGIN_X), (top - bottom) / (1 - 2 * _MARGIN_Y) / shape)
    return Window(near_longitude((left + right) / 2, 0), (bottom + top) / 2, width)


_Weighed = tuple[float, float, float]


def _weightiest(places: Sequence[Place], most_x: float, most_y: float) -> Sequence[_Weighed]:
    """The weightiest group that a window holds, as x, y and weight; the first one of several.

    Each possible group has one place that is its westernmost and one that is its southernmost, so those are tried:
    for each place in the west, a column is gone through from south to north.
    """
    on_plane = [(*mercator(place.longitude, place.latitude), place.weight) for place in places]
    best: Sequence[_Weighed] = ()
    best_weight = 0.0
    for west in sorted({x for x, _, _ in on_plane}):
        column = [(west + (x - west) % 360, y, weight) for x, y, weight in on_plane if (x - west) % 360 <= most_x]
        column.sort(key=lambda there: there[1])
        start, group_weight = 0, 0.0
        for end, (_, north, weight) in enumerate(column):
            group_weight += weight
            while north - column[start][1] > most_y:
                group_weight -= column[start][2]
                start += 1
            if group_weight > best_weight + _ALIKE:
                best, best_weight = column[start : end + 1], group_weight
    return best
