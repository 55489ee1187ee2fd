"""The one door to the present. Only the command line makes a clock; the daemon and the server are handed it.

A clock may stand elsewhere: ``ShiftedClock`` starts at any instant and runs at any speed, so that a season long
past can be watched as if it were now.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """What the rim needs of time."""

    def now(self) -> datetime:
        """The present instant, in UTC."""

    def real_delay(self, until: datetime) -> timedelta:
        """How long really to wait until this clock shows ``until``; zero where that is past."""

    def to_clock_time(self, real: timedelta) -> timedelta:
        """How far this clock advances while ``real`` time passes (leases and time-outs are spans of real time)."""


class SystemClock:
    """The machine's own clock."""

    def now(self) -> datetime:
        """The present instant, in UTC."""
        return datetime.now(UTC)

    def real_delay(self, until: datetime) -> timedelta:
        """How long to wait until ``until``."""
        return max(until - self.now(), timedelta(0))

    def to_clock_time(self, real: timedelta) -> timedelta:
        """The same span: this clock runs at the speed of time."""
        return real


class ShiftedClock:
    """A clock that started at ``at`` when it was made and runs ``speed`` times as fast as time.

    It counts on the machine's monotonic clock, so that a step of the system's time does not reach it.
    """

    def __init__(self, at: datetime, speed: float = 1.0, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._at = at
        self._speed = speed
        self._monotonic = monotonic
        self._started = monotonic()

    def now(self) -> datetime:
        """The instant this clock shows, in UTC."""
        return self._at + timedelta(seconds=(self._monotonic() - self._started) * self._speed)

    def real_delay(self, until: datetime) -> timedelta:
        """How long really to wait: an hour at speed 3600 is a second."""
        return max((until - self.now()) / self._speed, timedelta(0))

    def to_clock_time(self, real: timedelta) -> timedelta:
        """How far this clock goes in ``real`` time."""
        return real * self._speed
