"""A season at a glance."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from support.racing import WTCR, germany, history, published, season, session
from support.reminding import at

from season_calendar.errors import UnknownThingError
from season_calendar.model import Driver, Round, Season, Status, Title
from season_calendar.publishing.last import last_publication
from season_calendar.views.season import (
    Standing,
    find_kind,
    find_round,
    season_data,
    standing_publications,
    standing_round,
    standing_seasons,
)

SPAIN = Round("spain", "Race of Spain", germany().venue, date(2021, 7, 10), date(2021, 7, 11))
MACAU = Round("macau", "Race of Macau", germany().venue, status=Status.PROVISIONAL)
ITALY = Round("italy", "Race of Italy", germany().venue, date(2021, 5, 1), date(2021, 5, 2), status=Status.CANCELLED)
SEASON = season(germany(), SPAIN, MACAU, ITALY)


def standings(now: str, *seasons: Season) -> list[list[str]]:
    """How the rounds of each season stand, in words."""
    standing = standing_seasons(seasons, at(now))
    return [[", ".join(words) for _, words in its.rounds] for its in standing]


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("06-01 00:00", ["next", "", "provisional", "cancelled"]),
        ("06-04 00:00", ["on now", "next", "provisional", "cancelled"]),
        ("06-20 00:00", ["over", "next", "provisional", "cancelled"]),
        ("12-01 00:00", ["over", "over", "provisional", "cancelled"]),
    ],
    ids=["before it", "while one is on", "between two rounds", "after it"],
)
def test_a_round_is_said_to_be_over_on_next_or_uncertain_and_nothing_where_it_is_none(
    now: str, expected: list[str]
) -> None:
    assert standings(now, SEASON) == [expected]


def test_a_round_is_on_from_the_first_moment_of_its_days_at_the_venue_to_the_last() -> None:
    weekend = season(germany(sessions=()), SPAIN)
    assert standings("06-02 21:59", weekend) == [["next", ""]]
    assert standings("06-02 22:00", weekend) == [["on now", "next"]]
    assert standings("06-05 21:59", weekend) == [["on now", "next"]]
    assert standings("06-05 22:00", weekend) == [["over", "next"]]


def test_what_is_uncertain_is_said_together_with_what_is_next_or_on() -> None:
    maybe = season(replace(SPAIN, status=Status.PROVISIONAL))
    assert standings("06-01 00:00", maybe) == [["next, provisional"]]
    assert standings("07-10 12:00", maybe) == [["on now, provisional"]]
    assert standings("12-01 00:00", maybe) == [["over"]]


def test_a_round_that_is_off_is_neither_next_nor_over() -> None:
    postponed = replace(SPAIN, status=Status.POSTPONED)
    for now in ("05-01 00:00", "12-01 00:00"):
        assert standings(now, season(ITALY, postponed)) == [["cancelled", "postponed"]]


def test_of_a_series_one_round_is_next_and_of_each_series_one() -> None:
    before = season(replace(SPAIN, first_day=date(2021, 7, 1), last_day=date(2021, 7, 2)), id_="2020")
    other = season(SPAIN, series=replace(WTCR, id="other"))
    assert standings("06-01 00:00", season(SPAIN), before, other) == [[""], ["next"], ["next"]]


@pytest.mark.parametrize(
    ("now", "next_in", "is_on"),
    [
        ("06-03 00:00", None, True),
        ("06-01 12:30", timedelta(days=2), False),  # to its first session
        ("06-20 00:00", timedelta(days=20), False),
        ("12-01 00:00", None, False),
    ],
)
def test_a_season_tells_how_long_until_its_next_round_begins_or_that_one_is_on(
    now: str, next_in: timedelta | None, is_on: bool
) -> None:
    (its,) = standing_seasons([SEASON], at(now))
    assert (its.next_in, its.is_on) == (next_in, is_on)


def test_of_an_awaited_rounds_sessions_the_next_one_is_said_to_be_next() -> None:
    timed = season(germany(sessions=germany().sessions[:2]))

    def sessions(now: str) -> list[str]:
        return [", ".join(words) for _, words in standing_round([timed], "germany", at(now)).sessions]

    assert sessions("06-01 00:00") == ["next", ""]
    assert sessions("06-03 12:30") == ["on now", "next"]
    assert sessions("06-20 00:00") == ["over", "over"]


def test_a_round_tells_how_long_until_it_begins() -> None:
    assert standing_round([SEASON], "spain", at("07-08 12:00")).next_in == timedelta(days=2)
    for round_id in ("macau", "italy"):  # without a date, and off
        assert standing_round([SEASON], round_id, at("01-08 12:00")).next_in is None


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
    data = season_data(standing_seasons([SEASON], at("06-01 00:00"))[0])
    events = data["events"]
    assert isinstance(events, list)
    standing = [event["standing"] for event in events if event["session"] is None]
    assert standing == [["next"], [], ["provisional"], ["cancelled"]]
    assert (data["season"], data["series"], len(events)) == ("wtcr/2021", "FIA World Touring Car Cup", 7)


def test_a_season_for_programs_names_its_titles_and_drivers() -> None:
    (its,) = standing_seasons([SEASON], at("06-01 00:00"))
    contested = replace(
        SEASON,
        titles=(Title("overall", "FIA World Touring Car Cup"), Title("junior", "Junior title", ("germany",))),
        drivers=(Driver("anna", "Anna Berg", "SE", ("overall", "junior")), Driver("bo", "Bo Lind")),
    )
    data = season_data(replace(its, season=contested))
    assert data["titles"] == {"overall": "FIA World Touring Car Cup", "junior": "Junior title"}
    assert data["drivers"] == [
        {"id": "anna", "name": "Anna Berg", "country": "SE", "titles": ["overall", "junior"]},
        {"id": "bo", "name": "Bo Lind", "country": None, "titles": []},
    ]


def test_a_published_season_stands_as_its_file_does_also_where_the_file_is_gone() -> None:
    publication = published(SEASON)
    from_file, from_journal = publication, last_publication(history(publication))
    (standing,) = standing_publications([from_file], at("06-04 00:00"))
    assert [(facts.round_id, words) for facts, words in standing.rounds] == [
        ("italy", (Standing.CANCELLED,)),
        ("germany", (Standing.ON_NOW,)),
        ("spain", (Standing.NEXT,)),
        ("macau", (Standing.PROVISIONAL,)),
    ]
    (known,) = standing_publications([from_journal], at("06-04 00:00"))
    assert known.rounds == standing.rounds[:-1]  # a journal keeps nothing that has no date yet
    assert season_data(known)["events"] == season_data(standing)["events"][:-1]  # type: ignore[index]


def test_what_left_a_published_season_is_in_it_no_more() -> None:
    (standing,) = standing_publications([published(SEASON, season(SPAIN))], at("06-01 12:00"))
    assert [facts.round_id for facts in standing.events] == ["italy", "spain"]  # what was over stays
