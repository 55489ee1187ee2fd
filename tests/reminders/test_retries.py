"""When a message that failed is tried again."""

from __future__ import annotations

from datetime import timedelta

import pytest
from support.reminding import HOUR, MINUTE, at

from season_calendar.errors import PermanentChannelError, TemporaryChannelError
from season_calendar.reminders.known import Hold
from season_calendar.reminders.retries import back_off, failure_of
from season_calendar.reminders.settling import Failure

NOW, SECOND = at("06-05 08:00"), timedelta(seconds=1)


@pytest.mark.parametrize(
    ("tries", "ceiling"), [(1, 2), (2, 4), (3, 8), (7, 128), (8, 256), (9, 300), (10, 300), (10_000, 300)]
)
def test_the_ceiling_doubles_from_two_seconds_to_five_minutes(tries: int, ceiling: int) -> None:
    assert back_off(tries, 1.0) == ceiling * SECOND
    assert back_off(tries, 0.75) == ceiling * 0.75 * SECOND


def test_no_wait_is_shorter_than_a_second() -> None:
    assert back_off(9, 0.0) == SECOND


def wait_after(error: TemporaryChannelError, tries: int = 0, left: timedelta = HOUR, pace: float = 1.0) -> timedelta:
    failure = failure_of(error, tries, left, NOW, 1.0, pace)
    assert failure.hold is not None
    assert failure.hold.set_at == NOW
    return failure.hold.length


def test_the_first_failure_waits_for_the_first_ceiling_and_each_more_for_longer() -> None:
    error = TemporaryChannelError("no answer")
    assert [wait_after(error, tries) for tries in (0, 1, 2)] == [2 * SECOND, 4 * SECOND, 8 * SECOND]


def test_a_wait_of_ones_own_gives_at_most_half_of_the_time_of_use_away() -> None:
    assert wait_after(TemporaryChannelError("no answer"), 20, left=2 * MINUTE) == MINUTE


def test_what_a_receiver_asks_for_is_kept_also_where_it_is_too_late() -> None:
    assert wait_after(TemporaryChannelError("busy", retry_after=2 * HOUR), left=MINUTE) == 2 * HOUR
    assert wait_after(TemporaryChannelError("busy", retry_after=-MINUTE)) == timedelta(0)


def test_waits_are_of_real_time_whatever_the_pace_of_the_clock() -> None:
    assert wait_after(TemporaryChannelError("busy", retry_after=MINUTE), pace=60.0) == HOUR
    assert wait_after(TemporaryChannelError("no answer"), pace=60.0) == 2 * MINUTE


def test_throttling_costs_no_try_and_waits_as_after_the_last_one() -> None:
    throttled = TemporaryChannelError("busy", throttled=True)
    assert not failure_of(throttled, 2, HOUR, NOW, 1.0).costs_try
    assert [wait_after(throttled, tries) for tries in (0, 1, 2)] == [2 * SECOND, 2 * SECOND, 4 * SECOND]


@pytest.mark.parametrize("may_have_arrived", [True, False])
def test_whether_it_may_have_arrived_is_what_the_channel_says(may_have_arrived: bool) -> None:
    error = TemporaryChannelError("no answer", may_have_arrived=may_have_arrived)
    assert failure_of(error, 0, HOUR, NOW, 1.0) == Failure(
        "no answer", Hold(NOW, 2 * SECOND), may_have_arrived=may_have_arrived
    )


def test_what_is_refused_for_good_did_not_arrive_and_is_not_tried_again() -> None:
    refused = failure_of(PermanentChannelError("gone"), 3, HOUR, NOW, 1.0)
    assert refused == Failure("gone", hold=None, may_have_arrived=False, costs_try=True)
