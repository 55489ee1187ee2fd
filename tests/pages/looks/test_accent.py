"""Any colour of a series, on each surface."""

from __future__ import annotations

import math
import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from season_calendar.css_colors import CSS_COLORS
from season_calendar.pages.looks.accent import DARK, LIGHT, SCREEN, Shades, Surface, accent_css, accent_of
from season_calendar.pages.looks.oklch import contrast, from_hex

SURFACES = {"light": LIGHT, "dark": DARK, "screen": SCREEN}
colors = st.sampled_from(list(CSS_COLORS)) | st.integers(0, 0xFFFFFF).map("#{:06x}".format)


def on_each_surface(color: str | None) -> list[tuple[Surface, Shades]]:
    """The shades of a colour, each with what they stand on."""
    accent = accent_of(color)
    return [(surface, getattr(accent, name)) for name, surface in SURFACES.items()]


def least(color: str, surface: Surface) -> float:
    """The contrast of a colour to paper and panel, the lower one."""
    return min(contrast(color, part) for part in surface)


@given(colors)
@example("black")
@example("white")
def test_whatever_the_color_all_of_it_can_be_seen_and_read(color: str) -> None:
    for surface, shades in on_each_surface(color):
        assert least(shades.edge, surface) >= 3
        assert least(shades.text, surface) >= 4.6
        assert contrast(shades.on, shades.fill) >= 4.5
        assert contrast(shades.kerb, shades.fill) >= 2


@given(colors)
def test_a_hue_is_kept_and_a_grey_stays_grey(color: str) -> None:
    own = from_hex(CSS_COLORS.get(color, color))
    for _, shades in on_each_surface(color):
        for shade in map(from_hex, (shades.fill, shades.edge, shades.text)):
            assert shade.chroma <= own.chroma + 0.02
            assert shade.chroma * math.sin(shade.hue - own.hue) == pytest.approx(0, abs=0.02)


@given(colors)
def test_a_color_that_can_be_seen_is_shown_as_it_is(color: str) -> None:
    own = CSS_COLORS.get(color, color)
    for surface, shades in on_each_surface(color):
        if least(own, surface) >= 1.6:
            assert shades.fill == own


@given(colors)
def test_no_more_is_moved_than_it_takes(color: str) -> None:
    for surface, shades in on_each_surface(color):
        for shade, ratio in ((shades.edge, 3), (shades.text, 4.6)):
            assert shade == shades.fill or least(shade, surface) < ratio * 1.25


def test_yellow_stays_yellow_with_black_on_it_and_gets_an_edge_on_paper() -> None:
    accent = accent_of("yellow")

    assert {accent.light.fill, accent.dark.fill, accent.screen.fill, accent.screen.text} == {"#ffff00"}
    assert {accent.light.on, accent.dark.on, accent.screen.on} == {"#000000"}
    assert {accent.light.kerb, accent.screen.kerb} == {"#111111"}
    assert accent.light.edge not in ("#ffff00", accent.light.text)


def test_black_turns_white_on_the_screen_and_white_black_on_paper() -> None:
    black, white = accent_of("black"), accent_of("white")

    assert (black.light.fill, black.dark.fill, black.screen.fill) == ("#000000", "#ffffff", "#ffffff")
    assert (white.light.fill, white.dark.fill, white.screen.fill) == ("#000000", "#ffffff", "#ffffff")
    assert (black.light.on, black.screen.on) == ("#ffffff", "#000000")
    assert (black.light.kerb, black.screen.kerb) == ("#ffffff", "#111111")


def test_a_grey_in_the_middle_is_the_same_everywhere() -> None:
    assert {shades.fill for _, shades in on_each_surface("grey")} == {"#808080"}


def test_navy_is_lifted_on_dark_until_it_can_be_seen_and_no_further() -> None:
    navy = accent_of("navy")

    assert navy.light.fill == "#000080"
    assert 2.2 <= least(navy.screen.fill, SCREEN) < 2.5
    assert navy.screen.on == "#ffffff"


def test_names_and_hex_are_read_in_any_letters_and_all_else_is_the_usual_blue() -> None:
    assert accent_of("RoyalBlue") == accent_of("#4169E1") == accent_of(None) == accent_of("")
    assert accent_of("red;}body{display:none") == accent_of("#12345") == accent_of("#4169e1\n") == accent_of(None)


def test_the_style_sheet_has_each_property_for_both_themes_and_for_the_screen() -> None:
    css = accent_css("royalblue")

    light, dark, screen = css.splitlines()
    blue = "--accent:#4169e1;--accent-edge:#4169e1;--accent-text:#3c63da;--accent-on:#ffffff;--kerb-2:#ffffff"
    assert light == f".accent-4169e1{{{blue}}}"
    assert dark.startswith("@media (prefers-color-scheme:dark){.accent-4169e1{--accent:#4169e1;")
    assert screen.startswith(".accent-4169e1 .screen,.accent-4169e1.screen{--accent:#4169e1;")
    assert [len(re.findall(r"--[a-z2-]+:#[0-9a-f]{6}[;}]", line)) for line in (light, dark, screen)] == [5, 5, 5]
