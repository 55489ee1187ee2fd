"""What is said of texts that are no time zones, and of time zones that are no place's."""

from __future__ import annotations

import pytest

from season_calendar.countries import country_names, zones_of
from season_calendar.zone_names.doubts import doubt_about
from season_calendar.zone_names.known import zone_names
from season_calendar.zone_names.meant import meant_by


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
        ("CET/CEST", "CET is standard time in, for instance, Europe/Berlin"),
        ("CEST (UTC+2)", "CEST is summer time in, for instance, Europe/Berlin"),
        ("ＣＥＳＴ", "CEST is summer time in, for instance, Europe/Berlin"),
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
        ("Europe/berlin", "Europe/Berlin"),
        ("EUROPE/BERLIN", "Europe/Berlin"),
        ("Europe\\Berlin", "Europe/Berlin"),
        ("Europe Berlin", "Europe/Berlin"),
        ("Berlin/Europe", "Europe/Berlin"),
        ("“Europe/Berlin”", "Europe/Berlin"),
        ("Ｅｕｒｏｐｅ／Ｂｅｒｌｉｎ", "Europe/Berlin"),
        ("Europe/Berlin (CEST)", "Europe/Berlin"),
        ("UTC+1 (Berlin)", "Europe/Berlin"),
        ("Macau", "Asia/Macau"),
        ("São Paulo", "America/Sao_Paulo"),
        ("America/São Paulo", "America/Sao_Paulo"),
        ("new york", "America/New_York"),
        ("Amerika/New_York", "America/New_York"),
    ],
)
def test_a_city_is_told_with_its_zone(text: str, zone: str) -> None:
    assert meant_by(text) == f"did you mean {zone!r}?"


@pytest.mark.parametrize(
    ("text", "zone"),
    [
        ("Wien", "Europe/Vienna"),
        ("Moskau", "Europe/Moscow"),
        ("Lissabon", "Europe/Lisbon"),
        ("Rom, Italien", "Europe/Rome"),
        ("Köpenhamn", "Europe/Copenhagen"),
        ("Ciudad de México", "America/Mexico_City"),
        ("東京", "Asia/Tokyo"),
    ],
)
def test_a_city_is_known_by_its_name_in_other_languages(text: str, zone: str) -> None:
    assert meant_by(text) == f"did you mean {zone!r}?"


@pytest.mark.parametrize(
    ("text", "zone"),
    [("Kiev", "Europe/Kyiv"), ("Hawaii", "Pacific/Honolulu"), ("Saigon", "Asia/Ho_Chi_Minh"), ("Macao", "Asia/Macau")],
)
def test_a_zone_is_told_by_its_name_of_today(text: str, zone: str) -> None:
    assert meant_by(text) == f"did you mean {zone!r}?"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Europe/Brusels", "did you mean 'Europe/Brussels'?"),
        ("Australia/Melborne", "did you mean 'Australia/Melbourne'?"),
        ("Sidney", "did you mean 'Australia/Sydney'?"),
        ("Europe/Munich", "an IANA name such as Europe/Berlin"),
        ("Europe/München", "an IANA name such as Europe/Berlin"),
        ("Vila Real", "an IANA name such as Europe/Berlin"),
        ("Berlin" + " " * 100, "an IANA name such as Europe/Berlin"),
    ],
)
def test_a_slip_in_a_city_is_told_and_another_city_is_not_taken_for_one(text: str, said: str) -> None:
    assert meant_by(text) == said


@pytest.mark.parametrize(
    ("text", "zone"),
    [
        ("Central European Time", "Europe/Berlin"),
        ("Mitteleuropäische Sommerzeit", "Europe/Berlin"),
        ("British Summer Time", "Europe/London"),
        ("Pacific Time", "America/Los_Angeles"),
        ("W. Europe Standard Time", "Europe/Berlin"),
        ("Romance Standard Time", "Europe/Paris"),
        ("AUS Eastern Standard Time", "Australia/Sydney"),
    ],
)
def test_the_long_name_of_a_zone_in_some_language_or_in_windows_is_told_with_a_zone(text: str, zone: str) -> None:
    assert meant_by(text) == f"that is the time in, for instance, {zone}"


def test_the_long_name_of_utc_is_told_with_no_zone_for_it_is_no_place() -> None:
    assert meant_by("Coordinated Universal Time") == "an IANA name such as Europe/Berlin"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Germany", "did you mean 'Europe/Berlin'?"),
        ("Sverige", "did you mean 'Europe/Stockholm'?"),
        ("Sweden", "did you mean 'Europe/Stockholm'?"),
        ("München, Deutschland", "did you mean 'Europe/Berlin'?"),
        ("UK", "did you mean 'Europe/London'?"),
        ("Spain", "that country has several: Europe/Madrid, Atlantic/Canary"),
        ("China", "that country has several: Asia/Shanghai, Asia/Urumqi"),
        (
            "Australia",
            "that country has several: Australia/Sydney, Australia/Adelaide, Australia/Perth, Australia/Lord_Howe "
            "and 3 more",
        ),
    ],
)
def test_a_country_is_told_with_its_zones_each_clock_once(text: str, said: str) -> None:
    assert meant_by(text) == said


def test_no_country_is_taken_for_a_city_with_a_slip() -> None:
    named = {name: zones_of(code) for code, name in country_names().items() if zones_of(code)}
    told = {name: meant_by(name) for name in named}
    assert {name: said for name, said in told.items() if not any(zone in said for zone in named[name])} == {}


def test_the_zones_that_are_doubted_are_the_abbreviations_and_offsets_that_never_have_summer_time() -> None:
    doubted = {name for name in zone_names() if doubt_about(name)}
    assert {name for name in doubted if not name.startswith("Etc/")} == {"EST", "GMT", "HST", "MST"}
    assert {name for name in doubted if name.startswith("Etc/")} == {
        *(f"Etc/GMT+{hours}" for hours in range(1, 13)),
        *(f"Etc/GMT-{hours}" for hours in range(1, 15)),
    }
