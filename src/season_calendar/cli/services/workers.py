"""Runs jobs in processes of their own, and starts anew what dies. Knows nothing of what they do.

The processes are forked: what was opened before is theirs too, such as a socket that listens; a database must not be.
"""

from __future__ import annotations

import logging
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta

from season_calendar.errors import SeasonCalendarError

log = logging.getLogger(__name__)

_SIGNALS = (signal.SIGINT, signal.SIGTERM)
_LOOK_SECONDS = 0.2
_RESTART_SECONDS = 1.0
STOP_TIME = timedelta(seconds=20)
"""How long the jobs may take to end; longer than a server and reminders that are being sent need."""

Job = Callable[[], None]


def supervise(jobs: Sequence[Job]) -> None:
    """Run each job in a process of its own until SIGTERM or SIGINT, then end them all, and return.

    A job returns at SIGTERM, which it must listen to itself; one that ends before is started anew. To be called in
    the main thread of a process that has no other. Should this process be killed, the jobs end too.
    """
    # What the jobs read from ends when nobody can write to it any more: because we close it, or because we are gone.
    parent_lives, we_live = os.pipe()
    running: dict[int, Job] = {}
    try:
        with _told_to_stop() as is_told:
            for job in jobs:
                running[_start(job, parent_lives, we_live)] = job
            while not is_told():
                time.sleep(_LOOK_SECONDS)
                died = {pid: running.pop(pid) for pid in _ended(running)}
                if died and not is_told():
                    log.error("%d of %d processes died; starting anew", len(died), len(jobs))
                    time.sleep(_RESTART_SECONDS)
                    running |= {_start(job, parent_lives, we_live): job for job in died.values()}
            os.close(we_live)
            _wait_for_end(running)
    finally:
        os.close(parent_lives)


@contextmanager
def _told_to_stop() -> Iterator[Callable[[], bool]]:
    """Whether SIGTERM or SIGINT has come since the block began."""
    told: list[int] = []
    before = {number: signal.signal(number, lambda number, _: told.append(number)) for number in _SIGNALS}
    try:
        yield lambda: bool(told)
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _start(job: Job, parent_lives: int, we_live: int) -> int:
    """Fork; returns the new process' id, and in that process never."""
    sys.stdout.flush()  # or it would be written twice
    pid = os.fork()
    if pid:
        return pid
    code = 1
    try:
        os.close(we_live)
        # Whoever listens to them does so itself. Before and after that they are lost: _end_with_parent says it again.
        for number in _SIGNALS:
            signal.signal(number, signal.SIG_IGN)
        threading.Thread(target=_end_with_parent, args=[parent_lives], daemon=True).start()
        job()
        code = 0
    except SeasonCalendarError as error:
        log.error("%s", error)
    except BaseException:
        log.exception("a process failed")
    finally:
        os._exit(code)  # nothing of what the parent wanted to do at its end


def _end_with_parent(parent_lives: int) -> None:
    """Wait until the parent closes its end, or dies; then ask this process to end until it does."""
    os.read(parent_lives, 1)
    while True:
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(_LOOK_SECONDS)


def _ended(running: dict[int, Job]) -> list[int]:
    return [pid for pid in running if os.waitpid(pid, os.WNOHANG)[0]]


def _wait_for_end(running: dict[int, Job]) -> None:
    deadline = time.monotonic() + STOP_TIME.total_seconds()
    while running:
        for pid in _ended(running):
            del running[pid]
        if time.monotonic() > deadline:
            for pid in running:
                os.kill(pid, signal.SIGKILL)
        time.sleep(_LOOK_SECONDS if running else 0)
