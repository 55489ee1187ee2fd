"""The lens: a window on the most rounds of a season, by Mercator, with the names of their places.

A map in a ``div.map-frame``, for the dark screen; each place is a link to its (next) round. Nothing where no round has
coordinates. Classes, coloured by ``static/drawings.css``:

    map lens    the picture; map-land and map-borders are its ground, map-route over and to-come the way
    map-stop    the link of a place, with the classes of its round's state and ``next`` (``DrawnRound.classes``)
    map-pin     its dot or ring; map-sign, a cross or an arrow, where the round is off; map-label its name
    only-wide   a label for which there is no room on a telephone
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from markupsafe import Markup

from season_calendar.pages.drawings.boxes import Box, Size
from season_calendar.pages.drawings.maps import drawing
from season_calendar.pages.drawings.maps.clipping import clipped_line, clipped_shape
from season_calendar.pages.drawings.maps.labels import Label, place_labels
from season_calendar.pages.drawings.maps.outlines import Outline, borders, land
from season_calendar.pages.drawings.maps.paths import line_path, shape_path
from season_calendar.pages.drawings.maps.projection import Point, mercator
from season_calendar.pages.drawings.maps.route import Curve, curve_between
from season_calendar.pages.drawings.maps.stops import Pin, legs_of, pins_of
from season_calendar.pages.drawings.maps.window import Place, Window, window_around
from season_calendar.pages.drawings.rounds import DrawnRound
from season_calendar.pages.drawings.svg import element

# Twice as many units as pixels on a wide screen: as fine as most screens are.
_SIZE = Size(1120, 648)
_NARROW, _WIDE = Size(328, 328 * 648 / 1120), Size(520, 520 * 648 / 1120)
_BEYOND = 8  # how far beyond the edge shapes are drawn, so that no edge of theirs is seen

# The next round decides between two windows with as many rounds; what is off, only where there is nothing else.
_WEIGHTS = {"large": 1.5, "usual": 1.0, "off": 0.001}


def season_lens(rounds: Sequence[DrawnRound], text: str) -> Markup:
    """The lens on a season; ``text`` is its text alternative."""
    pins = pins_of(rounds)
    if not pins:
        return Markup()
    window = window_around([_wanted(pin) for pin in pins], _SIZE)
    curves = list(_curves(rounds, window))
    land_path, border_path = _ground(window)
    ground = drawing.path("map-land", land_path) + drawing.path("map-borders", border_path)
    picture = drawing.picture(_SIZE.width, _SIZE.height, ground, drawing.route(curves))
    return drawing.frame("lens", text, "group", picture, *_stops(pins, window, curves))


def _wanted(pin: Pin) -> Place:
    weight = _WEIGHTS["off" if pin.round.state.is_off else "large" if pin.round.stands_out else "usual"]
    return Place(pin.coordinates.longitude, pin.coordinates.latitude, weight)


def _curves(rounds: Sequence[DrawnRound], window: Window) -> Iterator[tuple[Curve, bool]]:
    for leg in legs_of(rounds):
        start = window.place(leg.start.longitude, leg.start.latitude, _SIZE)
        end = window.place(leg.end.longitude, leg.end.latitude, _SIZE)
        curve = curve_between(start, end, _SIZE.width)
        if any(_is_inside(x / _SIZE.width, y / _SIZE.height) for x, y in curve.points()):
            yield curve, leg.is_over


@lru_cache(maxsize=64)
def _ground(window: Window) -> tuple[str, str]:
    """The paths of land and of borders."""
    frame = (-_BEYOND, -_BEYOND, _SIZE.width + _BEYOND, _SIZE.height + _BEYOND)
    shapes = (shape_path(clipped_shape(points, frame)) for points in _near(land(), window))
    lines = (line_path(part) for points in _near(borders(), window) for part in clipped_line(points, frame))
    return "".join(shapes), "".join(lines)


def _near(outlines: Sequence[Outline], window: Window) -> Iterator[list[Point]]:
    """The outlines that may be seen in a window, on its plane; what lies behind the date line as its continuation."""
    half_height = window.width * _SIZE.height / _SIZE.width / 2
    for outline in outlines:
        west, south, east, north = outline.bounds
        if mercator(0, north)[1] < window.y - half_height or mercator(0, south)[1] > window.y + half_height:
            continue
        for turn in (-360, 0, 360):
            if west + turn <= window.x + window.width / 2 and east + turn >= window.x - window.width / 2:
                plane = (mercator(longitude + turn, latitude) for longitude, latitude in outline.points)
                yield [window.on_plane(x, y, _SIZE) for x, y in plane]


def _stops(pins: Sequence[Pin], window: Window, curves: Sequence[tuple[Curve, bool]]) -> Iterator[Markup]:
    """The links of the places in the window, the weightiest last, so that it is drawn over the others."""
    shown = []
    for pin in pins:
        x, y = window.place(pin.coordinates.longitude, pin.coordinates.latitude, _SIZE)
        if _is_inside(x / _SIZE.width, y / _SIZE.height):
            shown.append((pin, x / _SIZE.width, y / _SIZE.height))
    labels = [Label(x, y, drawing.label_width(pin), drawing.pin_radius(pin)) for pin, x, y in shown]
    boxes = [Box(label.x, label.y, -label.pin, label.pin, -label.pin, label.pin) for label in labels]
    lines = [(x / _SIZE.width, y / _SIZE.height) for curve, _ in curves for x, y in curve.points()]
    places = place_labels(labels[::-1], boxes, lines, _NARROW, _WIDE)[::-1]
    for (pin, x, y), label, place in zip(shown, labels, places, strict=True):
        attributes = {"class": f"map-stop {pin.round.classes}", "href": pin.round.href}
        mark = drawing.pin_mark(pin, x, y)
        name = drawing.label_text(pin, label, place) if place and pin.round.place else Markup()
        # Who speaks to a browser says what is written beside the pin.
        title = f"{pin.round.place} · {pin.title}" if name else pin.title
        yield element("a", attributes, element("title", {}, title), mark, name)


def _is_inside(x: float, y: float) -> bool:
    return 0 <= x <= 1 and 0 <= y <= 1
