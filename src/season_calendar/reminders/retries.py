"""When to try again what could not be handed over: exponential back-off with full jitter, bounded by use, not count.

Full jitter (a delay drawn from nothing to the ceiling) spreads those that failed together; see "Exponential Backoff
And Jitter" in the AWS Architecture Blog.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from season_calendar.errors import TemporaryChannelError
from season_calendar.reminders.delivery import Delivery, Move, Outcome, Reason

FIRST_CEILING = timedelta(seconds=2)
LAST_CEILING = timedelta(minutes=5)
SHORTEST_DELAY = timedelta(seconds=1)


def back_off(attempt: int, draw: float) -> timedelta:
    """How long to wait after the ``attempt``-th failure, from 1 on; ``draw`` is random, from 0 to 1."""
    doublings: int = 2 ** min(attempt - 1, 20)
    ceiling = min(FIRST_CEILING * doublings, LAST_CEILING)
    return max(ceiling * draw, SHORTEST_DELAY)


def after_failure(
    delivery: Delivery, error: TemporaryChannelError, retry_after: timedelta | None, now: datetime, draw: float
) -> Outcome:
    """What becomes of a delivery after a failure that may pass.

    ``retry_after`` is the receiver's wish in this clock's time; it is kept even where that is too late to be of
    use. A delay of our own is cut to what is left, so that the time of use is not given away.
    """
    costs_attempt = not error.throttled
    left = delivery.expires_at - now
    if retry_after is None:
        wait = min(back_off(max(delivery.attempt + costs_attempt, 1), draw), left / 2)
        hopeless = left < SHORTEST_DELAY
    else:
        wait = max(retry_after, timedelta(0))
        hopeless = wait >= left
    if hopeless:
        return Outcome(Move.SKIP, reason=Reason.UNDELIVERED, error=str(error), costs_attempt=costs_attempt)
    return Outcome(Move.RETRY, next_attempt_at=now + wait, error=str(error), costs_attempt=costs_attempt)
