"""The daemon: the alarm wakes the pump, the pump feeds a sender for every channel, the settler writes how it went.

Only wiring: what is decided is decided there.
"""

from __future__ import annotations

import logging
import random
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta

from season_calendar.channels import Channel
from season_calendar.clock import Clock
from season_calendar.daemon.alarm import LONGEST_SLEEP, Alarm
from season_calendar.daemon.dispatch import Dispatcher
from season_calendar.daemon.pump import Pump
from season_calendar.daemon.sender import ChannelSender
from season_calendar.daemon.settler import Settler
from season_calendar.errors import SeasonCalendarError
from season_calendar.reminders.delivery import Move
from season_calendar.seasons.library import SeasonLibrary
from season_calendar.storage.ledger import Settlement, SqlLedger
from season_calendar.storage.subscribers import SqlSubscribers

log = logging.getLogger(__name__)

STOP_TIME = timedelta(seconds=10)
"""How long ``stop`` gives the channels to finish what they are sending."""


class Daemon:
    """Reminds until it is stopped. ``channels`` are by kind; whoever opened them closes them afterwards."""

    def __init__(
        self,
        library: SeasonLibrary,
        subscribers: SqlSubscribers,
        ledger: SqlLedger,
        clock: Clock,
        channels: Mapping[str, Channel],
        console_zone: str,
        draw: Callable[[], float] = random.random,
    ) -> None:
        self._clock = clock
        self._settler = Settler(ledger, clock.now, self._on_settled)
        self._senders = {
            kind: ChannelSender(
                kind,
                channel.send_timeout,
                Dispatcher(channel, lambda: self._pump.agenda, clock, draw),
                ledger,
                clock,
                self._settler.put,
            )
            for kind, channel in channels.items()
        }
        self._pump = Pump(library, subscribers, ledger, clock, self._senders, console_zone)
        self._alarm = Alarm(self._tick)
        self._trouble: str | None = None

    def start(self) -> None:
        """Begin; returns at once."""
        self._alarm.start()

    def stop(self) -> None:
        """End: nothing new is begun, what is being sent gets its time to finish, the rest is given back.

        Not to be called by a signal handler, which may have interrupted what this waits for.
        """
        self._alarm.stop()
        give_up_at = time.monotonic() + STOP_TIME.total_seconds()
        for sender in self._senders.values():
            sender.release()  # all of them first: no channel begins anything while another is waited for
        for kind, sender in self._senders.items():
            if not sender.wait(max(give_up_at - time.monotonic(), 0)):
                log.warning("channel %s still hangs; what it was sending is tried again later", kind)
        if not self._settler.close(max(give_up_at - time.monotonic(), 1)):
            log.warning("the ledger could not be written to the end; what it lacks is sent again later")

    def _on_settled(self, batch: Sequence[Settlement]) -> None:
        untrue = [its for its in batch if its.outcome.move is Move.DELIVER and self._pump.check_told(its.delivery)]
        if untrue or any(settlement.outcome.next_attempt_at is not None for settlement in batch):
            self._alarm.ring()  # something is to be corrected, or tried again, maybe before the next tick

    def _tick(self) -> timedelta:
        """Run the pump; returns how long to sleep then. An error is logged, and the next tick tries again."""
        try:
            wake_at = self._pump.tick()
            delay = LONGEST_SLEEP if wake_at is None else self._clock.real_delay(wake_at)
        except Exception as error:
            self._tell(error)
            return LONGEST_SLEEP
        self._trouble = None
        return delay

    def _tell(self, error: Exception) -> None:
        """Log a failure, the same one only once: at every tick it would bury everything else."""
        trouble = f"{type(error).__name__}: {error}"
        if trouble == self._trouble:
            return
        self._trouble = trouble
        if isinstance(error, SeasonCalendarError):
            log.error("%s", error)
        else:
            log.error("the daemon met an error of its own, and goes on", exc_info=error)
