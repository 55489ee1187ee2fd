"""The sentences subscribers read."""

from __future__ import annotations

import gettext
from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest

from season_calendar.model import SESSION_KINDS
from season_calendar.wording.texts import Texts, texts_for

TEXTS = texts_for("en")


def test_without_a_wish_it_is_english() -> None:
    assert texts_for().cancelled("WTCR: Race of Macau") == "Cancelled: WTCR: Race of Macau"


def test_a_country_is_told_by_its_name_and_one_without_a_name_by_its_code() -> None:
    assert TEXTS.country("CZ") == "Czechia"
    assert TEXTS.country("QQ") == "QQ"


def test_a_sentence_that_is_not_translated_is_english_and_its_dates_are_not() -> None:
    nothing_translated = Texts(gettext.NullTranslations(), "sv", "sv")
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
    its, two_days = texts_for(language), timedelta(days=2)
    assert its.starts_in("WTCR Race 1: Race of Spain", two_days) == in_one_unit
    assert its.starts_in("WTCR Race 1: Race of Spain", two_days + timedelta(hours=1)) == in_two


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", ["Starts in 1 hour.", "Starts in 1 hour and 5 minutes."]),
        ("sv", ["Startar om 1 timme.", "1 timme och 5 minuter kvar till start."]),
        ("de", ["Beginnt in 1 Stunde.", "Noch 1 Stunde und 5 Minuten bis zum Start."]),
    ],
)
def test_a_countdown_is_a_sentence(language: str, told: list[str]) -> None:
    its, hour = texts_for(language), timedelta(hours=1)
    assert [its.countdown(span) for span in (hour, hour + timedelta(minutes=5))] == told


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", ["First: FP1 in 7 days, today.", "First: FP1 in 6 days and 21 hours, today."]),
        ("sv", ["Först: FP1 om 7 dagar, today.", "Först: FP1, today, 6 dygn och 21 timmar kvar."]),
        ("de", ["Zuerst: FP1 in 7 Tagen, today.", "Zuerst: FP1, today, noch 6 Tage und 21 Stunden."]),
    ],
)
def test_what_comes_first_counts_down_too(language: str, told: list[str]) -> None:
    its, week = texts_for(language), timedelta(days=7)
    assert [its.first_countdown("FP1", "today", span) for span in (week, week - timedelta(hours=3))] == told


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
    its, evening = texts_for("de"), datetime(2021, 6, 5, 18, 30)  # noqa: DTZ001  wall time
    assert its.day(evening.date()) == "Sa., 5. Juni 2021"
    assert its.days(date(2021, 6, 3), evening.date()) == "3.–5. Juni 2021"
    assert its.moment(evening) == "Sa., 5. Juni 2021, 18:30"
    assert its.period(evening, evening + timedelta(hours=1)) == "Sa., 5. Juni 2021, 18:30–19:30 Uhr"
    assert its.span(timedelta(hours=2)) == "2 Stunden"
    assert its.several(["F1", "WTCR"]) == "F1 und WTCR"
    assert its.updated_on(evening.date(), "…") == "Aktualisiert am Sa., 5. Juni 2021: …"


@pytest.mark.parametrize(
    ("say", "english", "swedish", "german"),
    [
        (lambda its: its.calendar_name("WTCR", "2021"), "WTCR 2021", "WTCR 2021", "WTCR 2021"),
        (Texts.all_series, "All race series", "Alla racingserier", "Alle Rennserien"),
        (
            lambda its: its.calendar_description("WTCR"),
            "WTCR: every round and session, kept up to date.",
            "WTCR: alla deltävlingar och pass, alltid uppdaterade.",
            "WTCR: alle Rennwochenenden und Sessions, immer aktuell.",
        ),
        (
            lambda its: its.chosen_description("WTCR"),
            "WTCR: the rounds and sessions you chose, kept up to date.",
            "WTCR: valda deltävlingar och pass, alltid uppdaterade.",
            "WTCR: ausgewählte Rennwochenenden und Sessions, immer aktuell.",
        ),
        (
            lambda its: its.at_venue("14:30", "Europe/Berlin"),
            "At the venue: 14:30 (Europe/Berlin)",
            "Lokal tid: 14:30 (Europe/Berlin)",
            "Ortszeit: 14:30 (Europe/Berlin)",
        ),
        (lambda its: its.is_on("WTCR FP1", "14:30"), "WTCR FP1: 14:30", "WTCR FP1: 14:30", "WTCR FP1: 14:30"),
        (lambda its: its.changed("WTCR FP1"), "Changed: WTCR FP1", "Ändrat: WTCR FP1", "Geändert: WTCR FP1"),
        (
            lambda its: its.first_session("FP1", "14:30"),
            "First: FP1, 14:30.",
            "Först: FP1, 14:30.",
            "Zuerst: FP1, 14:30.",
        ),
        (
            lambda its: its.now_starts("WTCR FP1", "14:30"),
            "WTCR FP1 now takes place: 14:30.",
            "Ny tid för WTCR FP1: 14:30.",
            "Neuer Termin für WTCR FP1: 14:30.",
        ),
        (
            lambda its: its.ends("WTCR FP1", "14:30"),
            "WTCR FP1 now ends at 14:30.",
            "WTCR FP1 slutar nu 14:30.",
            "Neues Ende von WTCR FP1: 14:30.",
        ),
        (
            lambda its: its.ends_later("WTCR FP1", "00:30", date(2021, 6, 6)),
            "WTCR FP1 now ends at 00:30 on Sun, 6 Jun 2021.",
            "WTCR FP1 slutar nu 00:30 sön 6 juni 2021.",
            "Neues Ende von WTCR FP1: So., 6. Juni 2021, 00:30.",
        ),
        (
            lambda its: its.has_kind("WTCR FP1", its.kind("Race")),
            "WTCR FP1 is now listed as Race.",
            "WTCR FP1 står nu som Lopp.",
            "WTCR FP1 wird jetzt als Rennen geführt.",
        ),
        (
            lambda its: its.link_changes("WTCR FP1", "https://example.org/"),
            "WTCR FP1 has a new link.",
            "WTCR FP1 har en ny länk.",
            "WTCR FP1 hat einen neuen Link.",
        ),
        (
            lambda its: its.live_link_changes("WTCR FP1", None),
            "WTCR FP1 has no link to watch it live any more.",
            "WTCR FP1 har inte längre någon länk för att se live.",
            "WTCR FP1 hat keinen Link zur Live-Übertragung mehr.",
        ),
        (
            lambda its: its.note_changes("WTCR FP1", "40 min"),
            "WTCR FP1 has a new note: 40 min",
            "Ny upplysning om WTCR FP1: 40 min",
            "Neuer Hinweis zu WTCR FP1: 40 min",
        ),
        (
            Texts.test_title,
            "Test: race reminders will arrive here",
            "Test: hit kommer påminnelserna om tävlingarna",
            "Test: Erinnerungen an Rennen kommen hier an",
        ),
        (
            lambda its: its.test_text("anna"),
            "This message shows that reminders for anna arrive. There is nothing to do.",
            "Det här meddelandet visar att påminnelser till anna kommer fram. Inget mer behöver göras.",
            "Diese Nachricht zeigt, dass Erinnerungen für anna ankommen. Mehr ist nicht zu tun.",
        ),
    ],
)
def test_a_sentence_in_three_languages(say: Callable[[Texts], str], english: str, swedish: str, german: str) -> None:
    assert [say(texts_for(language)) for language in ("en", "sv", "de")] == [english, swedish, german]
