"""What comes next, and how long until then."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from zoneinfo import ZoneInfo

import pytest
from support.racing import germany, season, session
from support.reminding import at

from season_calendar.model import Round, Season, Status
from season_calendar.publishing.facts import EventFacts, facts_of
from season_calendar.views.upcoming import countdown, upcoming, when_here
from season_calendar.wording.texts import texts_for

QUALIFYING, RACE_1, RACE_2 = germany().sessions
MACAU = Round("macau", "Race of Macau", germany().venue)
MACAU_ZONE = ZoneInfo("Asia/Macau")


def ahead(now: str, *seasons: Season) -> list[str]:
    """What lies ahead at a time: its session, or its round where it is one."""
    return [facts.session_id or facts.round_id for facts in upcoming(seasons, at(now))]


def event(session_id: str | None, round_: Round | None = None) -> EventFacts:
    """A session of a round, or the round itself; of the one in Germany, unless said otherwise."""
    (found,) = [facts for facts in facts_of(season(round_ or germany())) if facts.session_id == session_id]
    return found


def test_sessions_lie_ahead_until_they_end_and_their_round_while_none_does() -> None:
    assert ahead("06-01 00:00", season()) == ["qualifying", "race-2", "race-1"]  # on its day alone: from 09:00 there
    assert ahead("06-03 13:09", season()) == ["qualifying", "race-2", "race-1"]
    assert ahead("06-03 13:10", season()) == ["race-2", "race-1"]
    assert ahead("06-03 13:10", season(germany(sessions=(QUALIFYING,)))) == ["germany"]
    assert ahead("06-05 21:59", season(germany(sessions=(QUALIFYING,)))) == ["germany"]
    assert ahead("06-05 22:00", season(germany(sessions=(QUALIFYING,)))) == []


@pytest.mark.parametrize("status", [Status.CANCELLED, Status.POSTPONED])
def test_what_is_off_does_not_lie_ahead(status: Status) -> None:
    assert ahead("06-01 00:00", season(germany(status=status))) == []
    off = germany(sessions=(replace(QUALIFYING, status=status), RACE_1))
    assert ahead("06-01 00:00", season(off)) == ["race-1"]


def test_a_round_whose_sessions_are_all_off_lies_ahead_itself() -> None:
    off = germany(sessions=(replace(QUALIFYING, status=Status.CANCELLED),))
    assert ahead("06-01 00:00", season(off)) == ["germany"]


def test_what_is_provisional_lies_ahead_and_what_has_no_date_does_not() -> None:
    assert ahead("06-01 00:00", season(germany(sessions=(), status=Status.PROVISIONAL), MACAU)) == ["germany"]


def test_what_lies_ahead_in_several_seasons_comes_by_its_start() -> None:
    early = replace(germany(sessions=()), id="early", first_day=date(2021, 6, 2))
    assert ahead("06-01 00:00", season(), season(early, id_="2022")) == ["early", "qualifying", "race-2", "race-1"]


@pytest.mark.parametrize(
    ("session_id", "now", "expected"),
    [
        ("qualifying", "06-03 12:29", "starts in 1 minute"),
        ("qualifying", "06-03 12:30", "is on now"),
        ("race-2", "06-03 21:59", "starts in 2 days"),
        ("race-2", "06-03 22:00", "starts in 1 day"),
        ("race-2", "06-04 22:00", "is today"),
        (None, "06-02 21:59", "starts in 1 day"),
        (None, "06-02 22:00", "is on these days"),
        (None, "06-04 12:00", "is on these days"),
    ],
)
def test_a_countdown_runs_to_the_start_or_counts_the_days_of_the_venue(
    session_id: str | None, now: str, expected: str
) -> None:
    assert countdown(event(session_id), at(now), texts_for()) == expected


def test_there_is_no_countdown_to_what_has_no_date() -> None:
    assert countdown(event(None, MACAU), at("06-01 00:00"), texts_for()) == "no date yet"


def test_a_session_is_told_on_the_readers_clock_where_that_shows_another_time() -> None:
    assert when_here(event("qualifying"), MACAU_ZONE, texts_for()) == "Thu, 3 Jun 2021, 20:30–21:10"
    assert when_here(event("qualifying"), ZoneInfo("Europe/Stockholm"), texts_for()) is None


def test_a_session_is_told_on_the_readers_clock_where_only_its_end_is_another_there() -> None:
    """Lagos shows the hour of Berlin until Berlin goes over to summer time."""
    night = session("race-1", "race", "Race 1", date(2021, 3, 28), "00:30", 60)
    facts = event("race-1", germany(last_day=date(2021, 3, 28), first_day=date(2021, 3, 28), sessions=(night,)))
    assert when_here(facts, ZoneInfo("Africa/Lagos"), texts_for()) == "Sun, 28 Mar 2021, 01:30–02:30"
    assert when_here(facts, ZoneInfo("Europe/Stockholm"), texts_for()) is None


def test_an_hour_that_happens_twice_on_the_readers_clock_shows_which_it_is() -> None:
    told = when_here(event("race-1", in_the_night()), ZoneInfo("America/New_York"), texts_for())
    assert told == "Sun, 7 Nov 2021, 01:30 -04:00 to 01:30 -05:00"


def in_the_night() -> Round:
    """A race in which the clocks of New York go back."""
    sunday = date(2021, 11, 7)
    return germany(first_day=sunday, last_day=sunday, sessions=(session("race-1", "race", "Race 1", sunday, "05:30"),))


def test_what_is_known_by_its_day_alone_is_told_on_no_other_clock() -> None:
    assert when_here(event("race-2"), MACAU_ZONE, texts_for()) is None
    assert when_here(event(None), MACAU_ZONE, texts_for()) is None
