"""The real daemon on a clock that jumps: run as a process of its own, it goes through a season in seconds.

Arguments: season file, database, clock file. It sends over the real webhook channel until it is killed, or stopped by
SIGTERM. The clock file holds the clock's instant, written before the clock jumps there; a new process goes on from it.
"""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import Engine

from season_calendar.channels import ChannelSettings, open_channel
from season_calendar.daemon.daemon import Daemon
from season_calendar.publishing.publication import History, Publication
from season_calendar.publishing.publish import publish
from season_calendar.reminders.delivery import Delivery
from season_calendar.season_file import read_season
from season_calendar.seasons.library import SeasonLibrary
from season_calendar.storage.engine import open_database
from season_calendar.storage.ledger import Settlement, SqlLedger
from season_calendar.storage.subscribers import SqlSubscribers
from season_calendar.zoned_time import parse_instant

FIRST_PUBLISHED_AT = parse_instant("2021-01-01T00:00Z")


class WatchedLedger(SqlLedger):
    """A ledger that knows what was claimed through it and is not settled yet."""

    def __init__(self, engine: Engine) -> None:
        super().__init__(engine)
        self._held: set[int] = set()
        self._changed = threading.Condition()

    def claim(
        self, channel: str, season_keys: Collection[str], now: datetime, lease_until: datetime, limit: int
    ) -> list[Delivery]:
        """Claim, and note it."""
        claimed = super().claim(channel, season_keys, now, lease_until, limit)
        with self._changed:
            self._held.update(delivery.id for delivery in claimed)
        return claimed

    def settle(self, settlements: Sequence[Settlement], now: datetime) -> set[int]:
        """Settle, and note it."""
        ours = super().settle(settlements, now)
        with self._changed:
            self._held.difference_update(settlement.delivery.id for settlement in settlements)
            self._changed.notify_all()
        return ours

    def wait_until_nothing_is_held(self, seconds: float) -> bool:
        """False where something still is after ``seconds``."""
        with self._changed:
            return self._changed.wait_for(lambda: not self._held, seconds)


class JumpClock:
    """Shows one instant until nothing is held and the daemon wants to sleep; then it is when it wants to wake."""

    def __init__(self, path: Path, ledger: WatchedLedger) -> None:
        self._path = path
        self._now = parse_instant(path.read_text())
        self._ledger = ledger

    def now(self) -> datetime:
        """The instant it stands at."""
        return self._now

    def real_delay(self, until: datetime) -> timedelta:
        """Nothing, once everything in hand is done: the clock shows ``until`` by then."""
        if self._ledger.wait_until_nothing_is_held(30) and until > self._now:
            # Replaced, not written in place: we may be killed at any moment.
            beside = self._path.with_suffix(".new")
            beside.write_text(until.isoformat())
            beside.replace(self._path)
            self._now = until
        return timedelta(0)

    def to_clock_time(self, real: timedelta) -> timedelta:
        """Leases are as long as on any clock."""
        return real


class OneSeason(SeasonLibrary):
    """A season published once, long ago."""

    def __init__(self, path: Path) -> None:
        season, _ = read_season(path.read_bytes(), str(path))
        self._published = (publish(season, History(), FIRST_PUBLISHED_AT),)

    @property
    def reminded(self) -> tuple[Publication, ...]:
        """The one there is."""
        return self._published

    def refresh(self, now: datetime) -> None:
        """Nobody edits it."""


def main(season_file: str, database: str, clock_file: str) -> None:
    """Run until SIGTERM."""
    engine = open_database(database)
    ledger = WatchedLedger(engine)
    clock = JumpClock(Path(clock_file), ledger)
    channel = open_channel("webhook", ChannelSettings(send_timeout=timedelta(seconds=5)))
    daemon = Daemon(
        OneSeason(Path(season_file)),
        SqlSubscribers(engine),
        ledger,
        clock,
        {channel.kind: channel},
        "Europe/Berlin",
    )
    ended = threading.Event()
    signal.signal(signal.SIGTERM, lambda number, frame: ended.set())
    daemon.start()
    ended.wait()
    daemon.stop()
    channel.close()
    engine.dispose()


if __name__ == "__main__":
    main(*sys.argv[1:])
