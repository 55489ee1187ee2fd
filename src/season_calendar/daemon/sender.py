"""Sends what was claimed for one channel, each delivery on one of its threads and under its lease."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from season_calendar.clock import Clock
from season_calendar.daemon.dispatch import Dispatcher
from season_calendar.daemon.lanes import Lanes
from season_calendar.errors import StorageError
from season_calendar.reminders.delivery import Delivery, Move, Outcome
from season_calendar.storage.ledger import Settlement, SqlLedger

log = logging.getLogger(__name__)

_MARGIN = timedelta(seconds=10)
"""How much longer a lease is than a send may take: for the words before it and the ledger after it."""

_PAUSE = timedelta(seconds=5)


class ChannelSender:
    """One channel's way from claims to settlements, each of which is handed to ``settle``."""

    def __init__(
        self,
        kind: str,
        send_timeout: timedelta,
        dispatcher: Dispatcher,
        ledger: SqlLedger,
        clock: Clock,
        settle: Callable[[Settlement], None],
        make_lines: Callable[[str, Callable[[Delivery], None]], Lanes] = Lanes,
    ) -> None:
        self._send_timeout = send_timeout
        self._dispatcher = dispatcher
        self._ledger = ledger
        self._clock = clock
        self._settle = settle
        self._lines = make_lines(kind, self._work)
        self._held: dict[int, Delivery] = {}
        self._running: set[int] = set()
        self._lock = threading.Lock()

    @property
    def room(self) -> int:
        """How many more deliveries it takes."""
        return self._lines.room

    def lease_until(self, now: datetime) -> datetime:
        """Until when a claim made now must hold: it outlasts a whole send, in real time."""
        return now + self._clock.to_clock_time(self._send_timeout + _MARGIN)

    def send(self, deliveries: Sequence[Delivery]) -> None:
        """Line up claimed deliveries.

        One that is being sent here at this moment (the clock jumped over its lease) is not sent again: it only goes
        on under the new lease.
        """
        with self._lock:
            fresh = [delivery for delivery in deliveries if delivery.id not in self._running]
            self._held.update({delivery.id: delivery for delivery in deliveries})
        self._lines.put([(self._dispatcher.destination(delivery), delivery) for delivery in fresh])

    def release(self) -> None:
        """Begin nothing any more, and give back what was not begun; returns at once."""
        for delivery in self._lines.close():
            self._settle(Settlement(delivery, Outcome(Move.RELEASE, next_attempt_at=delivery.next_attempt_at)))

    def wait(self, seconds: float) -> bool:
        """Wait for what was begun; False where some still hangs after ``seconds``.

        What hangs is left to its lease: it may have arrived.
        """
        return self._lines.wait(seconds)

    def _work(self, delivery: Delivery) -> None:
        if not self._still_ours(delivery):
            return
        try:
            outcome = self._dispatcher.deliver(delivery)
        except Exception:
            # Not the channel: a fault of ours, the same at every try until somebody mends it. Use bounds it.
            log.exception("%s cannot be prepared", delivery.key)
            again_at = min(self._clock.now() + _PAUSE, delivery.expires_at)
            outcome = Outcome(Move.RETRY, next_attempt_at=again_at, error="internal error", costs_attempt=True)
        with self._lock:
            self._running.discard(delivery.id)
            held = self._held.pop(delivery.id)
        self._settle(Settlement(held, outcome))

    def _still_ours(self, delivery: Delivery) -> bool:
        """Whether the claim holds for a whole send, made longer where it waited long in line."""
        with self._lock:
            held = self._held.get(delivery.id)
            if held is None or held.lease_owner != delivery.lease_owner:
                return False
            self._running.add(delivery.id)
        now = self._clock.now()
        lease_until = delivery.lease_until
        if lease_until is not None and lease_until - now >= self._clock.to_clock_time(self._send_timeout):
            return True
        try:
            renewed = self._ledger.renew(delivery, self.lease_until(now))
        except StorageError as error:
            log.error("the ledger cannot be written: %s", error)
            renewed = False
        if not renewed:
            with self._lock:
                self._running.discard(delivery.id)
                self._held.pop(delivery.id, None)
        return renewed
