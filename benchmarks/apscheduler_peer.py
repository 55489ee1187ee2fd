"""APScheduler 3 with its SQLite job store, doing what the daemon does: one date job for each message.

A job in a store is kept by the name of its function, so that this is a module of its own.
"""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from apscheduler.jobstores.sqlalchemy import SQLAlchemyJobStore
from apscheduler.schedulers.background import BackgroundScheduler

SECONDS_A_JOB = 0.02
"""How long at most it takes to add one."""

_late: list[float] = []


def remind(due_at: datetime) -> None:
    """The job: takes its message at once, and remembers how late it came."""
    _late.append((datetime.now(UTC) - due_at).total_seconds())


def late_by(folder: Path, jobs: int, patience: float) -> tuple[float, list[float]]:
    """How many seconds it took to add as many jobs, and by how many seconds each came late that ran.

    No job is dropped for being late: by its default of one second most would be.
    """
    store = SQLAlchemyJobStore(url=f"sqlite:///{folder / 'jobs.sqlite3'}")
    scheduler = BackgroundScheduler(jobstores={"default": store}, timezone=UTC)
    scheduler.start(paused=True)
    began = time.perf_counter()
    due_at = datetime.now(UTC) + timedelta(seconds=5 + jobs * SECONDS_A_JOB)
    for number in range(jobs):
        scheduler.add_job(remind, "date", run_date=due_at, args=[due_at], id=str(number), misfire_grace_time=None)
    added = time.perf_counter() - began
    scheduler.resume()
    give_up_at = time.monotonic() + patience
    while len(_late) < jobs and time.monotonic() < give_up_at:
        time.sleep(0.05)
    scheduler.shutdown(wait=False)
    return added, _late
