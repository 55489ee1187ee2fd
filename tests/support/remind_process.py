"""The real ``season-calendar remind`` in processes that begin in a moment: forked from one that has loaded it all.

Nothing is opened before the fork. What differs from the command is set in the child: the clock is the fleet's, and the
limits of patience may be shorter, so that a test need not wait for half a minute.
"""

from __future__ import annotations

import faulthandler
import multiprocessing
import multiprocessing.context
import os
import signal
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cache
from multiprocessing.connection import Connection
from pathlib import Path
from unittest.mock import patch

from sqlalchemy import Engine

from season_calendar import channels
from season_calendar.channels import Channel, ChannelSettings
from season_calendar.cli.services import service
from season_calendar.cli.services.opening import Opening
from season_calendar.clock import ShiftedClock
from season_calendar.daemon import sending
from season_calendar.storage.hands import Hand, on_host, on_server, open_hand

_TESTS = Path(__file__).parent.parent
_SLOW_END_SECONDS = 4.0
_LOADED = ("__main__", __name__, "season_calendar.channels.http_post")


@dataclass(frozen=True, slots=True)
class Remind:
    """What one process is to do. Its clock shows ``begin`` at ``epoch`` of the machine's monotonic clock.

    ``hung_after``, where it is given, is when others take a hand for hung; the fence and the time-out of a send are
    shorter, as they are in earnest.
    """

    season_file: Path
    database: str
    log: Path
    begin: datetime
    epoch: float
    speed: float
    hung_after: timedelta | None = None


class RemindProcess:
    """One such process, from its start on."""

    def __init__(self, remind: Remind) -> None:
        self._hand_id: str | None = None
        self._told, its_end = multiprocessing.Pipe(duplex=False)
        self._process = _context().Process(target=_run, args=(remind, its_end), daemon=True)
        self._process.start()
        its_end.close()

    @property
    def pid(self) -> int:
        """Its process id."""
        assert self._process.pid is not None
        return self._process.pid

    @property
    def is_alive(self) -> bool:
        """Whether it has not ended."""
        return self._process.is_alive()

    def wait_for_hand(self, seconds: float = 60) -> str:
        """Wait until its reminders begin; returns its hand's id."""
        if self._hand_id is None:
            assert self._told.poll(seconds), "the process does not begin"
            self._hand_id = self._told.recv()
        return self._hand_id

    def kill(self) -> None:
        """SIGKILL, and wait for the end."""
        self._process.kill()
        self._process.join()

    def signal(self, number: int) -> None:
        """Send it a signal."""
        os.kill(self.pid, number)

    def terminate(self) -> None:
        """SIGTERM as soon as it would end by that in order, without waiting for the end."""
        give_up_at = time.monotonic() + 60
        while self.is_alive and not self._catches(signal.SIGTERM):
            assert time.monotonic() < give_up_at, "the process does not begin to wait for a signal"
            time.sleep(0.005)
        self._process.terminate()

    def _catches(self, number: int) -> bool:
        status = Path(f"/proc/{self.pid}/status").read_text()
        caught = next(line for line in status.splitlines() if line.startswith("SigCgt:"))
        return bool(int(caught.split()[1], 16) >> (number - 1) & 1)

    def wait(self, seconds: float = 60) -> int:
        """Wait for the end; returns the exit code."""
        self._process.join(seconds)
        assert self._process.exitcode is not None, "the process does not end"
        return self._process.exitcode


@cache
def _context() -> multiprocessing.context.ForkServerContext:
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(list(_LOADED))
    # The fork server itself finds by the environment what it is to load.
    os.environ["PYTHONPATH"] = os.pathsep.join([str(_TESTS), os.environ.get("PYTHONPATH", "")])
    return context


def _run(remind: Remind, told: Connection) -> None:
    with remind.log.open("ab") as log:
        for number in (1, 2):
            os.dup2(log.fileno(), number)

    def make_clock(_at: datetime | None, _speed: float | None) -> ShiftedClock:
        passed = timedelta(seconds=time.monotonic() - remind.epoch)
        return ShiftedClock(remind.begin + passed * remind.speed, remind.speed)

    def open_and_tell(engine: Engine) -> Hand:
        hand = open_hand(engine)
        told.send(hand.id)
        return hand

    opening = Opening((remind.season_file,), remind.database, remind.begin, remind.speed)
    with (
        patch.multiple(service, make_clock=make_clock, open_hand=open_and_tell),
        _patience(remind.hung_after),
        service.open_service(opening) as opened,
        service.reminding(opened, None, None, timedelta(days=365)),
    ):
        service.wait_for_signal()
        faulthandler.dump_traceback_later(_SLOW_END_SECONDS)  # where it hangs, before it is cut off


@contextmanager
def _patience(hung_after: timedelta | None) -> Iterator[None]:
    if hung_after is None:
        yield
        return

    def open_channels(settings: ChannelSettings) -> Mapping[str, Channel]:
        return channels.open_channels(replace(settings, send_timeout=hung_after / 3))

    with (
        patch.object(on_host, "HUNG_AFTER", hung_after),
        patch.object(on_server, "HUNG_AFTER", hung_after),
        patch.object(sending, "_FENCE_SECONDS", hung_after.total_seconds() / 3),
        patch.object(service, "open_channels", open_channels),
    ):
        yield
