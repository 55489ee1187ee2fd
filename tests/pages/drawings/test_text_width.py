"""Texts of drawings are given room before a browser has set them: enough, and not much more."""

from __future__ import annotations

import unicodedata

from support.drawn_seasons import F1_2021, WTCR_2021

from season_calendar.pages.cards import fitting
from season_calendar.pages.drawings.country_codes import COUNTRY_CODES
from season_calendar.pages.drawings.text_width import CONDENSED, text_width


def test_a_place_has_all_the_room_that_it_takes_and_less_than_half_as_much_again() -> None:
    for place in (its.venue.place or "" for its in (*F1_2021, *WTCR_2021)):
        in_font = fitting.text_width(place, fitting.TEXT, 14)
        assert in_font <= text_width(place, 14) < in_font * 1.5, place


def test_a_code_takes_no_more_room_than_it_has_with_the_gap_beside_it() -> None:
    for code in (*COUNTRY_CODES.values(), "R10", "208", "EP4"):
        assert fitting.text_width(code, fitting.NARROW, 15) <= text_width(code, 15) * CONDENSED + 2, code


def test_an_accent_that_is_a_character_of_its_own_takes_no_room() -> None:
    for name in ("Nürburg", "São Paulo", "Alcañiz"):
        assert text_width(unicodedata.normalize("NFD", name), 14) == text_width(name, 14)
