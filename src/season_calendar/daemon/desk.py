"""Where the rule meets the ledger: takes rows in hand, notes what is handed over, settles how it went.

Everything here blocks on the database and is done by one thread, in batches. It sends nothing, and what follows for a
reader is decided by ``next_step`` alone.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta

from season_calendar.clock import Clock
from season_calendar.daemon.agenda import Agenda
from season_calendar.daemon.entries import entries_of, entries_of_passed, tell_what_was_lost
from season_calendar.daemon.in_hand import InHand, Settlement
from season_calendar.errors import ChannelError, OutdatedError
from season_calendar.memo import Memo
from season_calendar.reminders.known import Hold, Knowledge
from season_calendar.reminders.next_step import Step, Telling, next_step
from season_calendar.reminders.occasions import Subject
from season_calendar.reminders.record import Entry
from season_calendar.reminders.retries import failure_of
from season_calendar.reminders.settling import Failure, handed_over, not_told, told
from season_calendar.reminders.subscribers import CONSOLE_ID, Subscriber
from season_calendar.reminders.wanted import Wanted
from season_calendar.storage.ledger.batch import Batch
from season_calendar.storage.ledger.ledger import SqlLedger
from season_calendar.storage.ledger.rows import Change, Found, ToldRow

log = logging.getLogger(__name__)

_LATELY = timedelta(hours=1)

OUR_FAULT = timedelta(seconds=5)
"""How long to wait after a failure that is not the receiver's but ours."""


class Desk:
    """The desk of one daemon. ``owner`` is its hand; ``draw`` is random, from 0 to 1."""

    def __init__(
        self,
        ledger: SqlLedger,
        owner: str,
        agenda: Callable[[], Agenda],
        clock: Clock,
        draw: Callable[[], float],
    ) -> None:
        self._ledger = ledger
        self._owner = owner
        self._agenda = agenda
        self._clock = clock
        self._draw = draw
        self._in_hand: set[int] = set()
        self._may_hold_more = False

    def claim(self, limit: int) -> list[InHand]:
        """Take what is to be told now, up to ``limit`` rows; those that need nothing go back to sleep.

        Raises OutdatedError, and StorageError.
        """
        now = self._clock.now()
        if self._may_hold_more:
            self._ledger.free([self._owner], now, but=self._in_hand)
        self._may_hold_more = True  # until it is known: a server may have committed what failed on its way back to us
        taken: list[InHand] = []
        with self._ledger.claiming(self._owner, self._agenda().season_keys, now, limit) as batch:
            agenda = self._newest_agenda(batch)
            writer = _Writer(batch, agenda, now)
            for found in batch.found:
                taken += writer.look_at(found)
            ids = [item.row.id for item in taken]
            batch.take(ids)
            writer.write()
        writer.tell_what_was_lost()
        self._may_hold_more = False
        new = [item for item in taken if item.row.id not in self._in_hand]  # what others took for left is here already
        self._in_hand.update(ids)
        return new

    def hand_over(self, items: Sequence[InHand]) -> list[InHand]:
        """Note that these are about to be sent, as they are to be said now; returns those that are to be sent.

        The others went back into the ledger: somebody else has them in hand, or there is nothing to say any more, or
        their reader is reached otherwise now. Raises OutdatedError, and StorageError; nothing is noted then.
        """
        now = self._clock.now()
        known = {item.row.id: item for item in items}
        noted = Memo(handed_over)
        begun: list[InHand] = []
        with self._ledger.holding(self._owner, list(known)) as batch:
            agenda = self._newest_agenda(batch)
            writer = _Writer(batch, agenda, now)
            for found in batch.found:
                reached = known[found.row.id].subscriber
                for item in writer.look_at(found):
                    if (item.subscriber.channel, item.subscriber.address) != (reached.channel, reached.address):
                        writer.change(item.row, item.before, now)
                    else:
                        writer.change(item.row, noted(item.before, item.telling), None)
                        begun.append(item)
            writer.write()
        writer.tell_what_was_lost()
        self._in_hand.difference_update(known.keys() - {item.row.id for item in begun})
        return begun

    def settle(self, settlements: Sequence[Settlement]) -> None:
        """Put on record what became of these. Raises StorageError; nothing is noted then."""
        now = self._clock.now()
        by_id = {settlement.item.row.id: settlement for settlement in settlements}
        known_when_told = Memo(told)
        with self._ledger.holding(self._owner, list(by_id)) as batch:
            agenda = self._agenda()
            is_newest = agenda.is_newest(batch.marks())
            writer = _Writer(batch, agenda, now)
            ours = {found.row.id: found for found in batch.found}
            for id_, settlement in by_id.items():
                item, found = settlement.item, ours.get(id_)
                if found is None:
                    _settle_what_is_not_ours(batch, writer, settlement, now)
                    continue
                knowledge = self._known_after(settlement, known_when_told, now)
                writer.record(entries_of(settlement, now))
                if settlement.put_back_for is not None:
                    writer.change(item.row, knowledge, now + self._clock.to_clock_time(settlement.put_back_for))
                elif is_newest:
                    writer.look_on(item.row, knowledge, found.subscriber)
                else:
                    writer.change(item.row, knowledge, now)
            writer.write()
        writer.tell_what_was_lost()
        self._in_hand.difference_update(by_id)

    def _newest_agenda(self, batch: Batch) -> Agenda:
        agenda = self._agenda()
        if not agenda.is_newest(batch.marks()):
            raise OutdatedError("something was published that was not taken up yet")
        return agenda

    def _known_after(
        self, settlement: Settlement, known_when_told: Callable[[Knowledge, Telling], Knowledge], now: datetime
    ) -> Knowledge:
        item, error = settlement.item, settlement.error
        if settlement.is_delivered:
            return known_when_told(item.before, item.telling)
        if error is None:
            return item.before
        return not_told(item.before, item.telling, self._failure(item, error, now))

    def _failure(self, item: InHand, error: Exception, now: datetime) -> Failure:
        if not isinstance(error, ChannelError):
            return Failure("internal error", Hold(now, self._clock.to_clock_time(OUR_FAULT)))
        left = item.telling.expires_at - now
        pace = self._clock.to_clock_time(timedelta(seconds=1)).total_seconds()
        return failure_of(error, item.before.tries, left, now, self._draw(), pace)


class _Writer:
    """Collects what one transaction writes, and looks at rows by one agenda at one instant.

    Readers who chose alike and know the same get the same step: the very same, so that what follows from it is worked
    out once for all of them too.
    """

    def __init__(self, batch: Batch, agenda: Agenda, now: datetime) -> None:
        self._batch = batch
        self._agenda = agenda
        self._now = now
        self._wanted = Memo(agenda.wanted)
        self._next_step = Memo(self._work_out)
        self._changes: list[Change] = []
        self._forgotten: list[int] = []
        self._entries: list[Entry] = []

    def look_at(self, found: Found) -> list[InHand]:
        """The one message to be told now, if there is one; else the row goes back to sleep, or is forgotten."""
        looked = self._step(found.row, found.row.knowledge, found.subscriber)
        if looked is None:
            return []
        subject, subscriber, step = looked
        if step.telling is None:
            self._sleep(found.row, step)
            return []
        if step.passed:
            self.change(found.row, step.knowledge, None)
        return [InHand(found.row, subject, subscriber, step.telling, step.knowledge)]

    def look_on(self, row: ToldRow, knowledge: Knowledge, subscriber: Subscriber | None) -> None:
        """Put a row back of which so much is known by now, to be looked at when there is something to do."""
        looked = self._step(row, knowledge, subscriber)
        if looked is not None:
            _, _, step = looked
            self._sleep(row, step)

    def change(self, row: ToldRow, knowledge: Knowledge, wake_at: datetime | None) -> None:
        """Keep what is known of it; the row stays in hand where it is not to wake at an instant."""
        self._changes.append(Change(row.id, knowledge, wake_at))

    def record(self, entries: Iterable[Entry]) -> None:
        """Put something on record."""
        self._entries += entries

    def write(self) -> None:
        """Write it all."""
        self._batch.keep(self._changes)
        self._batch.forget(self._forgotten)
        self._batch.record(self._entries)

    def tell_what_was_lost(self) -> None:
        """Warn of it. To be called when it is on record: what was not committed is decided anew."""
        tell_what_was_lost(self._entries)

    def _step(
        self, row: ToldRow, knowledge: Knowledge, subscriber: Subscriber | None
    ) -> tuple[Subject, Subscriber, Step] | None:
        if row.subscriber_id == CONSOLE_ID:
            subscriber = self._agenda.console
        subject = self._agenda.subjects.get(row.subject)
        if subscriber is None or subject is None:
            self._forgotten.append(row.id)
            return None
        wanted = self._wanted(subject, subscriber.choice)
        step = self._next_step(knowledge, wanted, wanted.counted_since(subscriber.since))
        if step.passed:
            self._entries += entries_of_passed(step, subject, subscriber, self._now)
        return subject, subscriber, step

    def _work_out(self, knowledge: Knowledge, wanted: Wanted, since: datetime) -> Step:
        return next_step(knowledge, wanted, since, self._now)

    def _sleep(self, row: ToldRow, step: Step) -> None:
        wake_at = self._now if step.telling is not None else step.wake_at
        if wake_at is None:
            self._forgotten.append(row.id)
        else:
            self.change(row, step.knowledge, wake_at)


def _settle_what_is_not_ours(batch: Batch, writer: _Writer, settlement: Settlement, now: datetime) -> None:
    """The row went into other hands meanwhile; or it is settled already, and only the answer to that was lost."""
    entries = list(entries_of(settlement, now))
    if not entries or batch.has_on_record(settlement.item.key, since=now - _LATELY):
        return
    writer.record(entries)
    if settlement.error is None:
        log.warning("%s was sent by a hand that was taken for gone, and may come twice", settlement.item.key)
