"""The world, by Equal Earth, with all rounds of a season and the way between them.

A map in a ``div.map-frame``, for the dark screen; a picture only, as each round has a link elsewhere. Nothing where no
round has coordinates. Its classes are those of the lens, but ``map world`` and without labels. The land is the same for
all seasons, and a picture of its own below, so that a page is small and loads it only where it comes into view.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

from markupsafe import Markup

from season_calendar.pages.drawings.boxes import Size
from season_calendar.pages.drawings.maps import drawing
from season_calendar.pages.drawings.maps.outlines import land
from season_calendar.pages.drawings.maps.paths import shape_path
from season_calendar.pages.drawings.maps.projection import Point, equal_earth, near_longitude
from season_calendar.pages.drawings.maps.route import Curve, curve_between
from season_calendar.pages.drawings.maps.stops import Pin, legs_of, pins_of
from season_calendar.pages.drawings.rounds import DrawnRound
from season_calendar.pages.drawings.svg import element

LAND_COLOR = "#343942"
"""As ``--land`` of the style sheets: these do not reach into a picture."""

# As many units as pixels on a wide screen: twice as many would be ten more kilobytes.
_SIZE = Size(672, 324)
_SCALE = 121.0
_MIDDLE_NORTH = 0.16  # in radii: there is land further north than south, Antarctica being left out


def season_world(rounds: Sequence[DrawnRound], text: str, land_src: str) -> Markup:
    """The season on the world; ``text`` is its text alternative, ``land_src`` where the picture of the land is."""
    pins = pins_of(rounds)
    if not pins:
        return Markup()
    picture = drawing.picture(_SIZE.width, _SIZE.height, drawing.route(list(_curves(rounds))))
    ground = drawing.ground(land_src, _SIZE.width, _SIZE.height)
    return drawing.frame("world", text, "img", picture, *(_stop(pin) for pin in pins), below=ground)


def land_picture() -> bytes:
    """The land of the world, as a file."""
    box = {"xmlns": "http://www.w3.org/2000/svg", "viewBox": f"0 0 {_SIZE.width:.0f} {_SIZE.height:.0f}"}
    path = element("path", {"fill": LAND_COLOR, "fill-rule": "evenodd", "d": _land()})
    return element("svg", {**box, "preserveAspectRatio": "none"}, path).encode()


def _place(longitude: float, latitude: float) -> Point:
    x, y = equal_earth(longitude, latitude)
    return _SIZE.width / 2 + x * _SCALE, _SIZE.height / 2 - (y - _MIDDLE_NORTH) * _SCALE


@cache
def _land() -> str:
    return "".join(shape_path([_place(*point) for point in outline.points]) for outline in land())


def _curves(rounds: Sequence[DrawnRound]) -> Iterator[tuple[Curve, bool]]:
    """The legs, each the short way round; one over the date line is drawn at both edges."""
    for leg in legs_of(rounds):
        longitude = near_longitude(leg.end.longitude, leg.start.longitude)
        turns = {0, round((leg.end.longitude - longitude) / 360) * 360}
        for turn in sorted(turns):
            start = _place(leg.start.longitude + turn, leg.start.latitude)
            end = _place(longitude + turn, leg.end.latitude)
            yield curve_between(start, end, _SIZE.width), leg.is_over


def _stop(pin: Pin) -> Markup:
    x, y = _place(pin.coordinates.longitude, pin.coordinates.latitude)
    mark = drawing.pin_mark(pin, x / _SIZE.width, y / _SIZE.height)
    return element("g", {"class": f"map-stop {pin.round.classes}"}, element("title", {}, pin.title), mark)
