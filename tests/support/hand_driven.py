"""A daemon without a loop and without time: a test moves its clock, and every step of its messages, one by one."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import NamedTuple

from season_calendar.choices.options import stored_choice
from season_calendar.daemon.desk import Desk
from season_calendar.daemon.in_hand import InHand, Settlement
from season_calendar.daemon.looker import Looker
from season_calendar.errors import OutdatedError
from season_calendar.publishing.publication import Publication
from season_calendar.reminders.composing import addressed, compose
from season_calendar.reminders.message import Message
from season_calendar.seasons.library import SeasonLibrary
from season_calendar.storage.database_file import DatabaseFile
from season_calendar.storage.journal import SqlJournal
from season_calendar.storage.ledger.ledger import SqlLedger
from season_calendar.storage.ledger.readers import SqlReaders
from support.reminding import next_in_sight


class HandClock:
    """Shows what it was last set to."""

    def __init__(self, now: datetime) -> None:
        self.instant = now

    def now(self) -> datetime:
        return self.instant

    def real_delay(self, until: datetime) -> timedelta:
        return max(until - self.instant, timedelta(0))

    def to_clock_time(self, real: timedelta) -> timedelta:
        return real


class Source(SeasonLibrary):
    """A library without files: a refresh takes up what is newest in a shared list of publications, and in the journal.

    One that is stale does not see that there is anything newer; one that is of other seasons does not remind of these.
    """

    def __init__(self, published: list[Publication], journal: SqlJournal) -> None:
        self._published = published
        self._kept = journal
        self.is_stale = False
        self.is_of_others = False
        self._take_up()

    @property
    def publications(self) -> tuple[Publication, ...]:
        return self._newest

    @property
    def reminded(self) -> tuple[Publication, ...]:
        return () if self.is_of_others else self._newest

    @property
    def marks(self) -> dict[str, object]:
        return {} if self.is_of_others else self._marks

    def refresh(self, now: datetime) -> timedelta | None:
        if not self.is_stale:
            self._take_up()
        return None

    def _take_up(self) -> None:
        self._newest = tuple(self._published[-1:])
        self._marks = dict(self._kept.marks())


class NoFile(DatabaseFile):
    """A database whose file nobody looks at."""

    def __init__(self) -> None:
        """There is nothing to remember."""

    def check(self) -> None:
        """It is always there."""


class FakeHand:
    """A hand that is gone when a test says so. All hands of a test share ``gone_ids``."""

    def __init__(self, id_: str, gone_ids: set[str]) -> None:
        self.id = id_
        self._gone_ids = gone_ids

    def beat(self) -> None:
        """Nobody counts."""

    def gone(self, others: Collection[str]) -> frozenset[str]:
        return frozenset(self._gone_ids & set(others))

    def close(self) -> None:
        self._gone_ids.add(self.id)


class Sent(NamedTuple):
    """A message on its way to its reader."""

    item: InHand
    message: Message


class HandDaemon:
    """One daemon's looker and desk on a ledger that others may share. What it sends is kept in ``sent``."""

    def __init__(
        self,
        source: Source,
        ledger: SqlLedger,
        readers: SqlReaders,
        hand: FakeHand,
        clock: HandClock,
        console_zone: str = "Europe/Berlin",
    ) -> None:
        self.source = source
        self.ledger = ledger
        self.readers = readers
        self.hand = hand
        self.clock = clock
        self.looker = Looker(source, ledger, readers, NoFile(), hand, clock, console_zone, lambda: 0.0)
        self.desk = Desk(ledger, hand.id, lambda: self.looker.agenda, clock, lambda: 0.5)
        self.claimed: list[InHand] = []
        self.handed_over: list[InHand] = []
        self.unsettled: list[Settlement] = []

    @property
    def in_hand(self) -> list[InHand]:
        """What it has claimed and not settled."""
        return [*self.claimed, *self.handed_over, *(settlement.item for settlement in self.unsettled)]

    def look(self) -> None:
        """Take up what changed."""
        self.looker.look()

    def claim(self) -> None:
        """Take what is due in hand; nothing where something is published that it did not see."""
        try:
            self.claimed += self.desk.claim(100)
        except OutdatedError:
            return

    def hand_over(self) -> None:
        """Note everything it has claimed as handed over."""
        if not self.claimed:
            return
        try:
            self.handed_over += self.desk.hand_over(self.claimed)
        except OutdatedError:
            return
        self.claimed = []

    def send(self, error: Exception | None = None) -> Sent | None:
        """Send the first that is handed over, with that failure, if any; what was sent."""
        if not self.handed_over:
            return None
        item = self.handed_over.pop(0)
        self.unsettled.append(Settlement(item, error))
        words = compose(item.telling, item.subject, item.subscriber, self.clock.now())
        return Sent(item, addressed(words, item.key))

    def settle(self) -> None:
        """Put on record what became of what was sent."""
        if self.unsettled:
            self.desk.settle(self.unsettled)
        self.unsettled = []

    def kill(self) -> None:
        """It dies, with what it has in hand."""
        self.hand.close()

    def run(self) -> list[Sent]:
        """Look, and do all that follows from it, until there is nothing to do; all that was sent."""
        sent: list[Sent] = []
        for _ in range(1000):
            self.look()
            self.claim()
            self.hand_over()
            while (its := self.send()) is not None:
                sent.append(its)
            if not self.unsettled and not self.claimed and not self._is_due():
                return sent
            self.settle()
        raise AssertionError(f"it never comes to rest: {self.in_hand}")

    def run_on(self, until: datetime) -> list[Sent]:
        """Go through time from one wake to the next; all that was sent."""
        sent = self.run()
        while self.clock.instant < until:
            now = self.clock.instant
            wakes = [self.ledger.next_wake_at(self.looker.agenda.season_keys), self._next_in_sight(now), until]
            self.clock.instant = min(max(at, now) for at in wakes if at is not None)
            sent += self.run()
        return sent

    def _next_in_sight(self, now: datetime) -> datetime | None:
        """When the next lead time of anybody comes."""
        choices = [stored_choice(text) for text in self.readers.choices()]
        return next_in_sight((its for choice in choices for its in self.looker.agenda.ahead(choice, now)), now)

    def _is_due(self) -> bool:
        wake_at = self.ledger.next_wake_at(self.looker.agenda.season_keys)
        return wake_at is not None and wake_at <= self.clock.instant
