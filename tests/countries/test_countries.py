"""Countries by code, by zone, and those that may be meant."""

from __future__ import annotations

import pytest

from season_calendar.countries import country_names, country_of_zone, near_countries


def test_every_country_has_a_code_of_two_capitals_and_a_name() -> None:
    names = country_names()

    assert len(names) > 240
    assert all(len(code) == 2 and code.isalpha() and code.isupper() for code in names)
    assert (names["PT"], names["MO"]) == ("Portugal", "Macau")


@pytest.mark.parametrize(
    ("zone", "country"),
    [("Europe/Lisbon", "PT"), ("Asia/Macau", "MO"), ("Europe/Bratislava", "SK"), ("UTC", None), ("", None)],
)
def test_a_zone_tells_its_country_where_it_has_one(zone: str, country: str | None) -> None:
    assert country_of_zone(zone) == country


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Portugal", ["PT"]),
        ("portugl", ["PT"]),
        ("South Korea", ["KR"]),
        ("UK", ["GB"]),
        ("United States of America", ["US", "AE", "AS", "GB", "IM"]),
        ("United Kingdom", ["GB", "AE", "US"]),
        ("GX", ["GA", "GB"]),
        ("XK", []),
        ("XX", []),
        ("", []),
    ],
)
def test_what_is_no_code_may_mean_a_name_or_another_code(written: str, meant: list[str]) -> None:
    assert near_countries(written)[: len(meant) or None] == meant


def test_at_most_five_are_near_and_words_are_by_their_first_four_letters() -> None:
    assert near_countries("GX") == ["GA", "GB", "GD", "GE", "GF"]
    assert near_countries("Maltta") == ["MT"]
