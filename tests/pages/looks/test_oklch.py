"""Colours in OKLCH."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from season_calendar.pages.looks.oklch import Oklch, contrast, from_hex, to_hex

colors = st.integers(0, 0xFFFFFF).map("#{:06x}".format)


@pytest.mark.parametrize(
    ("color", "lightness", "chroma", "hue"),
    [
        ("#ff0000", 0.6280, 0.2577, 29.23),
        ("#00ff00", 0.8664, 0.2948, 142.50),
        ("#0000ff", 0.4520, 0.3132, 264.05),
        ("#ffff00", 0.9680, 0.2110, 109.77),
    ],
)
def test_colors_are_where_css_color_4_has_them(color: str, lightness: float, chroma: float, hue: float) -> None:
    known = from_hex(color)

    assert (known.lightness, known.chroma) == pytest.approx((lightness, chroma), abs=1e-4)
    assert math.degrees(known.hue) % 360 == pytest.approx(hue, abs=0.02)


@given(colors)
def test_there_and_back_is_the_same_color(color: str) -> None:
    assert to_hex(from_hex(color)) == color


@given(st.floats(0.15, 1), st.floats(0, 0.5), st.floats(-math.pi, math.pi))
def test_what_no_screen_can_show_keeps_its_lightness_and_hue_and_loses_chroma(
    lightness: float, chroma: float, hue: float
) -> None:
    shown = from_hex(to_hex(Oklch(lightness, chroma, hue)))

    beside = shown.chroma * math.sin(
        shown.hue - hue
    )  # how far off the ray of its hue; nearer to black, steps are coarser
    assert shown.lightness == pytest.approx(lightness, abs=0.025)
    assert beside == pytest.approx(0, abs=0.025)
    assert shown.chroma <= chroma + 0.025


def test_as_much_chroma_is_kept_as_there_is() -> None:
    most = from_hex("#00ff00")

    assert to_hex(most._replace(chroma=0.5)) == "#00ff00"


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [
        ("#000000", "#ffffff", 21),
        ("#777777", "#ffffff", 4.478),
        ("#0000ff", "#ffffff", 8.592),
        ("#abcdef", "#abcdef", 1),
    ],
)
def test_contrast_is_that_of_wcag_whichever_comes_first(one: str, other: str, ratio: float) -> None:
    assert contrast(one, other) == contrast(other, one) == pytest.approx(ratio, abs=1e-3)
