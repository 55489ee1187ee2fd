"""How rounds and sessions stand at a moment, and which of them are shown."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from support.racing import FIRST_NOW, germany, published, season, session

from season_calendar.model import Round, Season, Status
from season_calendar.pages.drawings.rounds import RoundState
from season_calendar.pages.shown.programme import Programme, programme_of
from season_calendar.pages.shown.rounds import shown_rounds
from season_calendar.publishing.publication import Publication
from season_calendar.zoned_time import parse_instant

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def programme(publication: Publication, now: datetime = FIRST_NOW) -> Programme:
    return programme_of(shown_rounds(publication, now))


def state_of(now: str, **facts: object) -> RoundState:
    (only,) = programme(published(season(germany(**facts))), parse_instant(now)).rounds
    return only.state


# Germany is from Thursday 3 June, 12:30 UTC, to Saturday 5 June; of its last race only the day is known.
@pytest.mark.parametrize(
    ("now", "state"),
    [
        ("2021-06-03T12:29Z", RoundState.TO_COME),
        ("2021-06-03T12:30Z", RoundState.ON_NOW),
        ("2021-06-05T21:59Z", RoundState.ON_NOW),
        ("2021-06-05T22:00Z", RoundState.RACED),
    ],
)
def test_a_round_is_on_from_its_first_session_until_nothing_of_it_can_be_to_come(now: str, state: RoundState) -> None:
    assert state_of(now) is state


def test_a_round_whose_dates_were_taken_back_is_shown_once() -> None:
    undated = germany(first_day=None, last_day=None, sessions=(), status=Status.PROVISIONAL)
    ids = [its.facts.round_id for its in programme(published(season(germany()), season(undated))).rounds]
    assert ids == ["germany"]


def test_a_timetable_that_reaches_the_last_day_tells_when_a_round_is_over() -> None:
    races = (session("race-1", "race", "Race 1", date(2021, 6, 5), "09:00"),)
    assert state_of("2021-06-05T09:59Z", sessions=races) is RoundState.ON_NOW
    assert state_of("2021-06-05T10:00Z", sessions=races) is RoundState.RACED


def test_a_provisional_round_without_times_is_not_said_to_be_on_but_one_that_has_some_is() -> None:
    on_its_day = "2021-06-04T12:00Z"
    assert state_of(on_its_day, status=Status.PROVISIONAL, sessions=()) is RoundState.PROVISIONAL
    assert state_of(on_its_day, sessions=()) is RoundState.ON_NOW
    assert state_of(on_its_day, status=Status.PROVISIONAL) is RoundState.ON_NOW


def test_after_the_last_session_that_is_known_there_may_be_more_on_a_later_day() -> None:
    friday = (session("fp1", "practice", "FP1", date(2021, 6, 4), "09:00"),)
    assert state_of("2021-06-04T12:00Z", sessions=friday) is RoundState.ON_NOW


@pytest.mark.parametrize(
    ("facts", "state"),
    [
        ({"status": Status.CANCELLED}, RoundState.CANCELLED),
        ({"status": Status.POSTPONED}, RoundState.POSTPONED),
        ({"status": Status.PROVISIONAL}, RoundState.PROVISIONAL),
        ({"sessions": ()}, RoundState.TIMES_TO_COME),
        ({"sessions": (session("race", "race", "Race", date(2021, 6, 5)),)}, RoundState.TIMES_TO_COME),
        ({}, RoundState.TO_COME),
    ],
)
def test_before_it_begins_a_round_stands_as_its_status_says(facts: dict[str, object], state: RoundState) -> None:
    assert state_of("2021-06-01T08:00Z", **facts) is state


def test_the_next_session_is_the_first_that_is_not_over_also_while_it_is_on() -> None:
    publication = published(season())
    for now, awaited in (("2021-06-03T13:00Z", "qualifying"), ("2021-06-03T13:10Z", "race-1")):
        session_ = programme(publication, parse_instant(now)).next_session
        assert session_ is not None
        assert session_.facts.session_id == awaited


def test_a_session_that_is_called_off_is_not_waited_for() -> None:
    called_off = tuple(replace(its, status=Status.CANCELLED) for its in germany().sessions[:1])
    session_ = programme(published(season(germany(sessions=(*called_off, *germany().sessions[1:]))))).next_session
    assert session_ is not None
    assert session_.facts.session_id == "race-1"


def in_july() -> Round:
    return germany(id="spain", first_day=date(2021, 7, 10), last_day=date(2021, 7, 11), sessions=())


def with_ids(**rounds: Round) -> Season:
    return season(*(replace(round_, id=id_) for id_, round_ in rounds.items()))


def test_rounds_stand_in_groups_those_to_come_by_date_and_the_raced_ones_newest_first() -> None:
    whole = with_ids(
        macau=replace(in_july(), first_day=date(2021, 11, 19), last_day=date(2021, 11, 21)),
        germany=germany(),
        spain=in_july(),
        china=replace(in_july(), status=Status.CANCELLED),
        italy=replace(in_july(), status=Status.POSTPONED),
        russia=replace(in_july(), first_day=date(2021, 11, 27), last_day=date(2021, 11, 28)),
    )
    its = programme(published(whole), parse_instant("2021-07-20T00:00Z"))
    groups = (its.to_come, its.postponed, its.cancelled, its.raced)
    assert [[round_.facts.round_id for round_ in group] for group in groups] == [
        ["macau", "russia"],
        ["italy"],
        ["china"],
        ["spain", "germany"],
    ]


def test_a_round_that_never_had_a_date_is_shown_too_and_is_not_waited_for() -> None:
    undated = Round("macau", "Race of Macau", germany().venue)
    its = programme(published(season(undated)))
    assert [round_.facts.round_id for round_ in its.to_come] == ["macau"]
    assert its.next_round is None
    assert its.with_dates_to_come == []


def test_a_round_that_left_the_season_is_shown_as_removed_until_nobody_looks_for_it() -> None:
    publication = published(season(germany(), in_july()), season(germany()))
    its = programme(publication)
    assert [(round_.facts.round_id, round_.is_removed) for round_ in its.cancelled] == [("spain", True)]
    long_after = parse_instant("2021-09-01T00:00Z")
    assert [round_.facts.round_id for round_ in programme(publication, long_after).rounds] == ["germany"]
    assert [round_.facts.round_id for round_ in shown_rounds(publication, long_after, also_gone=True)] == [
        "germany",
        "spain",
    ]


def test_the_sessions_of_a_round_stand_by_the_days_at_the_venue() -> None:
    (only,) = programme(published(season())).rounds
    assert [(day, [its.facts.session_id for its in sessions]) for day, sessions in only.days] == [
        (date(2021, 6, 3), ["qualifying"]),
        (date(2021, 6, 5), ["race-1", "race-2"]),
    ]


def test_a_list_is_short_by_the_cards_that_are_unfolded_and_the_timetable_that_is_open() -> None:
    later = [
        germany(id=f"r{day}", first_day=date(2021, 8, day), last_day=date(2021, 8, day), sessions=())
        for day in range(1, 10)
    ]
    assert programme(published(season(*later[:8]))).is_short
    assert not programme(published(season(*later))).is_short
    assert programme(published(season(germany(), *later[:5]))).is_short  # with three sessions
    assert not programme(published(season(germany(), *later[:6]))).is_short
    assert not programme(published(season(*later)), FIRST_NOW + 300 * DAY).is_short
    assert programme(published(season(*later[:8])), FIRST_NOW + 300 * DAY).is_short
    off = [replace(its, status=Status.CANCELLED) for its in later]
    assert programme(published(season(*later[:2], *off[2:7]))).is_short
    assert not programme(published(season(*later[:2], *off[2:8]))).is_short
    assert programme(published(season())).is_short
