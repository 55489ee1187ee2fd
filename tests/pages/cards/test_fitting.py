"""Texts of any length fit into the room that a picture has for them, and nothing of them is left out."""

from __future__ import annotations

from importlib.resources import files

import pytest
from fontTools.ttLib import TTFont
from hypothesis import given
from hypothesis import strategies as st

from season_calendar.pages.cards.fitting import NARROW, TEXT, fitted, is_in_fonts, text_width

FONTS = {NARROW: "sofia-sans-extra-condensed-800.ttf", TEXT: "sofia-sans-500.ttf"}
LONG = "Großer Preis der Deutschen Tourenwagen-Meisterschaft am Nürburgring"


def test_a_short_name_is_in_one_line_as_large_as_it_may_be() -> None:
    fit = fitted("Race of Spain", NARROW, (150, 44), 1072, 260)
    assert (fit.lines, fit.size) == (("Race of Spain",), 150)


def test_a_long_name_is_smaller_and_in_lines_that_are_about_as_long() -> None:
    fit = fitted(LONG, NARROW, (150, 44), 672, 220, 3)
    widths = [text_width(line, NARROW, fit.size) for line in fit.lines]
    assert " ".join(fit.lines) == LONG
    assert len(fit.lines) > 1
    assert 44 <= fit.size < 150
    assert max(widths) <= 672
    assert min(widths) > max(widths) / 2


def test_a_name_of_very_many_words_is_in_as_few_lines_as_one_of_few() -> None:
    name = "Grand Prix " * 9
    fit = fitted(name, NARROW, (150, 20), 1072, 260, 3)
    widths = [text_width(line, NARROW, fit.size) for line in fit.lines]
    assert " ".join(fit.lines) == name.strip()
    assert len(fit.lines) == 3
    assert min(widths) > max(widths) / 2


def test_a_word_that_is_too_long_at_the_smallest_size_is_broken() -> None:
    fit = fitted("Donaudampfschifffahrtsgesellschaftsmeisterschaft" * 3, NARROW, (150, 44), 400, 100)
    assert "".join(fit.lines) == "Donaudampfschifffahrtsgesellschaftsmeisterschaft" * 3
    assert all(text_width(line, NARROW, fit.size) <= 400.001 for line in fit.lines)


def test_what_has_no_room_at_the_smallest_size_is_smaller_still_before_it_covers_what_is_below() -> None:
    fit = fitted(LONG * 4, NARROW, (150, 44), 400, 200)
    assert fit.size < 44
    assert fit.height <= 200
    assert "".join("".join(fit.lines).split()) == "".join(LONG.split()) * 4


def test_letters_of_another_script_have_lines_further_apart_and_marks_on_them_take_no_width() -> None:
    latin, thai = (fitted(name, NARROW, (150, 44), 600, 300) for name in ("Race of Thailand", "การแข่งขัน สนามที่หนึ่ง"))
    assert latin.step == latin.size
    assert thai.step > 1.2 * thai.size
    assert thai.height <= 300
    assert text_width("ที่", NARROW, 10) == text_width("ท", NARROW, 10)
    assert text_width("鈴", NARROW, 10) > text_width("ท", NARROW, 10)


@given(st.text(st.characters(codec="utf-8"), max_size=200))
def test_no_text_is_too_wide_and_none_loses_a_letter(text: str) -> None:
    fit = fitted(text, NARROW, (120, 20), 300, 120)
    assert "".join("".join(fit.lines).split()) == "".join(text.split())
    assert all(text_width(line, NARROW, fit.size) <= 300.001 for line in fit.lines)


@pytest.mark.parametrize("face", FONTS)
def test_letters_are_as_wide_as_in_the_packaged_fonts(face: str) -> None:
    with (files("season_calendar.pages") / "static/fonts" / FONTS[face]).open("rb") as file:
        font = TTFont(file)
    em = font["head"].unitsPerEm
    for letter in "AWilm0—ßåő ":
        assert text_width(letter, face, em) == pytest.approx(font["hmtx"][font.getBestCmap()[ord(letter)]][0], abs=1)
    assert str(font["name"].getDebugName(1)) == face


def test_the_fonts_have_the_letters_of_europe_and_no_others() -> None:
    assert is_in_fonts("Łódź Åre Ängelholm Győr Zürich İstanbul – “x” ×")
    assert not is_in_fonts("鈴鹿")
