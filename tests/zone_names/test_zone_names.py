"""What is said of texts that are no time zones, and of time zones that are no place's."""

from __future__ import annotations

import pytest

from season_calendar.zone_names import doubt_about, meant_by, zone_names


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("CEST", "CEST is summer time in, for instance, Europe/Berlin"),
        ("cet", "CET is standard time in, for instance, Europe/Berlin"),
        ("MEZ", "CET is standard time in, for instance, Europe/Berlin"),
        ("BST", "BST is summer time in, for instance, Europe/London"),
        ("ET", "EST is standard time in, for instance, America/New_York"),
        ("PDT", "PDT is summer time in, for instance, America/Los_Angeles"),
        ("CST", "CST is standard time in, for instance, America/Chicago or Asia/Shanghai"),
        ("IST", "IST is standard time in, for instance, Asia/Kolkata or Asia/Jerusalem"),
        ("JST", "JST is standard time in, for instance, Asia/Tokyo"),
        ("AEDT", "AEDT is summer time in, for instance, Australia/Sydney"),
        ("GST", "an IANA name such as Europe/Berlin"),
    ],
)
def test_an_abbreviation_is_told_with_zones_that_show_it_and_when(text: str, said: str) -> None:
    assert meant_by(text) == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("UTC+1", "+01:00 is standard time in, for instance, Europe/Berlin or Africa/Lagos, "),
        ("gmt-5", "-05:00 is standard time in, for instance, America/New_York, and summer time in America/Chicago"),
        ("\N{MINUS SIGN}05:00", "-05:00 is standard time in, for instance, America/New_York, and summer"),
        ("+0545", "+05:45 is standard time in, for instance, Asia/Kathmandu"),
        ("+1400", "a zone has a name such as Europe/Berlin, and its offset follows from it"),
        ("+99:99", "a zone has a name such as Europe/Berlin, and its offset follows from it"),
    ],
)
def test_an_offset_is_told_with_zones_that_are_at_it_and_when(text: str, said: str) -> None:
    assert meant_by(text).startswith(said)


@pytest.mark.parametrize(
    ("text", "zone"),
    [
        ("Berlin", "Europe/Berlin"),
        ("berlin, Germany", "Europe/Berlin"),
        ("Macau", "Asia/Macau"),
        ("São Paulo", "America/Sao_Paulo"),
        ("America/São Paulo", "America/Sao_Paulo"),
        ("new york", "America/New_York"),
        ("Europe/Brusels", "Europe/Brussels"),
    ],
)
def test_a_city_is_told_with_its_zone(text: str, zone: str) -> None:
    assert meant_by(text) == f"did you mean {zone!r}?"


def test_the_zones_that_are_doubted_are_the_abbreviations_and_offsets_that_never_have_summer_time() -> None:
    doubted = {name for name in zone_names() if doubt_about(name)}
    assert {name for name in doubted if not name.startswith("Etc/")} == {"EST", "GMT", "HST", "MST"}
    assert {name for name in doubted if name.startswith("Etc/")} == {
        *(f"Etc/GMT+{hours}" for hours in range(1, 13)),
        *(f"Etc/GMT-{hours}" for hours in range(1, 15)),
    }
