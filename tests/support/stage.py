"""A ledger, a journal and subscribers on which a test plays daemons by hand, or starts a real one."""

from __future__ import annotations

from sqlalchemy import Engine

from season_calendar.model import Round
from season_calendar.publishing.publication import History, Publication
from season_calendar.publishing.publish import publish
from season_calendar.reminders.record import Entry
from season_calendar.reminders.subscribers import Subscriber
from season_calendar.storage.engine import reading
from season_calendar.storage.journal import SqlJournal
from season_calendar.storage.ledger.ledger import SqlLedger
from season_calendar.storage.ledger.readers import SqlReaders
from season_calendar.storage.ledger.record import SqlRecord
from season_calendar.storage.ledger.rows import FOUND, Found, read_found
from season_calendar.storage.subscribers import SqlSubscribers
from support.hand_driven import FakeHand, HandClock, HandDaemon, Source
from support.racing import germany, history
from support.reminding import HOUR, LONG_AGO, anna, at, reminding

DUE = at("06-05 08:00")
"""When the reminder of race-1 is due, an hour before it starts; it is of use for half an hour."""


def to_races(**other: object) -> Subscriber:
    """anna, or somebody else, who wants one reminder: of race-1, an hour before."""
    return anna(lead_times={"round": (), "qualifying": (), "race": (HOUR,)}, **other)


class Stage:
    """The round in Germany is published and, but where a test names others, one subscribes to races. It is ``DUE``."""

    def __init__(self, engine: Engine, *subscribers: Subscriber, round_: Round | None = None) -> None:
        self.engine = engine
        self.clock = HandClock(DUE)
        self.journal = SqlJournal(engine)
        self.ledger, self.readers, self.record = SqlLedger(engine), SqlReaders(engine), SqlRecord(engine)
        self.subscribers = SqlSubscribers(engine)
        self.published: list[Publication] = []
        self.gone: set[str] = set()
        self._hands = 0
        for subscriber in subscribers or (to_races(),):
            self.subscribers.add(subscriber, LONG_AGO)
        self.publish(round_ or germany())

    def publish(self, *rounds: Round) -> None:
        """The season is published with these rounds, where that is anything new."""
        before = self.published[-1] if self.published else None
        now = LONG_AGO if before is None else self.clock.instant
        publication = publish(reminding(*rounds), History() if before is None else history(before), now)
        if before is None or publication.edition != before.edition:
            self.published.append(publication)
            with self.journal.exclusive() as writer:
                writer.record(publication)

    def have_planned(self) -> None:
        """All subscribers have been taken up by some process, when nothing was in sight."""
        for subscriber, version in self.readers.changed(1000):
            self.readers.take_up(subscriber.id, version, [], LONG_AGO)

    def hand(self) -> FakeHand:
        """Another hand."""
        self._hands += 1
        return FakeHand(f"hand {self._hands}", self.gone)

    def source(self) -> Source:
        """A library of another process."""
        return Source(self.published, self.journal)

    def daemon(self) -> HandDaemon:
        """Another daemon, driven by hand."""
        return HandDaemon(self.source(), self.ledger, self.readers, self.hand(), self.clock)

    def rows(self) -> list[Found]:
        """All rows, by subscriber."""
        with reading(self.engine) as connection:
            rows = [read_found(row, self.engine.url) for row in connection.execute(FOUND)]
        return sorted(rows, key=lambda found: found.row.subscriber_id)

    def entries(self) -> list[Entry]:
        """The record, the oldest first."""
        return [its.entry for its in reversed(self.record.entries(1000))]

    def outcomes(self) -> list[str]:
        """The record in short, the oldest first: ``sent reminder``."""
        return [f"{entry.outcome} {entry.kind}" for entry in self.entries()]
