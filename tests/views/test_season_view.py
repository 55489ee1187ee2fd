"""A season at a glance."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from support.racing import WTCR, germany, season, session
from support.reminding import at

from season_calendar.errors import UnknownThingError
from season_calendar.model import Driver, Round, Status, Title
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


def test_a_round_is_over_from_the_end_of_its_last_day_at_the_venue() -> None:
    def standings(now: str) -> list[str]:
        ((_, rounds),) = rounds_standing([season(germany(sessions=()), SPAIN)], at(now))
        return [standing for _, standing in rounds]

    assert standings("06-05 21:59") == ["next", "confirmed"]
    assert standings("06-05 22:00") == ["over", "next"]


def test_a_round_that_is_off_is_neither_next_nor_over() -> None:
    postponed = replace(SPAIN, status=Status.POSTPONED)
    for now in ("05-01 00:00", "12-01 00:00"):
        ((_, rounds),) = rounds_standing([season(ITALY, postponed)], at(now))
        assert [standing for _, standing in rounds] == ["cancelled", "postponed"]


def test_a_round_is_next_in_its_own_season_alone() -> None:
    before = season(replace(SPAIN, first_day=date(2021, 7, 1), last_day=date(2021, 7, 2)), id_="2020")
    standings = [
        [standing for _, standing in rounds]
        for _, rounds in rounds_standing([season(SPAIN), before], at("06-01 00:00"))
    ]
    assert standings == [["confirmed"], ["next"]]


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


def test_an_id_that_rounds_of_two_seasons_share_finds_the_first() -> None:
    whole, _ = find_round([season(SPAIN, id_="2022"), SEASON], "spain")
    assert whole.season_key == "wtcr/2022"


def test_an_unknown_round_or_kind_suggests_the_one_that_was_meant() -> None:
    with pytest.raises(UnknownThingError, match=r"no round 'germny' .did you mean 'germany'"):
        find_round([SEASON], "germny")
    with pytest.raises(UnknownThingError, match=r"no kind 'rcae' .did you mean 'race'"):
        find_kind([SEASON], "rcae")


def test_a_kind_is_known_as_the_file_writes_it() -> None:
    assert find_kind([SEASON], " RACE") == "race"


def test_a_kind_of_any_season_or_the_rounds_own_is_known() -> None:
    parade = season(germany(sessions=(session("parade", "parade", "Parade", date(2021, 6, 3)),)), id_="2022")
    assert [find_kind([SEASON, parade], kind) for kind in ("parade", "round")] == ["parade", "round"]
    with pytest.raises(UnknownThingError, match="no kind 'parade'"):
        find_kind([SEASON], "parade")


def test_kinds_of_the_seasons_own_are_named_after_the_usual_ones_by_the_alphabet() -> None:
    own = ["parade", "autographs", "fireworks", "drifting", "concert"]
    shows = season(germany(sessions=tuple(session(kind, kind, kind, date(2021, 6, 3)) for kind in own)))
    with pytest.raises(UnknownThingError, match="round, autographs, concert, drifting, fireworks, parade"):
        find_kind([shows], "xyz")


def test_a_season_for_programs_holds_every_event() -> None:
    data = season_data(SEASON)
    events = data["events"]
    assert isinstance(events, list)
    assert (data["season"], data["series"], len(events)) == ("wtcr/2021", "FIA World Touring Car Cup", 7)


def test_a_season_for_programs_names_its_titles_and_drivers() -> None:
    data = season_data(
        replace(
            SEASON,
            titles=(Title("overall", "FIA World Touring Car Cup"), Title("junior", "Junior title", ("germany",))),
            drivers=(Driver("anna", "Anna Berg", "SE", ("overall", "junior")), Driver("bo", "Bo Lind")),
        )
    )
    assert data["titles"] == {"overall": "FIA World Touring Car Cup", "junior": "Junior title"}
    assert data["drivers"] == [
        {"id": "anna", "name": "Anna Berg", "country": "SE", "titles": ["overall", "junior"]},
        {"id": "bo", "name": "Bo Lind", "country": None, "titles": []},
    ]
