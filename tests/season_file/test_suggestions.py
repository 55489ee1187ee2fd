"""What a good season file could say besides."""

from __future__ import annotations

import pytest

from season_calendar.errors import SeasonFileError
from season_calendar.season_file.reading.suggestions import suggest

SEASON = "schema: 1\nseries: {id: wtcr, name: X}\nseason: 2021\nrounds: []\n"
VENUES = """\
venues:
  spa: {name: Spa, zone: Europe/Brussels}
  jarama: {name: Jarama, zone: Europe/Madrid, country: ES}
  ship: {name: A ship, zone: UTC}
"""


def test_a_venue_without_a_country_is_told_that_of_its_zone_or_how_to_write_one() -> None:
    assert [str(each) for each in suggest((SEASON + VENUES).encode(), "f")] == [
        "f:6:3: suggestion: the venue 'spa' has no country (by its zone: country: BE)",
        "f:8:3: suggestion: the venue 'ship' has no country (write its ISO 3166-1 code, such as country: DE)",
    ]


def test_a_zone_that_is_an_abbreviation_with_summer_time_is_told_a_place_that_has_it() -> None:
    venues = "venues:\n  a: {name: A, zone: CET, country: DE}\n  b: {name: B, zone: EET}\n"
    assert [str(each) for each in suggest((SEASON + venues).encode(), "f")] == [
        "f:6:22: suggestion: the time zone 'CET' is an abbreviation "
        "(CET is standard time in, for instance, Europe/Berlin: write the zone of the place)",
        "f:7:3: suggestion: the venue 'b' has no country (write its ISO 3166-1 code, such as country: DE)",
        "f:7:22: suggestion: the time zone 'EET' is an abbreviation "
        "(EET is standard time in, for instance, Europe/Helsinki: write the zone of the place)",
    ]


def test_a_season_without_venues_lacks_nothing() -> None:
    assert suggest(SEASON.encode(), "f") == ()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("- a\n", "f:1:1: a season file must be keys with values, not a list (write its keys below it: schema: 1)"),
        (SEASON + "venues: {spa: {name: Spa}}\n", "f:5:15: this venue has no 'zone' (add zone: Europe/Berlin)"),
        (
            SEASON + "venues: {spa: }\n",
            "f:5:15: venue 'spa' is empty (write its keys below it: name: Nürburgring Nordschleife)",
        ),
    ],
)
def test_a_file_that_is_not_good_has_problems_and_no_suggestions(text: str, message: str) -> None:
    with pytest.raises(SeasonFileError) as refused:
        suggest(text.encode(), "f")
    assert str(refused.value) == message
