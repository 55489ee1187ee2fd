"""APScheduler as an alarm clock: one date job in memory, which runs a tick and sets the next.

A job here is no record of anything to be done: what is due stands in the ledger, and any tick finds it. So a lost or
doubled ring does no harm.
"""

from __future__ import annotations

import contextlib
import logging
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from apscheduler.schedulers.background import BackgroundScheduler

log = logging.getLogger(__name__)

LONGEST_SLEEP = timedelta(milliseconds=500)
"""How often the season files are looked at; and when a laptop wakes up, what is due goes out this soon.

A tick with nothing to do takes a millisecond."""

SHORTEST_SLEEP = timedelta(milliseconds=5)

_RING_ANYWAY = timedelta(seconds=5)
"""After a step of the system's time, what is due goes out this soon."""


class Alarm:
    """Runs ``tick`` now and again, one at a time. It returns how long to sleep then, in real time, and never raises."""

    def __init__(self, tick: Callable[[], timedelta]) -> None:
        self._tick = tick
        self._scheduler: BackgroundScheduler | None = None
        self._job: Any = None  # APScheduler's Job; it has no types
        self._is_ticking = False
        self._rang_meanwhile = False
        self._lock = threading.Lock()
        self._stopped = threading.Event()

    def start(self) -> None:
        """Begin with a tick at once."""
        self._scheduler = _new_scheduler()
        self._scheduler.start()
        threading.Thread(target=self._watch, name="alarm-watch", daemon=True).start()
        self.ring()

    def ring(self) -> None:
        """Have a tick as soon as can be: now, or once more after the one that runs."""
        with self._lock:
            if self._is_ticking:
                self._rang_meanwhile = True
            else:
                self._set(timedelta(0))

    def stop(self) -> None:
        """No tick begins any more; the one that runs is finished first. Not to be called by a signal handler."""
        with self._lock:  # a tick that sets a job while the scheduler shuts down would wait for it for ever
            self._stopped.set()
        scheduler = self._scheduler
        if scheduler is not None and scheduler.running:
            scheduler.shutdown(wait=True)

    def _run(self) -> None:
        with self._lock:
            self._is_ticking, self._rang_meanwhile = True, False
        delay = LONGEST_SLEEP
        try:
            delay = self._tick()
        finally:
            with self._lock:
                self._is_ticking = False
                self._set(timedelta(0) if self._rang_meanwhile else min(max(delay, SHORTEST_SLEEP), LONGEST_SLEEP))

    def _set(self, delay: timedelta) -> None:
        """Set the one job there is. The scheduler counts in the system's time, whatever clock the season has."""
        from apscheduler.jobstores.base import JobLookupError

        if self._stopped.is_set() or self._scheduler is None:
            return
        if self._job is not None:
            with contextlib.suppress(JobLookupError):  # it has run: a date job leaves its store before that
                self._job.remove()
        # A job of its own each time: one that is due while its like still runs would be dropped as one too many.
        self._job = self._scheduler.add_job(self._run, "date", run_date=datetime.now(UTC) + delay)

    def _watch(self) -> None:
        """Ring now and then, counted monotonically.

        When the system's time is set back, a job set for "in 5 seconds" is suddenly an hour away, and so is every
        interval job.
        """
        while not self._stopped.wait(_RING_ANYWAY.total_seconds()):
            self.ring()


def _new_scheduler() -> BackgroundScheduler:
    from apscheduler.executors.pool import ThreadPoolExecutor
    from apscheduler.schedulers.background import BackgroundScheduler

    # The scheduler tells of every job it adds and runs, several times a second.
    logging.getLogger("apscheduler").setLevel(logging.WARNING)
    return BackgroundScheduler(
        timezone=UTC,
        executors={"default": ThreadPoolExecutor(1)},
        # A late ring is as good as any: None means that there is no "too late".
        job_defaults={"misfire_grace_time": None, "coalesce": True},
    )
