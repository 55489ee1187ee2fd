"""The colour of a series on a terminal, as a style of rich: near to its own, and legible on black as on white."""

from __future__ import annotations

from season_calendar.cli.terminal import has_many_colors
from season_calendar.css_colors import CSS_COLORS
from season_calendar.model import Series

_LUMINANCE = 0.179
"""That of the colours whose contrast is 4.5 to black and to white, which WCAG 2.2 asks of text (1.4.3)."""


def accent(series: Series) -> str:
    """A style such as ``bold #496de1``; ``bold`` where the series has no colour, or stdout shows too few."""
    color = CSS_COLORS.get(series.color or "")
    return f"bold {legible(color)}" if color and has_many_colors() else "bold"


def legible(color: str) -> str:
    """The colour ``#rrggbb``, as dark or light as it must be."""
    light = [_linear(int(color[at : at + 2], 16) / 255) for at in (1, 3, 5)]
    luminance = sum(share * part for share, part in zip((0.2126, 0.7152, 0.0722), light, strict=True))
    if luminance > _LUMINANCE:
        light = [part * _LUMINANCE / luminance for part in light]
    else:
        white = (_LUMINANCE - luminance) / (1 - luminance)
        light = [part + (1 - part) * white for part in light]
    return "#" + "".join(f"{round(_encoded(part) * 255):02x}" for part in light)


def _linear(part: float) -> float:
    """From sRGB (IEC 61966-2-1) to the amount of light; and back."""
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4


def _encoded(part: float) -> float:
    return part * 12.92 if part <= 0.0031308 else 1.055 * part ** (1 / 2.4) - 0.055
