"""Countries by code, by zone, and those that may be meant."""

from __future__ import annotations

import pytest
from babel import Locale

from season_calendar.countries import country_code, country_names, country_of_venue, country_of_zone, near_countries


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
    ("country", "zone", "place", "coordinates", "code"),
    [
        ("PT", "Europe/Madrid", "Spain", (38.7, -9.3), "PT"),
        (None, "Europe/Madrid", "Alcañiz", None, "ES"),
        (None, "Europe/Madrid", None, (41.1, -0.2), "ES"),
        (None, "UTC", "Spa, Belgium", None, "BE"),
        (None, "UTC", "Spa", None, None),
        (None, "Europe/Madrid", None, None, None),
    ],
)
def test_a_zone_tells_where_a_venue_is_only_if_that_is_known(
    country: str | None, zone: str, place: str | None, coordinates: object, code: str | None
) -> None:
    assert country_of_venue(country, zone, place, coordinates) == code


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


def test_every_country_is_read_by_its_code_and_by_the_names_that_it_has_here_and_in_the_cldr() -> None:
    cldr = Locale("en").territories
    for code, name in country_names().items():
        assert {country_code(text) for text in (code, code.lower(), name, cldr[code], cldr[code].upper())} == {code}


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("UK", "GB"),
        ("England", "GB"),
        ("U.S.A.", "US"),
        ("United States of America", "US"),
        ("the Netherlands", "NL"),
        ("Bosnia and Herzegovina", "BA"),
        ("Saint Lucia", "LC"),
        ("Turkiye", "TR"),
        ("Cote d'Ivoire", "CI"),
        ("Czech Republic", "CZ"),
        (" south   korea ", "KR"),
        ("SWE", "SE"),
        ("GER", "DE"),
    ],
)
def test_a_country_is_read_as_people_write_it(written: str, code: str) -> None:
    assert country_code(written) == code


@pytest.mark.parametrize(
    "written", ["", "...", "of the", "XX", "XXX", "752", "Atlantis", "Sweden, Norway", "s" * 10_000, "<b>"]
)
def test_what_names_no_country_is_none(written: str) -> None:
    assert country_code(written) is None
