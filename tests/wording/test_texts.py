"""The sentences subscribers read."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from season_calendar.wording.texts import texts_for

TEXTS = texts_for("en")


@pytest.mark.parametrize(
    ("span", "said"),
    [
        (timedelta(days=7), "7 days"),
        (timedelta(days=1, hours=3, minutes=59), "1 day and 3 hours"),
        (timedelta(hours=1), "1 hour"),
        (timedelta(minutes=90), "1 hour and 30 minutes"),
        (timedelta(minutes=43, seconds=59), "43 minutes"),
        (timedelta(seconds=20), "1 minute"),
    ],
)
def test_a_length_of_time_is_told_in_its_two_largest_units(span: timedelta, said: str) -> None:
    assert TEXTS.span(span) == said


def test_days_and_times_are_told_the_same_under_every_locale_of_the_process() -> None:
    assert TEXTS.day(date(2021, 6, 5)) == "Sat, 5 Jun 2021"
    assert TEXTS.days(date(2021, 6, 3), date(2021, 6, 5)) == "3–5 Jun 2021"
    assert TEXTS.days(date(2021, 6, 5), date(2021, 6, 5)) == "Sat, 5 Jun 2021"
    assert TEXTS.moment(datetime(2021, 6, 3, 14, 30)) == "Thu, 3 Jun 2021, 14:30"  # noqa: DTZ001  wall time


def test_a_country_is_told_by_its_name_and_one_without_a_name_by_its_code() -> None:
    assert TEXTS.country("CZ") == "Czechia"
    assert TEXTS.country("QQ") == "QQ"


def test_a_period_past_midnight_names_both_days() -> None:
    evening, night = datetime(2021, 6, 5, 23, 30), datetime(2021, 6, 6, 0, 10)  # noqa: DTZ001  wall time
    assert TEXTS.period(evening, night) == "Sat, 5 Jun 2021, 23:30 – Sun, 6 Jun 2021, 00:10"


def test_a_language_without_a_catalogue_speaks_english() -> None:
    assert texts_for("tlh").cancelled("WTCR: Race of Macau") == "Cancelled: WTCR: Race of Macau"
