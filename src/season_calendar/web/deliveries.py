"""How deliveries fare, for ``/healthz``: counted now and then, in a thread of its own, so that nobody waits for it.

A database that is locked, gone or far away costs a health check a second at most, and a feed nothing.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable, Mapping

from season_calendar.own_thread import in_own_thread
from season_calendar.trouble import Trouble

log = logging.getLogger(__name__)

Counts = Mapping[str, int]

_GOOD_FOR_SECONDS = 5.0
_PATIENCE_SECONDS = 1.0


class DeliveryCounts:
    """What ``count`` returned last. ``count`` may block, and may fail. Belongs to one event loop."""

    def __init__(self, count: Callable[[], Counts], monotonic: Callable[[], float] = time.monotonic) -> None:
        self._count = count
        self._monotonic = monotonic
        self._trouble = Trouble(log, "counting deliveries", monotonic)
        self._counting: asyncio.Future[Counts | Exception] | None = None
        self._last: Counts | None = None
        self._counted_at: float | None = None

    async def newest(self) -> Counts | None:
        """The counts of the last few seconds; None where they cannot be had."""
        if self._counted_at is None or self._monotonic() - self._counted_at >= _GOOD_FOR_SECONDS:
            self._counting = self._counting or in_own_thread("deliveries", self._count)
            await asyncio.wait([self._counting], timeout=_PATIENCE_SECONDS)
            self._take()
        return self._last

    def _take(self) -> None:
        if self._counting is None:  # another check of the same moment took it
            return
        if not self._counting.done():
            self._last = None
            return
        outcome, self._counting = self._counting.result(), None
        self._counted_at = self._monotonic()
        if isinstance(outcome, Exception):
            self._last = None
            self._trouble.tell(outcome)
        else:
            self._last = outcome
            self._trouble.is_over()
