"""Hands in processes of their own, which can be killed and stopped, and a clock for whoever looks at them."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass

from season_calendar.storage.hands import Hand
from season_calendar.storage.hands.watch import BEAT_EVERY

PATIENCE_SECONDS = 60.0
"""How long to wait for what must come: long, for a busy machine; a test that passes never waits so long."""

_PROGRAM = """
import os, subprocess, sys, time
from season_calendar.errors import StorageError
from season_calendar.storage.engine import open_database
from season_calendar.storage.hands import open_hand

_, address, child = sys.argv
hand = open_hand(open_database(address))
if child == "fork" and (pid := os.fork()) == 0:
    time.sleep(600)
if child == "closing fork" and (pid := os.fork()) == 0:
    try:
        hand.beat()
    except StorageError:
        hand.close()
        os._exit(7)
if child == "program":
    pid = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"], close_fds=False).pid
if child == "closing fork":
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 7
print(hand.id, pid if child != "none" else 0, flush=True)
while True:
    hand.beat()
    time.sleep(0.05)
"""


class Stopwatch:
    """A monotonic clock that stands still, until it is told how much time has passed."""

    def __init__(self) -> None:
        self.seconds = 1000.0

    def __call__(self) -> float:
        return self.seconds


@dataclass(frozen=True, slots=True)
class HandProcess:
    """A process with a hand that beats; ``child`` is a process that it started, which does nothing for long."""

    id: str
    process: subprocess.Popen[str]
    child: int

    def signal(self, number: signal.Signals) -> None:
        """Send it a signal; after a SIGKILL, wait for the end."""
        self.process.send_signal(number)
        if number == signal.SIGKILL:
            self.process.wait()


@contextmanager
def hand_process(address: str, child: str = "none") -> Iterator[HandProcess]:
    """A hand on that database, in a process of its own; ``child`` is ``fork``, ``closing fork`` or ``program``."""
    process = subprocess.Popen([sys.executable, "-c", _PROGRAM, address, child], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    started = process.stdout.readline().split()
    pid = int(started[1])
    try:
        yield HandProcess(started[0], process, pid)
    finally:
        process.kill()
        process.wait()
        process.stdout.close()
        if pid:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)


def look_for(seconds: float, observer: Hand, clock: Stopwatch, others: set[str]) -> frozenset[str]:
    """Look as often as one should while so much time passes on the observer's clock; what the last look gave."""
    gone = observer.gone(others)
    for _ in range(round(seconds / BEAT_EVERY.total_seconds())):
        clock.seconds += BEAT_EVERY.total_seconds()
        gone = observer.gone(others)
    return gone


def wait_until(condition: Callable[[], bool]) -> None:
    """Wait for a condition. Fails where it does not come for long."""
    give_up_at = time.monotonic() + PATIENCE_SECONDS
    while not condition():
        assert time.monotonic() < give_up_at, "what was waited for did not come"
        time.sleep(0.01)


def wait_until_gone(other: str, observer: Hand, clock: Stopwatch) -> None:
    """Wait until the observer finds another one gone, while time passes on its clock."""

    def is_gone() -> bool:
        clock.seconds += BEAT_EVERY.total_seconds()
        return other in observer.gone({other})

    wait_until(is_gone)
