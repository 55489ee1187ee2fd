"""APScheduler as an alarm clock: one date job in memory, which only wakes the loop.

A job here is no record of anything to be done: what is due stands in the ledger, and whoever wakes finds it. So a lost
or doubled ring does no harm.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from datetime import UTC, datetime, timedelta
from typing import Any

from apscheduler.jobstores.base import JobLookupError
from apscheduler.schedulers.asyncio import AsyncIOScheduler

LONGEST_SLEEP = timedelta(seconds=1)
"""Counted monotonically: after a step of the system's time, or when a laptop wakes up, what is due goes out this soon.

When the time is set back, a job set for "in 5 seconds" is suddenly an hour away."""


class Alarm:
    """Wakes whoever waits, in one event loop."""

    def __init__(self) -> None:
        self._rung = asyncio.Event()
        # The scheduler tells of every job it adds and runs, and calls a ring that its end cut off an error.
        logging.getLogger("apscheduler").setLevel(logging.WARNING)
        logging.getLogger("apscheduler.executors").setLevel(logging.CRITICAL)
        # A late ring is as good as any: no grace time means that there is no "too late".
        self._scheduler = AsyncIOScheduler(timezone=UTC, job_defaults={"misfire_grace_time": None, "coalesce": True})
        self._job: Any = None  # APScheduler's Job; it has no types

    def start(self) -> None:
        """Begin with a ring at once. To be called in the loop."""
        self._scheduler.start()
        self.ring()

    def stop(self) -> None:
        """Ring no more."""
        self._scheduler.shutdown(wait=False)

    def ring(self) -> None:
        """Wake whoever waits now, or who waits next."""
        self._rung.set()

    async def sleep(self, delay: timedelta) -> None:
        """Wait for so long, in real time, or until it rings; never longer than ``LONGEST_SLEEP``."""
        self._set(delay)
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(min(delay, LONGEST_SLEEP).total_seconds() + 0.05):
                await self._rung.wait()
        self._rung.clear()

    async def _ring_in_the_loop(self) -> None:
        """A ring as the scheduler wants it: what is no coroutine it calls in a thread, where an event does not wake."""
        self.ring()

    def _set(self, delay: timedelta) -> None:
        if self._job is not None:
            with contextlib.suppress(JobLookupError):  # it has run: a date job leaves its store before that
                self._job.remove()
        self._job = self._scheduler.add_job(self._ring_in_the_loop, "date", run_date=datetime.now(UTC) + delay)
