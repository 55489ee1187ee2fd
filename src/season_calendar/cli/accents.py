"""The colour of a series on a terminal, as a style of rich: near to its own, and legible on black as on white."""

from __future__ import annotations

from season_calendar.css_colors import CSS_COLORS
from season_calendar.model import Series

_DARKEST, _LIGHTEST = 0.125, 0.25
"""Relative luminances between which a colour's contrast is 3.5 to black and to white, as WCAG 2.2 counts them."""


def accent(series: Series) -> str:
    """A style such as ``bold #4169e1``; ``bold`` where the series has no colour."""
    color = CSS_COLORS.get(series.color or "")
    return f"bold {_legible(color)}" if color else "bold"


def _legible(color: str) -> str:
    """The colour ``#rrggbb``, darker or lighter by no more than it must be."""
    light = [_linear(int(color[at : at + 2], 16) / 255) for at in (1, 3, 5)]
    luminance = sum(share * part for share, part in zip((0.2126, 0.7152, 0.0722), light, strict=True))
    if luminance > _LIGHTEST:
        light = [part * _LIGHTEST / luminance for part in light]
    elif luminance < _DARKEST:
        white = (_DARKEST - luminance) / (1 - luminance)
        light = [part + (1 - part) * white for part in light]
    return "#" + "".join(f"{round(_encoded(part) * 255):02x}" for part in light)


def _linear(part: float) -> float:
    """From sRGB (IEC 61966-2-1) to the amount of light; and back."""
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4


def _encoded(part: float) -> float:
    return part * 12.92 if part <= 0.0031308 else 1.055 * part ** (1 / 2.4) - 0.055
