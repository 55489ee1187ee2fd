"""The machine's clock set ahead and back under the real command (libfaketime): what is due then is sent soon, once."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from support.sinks import HttpSink, status
from support.sinks import ok as take_it

from season_calendar.reminders.subscribers import Subscriber
from season_calendar.storage.engine import opened_database
from season_calendar.storage.subscribers import SqlSubscribers

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(shutil.which("faketime") is None, reason="faketime is not installed (apt-get install faketime)"),
]

PATIENCE_SECONDS = 120.0
SUBSCRIBERS = 30
BEGIN = datetime.now(UTC).replace(second=0, microsecond=0)


class SteppedClock:
    """How far the clock of a process under libfaketime is ahead of the machine's; never that which counts spans."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / "offset"
        self.set(timedelta(0))
        found = subprocess.run(
            ["faketime", "-m", "-f", "+0s", "printenv", "LD_PRELOAD"], capture_output=True, text=True, check=True
        )
        self.environment = {
            **os.environ,
            "LD_PRELOAD": found.stdout.strip(),
            "FAKETIME_TIMESTAMP_FILE": str(self._file),
            "FAKETIME_CACHE_DURATION": "1",
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
        }

    def set(self, ahead: timedelta) -> None:
        """Step to so far ahead."""
        beside = self._file.with_suffix(".new")
        beside.write_text(f"{ahead.total_seconds():+.0f}\n")
        beside.replace(self._file)


def races(*starts: timedelta) -> str:
    """A season of races that start so long from ``BEGIN``, each reminded of an hour before."""
    sessions = "".join(
        f"      - {{id: s{number}, kind: race, start: {BEGIN + start:%Y-%m-%d %H:%M}, duration: 10m}}\n"
        for number, start in enumerate(starts)
    )
    days = f"{BEGIN:%Y-%m-%d} to {BEGIN + max(starts) + timedelta(days=1):%Y-%m-%d}"
    return (
        "schema: 1\nseries: {id: busy, name: Busy}\nseason: 2021\nreminders: {race: [1h], round: []}\n"
        "venues: {hall: {name: Hall, zone: UTC}}\nrounds:\n"
        f"  - id: r0\n    name: Round\n    venue: hall\n    dates: {days}\n    sessions:\n{sessions}"
    )


@contextmanager
def remind(folder: Path, season: str, sink: HttpSink, clock: SteppedClock) -> Iterator[None]:
    (folder / "events.yaml").write_text(season)
    with opened_database(str(folder / "state.sqlite3")) as engine:
        for number in range(SUBSCRIBERS):
            since = BEGIN - timedelta(days=1)
            subscriber = Subscriber(f"a{number}", f"a{number}", "webhook", f"{sink.url}/a{number}", "UTC", since)
            SqlSubscribers(engine).add(subscriber, since)
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "season_calendar", "remind", "--database", "state.sqlite3"],
            cwd=folder,
            stdout=log,
            stderr=log,
            env=clock.environment,
        )
        try:
            give_up_at = time.monotonic() + PATIENCE_SECONDS
            while "Reminding" not in (folder / "log").read_text():
                assert time.monotonic() < give_up_at, (folder / "log").read_text()
                time.sleep(0.05)
            yield
            process.terminate()
            assert process.wait(PATIENCE_SECONDS) == 0, (folder / "log").read_text()
        finally:
            process.kill()
            process.wait()


def arrive(sink: HttpSink, session: int) -> float:
    """Wait until everybody was reminded of a session; returns how many seconds that took."""
    began = time.monotonic()
    while count(sink, session) < SUBSCRIBERS:
        assert time.monotonic() < began + PATIENCE_SECONDS, Counter(sink.keys)
        time.sleep(0.02)
    return time.monotonic() - began


def count(sink: HttpSink, session: int) -> int:
    return len({key for key in sink.keys if f"/s{session}/" in key})


def test_a_clock_set_an_hour_ahead_and_back_reminds_at_once_and_never_twice(tmp_path: Path) -> None:
    clock = SteppedClock(tmp_path)
    starts = [timedelta(minutes=59), timedelta(minutes=118), timedelta(hours=26)]
    with HttpSink() as sink:
        with remind(tmp_path, races(*starts), sink, clock):
            arrive(sink, 0)
            clock.set(timedelta(hours=1))
            print(f"an hour ahead: all after {arrive(sink, 1):.1f} s")
            clock.set(timedelta(hours=-1))
            time.sleep(3)
            clock.set(timedelta(0))
            time.sleep(3)
        assert Counter(sink.keys).most_common(1)[0][1] == 1
        assert count(sink, 2) == 0


def test_a_clock_a_day_ahead_and_back_with_messages_in_hand_and_a_retry_after_loses_nothing(tmp_path: Path) -> None:
    clock = SteppedClock(tmp_path)
    starts = [timedelta(minutes=50), timedelta(minutes=62), timedelta(hours=24, minutes=50)]
    with HttpSink() as sink:
        sink.behave(status(429, Retry_After="60"))
        with remind(tmp_path, races(*starts), sink, clock):
            arrive(sink, 0)  # and refused
            clock.set(timedelta(days=1))
            sink.behave(take_it)
            print(f"a day ahead: all after {arrive(sink, 2):.1f} s")
            clock.set(timedelta(0))
            before = len(sink.keys)
            began = time.monotonic()
            while len({key for key in sink.keys[before:] if "/s0/" in key}) < SUBSCRIBERS:
                assert time.monotonic() < began + PATIENCE_SECONDS
                time.sleep(0.05)
            print(f"back: what was asked to wait for a minute came after {time.monotonic() - began:.1f} s")
        taken = Counter(sink.keys)
    assert {key for key, times in taken.items() if times > 1 and "/s0/" not in key} == set()
