"""When what is shown becomes another without a publication."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from support.racing import germany, published, season, session
from support.reminding import at

from season_calendar.views.season import standing_publications
from season_calendar.views.turning import next_turn

PUBLICATION = published(season(germany(sessions=(session("race", "race", "Race", date(2021, 6, 5), "09:00"),))))


@pytest.mark.parametrize(
    ("now", "turn"),
    [
        ("06-02 12:00", "06-02 22:00"),  # midnight at the Nürburgring: the round is on
        ("06-02 22:00", "06-03 00:00"),  # another day
        ("06-05 08:00", "06-05 09:00"),  # the race begins
        ("06-05 09:00", "06-05 10:00"),  # and is over
    ],
)
def test_it_turns_when_something_begins_or_ends_and_at_midnight(now: str, turn: str) -> None:
    assert next_turn([PUBLICATION], at(now)) == at(turn)


def test_between_two_turns_no_season_stands_otherwise() -> None:
    now, last = at("06-01 00:00"), at("06-07 00:00")
    while now < last:
        turn = next_turn([PUBLICATION], now)
        assert standings(now) == standings(turn - timedelta(microseconds=1))
        now = turn


def standings(now: datetime) -> list[object]:
    return [its.rounds for its in standing_publications([PUBLICATION], now)]
