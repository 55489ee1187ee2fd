"""A choice in words: what is ticked, by the words of its boxes."""

from __future__ import annotations

from datetime import date
from urllib.parse import parse_qsl

import pytest
from support.racing import germany, published, season, session
from support.visiting import f1, wtcr

from season_calendar.feeds.addresses import find_feed
from season_calendar.pages.builder.in_words import in_words
from season_calendar.wording.texts import texts_for


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("", "Everything"),
        ("sessions=race", "Race + Whole weekends"),
        ("sessions=race,qualifying&rounds=none", "Qualifying + Race"),
        ("rounds=only", "Whole weekends"),
        ("rounds=none", "All sessions"),
        ("driver=bo,ann", "Ann Ö and Bo Å"),
        ("title=junior&series=wtcr", "WTCR · Junior Title"),
        ("round=spain,wtcr/2021/germany", "Race of Spain and WTCR: Race of Germany"),
        ("alarm=30m,1d", "Reminder 1 day and 30 minutes before"),
        ("alarm=1d,race:2h,round:none", "Reminder 1 day before · Race: Reminder 2 hours before · Round: no reminder"),
        ("lang=sv&cancelled=shown", "Svenska · What is cancelled is shown in Google’s calendar too"),
    ],
)
def test_a_choice_is_told_in_words(query: str, words: str) -> None:
    source = find_feed("/all.ics", [wtcr(), f1()])

    assert in_words(source, source.choice(parse_qsl(query)), texts_for("en")) == words


def test_it_is_told_in_the_language_of_the_page_not_of_the_calendar() -> None:
    source = find_feed("/wtcr.ics", [wtcr()])

    told = in_words(source, source.choice(parse_qsl("sessions=race&alarm=1d&lang=en")), texts_for("de"))
    assert told == "Rennen + Ganze Wochenenden · Erinnerung 1 Tag vorher · English"


def test_a_kind_of_the_season_s_own_is_written_as_a_label_like_those_that_every_season_knows() -> None:
    night = session("night-practice", "night-practice", "Night Practice", date(2021, 6, 3), "20:00")
    source = find_feed("/wtcr.ics", [published(season(germany(sessions=(night,))))])
    choice = source.choice([("sessions", "Night Practice"), ("alarm", "night-practice:1h")])

    told = in_words(source, choice, texts_for())
    assert told == "Night practice + Whole weekends · Night practice: Reminder 1 hour before"
