"""The clock that can be elsewhere."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import freezegun

from season_calendar.clock import ShiftedClock, SystemClock

OPENING = datetime(2021, 6, 2, 12, tzinfo=UTC)


class Stopwatch:
    """A monotonic clock that a test sets."""

    seconds = 100.0

    def __call__(self) -> float:
        return self.seconds


def test_a_shifted_clock_starts_where_it_is_told_and_runs_at_its_speed() -> None:
    stopwatch = Stopwatch()
    clock = ShiftedClock(OPENING, speed=3600, monotonic=stopwatch)
    assert clock.now() == OPENING
    stopwatch.seconds += 2
    assert clock.now() == OPENING + timedelta(hours=2)


def test_an_hour_at_speed_3600_is_a_second_of_waiting() -> None:
    clock = ShiftedClock(OPENING, speed=3600, monotonic=Stopwatch())
    assert clock.real_delay(OPENING + timedelta(hours=1)) == timedelta(seconds=1)
    assert clock.to_clock_time(timedelta(seconds=1)) == timedelta(hours=1)


def test_what_is_past_needs_no_waiting() -> None:
    clock = ShiftedClock(OPENING, speed=2, monotonic=Stopwatch())
    assert clock.real_delay(OPENING - timedelta(days=1)) == timedelta(0)


def test_the_machines_clock_is_aware_and_in_utc() -> None:
    with freezegun.freeze_time("2021-06-02T12:00:00Z", real_asyncio=True):
        clock = SystemClock()
        assert clock.now() == OPENING
        assert clock.now().tzinfo is UTC
        assert clock.real_delay(OPENING + timedelta(minutes=1)) == timedelta(minutes=1)
        assert clock.real_delay(OPENING - timedelta(minutes=1)) == timedelta(0)
        assert clock.to_clock_time(timedelta(minutes=1)) == timedelta(minutes=1)
