"""What a season knows of itself."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from season_calendar.model import Round, Season, Series, Session, Status, Venue, default_lead_times

VENUE = Venue("most", "Autodrom Most", "Europe/Prague")
RACE = Session("race", "race", "Race", date(2021, 10, 10))


@pytest.mark.parametrize(
    ("of_round", "of_session", "effective"),
    [
        (Status.CONFIRMED, Status.CONFIRMED, Status.CONFIRMED),
        (Status.CONFIRMED, Status.CANCELLED, Status.CANCELLED),
        (Status.CONFIRMED, Status.PROVISIONAL, Status.PROVISIONAL),
        (Status.PROVISIONAL, Status.CONFIRMED, Status.PROVISIONAL),
        (Status.PROVISIONAL, Status.CANCELLED, Status.CANCELLED),
        (Status.CANCELLED, Status.CONFIRMED, Status.CANCELLED),
        (Status.POSTPONED, Status.CANCELLED, Status.CANCELLED),
    ],
)
def test_a_session_is_no_surer_than_its_round(of_round: Status, of_session: Status, effective: Status) -> None:
    session = Session("race", "race", "Race", date(2021, 10, 10), status=of_session)
    round_ = Round("most", "Race of the Czech Republic", VENUE, status=of_round, sessions=(session,))
    assert round_.status_of(session) is effective


def test_a_season_finds_its_rounds_by_id() -> None:
    round_ = Round("most", "Race of the Czech Republic", VENUE, sessions=(RACE,))
    season = Season(Series("wtcr", "World Touring Car Cup", "WTCR"), "2021", (round_,))
    assert season.key == "wtcr/2021"
    assert season.round("most") is round_
    assert season.round("macau") is None


def test_without_a_word_in_the_file_rounds_races_and_qualifying_are_reminded_of() -> None:
    leads = default_lead_times()
    assert leads["round"] == (timedelta(days=7), timedelta(days=1))
    assert leads["race"] == (timedelta(hours=1),)
    assert leads["qualifying"] == (timedelta(minutes=30),)
    assert "practice" not in leads
