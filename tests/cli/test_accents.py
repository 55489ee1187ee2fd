"""The colour of a series on a terminal."""

from __future__ import annotations

from dataclasses import replace

import pytest
from rich.color import Color, ColorSystem
from support.racing import WTCR
from support.terminal import Terminal

from season_calendar.cli.accents import accent, legible
from season_calendar.css_colors import CSS_COLORS


@pytest.mark.parametrize("name", list(CSS_COLORS))
def test_every_colour_is_legible_on_black_and_on_white(name: str) -> None:
    shown = legible(CSS_COLORS[name])
    assert least_contrast(shown) > 4.5
    of_256 = Color.parse(shown).downgrade(ColorSystem.EIGHT_BIT).get_truecolor().hex
    assert least_contrast(of_256) > 3.5


def least_contrast(color: str) -> float:
    """That of ``#rrggbb`` to black or to white (WCAG 2.2, contrast ratio)."""
    parts = [int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    luminance = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    return min((luminance + 0.05) / 0.05, 1.05 / (luminance + 0.05))


@pytest.mark.parametrize(
    ("color", "shown"),
    [
        ("royalblue", "#496de1"),  # which is #4169e1
        ("red", "#ec0000"),
        ("yellow", "#7a7a00"),
        ("black", "#757575"),
        ("white", "#757575"),
    ],
)
def test_a_colour_keeps_its_hue(color: str, shown: str) -> None:
    assert legible(CSS_COLORS[color]) == shown


@pytest.mark.parametrize(
    ("color", "term", "style"),
    [
        ("royalblue", "xterm-256color", "bold #496de1"),
        ("royalblue", "xterm", "bold"),  # 16 colours, and its owner made them what they are
        ("royalblue", "dumb", "bold"),
        (None, "xterm-256color", "bold"),
    ],
)
def test_a_series_has_its_colour_where_the_terminal_can_show_it(
    monkeypatch: pytest.MonkeyPatch, color: str | None, term: str, style: str
) -> None:
    for name in ("NO_COLOR", "COLORTERM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", term)
    monkeypatch.setattr("sys.stdout", Terminal())
    assert accent(replace(WTCR, color=color)) == style
