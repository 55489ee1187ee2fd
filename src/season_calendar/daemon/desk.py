"""Where the rule meets the ledger: takes rows in hand, notes what is handed over, settles how it went.

Everything here blocks on the database and is done by one thread, in batches. It sends nothing, and what follows for a
reader is decided by ``next_step`` alone.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from season_calendar.clock import Clock
from season_calendar.daemon.agenda import Agenda
from season_calendar.daemon.entries import entries_of
from season_calendar.daemon.in_hand import InHand, Settlement, ToTell
from season_calendar.daemon.writer import Writer
from season_calendar.errors import ChannelError, OutdatedError
from season_calendar.memo import Memo
from season_calendar.reminders.known import Hold, Knowledge
from season_calendar.reminders.retries import failure_of
from season_calendar.reminders.settling import Failure, handed_over, not_told, told
from season_calendar.reminders.subscribers import Subscriber
from season_calendar.storage.ledger.batch import Batch
from season_calendar.storage.ledger.ledger import SqlLedger

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
            writer = Writer(batch, agenda, now)
            for found in batch.found:
                item = writer.look_at(found)
                if item is not None:
                    taken.append(item)
                    if item.before is not found.row.knowledge:
                        writer.change(found.row, item.before, None)  # it is on record what passed before it
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
        before = {id_: item.found for id_, item in known.items()}
        noted = Memo(_handed_over)
        begun: list[InHand] = []
        with self._ledger.holding(self._owner, list(before), before) as batch:
            agenda = self._newest_agenda(batch)
            writer = Writer(batch, agenda, now)
            for found in batch.found:
                item = writer.look_at(found)
                if item is None:
                    continue
                if not _is_reached_as(item.subscriber, known[found.row.id].subscriber):
                    writer.change(found.row, item.before, now)
                else:
                    writer.change(found.row, noted(item.to_tell), None)
                    begun.append(item)
            writer.write()
        writer.tell_what_was_lost()
        self._in_hand.difference_update(known.keys() - {item.row.id for item in begun})
        return begun

    def settle(self, settlements: Sequence[Settlement]) -> None:
        """Put on record what became of these. Raises StorageError; nothing is noted then."""
        now = self._clock.now()
        by_id = {settlement.item.row.id: settlement for settlement in settlements}
        before = {id_: settlement.item.found for id_, settlement in by_id.items()}
        known_when_told = Memo(_told)
        with self._ledger.settling(self._owner, before) as batch:
            agenda = self._agenda()
            is_newest = agenda.is_newest(batch.marks())
            writer = Writer(batch, agenda, now)
            ours = {found.row.id: found for found in batch.found}
            for id_, settlement in by_id.items():
                item, found = settlement.item, ours.get(id_)
                if found is None:
                    _settle_what_is_not_ours(batch, writer, settlement, now)
                    continue
                if settlement.is_delivered:
                    knowledge = known_when_told(item.to_tell)
                    writer.record_sent(item)
                else:
                    knowledge = self._known_after(settlement, now)
                    writer.record(entries_of(settlement, now))
                if settlement.put_back_for is not None:
                    writer.change(item.row, knowledge, now + self._clock.to_clock_time(settlement.put_back_for))
                elif is_newest:
                    writer.look_on(found, knowledge)
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

    def _known_after(self, settlement: Settlement, now: datetime) -> Knowledge:
        """What is known after a message was not delivered."""
        item, error = settlement.item, settlement.error
        if error is None:
            return item.before
        return not_told(item.before, item.telling, self._failure(item, error, now))

    def _failure(self, item: InHand, error: Exception, now: datetime) -> Failure:
        if not isinstance(error, ChannelError):
            return Failure("internal error", Hold(now, self._clock.to_clock_time(OUR_FAULT)))
        left = item.telling.expires_at - now
        pace = self._clock.to_clock_time(timedelta(seconds=1)).total_seconds()
        return failure_of(error, item.before.tries, left, now, self._draw(), pace)


def _handed_over(to_tell: ToTell) -> Knowledge:
    return handed_over(to_tell.before, to_tell.telling)


def _told(to_tell: ToTell) -> Knowledge:
    return told(to_tell.before, to_tell.telling)


def _is_reached_as(subscriber: Subscriber, before: Subscriber) -> bool:
    """Whether a message goes where it was lined up for."""
    return subscriber is before or (subscriber.channel, subscriber.address) == (before.channel, before.address)


def _settle_what_is_not_ours(batch: Batch, writer: Writer, settlement: Settlement, now: datetime) -> None:
    """The row went into other hands meanwhile, or its reader was removed; or it is settled already, and only the answer
    to that was lost.
    """
    entries = list(entries_of(settlement, now))
    if not entries or batch.has_on_record(settlement.item.key, since=now - _LATELY):
        return
    writer.record(entries)
    if settlement.error is None and batch.has_row(settlement.item.row.id):
        log.warning("%s was sent by a hand that was taken for gone, and may come twice", settlement.item.key)
