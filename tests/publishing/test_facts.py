"""A season as flat facts."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from support.any_season import seasons
from support.racing import WTCR, germany, season, session

from season_calendar.model import Season, Status
from season_calendar.publishing.facts import EventFacts, facts_of, uid_of

ROUND, QUALIFYING, RACE_1, RACE_2 = facts_of(season(germany()))


def test_a_season_is_its_rounds_each_followed_by_its_sessions() -> None:
    spain = replace(germany(), id="spain")

    assert [(facts.round_id, facts.session_id) for facts in facts_of(season(germany(), spain))] == [
        ("germany", None),
        ("germany", "qualifying"),
        ("germany", "race-1"),
        ("germany", "race-2"),
        ("spain", None),
        ("spain", "qualifying"),
        ("spain", "race-1"),
        ("spain", "race-2"),
    ]


def test_a_uid_is_made_of_ids_alone() -> None:
    assert uid_of("wtcr", "2021", "germany") == "wtcr.2021.germany@season-calendar"
    assert uid_of("wtcr", "2021", "germany", "race-1") == "wtcr.2021.germany.race-1@season-calendar"
    assert [facts.uid for facts in (ROUND, RACE_1)] == [
        uid_of("wtcr", "2021", "germany"),
        uid_of("wtcr", "2021", "germany", "race-1"),
    ]


def test_an_event_knows_its_season() -> None:
    assert {facts.season_key for facts in (ROUND, RACE_1)} == {"wtcr/2021"}


def test_a_round_is_all_day_whatever_its_timetable() -> None:
    assert (ROUND.first_day, ROUND.last_day) == (date(2021, 6, 3), date(2021, 6, 5))
    assert (ROUND.start_at, ROUND.end_at) == (None, None)
    assert facts_of(season(germany(sessions=())))[0] == ROUND


def test_a_session_has_its_own_day_first_and_last_and_not_its_rounds_label() -> None:
    round_, qualifying, *_ = facts_of(season(germany(label="Round 1")))

    assert qualifying.first_day == qualifying.last_day == date(2021, 6, 3)
    assert (round_.label, qualifying.label) == ("Round 1", None)


def test_a_session_is_off_with_its_round() -> None:
    cancelled = facts_of(season(germany(status=Status.CANCELLED)))

    assert {facts.status for facts in cancelled} == {Status.CANCELLED}


def test_a_sessions_link_is_its_rounds_or_else_its_series() -> None:
    race = session("race-1", "race", "Race 1", date(2021, 6, 5), link="https://race.example")
    other = session("race-2", "race", "Race 2", date(2021, 6, 5))

    linked = facts_of(season(germany(link="https://round.example", sessions=(race, other))))
    assert [facts.link for facts in linked] == [
        "https://round.example",
        "https://race.example",
        "https://round.example",
    ]
    assert ROUND.link == "https://www.fiawtcr.com/"


def test_a_session_is_watched_where_it_says_or_else_where_its_round_or_its_series_does() -> None:
    race = session("race-1", "race", "Race 1", date(2021, 6, 5), live="https://race.example")
    other = session("race-2", "race", "Race 2", date(2021, 6, 5))
    series = replace(WTCR, live="https://series.example")
    round_ = germany(sessions=(race, other))

    def live(state: Season) -> list[str | None]:
        return [facts.live for facts in facts_of(state)]

    assert live(season(round_)) == [None, "https://race.example", None]
    assert live(season(round_, series=series)) == [
        "https://series.example",
        "https://race.example",
        "https://series.example",
    ]
    assert live(season(replace(round_, live="https://round.example"), series=series)) == [
        "https://round.example",
        "https://race.example",
        "https://round.example",
    ]


def test_a_known_start_is_what_is_counted_from_and_else_nine_oclock_at_the_venue() -> None:
    assert QUALIFYING.starts_at == datetime(2021, 6, 3, 12, 30, tzinfo=UTC)
    assert RACE_2.starts_at == datetime(2021, 6, 5, 7, 0, tzinfo=UTC)  # Berlin is at +02:00 in June
    assert ROUND.starts_at == datetime(2021, 6, 3, 7, 0, tzinfo=UTC)


def test_a_round_is_over_with_its_last_day_at_the_venue() -> None:
    midnight_in_berlin = datetime(2021, 6, 5, 22, 0, tzinfo=UTC)

    assert ROUND.over_at == RACE_2.over_at == midnight_in_berlin
    assert QUALIFYING.over_at == datetime(2021, 6, 3, 13, 10, tzinfo=UTC)


def test_an_event_without_a_date_has_no_start_to_ask_for() -> None:
    dateless = replace(ROUND, first_day=None, last_day=None)

    no_date = r"^wtcr\.2021\.germany@season-calendar has no date$"
    with pytest.raises(ValueError, match=no_date):
        _ = dateless.starts_at
    with pytest.raises(ValueError, match=no_date):
        _ = dateless.over_at


def test_facts_cannot_be_changed() -> None:
    with pytest.raises(AttributeError):
        ROUND.note = "Changed"  # type: ignore[misc]


def is_complete(facts: EventFacts) -> bool:
    return (facts.first_day is None) == (facts.last_day is None) and (facts.start_at is None) == (facts.end_at is None)


@given(seasons())
def test_every_event_has_a_uid_of_its_own_and_both_its_days_or_none(any_season: Season) -> None:
    all_facts = facts_of(any_season)

    assert len({facts.uid for facts in all_facts}) == len(all_facts)
    assert all(is_complete(facts) for facts in all_facts)
