"""Days, times, lengths of time and lists, as English, Swedish and German readers write them."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest

from season_calendar.wording.cldr import (
    write_clear_period,
    write_countdown,
    write_day,
    write_day_of_year,
    write_days,
    write_days_of_year,
    write_hour,
    write_hours,
    write_length,
    write_list,
    write_moment,
    write_period,
)
from season_calendar.zoned_time import find_zone, parse_instant

DAY, HOUR, MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)
SATURDAY, SUNDAY = date(2021, 6, 5), date(2021, 6, 6)


def at(day: date, clock: str) -> datetime:
    """A wall time."""
    return datetime.combine(day, time.fromisoformat(clock))


@pytest.mark.parametrize(
    ("locale", "told"), [("en_GB", "Sat, 5 Jun 2021"), ("sv", "lör 5 juni 2021"), ("de", "Sa., 5. Juni 2021")]
)
def test_a_day_is_told_with_its_weekday(locale: str, told: str) -> None:
    assert write_day(locale, SATURDAY) == told
    assert write_days(locale, SATURDAY, SATURDAY) == told


@pytest.mark.parametrize(
    ("locale", "first", "last", "told"),
    [
        ("en_GB", date(2021, 6, 3), date(2021, 6, 5), "3–5 Jun 2021"),
        ("sv", date(2021, 6, 3), date(2021, 6, 5), "3–5 juni 2021"),
        ("de", date(2021, 6, 3), date(2021, 6, 5), "3.–5. Juni 2021"),
        ("en_GB", date(2021, 7, 31), date(2021, 8, 1), "31 Jul – 1 Aug 2021"),
        ("sv", date(2021, 7, 31), date(2021, 8, 1), "31 juli–1 aug. 2021"),
        ("de", date(2021, 7, 31), date(2021, 8, 1), "31. Juli – 1. Aug. 2021"),
        ("en_GB", date(2021, 12, 31), date(2022, 1, 2), "31 Dec 2021 – 2 Jan 2022"),
    ],
)
def test_several_days_name_month_and_year_no_oftener_than_needed(
    locale: str, first: date, last: date, told: str
) -> None:
    assert write_days(locale, first, last) == told


@pytest.mark.parametrize(
    ("locale", "day", "days"),
    [("en_GB", "Sat 5 Jun", "5–6 Jun"), ("sv", "lör 5 juni", "5–6 juni"), ("de", "Sa., 5. Juni", "5.–6. Juni")],
)
def test_where_the_year_is_known_days_are_told_without_it(locale: str, day: str, days: str) -> None:
    assert write_day_of_year(locale, SATURDAY) == day
    assert write_days_of_year(locale, SATURDAY, SUNDAY) == days


def test_hours_beside_their_day_name_only_another_one() -> None:
    assert write_hours("en_GB", at(SATURDAY, "09:05"), at(SATURDAY, "10:50")) == "09:05–10:50"
    assert write_hours("en_GB", at(SATURDAY, "23:30"), at(SUNDAY, "00:10")) == "23:30 – Sun 6 Jun, 00:10"


@pytest.mark.parametrize(
    ("locale", "told"),
    [
        ("en_GB", "Sat, 5 Jun 2021, 14:05"),
        ("en", "Sat, Jun 5, 2021, 14:05"),
        ("sv", "lör 5 juni 2021 14:05"),
        ("de", "Sa., 5. Juni 2021, 14:05"),
        ("co", "sab. 5 ghju. 2021 à 14:05"),
    ],
)
def test_a_moment_is_on_a_clock_of_24_hours_in_every_language(locale: str, told: str) -> None:
    assert write_moment(locale, at(SATURDAY, "14:05")) == told


@pytest.mark.parametrize(
    ("locale", "told"),
    [
        ("en_GB", "Sat, 5 Jun 2021, 09:05–10:50"),
        ("sv", "lör 5 juni 2021 09:05–10:50"),
        ("de", "Sa., 5. Juni 2021, 09:05–10:50 Uhr"),
        ("fr", "sam. 5 juin 2021, 09:05 – 10:50"),
    ],
)
def test_a_period_names_its_day_once_and_has_plain_spaces(locale: str, told: str) -> None:
    assert write_period(locale, at(SATURDAY, "09:05"), at(SATURDAY, "10:50")) == told


@pytest.mark.parametrize(
    ("locale", "told"),
    [
        ("en_GB", "Sat, 5 Jun 2021, 23:30 – Sun, 6 Jun 2021, 00:10"),
        ("sv", "lör 5 juni 2021 23:30 – sön 6 juni 2021 00:10"),
        ("de", "Sa., 5. Juni 2021, 23:30 – So., 6. Juni 2021, 00:10"),
    ],
)
def test_a_period_past_midnight_names_both_days(locale: str, told: str) -> None:
    assert write_period(locale, at(SATURDAY, "23:30"), at(SUNDAY, "00:10")) == told


def test_a_period_of_the_same_hours_on_another_day_is_told_with_that_day() -> None:
    assert write_period("sv", at(SUNDAY, "09:05"), at(SUNDAY, "10:50")) == "sön 6 juni 2021 09:05–10:50"


def in_berlin(instant: str) -> datetime:
    """What the clock in Berlin shows at an instant, in its zone."""
    return parse_instant(instant).astimezone(find_zone("Europe/Berlin"))


FIRST_0230, SECOND_0230 = in_berlin("2021-10-31T00:30Z"), in_berlin("2021-10-31T01:30Z")


def test_an_hour_that_happens_twice_is_told_with_its_offset_and_any_other_without() -> None:
    assert [write_hour("en_GB", its) for its in (FIRST_0230, SECOND_0230)] == ["02:30 +02:00", "02:30 +01:00"]
    assert write_moment("sv", SECOND_0230) == "sön 31 okt. 2021 02:30 +01:00"
    assert write_hour("en_GB", in_berlin("2021-10-31T02:00Z")) == "03:00"


@pytest.mark.parametrize(
    ("locale", "pattern", "told"),
    [
        ("en_GB", "{start} to {end}", "Sun, 31 Oct 2021, 02:30 +02:00 to 02:30 +01:00"),
        ("sv", "{start} till {end}", "sön 31 okt. 2021 02:30 +02:00 till 02:30 +01:00"),
        ("de", "{start} bis {end}", "So., 31. Okt. 2021, 02:30 +02:00 bis 02:30 +01:00"),
    ],
)
def test_a_clear_period_has_both_offsets_and_its_day_once(locale: str, pattern: str, told: str) -> None:
    assert write_clear_period(locale, FIRST_0230, SECOND_0230, pattern) == told


def test_a_clear_period_of_two_days_names_both() -> None:
    assert write_clear_period("en_GB", in_berlin("2021-10-30T21:30Z"), SECOND_0230, "{start} to {end}") == (
        "Sat, 30 Oct 2021, 23:30 +02:00 to Sun, 31 Oct 2021, 02:30 +01:00"
    )


def test_a_clear_period_is_of_times_in_a_zone() -> None:
    with pytest.raises(ValueError, match=r"^2021-06-05 09:05:00 has no offset from UTC$"):
        write_clear_period("en_GB", at(SATURDAY, "09:05"), at(SATURDAY, "10:50"), "{start} to {end}")


@pytest.mark.parametrize(
    ("length", "english", "swedish", "german"),
    [
        (7 * DAY, "7 days", "7 dygn", "7 Tage"),
        (400 * DAY, "400 days", "400 dygn", "400 Tage"),
        (DAY + 3 * HOUR + 59 * MINUTE, "1 day and 3 hours", "1 dygn och 3 timmar", "1 Tag und 3 Stunden"),
        (2 * DAY + 59 * MINUTE, "2 days", "2 dygn", "2 Tage"),
        (HOUR, "1 hour", "1 timme", "1 Stunde"),
        (90 * MINUTE, "1 hour and 30 minutes", "1 timme och 30 minuter", "1 Stunde und 30 Minuten"),
        (43 * MINUTE + timedelta(seconds=59), "43 minutes", "43 minuter", "43 Minuten"),
        (timedelta(seconds=20), "1 minute", "1 minut", "1 Minute"),
    ],
)
def test_a_length_of_time_is_told_in_its_two_largest_units(
    length: timedelta, english: str, swedish: str, german: str
) -> None:
    assert [write_length(locale, length) for locale in ("en_GB", "sv", "de")] == [english, swedish, german]


@pytest.mark.parametrize(
    ("length", "english", "swedish", "german"),
    [
        (14 * DAY, "in 14 days", "om 14 dagar", "in 14 Tagen"),
        (DAY, "in 1 day", "om 1 dag", "in 1 Tag"),
        (23 * HOUR, "in 23 hours", "om 23 timmar", "in 23 Stunden"),
        (30 * MINUTE, "in 30 minutes", "om 30 minuter", "in 30 Minuten"),
        (timedelta(0), "in 1 minute", "om 1 minut", "in 1 Minute"),
        (2 * DAY + 3 * HOUR, None, None, None),
    ],
)
def test_a_countdown_is_in_its_own_case_and_in_one_unit(
    length: timedelta, english: str | None, swedish: str | None, german: str | None
) -> None:
    assert [write_countdown(locale, length) for locale in ("en_GB", "sv", "de")] == [english, swedish, german]


def test_a_list_has_the_and_of_its_language() -> None:
    assert [write_list(locale, ["F1", "GT3", "WTCR"]) for locale in ("en_GB", "sv", "de")] == [
        "F1, GT3 and WTCR",
        "F1, GT3 och WTCR",
        "F1, GT3 und WTCR",
    ]
    assert write_list("sv", ["WTCR"]) == "WTCR"
