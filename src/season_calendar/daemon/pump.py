"""One cycle of the daemon: take up what changed, plan, claim what is due, hand it to the senders.

A tick never waits for a channel. Nothing is sent that is not in the ledger, so the daemon may die at any point: what
was not yet claimed is claimed by the next, and what was being sent is claimed again when its lease has run out.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from operator import is_

from season_calendar.clock import Clock
from season_calendar.daemon.agenda import Agenda, editions, make_agenda
from season_calendar.daemon.sender import ChannelSender
from season_calendar.publishing.publication import Publication
from season_calendar.reminders.corrections import belief_after, is_true
from season_calendar.reminders.delivery import Delivery, State
from season_calendar.reminders.plan import LONGEST_LATENESS, next_due_at, plan
from season_calendar.reminders.reconcile import new_drafts, reconcile
from season_calendar.reminders.subscribers import Subscriber, console_subscriber
from season_calendar.seasons.library import SeasonLibrary
from season_calendar.storage.ledger import SqlLedger
from season_calendar.storage.subscribers import SqlSubscribers

log = logging.getLogger(__name__)

HORIZON = timedelta(minutes=1)
"""How far ahead of its time a reminder is in the ledger, so that when it is due it only has to be sent."""

_REAL_HORIZON = timedelta(seconds=10)
_FULL_PAUSE = timedelta(milliseconds=50)

_PLANNED_UNTIL = "planned until "
_CONSOLE_SINCE = "console since"


class Pump:
    """The cycle, and what it knows between two of them; nothing of that is lost with it.

    ``console_zone`` is where the one sits who is reminded when there is no subscriber at all. Only one thread may
    call ``tick``; ``agenda`` may be read by any.
    """

    def __init__(
        self,
        library: SeasonLibrary,
        subscribers: SqlSubscribers,
        ledger: SqlLedger,
        clock: Clock,
        senders: Mapping[str, ChannelSender],
        console_zone: str,
    ) -> None:
        self._library = library
        self._subscribers = subscribers
        self._ledger = ledger
        self._clock = clock
        self._senders = senders
        self._console_zone = console_zone
        self._marks: dict[str, datetime] | None = None
        self._planned_with: tuple[Publication, ...] = ()
        self._planned_until: datetime | None = None
        self._last_now: datetime | None = None
        self._is_full = False
        self._must_correct = threading.Event()
        self.agenda = Agenda()

    def tick(self) -> datetime | None:
        """Run the cycle once; returns when there will be something to do again, None where nothing is known of.

        Raises StorageError; the next tick then does what this one could not.
        """
        now = self._clock.now()
        look_again_in = self._library.refresh(now)
        publications = self._library.reminded
        now = self._clock.now()  # reading files takes its time, and this clock may run fast
        went_back = self._last_now is not None and now < self._last_now
        self._last_now = now
        if went_back or self._must_correct.is_set() or self._is_outdated(publications):
            self._marks = None  # until it is done
            self._must_correct.clear()  # before the rows are read: what is sent later may ask anew
            self._marks = self._reconcile(publications, now)
            self._planned_with = publications
        else:
            self._extend(now)
        self._claim()
        return self._next_wake_at(look_again_in)

    def check_told(self, delivery: Delivery) -> bool:
        """Whether what is recorded as sent by now is true no more; the next tick corrects it then. For any thread.

        Its event changed while it was being sent. The planning that took the change up did not know what would come
        of it, and nothing else would make the pump plan again.
        """
        occasion = self.agenda.occasions.get(delivery.uid)
        belief = belief_after([replace(delivery, state=State.SENT)])
        if occasion is None or belief is None or is_true(belief, occasion):
            return False
        self._must_correct.set()
        return True

    def _is_outdated(self, publications: Sequence[Publication]) -> bool:
        """Whether the seasons, the subscribers or another daemon's plans are others than at the last full planning.

        A publication is compared by what it is, not by its edition: new lead times come without a new edition.
        """
        same = len(publications) == len(self._planned_with) and all(map(is_, publications, self._planned_with))
        return not same or self._marks is None or self._marks != _marks(self._ledger.memory())

    def _reconcile(self, publications: Sequence[Publication], now: datetime) -> dict[str, datetime]:
        """Bring the whole ledger in line with season and subscribers; returns the marks by which to see a change.

        Looks back over what was not planned while no daemon ran, and as far as any reminder can still be of use.
        """
        with self._ledger.planning() as book:
            memory = book.recall()
            # Read after the mark they leave: who is added in between is taken up now, and once more at the next tick.
            subscribers = self._subscribers.list()
            ours: dict[str, datetime] = {}
            if not subscribers:
                ours[_CONSOLE_SINCE] = memory.get(_CONSOLE_SINCE, now)
                subscribers = (console_subscriber(self._console_zone, ours[_CONSOLE_SINCE]),)
            agenda = make_agenda(publications, subscribers, memory)
            # Before the rows are read: a send that is recorded after that is checked against this agenda.
            self.agenda = agenda
            until = now + self._horizon()
            planned = [memory.get(_PLANNED_UNTIL + key, now) for key in agenda.season_keys]
            after = min([now - LONGEST_LATENESS, *planned])
            reminders = plan(agenda.occasions.values(), agenda.audience, after, until)
            ahead = [uid for uid, occasion in agenda.occasions.items() if occasion.start_at > now]
            rows = book.rows_about(agenda.season_keys, ahead, now)
            book.apply(reconcile(agenda.occasions, agenda.audience, reminders, rows, now), now)
            book.skip_expired(now)
            current = [its for its in publications if its.season.key in agenda.season_keys]
            ours |= editions(current) | {_PLANNED_UNTIL + key: until for key in agenda.season_keys}
            book.remember(ours)  # and nothing else: what others left meanwhile must stay, and be noticed
        self._warn_of_missing_channels(subscribers)
        self._planned_until = until
        return _marks(memory | ours)

    def _extend(self, now: datetime) -> None:
        """Put into the ledger what came within the horizon since; nothing else has changed."""
        after, horizon = self._planned_until, self._horizon()
        if after is None or after > now + horizon / 2:
            return
        agenda, until = self.agenda, now + horizon
        drafts = new_drafts(plan(agenda.occasions.values(), agenda.audience, after, until), now)
        if drafts:
            with self._ledger.planning() as book:
                book.insert(drafts, now)
                book.skip_expired(now)
                book.remember({_PLANNED_UNTIL + key: until for key in agenda.season_keys})
        self._planned_until = until

    def _claim(self) -> None:
        """Claim what is due, channel by channel, as much as each has room for."""
        self._is_full = False
        now, season_keys = self._clock.now(), self.agenda.season_keys
        due_at = self._ledger.next_wake_at(self._senders.keys(), season_keys)
        if due_at is None or due_at > now:
            return
        for kind, sender in self._senders.items():
            room = sender.room
            claimed = self._ledger.claim(kind, season_keys, now, sender.lease_until(now), room) if room else []
            if claimed:
                sender.send(claimed)
            self._is_full = self._is_full or len(claimed) == room

    def _next_wake_at(self, look_again_in: timedelta | None) -> datetime | None:
        agenda = self.agenda
        if self._is_full:
            return self._after_real(_FULL_PAUSE)
        planned_until = self._planned_until or self._clock.now()
        candidates = (
            self._ledger.next_wake_at(self._senders.keys(), agenda.season_keys),
            next_due_at(agenda.occasions.values(), agenda.audience, planned_until),
            None if look_again_in is None else self._after_real(look_again_in),
        )
        return min((at for at in candidates if at is not None), default=None)

    def _after_real(self, span: timedelta) -> datetime:
        return self._clock.now() + self._clock.to_clock_time(span)

    def _horizon(self) -> timedelta:
        return max(HORIZON, self._clock.to_clock_time(_REAL_HORIZON))

    def _warn_of_missing_channels(self, subscribers: Sequence[Subscriber]) -> None:
        for subscriber in subscribers:
            if subscriber.channel not in self._senders:
                log.warning(
                    "subscriber %r is not reminded: there is no channel %r", subscriber.name, subscriber.channel
                )


def _marks(memory: Mapping[str, datetime]) -> dict[str, datetime]:
    """By which to see that subscribers changed, or that another daemon planned a newer edition."""
    return {name: at for name, at in memory.items() if not name.startswith(_PLANNED_UNTIL)}
