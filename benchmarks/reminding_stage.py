"""What the benchmarks of reminders play on: a season, as many subscribers as you like, and a daemon."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import Connection, Engine, event, func, insert, select
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import ConnectionPoolEntry

from season_calendar.channels import Channel
from season_calendar.clock import Clock
from season_calendar.daemon.daemon import Daemon
from season_calendar.daemon.desk import Desk
from season_calendar.daemon.in_hand import InHand, Settlement
from season_calendar.daemon.looker import Looker
from season_calendar.reminders.message import Message
from season_calendar.reminders.record import Outcome
from season_calendar.reminders.subscribers import Subscriber
from season_calendar.seasons.library import SeasonLibrary
from season_calendar.storage.database_file import DatabaseFile
from season_calendar.storage.engine import open_database, reading, writing
from season_calendar.storage.hands import Hand, open_hand
from season_calendar.storage.journal import SqlJournal
from season_calendar.storage.ledger.ledger import SqlLedger
from season_calendar.storage.ledger.readers import SqlReaders
from season_calendar.storage.ledger.record import SqlRecord
from season_calendar.storage.subscribers import SqlSubscribers
from season_calendar.storage.tables import RECORD, SUBSCRIBERS, TOLD

LEAD = timedelta(hours=1)
_DATABASE = "ledger.sqlite3"
_CHUNK = 500
_MANY = 10_000

SEASON = """\
schema: 1
series: {{id: wtcr, name: FIA World Touring Car Cup, short_name: WTCR}}
season: 2030
reminders: {{race: [1h]}}
venues:
  most: {{name: Autodrom Most, place: 'Most, Czech Republic', zone: UTC}}
rounds:
  - id: czechia
    name: Race of the Czech Republic
    venue: most
    dates: {day}
    status: {status}
    sessions:
      - {{id: race-1, kind: race, start: '{day} {time}', duration: 2h}}
"""


class HandClock:
    """Shows what it was last set to, and claims to run ``speed`` times as fast as time."""

    def __init__(self, now: datetime, speed: float = 1.0) -> None:
        self.instant = now
        self._speed = speed

    def now(self) -> datetime:
        return self.instant

    def real_delay(self, until: datetime) -> timedelta:
        return max(until - self.instant, timedelta(0)) / self._speed

    def to_clock_time(self, real: timedelta) -> timedelta:
        return real * self._speed


class NullChannel:
    """Takes every message at once, and remembers how long after ``due_at`` it came."""

    kind = "null"
    at_once = 50
    send_timeout = timedelta(seconds=5)

    def __init__(self, clock: Clock, due_at: datetime) -> None:
        self._clock = clock
        self._due_at = due_at
        self.late: list[float] = []

    async def send(self, address: str, message: Message) -> None:
        self.late.append((self._clock.now() - self._due_at).total_seconds())

    def destination(self, address: str) -> str:
        return address.partition("/")[0]

    def check_address(self, address: str) -> str:
        return address

    async def close(self) -> None:
        """There is nothing to close."""


class Stage:
    """One season with one race, published, of which all are to be reminded an hour before its ``start``.

    Whoever signs up does so two hours before it.
    """

    def __init__(self, folder: Path, start: datetime) -> None:
        self.folder, self.start = folder, start
        self.engine = open_database(str(folder / _DATABASE))
        self.file = folder / "season.yaml"
        if not self.file.exists():
            self.write_season("confirmed")
        self.library = SeasonLibrary([self.file], SqlJournal(self.engine), trust_clock=True)
        self.library.open(start - 2 * LEAD)
        self.ledger, self.readers = SqlLedger(self.engine), SqlReaders(self.engine)
        self.subscribers = SqlSubscribers(self.engine)

    def fill(self, count: int, channel: str = "null", hosts: str = "host-{}") -> Stage:
        """Sign up as many subscribers, their addresses spread over a hundred hosts, in three languages and zones."""
        with writing(self.engine) as connection:
            for first in range(0, count, _MANY):
                numbers = range(first, min(first + _MANY, count))
                rows = [self._subscriber_row(number, channel, hosts) for number in numbers]
                connection.execute(insert(SUBSCRIBERS), rows)
        return self

    def fill_record(self, count: int) -> None:
        """Put as many old messages on record."""
        with writing(self.engine) as connection:
            for first in range(0, count, _MANY):
                numbers = range(first, min(first + _MANY, count))
                connection.execute(insert(RECORD), [self._old_row(number) for number in numbers])

    def count_on_record(self) -> int:
        """How many messages are on record as sent."""
        return SqlRecord(self.engine).counts(self.start - timedelta(days=1))[Outcome.SENT]

    def count_rows(self) -> int:
        """How many rows there are of what readers were told."""
        with reading(self.engine) as connection:
            return connection.execute(select(func.count()).select_from(TOLD)).scalar_one()

    def _old_row(self, number: int) -> dict[str, object]:
        uid = "wtcr.2029.czechia.race-1@season-calendar"
        return {
            "at": self.start - timedelta(days=300) + timedelta(seconds=number),
            "subscriber_id": f"{number % 100_000:012x}",
            "channel": "null",
            "subject": "wtcr/2029/czechia",
            "season_key": "wtcr/2029",
            "uid": uid,
            "kind": "reminder",
            "lead_minutes": 60,
            "key": f"wtcr/2029/czechia/race-1/1h/{number:012x}/0-0123456789",
            "outcome": "sent",
            "why": None,
        }

    def _subscriber_row(self, number: int, channel: str, hosts: str) -> dict[str, object]:
        since = self.start - 2 * LEAD + timedelta(microseconds=number)
        return {
            "id": f"{number:012x}",
            "name": f"reader {number}",
            "channel": channel,
            "address": f"{hosts.format(number % 100)}/{number}",
            "zone_name": ("Europe/Stockholm", "Europe/Berlin", "America/New_York")[number % 3],
            "since": since,
            "created_at": since,
            "choice": ("", "lang=sv", "lang=de")[number % 3],
            "version": 1,
            "planned_version": 1,
        }

    def write_season(self, status: str) -> None:
        """Write the season file, with the round in that state."""
        day, clock_time = self.start.date(), f"{self.start:%H:%M:%S}"[:5]
        self.file.write_text(SEASON.format(day=day, time=clock_time, status=status))

    def sign_up(self, name: str) -> None:
        """One more subscriber."""
        since = self.start - 2 * LEAD
        self.subscribers.add(Subscriber(name, name, "null", f"host/{name}", "Europe/Stockholm", since), since)

    def looker(self, hand: Hand, clock: Clock) -> Looker:
        """The eyes of a daemon, with nobody at the console."""
        return Looker(self.library, self.ledger, self.readers, DatabaseFile(self.engine), hand, clock, "UTC")

    @contextmanager
    def daemon(self, clock: Clock, channel: Channel) -> Iterator[None]:
        """A daemon as it runs, while the block does."""
        hand = open_hand(self.engine)
        daemon = Daemon(
            self.looker(hand, clock), self.ledger, hand, clock, {channel.kind: channel}, lambda: os._exit(1)
        )
        daemon.start()
        try:
            yield
        finally:
            daemon.stop()
            hand.close()


class ByHand:
    """What blocks in a daemon, one step at a time."""

    def __init__(self, stage: Stage, clock: HandClock) -> None:
        self.stage, self.clock = stage, clock
        hand = open_hand(stage.engine)
        self.looker = stage.looker(hand, clock)
        self.desk = Desk(stage.ledger, hand.id, lambda: self.looker.agenda, clock, lambda: 0.5)

    def take_up(self) -> None:
        """Look until everything that is published is taken up."""
        while dict(self.stage.library.marks) != dict(SqlJournal(self.stage.engine).marks()):
            self.looker.look()

    def batches(self) -> Iterator[list[InHand]]:
        """Claim and hand over all that is due, some at a time."""
        while items := self.desk.claim(_CHUNK):
            yield self.desk.hand_over(items)

    def tell_all(self) -> int:
        """Claim, hand over and settle all that is due; how many messages those were."""
        count = 0
        for items in self.batches():
            self.desk.settle([Settlement(item) for item in items])
            count += len(items)
        return count


class Transactions:
    """Watches an engine: how long the longest transaction was, in seconds, from its beginning until it was kept."""

    def __init__(self, engine: Engine) -> None:
        self.longest = 0.0
        self._began: dict[int, float] = {}
        event.listen(engine, "begin", self._begin)
        event.listen(engine, "checkin", self._end)

    def _begin(self, connection: Connection) -> None:
        self._began[id(connection.connection.dbapi_connection)] = time.perf_counter()

    def _end(self, connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
        began = self._began.pop(id(connection), None)
        if began is not None:
            self.longest = max(self.longest, time.perf_counter() - began)
