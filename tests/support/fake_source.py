"""Seasons and a clock for the server that a test can change while it serves."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from season_calendar.publishing.changes import Change
from season_calendar.publishing.publication import Publication
from season_calendar.seasons.library import SeasonHealth, SeasonLibrary
from season_calendar.views.change_log import noted_changes
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


class FakeSource(SeasonLibrary):
    """Seasons in memory, without files. ``refreshing`` is what a look at the files does."""

    def __init__(self, *publications: Publication) -> None:
        self._publications = publications
        self.problems: tuple[str, ...] = ()
        self.refreshing: Callable[[], bool] = lambda: False

    @property
    def publications(self) -> tuple[Publication, ...]:
        return self._publications

    @publications.setter
    def publications(self, publications: tuple[Publication, ...]) -> None:
        self._publications = publications

    @property
    def health(self) -> tuple[SeasonHealth, ...]:
        return tuple(SeasonHealth("events.yaml", publication, self.problems) for publication in self._publications)

    def changes_of(self, publication: Publication) -> Sequence[Change]:
        return noted_changes(publication)

    def refresh(self, now: datetime) -> None:
        self.refreshing()
