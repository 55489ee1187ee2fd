"""The sentences subscribers read, and in which language they get them."""

from __future__ import annotations

import gettext
from datetime import date, datetime, timedelta

import pytest

from season_calendar.model import SESSION_KINDS
from season_calendar.wording.texts import Texts, languages, texts_for

TEXTS = texts_for("en")


def test_english_comes_first_among_the_languages_there_are() -> None:
    assert languages() == ("en", "de", "sv")


@pytest.mark.parametrize(
    ("asked", "given"),
    [
        ("de", "de"),
        ("de-AT", "de"),
        ("DE_ch-1901", "de"),
        ("sv-SE", "sv"),
        ("en-US", "en"),
        ("tlh", "en"),
        ("d", "en"),
        ("", "en"),
    ],
)
def test_the_nearest_language_there_is_speaks(asked: str, given: str) -> None:
    assert texts_for(asked) is texts_for(given)


def test_without_a_wish_it_is_english() -> None:
    assert texts_for().cancelled("WTCR: Race of Macau") == "Cancelled: WTCR: Race of Macau"


def test_a_country_is_told_by_its_name_and_one_without_a_name_by_its_code() -> None:
    assert TEXTS.country("CZ") == "Czechia"
    assert TEXTS.country("QQ") == "QQ"


def test_a_sentence_that_is_not_translated_is_english_and_its_dates_are_not() -> None:
    nothing_translated = Texts(gettext.NullTranslations(), "sv")
    assert nothing_translated.updated_on(date(2021, 6, 5), "…") == "Updated lör 5 juni 2021: …"


@pytest.mark.parametrize(
    ("language", "in_one_unit", "in_two"),
    [
        ("en", "WTCR Race 1: Race of Spain starts in 2 days", "WTCR Race 1: Race of Spain starts in 2 days and 1 hour"),
        (
            "sv",
            "WTCR Race 1: Race of Spain startar om 2 dagar",
            "WTCR Race 1: Race of Spain: 2 dygn och 1 timme kvar till start",
        ),
        (
            "de",
            "WTCR Race 1: Race of Spain beginnt in 2 Tagen",
            "WTCR Race 1: Race of Spain: noch 2 Tage und 1 Stunde bis zum Start",
        ),
    ],
)
def test_a_reminders_title_counts_down_in_the_right_case(language: str, in_one_unit: str, in_two: str) -> None:
    texts, two_days = texts_for(language), timedelta(days=2)
    assert texts.starts_in("WTCR Race 1: Race of Spain", two_days) == in_one_unit
    assert texts.starts_in("WTCR Race 1: Race of Spain", two_days + timedelta(hours=1)) == in_two


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", ["Starts in 1 hour.", "Starts in 1 hour and 5 minutes."]),
        ("sv", ["Startar om 1 timme.", "1 timme och 5 minuter kvar till start."]),
        ("de", ["Beginnt in 1 Stunde.", "Noch 1 Stunde und 5 Minuten bis zum Start."]),
    ],
)
def test_a_countdown_is_a_sentence(language: str, told: list[str]) -> None:
    texts, hour = texts_for(language), timedelta(hours=1)
    assert [texts.countdown(span) for span in (hour, hour + timedelta(minutes=5))] == told


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", ["First: FP1 in 7 days, today.", "First: FP1 in 6 days and 21 hours, today."]),
        ("sv", ["Först: FP1 om 7 dagar, today.", "Först: FP1, today, 6 dygn och 21 timmar kvar."]),
        ("de", ["Zuerst: FP1 in 7 Tagen, today.", "Zuerst: FP1, today, noch 6 Tage und 21 Stunden."]),
    ],
)
def test_what_comes_first_counts_down_too(language: str, told: list[str]) -> None:
    texts, week = texts_for(language), timedelta(days=7)
    assert [texts.first_countdown("FP1", "today", span) for span in (week, week - timedelta(hours=3))] == told


def test_every_kind_of_session_has_a_word_in_the_language() -> None:
    names = [kind.name for kind in SESSION_KINDS.values()]
    assert [TEXTS.kind(name) for name in names] == names
    assert [texts_for("sv").kind(name) for name in names] == [
        "Träning",
        "Kval",
        "Lopp",
        "Sprint",
        "Warm-up",
        "Test",
        "Ceremoni",
    ]
    assert texts_for("de").numbered_kind("Race", 2) == "Rennen 2"
    assert texts_for("de").round_kind() == "Rennwochenende"


def test_days_and_times_are_those_of_the_language() -> None:
    texts, evening = texts_for("de"), datetime(2021, 6, 5, 18, 30)  # noqa: DTZ001  wall time
    assert texts.day(evening.date()) == "Sa., 5. Juni 2021"
    assert texts.days(date(2021, 6, 3), evening.date()) == "3.–5. Juni 2021"
    assert texts.moment(evening) == "Sa., 5. Juni 2021, 18:30"
    assert texts.period(evening, evening + timedelta(hours=1)) == "Sa., 5. Juni 2021, 18:30–19:30 Uhr"
    assert texts.span(timedelta(hours=2)) == "2 Stunden"
    assert texts.several(["F1", "WTCR"]) == "F1 und WTCR"
    assert texts.updated_on(evening.date(), "…") == "Aktualisiert am Sa., 5. Juni 2021: …"


def test_a_test_message_says_that_it_is_one() -> None:
    assert texts_for("sv").test_title().startswith("Test: ")
    assert "anna" in texts_for("sv").test_text("anna")
