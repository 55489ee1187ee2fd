"""Seasons and a clock for the server that a test can change while it serves."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from season_calendar.publishing.publish import Publication
from season_calendar.seasons.library import SeasonHealth
from support.racing import FIRST_NOW


class StillClock:
    """A clock that a test sets."""

    def __init__(self) -> None:
        self.at = FIRST_NOW

    def now(self) -> datetime:
        return self.at

    def real_delay(self, until: datetime) -> timedelta:
        return max(until - self.at, timedelta(0))

    def to_clock_time(self, real: timedelta) -> timedelta:
        return real


class FakeSource:
    """Seasons in memory. ``refreshing`` is what a look at the files does."""

    def __init__(self, *publications: Publication) -> None:
        self.publications: Sequence[Publication] = publications
        self.problems: tuple[str, ...] = ()
        self.refreshing: Callable[[], bool] = lambda: False

    @property
    def health(self) -> Sequence[SeasonHealth]:
        return [SeasonHealth("events.yaml", publication, self.problems) for publication in self.publications]

    def refresh(self, now: datetime) -> None:
        self.refreshing()
