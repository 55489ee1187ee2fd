"""What both maps are made of: a frame in percent, paths in a picture that grows with it, pins and labels that do not.

Knows no projection: places come as shares of the map's width and height.
"""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from season_calendar.pages.drawings.maps.labels import Label, PlacedLabel
from season_calendar.pages.drawings.maps.route import Curve
from season_calendar.pages.drawings.maps.stops import Pin
from season_calendar.pages.drawings.rounds import RoundState
from season_calendar.pages.drawings.svg import element, percent
from season_calendar.pages.drawings.text_width import text_width

PIN, LARGE_PIN = 5.0, 8.0
LABEL_SIZE, LARGE_LABEL_SIZE = 14, 16

_NOTHING = Markup()
_CROSS = "M-4.5-4.5L4.5 4.5M4.5-4.5L-4.5 4.5"
_ARROW = "M-5.5 0H4.5M.5-4.5L5 0L.5 4.5"


def frame(name: str, text: str, role: str, *parts: Markup, below: Markup = _NOTHING) -> Markup:
    """The map, in a frame whose width decides which labels are shown; ``below`` it lies what is no part of it."""
    attributes = {"class": f"map {name}", "role": role, "aria-label": text, "width": "100%"}
    return element("div", {"class": "map-frame"}, below, element("svg", attributes, *parts))


def ground(src: str, width: float, height: float) -> Markup:
    """A picture that the map lies on, loaded where it comes into view."""
    size = {"width": f"{width:.0f}", "height": f"{height:.0f}"}
    return element("img", {"class": "map-ground", "src": src, **size, "alt": "", "loading": "lazy"})


def picture(width: float, height: float, *parts: Markup) -> Markup:
    """What grows with the map: paths in units of their own."""
    box = f"0 0 {width:.0f} {height:.0f}"
    return element("svg", {"width": "100%", "height": "100%", "viewBox": box, "preserveAspectRatio": "none"}, *parts)


def path(name: str, d: str) -> Markup:
    """A path whose stroke does not grow with the map."""
    return element("path", {"class": name, "d": d, "vector-effect": "non-scaling-stroke"})


def route(curves: Sequence[tuple[Curve, bool]]) -> Markup:
    """The curves of what is over and of what is to come, with which of the two each is."""
    over = "".join(curve.path for curve, is_over in curves if is_over)
    to_come = "".join(curve.path for curve, is_over in curves if not is_over)
    lines = ((over, "map-route over"), (to_come, "map-route to-come"))
    return Markup().join(path(name, d) for d, name in lines if d)


def pin_radius(pin: Pin) -> float:
    """Half of a pin's width in pixels."""
    return LARGE_PIN if pin.round.stands_out else PIN


def pin_mark(pin: Pin, x: float, y: float) -> Markup:
    """The pin at its place: a sign for what is off, else a dot or a ring."""
    state = pin.round.state
    if state.is_off:
        sign = element("path", {"class": "map-sign", "d": _CROSS if state is RoundState.CANCELLED else _ARROW})
        return element("svg", {"x": percent(x), "y": percent(y), "overflow": "visible"}, sign)
    return element("circle", {"class": "map-pin", "cx": percent(x), "cy": percent(y), "r": pin_radius(pin) - 1})


def label_width(pin: Pin) -> float:
    """How wide the pin's label is, in pixels."""
    return text_width(pin.round.place, LARGE_LABEL_SIZE if pin.round.stands_out else LABEL_SIZE)


def label_text(pin: Pin, label: Label, place: PlacedLabel) -> Markup:
    """The label at its place, set from the side of its pin, where its width does not matter."""
    if place.left + label.width <= 0:
        anchor, x = "end", place.left + label.width
    elif place.left >= 0:
        anchor, x = "start", place.left
    else:
        anchor, x = "middle", place.left + label.width / 2
    attributes = {
        "class": "map-label only-wide" if place.only_wide else "map-label",
        "x": percent(label.x),
        "y": percent(label.y),
        "dx": x,
        "dy": place.middle + 5,
        "text-anchor": anchor,
    }
    return element("text", attributes, pin.round.place)
