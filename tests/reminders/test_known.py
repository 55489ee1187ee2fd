"""Whether what somebody knows is true, and until when it matters that it is not."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from support.racing import germany
from support.reminding import DAY, HOUR, at, editions, occasion

from season_calendar.model import Status
from season_calendar.reminders.known import Known, truth_of

RACE = Known(at("06-05 09:00"), True, date(2021, 6, 5), at("06-05 10:00"), "Spa")
LATER = replace(RACE, start_at=at("06-05 12:00"), ends_at=at("06-05 13:00"))


def test_what_is_true_of_an_event_is_read_off_it() -> None:
    on, off, gone = (its for its in editions(germany(), germany(status=Status.POSTPONED), germany(sessions=())))
    venue = "Nürburgring Nordschleife"
    race = Known(at("06-05 09:00"), True, date(2021, 6, 5), at("06-05 10:00"), venue)
    assert truth_of(occasion(on, "race-1")) == race
    assert truth_of(occasion(off, "race-1")) == replace(race, off=Status.POSTPONED)
    assert truth_of(occasion(gone, "race-2")).has_time is False
    round_ = Known(at("06-03 12:30"), True, date(2021, 6, 3), at("06-05 22:00"), venue, None, date(2021, 6, 3))
    assert truth_of(occasion(on)) == round_
    assert truth_of(occasion(gone)).first_session_day is None


def test_a_start_matters_until_the_later_of_both() -> None:
    assert RACE.matters_until(LATER) == LATER.matters_until(RACE) == LATER.start_at


def test_that_it_is_off_or_elsewhere_matters_until_the_later_of_both_ends() -> None:
    for otherwise in (replace(LATER, off=Status.CANCELLED), replace(LATER, venue="Zolder")):
        assert RACE.matters_until(otherwise) == otherwise.matters_until(RACE) == LATER.ends_at


def test_where_no_end_was_kept_it_ends_with_its_start() -> None:
    assert Known(RACE.start_at).matters_until(Known(RACE.start_at, off=Status.CANCELLED)) == RACE.start_at


def test_of_what_is_off_nothing_else_matters() -> None:
    off = replace(RACE, off=Status.CANCELLED)
    assert off.agrees_with(replace(LATER, venue="Zolder", off=Status.CANCELLED))
    assert not off.agrees_with(replace(off, off=Status.POSTPONED))


def test_what_was_not_kept_is_not_otherwise() -> None:
    bare = Known(RACE.start_at)
    assert bare.agrees_with(RACE)
    assert RACE.agrees_with(bare)
    assert bare.agrees_with(replace(RACE, venue="Zolder", day=date(2021, 6, 6)))


def test_a_day_matters_also_where_no_time_is_known() -> None:
    day_only = replace(RACE, has_time=False)
    assert day_only.agrees_with(LATER)
    assert not day_only.agrees_with(replace(day_only, day=date(2021, 6, 6), start_at=RACE.start_at + DAY))
    assert not LATER.agrees_with(day_only)
    assert not RACE.agrees_with(replace(RACE, day=date(2021, 6, 6), start_at=RACE.start_at + HOUR / 60))


def test_of_a_round_the_day_of_its_first_session_matters_also_where_no_time_is_known() -> None:
    round_ = replace(RACE, has_time=False, first_session_day=date(2021, 6, 5))
    tomorrow = replace(round_, start_at=RACE.start_at + DAY, first_session_day=date(2021, 6, 6))
    assert not round_.agrees_with(tomorrow)
    assert not round_.agrees_with(replace(tomorrow, has_time=True))
    assert not tomorrow.agrees_with(round_)


def test_that_the_sessions_of_a_round_are_known_by_now_is_for_the_next_reminder() -> None:
    dates_only = replace(RACE, has_time=False)
    assert dates_only.agrees_with(replace(RACE, start_at=RACE.start_at + DAY, first_session_day=date(2021, 6, 6)))
