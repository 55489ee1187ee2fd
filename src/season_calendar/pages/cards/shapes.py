"""What the pictures are made of: the screen with its kerb and bands, text in lines, flags, chips. Knows no season."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from markupsafe import Markup

from season_calendar.pages.assets import asset_path, find_asset
from season_calendar.pages.cards.fitting import NARROW, Fitted, text_width
from season_calendar.pages.drawings.svg import Attributes, element
from season_calendar.pages.looks.accent import Shades

WIDTH, HEIGHT = 1200, 630
"""As the Open Graph wants them: https://ogp.me, and what is cut by nobody."""

MARGIN = 64
SCREEN, PANEL, INK, MUTE, LINE = "#121417", "#1b1e22", "#ffffff", "#a5adb9", "#2d3138"
CANCELLED, POSTPONED = "#ff6f6f", "#f2b53d"

_KERB, _STRIPE, _SLANT = 24, 60, 16
_CAPITALS = 0.7
"""How high capitals are, of the size."""


def picture(shades: Shades, *parts: Markup) -> Markup:
    """The whole picture: the parts on the screen, under the kerb."""
    screen = element("rect", {"width": WIDTH, "height": HEIGHT, "fill": SCREEN})
    size: Attributes = {
        "xmlns": "http://www.w3.org/2000/svg",
        "width": WIDTH,
        "height": HEIGHT,
        "viewBox": f"0 0 {WIDTH} {HEIGHT}",
    }
    return element("svg", size, screen, *parts, _kerb(shades))


def band(top: float) -> Markup:
    """A panel from there to the bottom."""
    panel = element("rect", {"y": top, "width": WIDTH, "height": HEIGHT - top, "fill": PANEL})
    return panel + line(0, top, WIDTH)


def line(x: float, y: float, width: float) -> Markup:
    """A thin line across."""
    return element("rect", {"x": x, "y": y, "width": width, "height": 2, "fill": LINE})


def words(
    text: str, x: float, y: float, size: float, fill: str = INK, face: str = NARROW, *, end: bool = False
) -> Markup:
    """One line of text on a baseline; ``end`` where ``x`` is its right edge."""
    attributes: Attributes = {
        "x": x,
        "y": y,
        "font-family": face,
        "font-size": size,
        "fill": fill,
        "text-anchor": "end" if end else None,
    }
    return element("text", attributes, text)


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a line, ``gap`` pixels behind what stands before it."""

    text: str
    size: float
    fill: str = INK
    face: str = NARROW
    gap: float = 0


def parts(of_line: Iterable[Part], x: float, y: float) -> Markup:
    """One line of several parts on a baseline; each begins where the last one ends, in whatever font that is drawn."""
    spans = (
        element(
            "tspan",
            {"dx": its.gap or None, "font-family": its.face, "font-size": its.size, "fill": its.fill},
            its.text,
        )
        for its in of_line
    )
    return element("text", {"x": x, "y": y}, *spans)


def lines(fitted: Fitted, x: float, top: float, fill: str = INK, face: str = NARROW, *, struck: bool = False) -> Markup:
    """Several lines, the capitals of the first of which begin at ``top``."""
    drawn = Markup()
    for number, text in enumerate(fitted.lines):
        baseline = top + _first_baseline(fitted) + number * fitted.step
        drawn += words(text, x, baseline, fitted.size, fill, face)
        if struck:
            drawn += strike(x, baseline, text_width(text, face, fitted.size), fitted.size)
    return drawn


def _first_baseline(fitted: Fitted) -> float:
    """How far it is below the top of its lines."""
    return fitted.size * _CAPITALS + (fitted.step - fitted.size) / 2


def lines_on(fitted: Fitted, x: float, baseline: float) -> Markup:
    """Several lines, the last of which stands on a baseline."""
    return lines(fitted, x, baseline - _first_baseline(fitted) - (len(fitted.lines) - 1) * fitted.step)


def strike(x: float, baseline: float, width: float, size: float) -> Markup:
    """A line through a text."""
    thickness = max(size * 0.06, 3)
    top = baseline - size * 0.25 - thickness / 2
    return element("rect", {"x": x - 6, "y": top, "width": width + 12, "height": thickness, "fill": CANCELLED})


# Most of what a picture takes to draw: the same flags in the same places, after each edit and in every language.
@lru_cache(maxsize=512)
def flag(asset: str, x: float, y: float, height: float, *, grey: bool = False) -> Markup:
    """A packaged flag, three by two."""
    found = find_asset(asset_path(asset))
    if found is None:
        raise ValueError(f"{asset} is no asset")
    href = f"data:image/svg+xml;base64,{b64encode(found.body).decode()}"
    place = {"x": x, "y": y, "width": height * 1.5, "height": height}
    image = element("image", {**place, "href": href, "opacity": 0.35 if grey else None})
    edge = element("rect", {**place, "fill": "none", "stroke": INK, "stroke-opacity": 0.16, "stroke-width": 2})
    return image + edge


def blank(x: float, y: float, height: float, fill: str) -> Markup:
    """What stands for a flag that there is not."""
    return element("rect", {"x": x, "y": y, "width": height * 1.5, "height": height, "fill": fill})


def bar(x: float, y: float, height: float, fill: str) -> Markup:
    """A bar of a series' colour, standing."""
    return element("rect", {"x": x, "y": y, "width": 12, "height": height, "fill": fill})


def chip(text: str, right: float, middle: float, color: str, *, dashed: bool) -> Markup:
    """A word in a frame that ends at ``right``."""
    size, padding = 40, 22
    width = text_width(text, NARROW, size) + 2 * padding
    left = right - width
    frame: Attributes = {
        "x": left,
        "y": middle - 34,
        "width": width,
        "height": 68,
        "rx": 4,
        "fill": "none",
        "stroke": color,
        "stroke-width": 4,
        "stroke-dasharray": "12 8" if dashed else None,
    }
    return element("rect", frame) + words(text, left + padding, middle + size * _CAPITALS / 2, size, color)


def _kerb(shades: Shades) -> Markup:
    ground = element("rect", {"width": WIDTH, "height": _KERB, "fill": shades.fill})
    stripes = "".join(
        f"M{x + _SLANT} 0h{_STRIPE}l-{_SLANT} {_KERB}h-{_STRIPE}z" for x in range(_STRIPE - _SLANT, WIDTH, 2 * _STRIPE)
    )
    return ground + element("path", {"d": stripes, "fill": shades.kerb})
