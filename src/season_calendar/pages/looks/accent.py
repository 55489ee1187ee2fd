"""The accent of a series: its colour as it can be seen and read on each surface of the page, as a style sheet.

A series may have any colour, also yellow or black. It is shown as it is wherever it can be seen; where it has to be
moved, only its lightness is, in OKLCH, so that a series keeps its hue. Statuses have colours of their own, and no part
in this.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from season_calendar.css_colors import CSS_COLORS
from season_calendar.pages.looks.oklch import contrast, from_hex, to_hex

DEFAULT_COLOR = "royalblue"

Surface = tuple[str, str]
"""Paper, and the panels on it. What stands out from a surface does so from both."""

LIGHT: Surface = ("#ffffff", "#f3f4f6")
DARK: Surface = ("#0a0b0d", "#15171b")
SCREEN: Surface = ("#121417", "#1b1e22")
"""The timing screen, which is dark in both themes."""

_WHITE, _BLACK, _KERB_BLACK = "#ffffff", "#000000", "#111111"
_HEX = re.compile(r"#[0-9a-f]{6}")
_STEP = 0.01
_GREY = 0.03
"""The chroma under which a colour is a grey: snow and charcoal are, light yellow and midnight blue are not."""

_SEEN = 1.6
_LIFTED = 2.2
_EDGE = 3.0  # WCAG 2.2, 1.4.11: what is needed to see a control
_TEXT = 4.6  # 1.4.3 asks for 4.5
_ON = 4.5
_SECOND_STRIPE = 2.0


@dataclass(frozen=True, slots=True)
class Shades:
    """An accent on one surface, each ``#rrggbb``.

    ``fill`` is what buttons, rows and the kerb are filled with, ``edge`` what is drawn with it (3:1), ``text`` what is
    written in it (4.6:1), ``on`` what is written on a fill (4.5:1), ``kerb`` the kerb's second stripe.
    """

    fill: str
    edge: str
    text: str
    on: str
    kerb: str


@dataclass(frozen=True, slots=True)
class Accent:
    """The shades of one colour on each surface."""

    light: Shades
    dark: Shades
    screen: Shades


def accent_id(color: str | None) -> str:
    """What names the accent of a colour in addresses and classes: its six hexadecimal digits."""
    return _own(color).removeprefix("#")


@lru_cache(maxsize=256)
def accent_of(color: str | None) -> Accent:
    """The accent of a series whose colour is a CSS name or ``#rrggbb``; a blue for one that has no such colour."""
    own = _own(color)
    return Accent(_shades(own, LIGHT), _shades(own, DARK), _shades(own, SCREEN))


def accent_css(color: str | None) -> str:
    """A style sheet of custom properties for what has the class ``accent-`` and the colour's ``accent_id``, a page or a
    part of one: in both themes, and for what has the class ``screen`` in it.
    """
    accent, its = accent_of(color), f".accent-{accent_id(color)}"
    return (
        f"{its}{{{_properties(accent.light)}}}\n"
        f"@media (prefers-color-scheme:dark){{{its}{{{_properties(accent.dark)}}}}}\n"
        f"{its} .screen,{its}.screen{{{_properties(accent.screen)}}}\n"
    )


def _own(color: str | None) -> str:
    name = (color or DEFAULT_COLOR).lower()
    return CSS_COLORS.get(name) or (name if _HEX.fullmatch(name) else CSS_COLORS[DEFAULT_COLOR])


def _properties(shades: Shades) -> str:
    return (
        f"--accent:{shades.fill};--accent-edge:{shades.edge};--accent-text:{shades.text};"
        f"--accent-on:{shades.on};--kerb-2:{shades.kerb}"
    )


def _shades(own: str, surface: Surface) -> Shades:
    fill = _fill(own, surface)
    return Shades(
        fill=fill,
        edge=_nearest(fill, surface, _EDGE),
        text=_nearest(fill, surface, _TEXT),
        on=_WHITE if contrast(_WHITE, fill) >= _ON else max(_BLACK, _WHITE, key=lambda ink: contrast(ink, fill)),
        kerb=_WHITE if contrast(_WHITE, fill) >= _SECOND_STRIPE else _KERB_BLACK,
    )


def _fill(own: str, surface: Surface) -> str:
    if _stands_out(own, surface) >= _SEEN:
        return own
    color = from_hex(own)
    if color.chroma < _GREY:
        return to_hex(color._replace(lightness=1 - color.lightness))
    # A pale colour on paper is seen by its edge, and darker it would be another one: yellow would be olive.
    return _nearest(own, surface, _LIFTED) if _is_dark(surface) else own


def _nearest(color: str, surface: Surface, ratio: float) -> str:
    """The colour itself, or moved as little away from the surface as it takes. Black and white stand out from any."""
    start = from_hex(color)
    step = _STEP if _is_dark(surface) else -_STEP
    moved, steps = color, 0
    while _stands_out(moved, surface) < ratio:
        steps += 1
        moved = to_hex(start._replace(lightness=min(max(start.lightness + steps * step, 0.0), 1.0)))
    return moved


def _stands_out(color: str, surface: Surface) -> float:
    return min(contrast(color, part) for part in surface)


def _is_dark(surface: Surface) -> bool:
    return _stands_out(_WHITE, surface) > _stands_out(_BLACK, surface)
