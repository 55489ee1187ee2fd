"""Tries one claimed delivery: looks at the plan again, finds the words, hands it to the channel, and says how it went.

It neither claims nor settles. No address ever reaches a log, an outcome or an error from here.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import timedelta

from season_calendar.channels import Channel
from season_calendar.clock import Clock
from season_calendar.daemon.agenda import Agenda
from season_calendar.daemon.breaker import Breaker
from season_calendar.errors import PermanentChannelError, TemporaryChannelError
from season_calendar.reminders.composing import compose
from season_calendar.reminders.delivery import Delivery, Move, Outcome
from season_calendar.reminders.message import Message
from season_calendar.reminders.retries import after_failure
from season_calendar.reminders.subscribers import Subscriber
from season_calendar.reminders.verdict import judge, knows_less

log = logging.getLogger(__name__)


class Dispatcher:
    """Delivers over one channel. ``agenda`` gives what is known at the time; ``draw`` is random, from 0 to 1."""

    def __init__(
        self,
        channel: Channel,
        agenda: Callable[[], Agenda],
        clock: Clock,
        draw: Callable[[], float],
        breaker: Breaker | None = None,
    ) -> None:
        self._channel = channel
        self._agenda = agenda
        self._clock = clock
        self._draw = draw
        self._breaker = breaker or Breaker()

    def destination(self, delivery: Delivery) -> str:
        """What fails together with this delivery; empty where nothing will be sent."""
        subscriber = self._agenda().audience.get(delivery.subscriber_id)
        if subscriber is None:
            return ""
        try:
            return self._channel.destination(subscriber.address)
        except Exception:
            return ""  # an address that cannot be read fails when it is used, and is told of then

    def deliver(self, delivery: Delivery) -> Outcome:
        """Send it, or find out why not."""
        agenda, now = self._agenda(), self._clock.now()
        occasion = agenda.occasions.get(delivery.uid)
        if delivery.season_key not in agenda.season_keys or knows_less(delivery, occasion):
            return Outcome(Move.RELEASE, next_attempt_at=now)
        subscriber = agenda.audience.get(delivery.subscriber_id)
        verdict = judge(delivery, occasion, subscriber, now)
        if verdict is not None:
            return Outcome(verdict.move, reason=verdict.reason)
        if occasion is None or subscriber is None:
            raise AssertionError("a delivery that stands has an event and a subscriber")
        message = compose(delivery, occasion, subscriber, now)
        destination = self.destination(delivery)
        # From here to the answer nothing may fail: a breaker waits to hear how its probe went.
        rest = self._breaker.rest(destination)
        if rest is not None:
            again_at = min(now + self._clock.to_clock_time(rest), delivery.expires_at)
            return Outcome(Move.RELEASE, next_attempt_at=again_at)
        return self._hand_over(delivery, subscriber, message, destination)

    def _hand_over(self, delivery: Delivery, subscriber: Subscriber, message: Message, destination: str) -> Outcome:
        try:
            self._channel.send(subscriber.address, message)
        except PermanentChannelError as error:
            self._breaker.worked(destination)
            log.warning("%s is refused for good: %s", delivery.key, _without(subscriber.address, error))
            return Outcome(Move.REJECT, error=_without(subscriber.address, error), costs_attempt=True)
        except TemporaryChannelError as error:
            failure = error
        except Exception as error:
            # A fault of the channel's own. Its message may quote an address, so only its type is kept.
            failure = TemporaryChannelError(f"{self._channel.kind} failed with {type(error).__name__}")
        else:
            self._breaker.worked(destination)
            return Outcome(Move.DELIVER)
        return self._after(failure, delivery, subscriber, destination)

    def _after(
        self, failure: TemporaryChannelError, delivery: Delivery, subscriber: Subscriber, destination: str
    ) -> Outcome:
        if failure.throttled:
            self._breaker.worked(destination)
        else:
            self._breaker.failed(destination)
        error = TemporaryChannelError(_without(subscriber.address, failure), throttled=failure.throttled)
        log.info("%s is put off: %s", delivery.key, error)
        wish = failure.retry_after
        retry_after: timedelta | None = None if wish is None else self._clock.to_clock_time(wish)
        return after_failure(delivery, error, retry_after, self._clock.now(), self._draw())


def _without(address: str, error: Exception) -> str:
    """What an error says, should a channel ever let an address slip into it."""
    return str(error).replace(address, "…") if address else str(error)
