"""Colours as people see them: ``#rrggbb`` ↔ OKLCH, and how far two of them stand apart.

OKLCH is OKLab in polar coordinates (https://bottosson.github.io/posts/oklab/, and CSS Color Module Level 4, §9): a
colour can be made lighter there without becoming another colour. Knows no page and no surface.
"""

from __future__ import annotations

import math
from typing import NamedTuple

_CUTS = 16
"""How often the chroma that the screen can show is halved in on: finer by far than one of 256 steps."""

_ROUNDING = 1e-6


class Oklch(NamedTuple):
    """Lightness from 0 (black) to 1 (white); chroma from 0 (grey) to some 0.32; hue in radians."""

    lightness: float
    chroma: float
    hue: float


def from_hex(color: str) -> Oklch:
    """The colour of ``#rrggbb``."""
    red, green, blue = _linear_light(color)
    long = math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue)
    medium = math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue)
    short = math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue)
    a = 1.9779984951 * long - 2.4285922050 * medium + 0.4505937099 * short
    b = 0.0259040371 * long + 0.7827717662 * medium - 0.8086757660 * short
    lightness = 0.2104542553 * long + 0.7936177850 * medium - 0.0040720468 * short
    return Oklch(lightness, math.hypot(a, b), math.atan2(b, a))


def to_hex(color: Oklch) -> str:
    """``#rrggbb`` of that lightness and hue, its chroma cut to the most that sRGB has there."""
    low, high = 0.0, color.chroma
    if _in_gamut(_to_linear_light(color)):
        low = high
    else:
        for _ in range(_CUTS):
            middle = (low + high) / 2
            low, high = (middle, high) if _in_gamut(_to_linear_light(color._replace(chroma=middle))) else (low, middle)
    light = _to_linear_light(color._replace(chroma=low))
    return "#" + "".join(f"{round(255 * _encoded(min(max(part, 0.0), 1.0))):02x}" for part in light)


def contrast(one: str, other: str) -> float:
    """How far two colours stand apart, 1 to 21 (WCAG 2.2, "contrast ratio")."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(color: str) -> float:
    red, green, blue = _linear_light(color)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear_light(color: str) -> tuple[float, float, float]:
    red, green, blue = (_decoded(int(color[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return red, green, blue


def _to_linear_light(color: Oklch) -> tuple[float, float, float]:
    a, b = color.chroma * math.cos(color.hue), color.chroma * math.sin(color.hue)
    long = (color.lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (color.lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (color.lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short,
    )


def _in_gamut(light: tuple[float, float, float]) -> bool:
    return all(-_ROUNDING <= part <= 1 + _ROUNDING for part in light)


def _decoded(part: float) -> float:  # IEC 61966-2-1, the transfer function of sRGB; and back
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4


def _encoded(light: float) -> float:
    return 12.92 * light if light <= 0.0031308 else 1.055 * light ** (1 / 2.4) - 0.055
