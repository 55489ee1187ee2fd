"""The colour of a series on a terminal."""

from __future__ import annotations

from dataclasses import replace

import pytest
from support.racing import WTCR

from season_calendar.cli.accents import accent
from season_calendar.css_colors import CSS_COLORS


@pytest.mark.parametrize("name", list(CSS_COLORS))
def test_every_colour_is_legible_on_black_and_on_white(name: str) -> None:
    style = accent(replace(WTCR, color=name))
    shown = luminance(style.removeprefix("bold "))
    assert (shown + 0.05) / 0.05 > 3.4
    assert 1.05 / (shown + 0.05) > 3.4


def luminance(color: str) -> float:
    """How light ``#rrggbb`` is, from 0 to 1 (WCAG 2.2, relative luminance)."""
    parts = [int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize(
    ("color", "style"),
    [
        ("royalblue", "bold #4169e1"),  # legible as it is
        ("yellow", "bold #8e8e00"),
        ("black", "bold #636363"),
        ("white", "bold #898989"),
        (None, "bold"),
    ],
)
def test_a_colour_is_changed_only_where_it_must_be(color: str | None, style: str) -> None:
    assert accent(replace(WTCR, color=color)) == style
