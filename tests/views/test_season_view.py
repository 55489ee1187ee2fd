"""A season at a glance."""

from __future__ import annotations

from datetime import date

import pytest
from support.racing import WTCR, germany, season
from support.reminding import at

from season_calendar.errors import UnknownThingError
from season_calendar.model import Round, Status
from season_calendar.views.season import find_kind, find_round, rounds_standing, season_data

SPAIN = Round("spain", "Race of Spain", germany().venue, date(2021, 7, 10), date(2021, 7, 11))
MACAU = Round("macau", "Race of Macau", germany().venue, status=Status.PROVISIONAL)
ITALY = Round("italy", "Race of Italy", germany().venue, date(2021, 5, 1), date(2021, 5, 2), status=Status.CANCELLED)
SEASON = season(germany(), SPAIN, MACAU, ITALY)


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("06-01 00:00", ["next", "confirmed", "provisional", "cancelled"]),
        ("06-20 00:00", ["over", "next", "provisional", "cancelled"]),
        ("12-01 00:00", ["over", "over", "provisional", "cancelled"]),
    ],
    ids=["before it", "between two rounds", "after it"],
)
def test_a_round_is_next_or_over_or_what_its_status_says(now: str, expected: list[str]) -> None:
    ((_, rounds),) = rounds_standing([SEASON], at(now))
    assert [facts.round_id for facts, _ in rounds] == ["germany", "spain", "macau", "italy"]
    assert [standing for _, standing in rounds] == expected


def test_of_several_seasons_one_round_is_next() -> None:
    later = season(SPAIN, series=WTCR, id_="2022")
    standings = [
        standing for _, rounds in rounds_standing([SEASON, later], at("06-01 00:00")) for _, standing in rounds
    ]
    assert standings.count("next") == 1


def test_a_round_is_found_in_any_season_with_its_sessions() -> None:
    whole, sessions = find_round([season(SPAIN, id_="2022"), SEASON], "germany")
    assert (whole.round_id, whole.is_round) == ("germany", True)
    assert [facts.session_id for facts in sessions] == ["qualifying", "race-1", "race-2"]


def test_an_unknown_round_or_kind_suggests_the_one_that_was_meant() -> None:
    with pytest.raises(UnknownThingError, match=r"no round 'germny' .did you mean 'germany'"):
        find_round([SEASON], "germny")
    with pytest.raises(UnknownThingError, match=r"no kind 'rcae' .did you mean 'race'"):
        find_kind([SEASON], "rcae")


def test_a_kind_is_known_as_the_file_writes_it() -> None:
    assert find_kind([SEASON], " RACE") == "race"


def test_a_season_for_programs_holds_every_event() -> None:
    data = season_data(SEASON)
    events = data["events"]
    assert isinstance(events, list)
    assert (data["season"], data["series"], len(events)) == ("wtcr/2021", "FIA World Touring Car Cup", 7)
