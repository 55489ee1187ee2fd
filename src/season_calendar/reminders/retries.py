"""When to try again what could not be handed over: exponential back-off with full jitter, bounded by use, not count.

Full jitter (a delay drawn from nothing to the ceiling) spreads those that failed together; see "Exponential Backoff
And Jitter" in the AWS Architecture Blog.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from season_calendar.errors import ChannelError, TemporaryChannelError
from season_calendar.reminders.known import Hold
from season_calendar.reminders.settling import Failure

FIRST_CEILING = timedelta(seconds=2)
LAST_CEILING = timedelta(minutes=5)
SHORTEST_DELAY = timedelta(seconds=1)


def back_off(tries: int, draw: float) -> timedelta:
    """How long to wait after the ``tries``-th failure, from 1 on; ``draw`` is random, from 0 to 1."""
    doublings: int = 2 ** min(tries - 1, 20)
    ceiling = min(FIRST_CEILING * doublings, LAST_CEILING)
    return max(ceiling * draw, SHORTEST_DELAY)


def failure_of(
    error: ChannelError, tries: int, left: timedelta, now: datetime, draw: float, pace: float = 1.0
) -> Failure:
    """What a channel's error means for a message that failed ``tries`` times before and is of use for ``left`` yet.

    A receiver's wish is kept even where that is too late to be of use. A delay of our own is cut to half of what is
    left, so that the time of use is not given away. Waits are of real time; ``pace`` is how fast the clock of ``now``
    runs.
    """
    if not isinstance(error, TemporaryChannelError):
        return Failure(str(error), may_have_arrived=False)
    costs_try = not error.throttled
    if error.retry_after is not None:
        wait = max(error.retry_after, timedelta(0)) * pace
    else:
        wait = min(back_off(max(tries + costs_try, 1), draw) * pace, left / 2)
    return Failure(str(error), Hold(now, wait), error.may_have_arrived, costs_try)
