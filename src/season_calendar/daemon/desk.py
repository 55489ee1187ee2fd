"""Where the rule meets the ledger: takes rows in hand, notes what is handed over, settles how it went.

Everything here blocks on the database and is done by one thread, in batches. It sends nothing, and what follows for a
reader is decided by ``next_step`` alone.
"""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta

from season_calendar.clock import Clock
from season_calendar.daemon.agenda import Agenda
from season_calendar.daemon.entries import entries_of
from season_calendar.daemon.in_hand import InHand, Settlement, ToTell, ids_of
from season_calendar.daemon.writer import Writer
from season_calendar.errors import ChannelError, OutdatedError
from season_calendar.reminders.known import Hold, Knowledge
from season_calendar.reminders.retries import failure_of
from season_calendar.reminders.settling import Failure, handed_over, not_told, told
from season_calendar.reminders.subscribers import Subscriber
from season_calendar.storage.ledger.batch import Batch
from season_calendar.storage.ledger.ledger import SqlLedger
from season_calendar.storage.ledger.rows import Found

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
                        writer.change([found.row.id], item.before, None)  # it is on record what passed before it
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
        known = {item.found.row.id: item for item in items}
        before = {id_: item.found for id_, item in known.items()}
        with self._ledger.holding(self._owner, list(before), before) as batch:
            writer = Writer(batch, self._newest_agenda(batch), now)
            to_send = _to_send(writer, batch.found, known, now)
            for to_tell, alike in to_send.items():
                writer.change(ids_of(alike), handed_over(to_tell.before, to_tell.telling), None)
            writer.write()
        writer.tell_what_was_lost()
        begun = [item for alike in to_send.values() for item in alike]
        self._in_hand.difference_update(known.keys() - set(ids_of(begun)))
        return begun

    def settle(self, settlements: Sequence[Settlement]) -> None:
        """Put on record what became of these. Raises StorageError; nothing is noted then."""
        now = self._clock.now()
        by_id = {settlement.item.found.row.id: settlement for settlement in settlements}
        before = {id_: settlement.item.found for id_, settlement in by_id.items()}
        sent: dict[tuple[ToTell, str], list[InHand]] = defaultdict(list)
        with self._ledger.settling(self._owner, before) as batch:
            agenda = self._agenda()
            is_newest = agenda.is_newest(batch.marks())
            writer = Writer(batch, agenda, now)
            ours = {found.row.id: found for found in batch.found}
            for id_, settlement in by_id.items():
                item, found = settlement.item, ours.get(id_)
                if found is None:
                    _settle_what_is_not_ours(batch, writer, settlement, now)
                elif settlement.is_delivered and _is_as_it_was(item, found):
                    sent[item.to_tell, item.subscriber.channel].append(item)
                else:
                    self._settle_alone(writer, settlement, found, is_newest, now)
            for (to_tell, _), alike in sent.items():
                writer.record_sent(alike)
                knowledge = told(to_tell.before, to_tell.telling)
                if is_newest:
                    writer.look_on_together(alike, knowledge)
                else:
                    writer.change(ids_of(alike), knowledge, now)
            writer.write()
        writer.tell_what_was_lost()
        self._in_hand.difference_update(by_id)

    def _settle_alone(
        self, writer: Writer, settlement: Settlement, found: Found, is_newest: bool, now: datetime
    ) -> None:
        item = settlement.item
        if settlement.is_delivered:
            knowledge = told(item.before, item.telling)
            writer.record_sent([item])
        else:
            knowledge = self._known_after(settlement, now)
            writer.record(entries_of(settlement, now))
        if settlement.put_back_for is not None:
            writer.change([item.row.id], knowledge, now + self._clock.to_clock_time(settlement.put_back_for))
        elif is_newest:
            writer.look_on(found, knowledge)
        else:
            writer.change([item.row.id], knowledge, now)

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


def _to_send(
    writer: Writer, all_found: Sequence[Found], known: Mapping[int, InHand], now: datetime
) -> Mapping[ToTell, list[InHand]]:
    """What is to be sent of what was found again, as it is to be said now, together with all who are told the same.

    What is to be told to those who are as they were is decided once for all who were to be told the same.
    """
    to_send: dict[ToTell, list[InHand]] = defaultdict(list)
    otherwise: list[Found] = []
    for found in all_found:
        item = known[found.row.id]
        if _is_as_it_was(item, found):
            to_send[item.to_tell].append(item)
        else:
            otherwise.append(found)
    for to_tell in [its for its in to_send if not writer.is_still_to_tell(its)]:
        otherwise += [item.found for item in to_send.pop(to_tell)]
    for found in otherwise:
        anew = writer.look_at(found)
        if anew is None:
            continue
        if _is_reached_as(anew.subscriber, known[found.row.id].subscriber):
            to_send[anew.to_tell].append(anew)
        else:
            writer.change([found.row.id], anew.before, now)
    return to_send


def _is_as_it_was(item: InHand, found: Found) -> bool:
    """Whether nothing of its row and its reader is otherwise; who sits at the console stands in no row."""
    return found is item.found and found.subscriber is item.subscriber


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
