"""SIGTERM ends the real command within seconds, whatever hangs, and what nobody reads holds no reminders.

How many seconds it takes is measured, not asserted.
"""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from pathlib import Path

import pytest
from support.busy_season import BEGIN, busy_season
from support.sinks import FullListener, HttpSink, hang, status

from season_calendar.reminders.subscribers import Subscriber
from season_calendar.storage.engine import opened_database
from season_calendar.storage.subscribers import SqlSubscribers

pytestmark = pytest.mark.slow

PATIENCE_SECONDS = 120.0
AT_ONCE = BEGIN + timedelta(seconds=59)


def add_subscribers(database: Path, address: str, count: int = 80) -> None:
    with opened_database(str(database)) as engine:
        for number in range(count):
            id_ = f"a{number}"
            subscriber = Subscriber(id_, id_, "webhook", address.format(id_), "UTC", BEGIN)
            SqlSubscribers(engine).add(subscriber, BEGIN)


@contextmanager
def remind(folder: Path, stderr: int | None = None, *options: str) -> Iterator[subprocess.Popen[bytes]]:
    """The command, a second before the first reminder is due. It logs to a file, or where ``stderr`` says."""
    (folder / "events.yaml").write_text(busy_season(60))
    words = ["remind", "--database", "state.sqlite3", "--at", f"{AT_ONCE:%Y-%m-%dT%H:%M:%SZ}", *options]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "season_calendar", *words],
            cwd=folder,
            stdout=log if stderr is None else stderr,
            stderr=log if stderr is None else stderr,
        )
        try:
            yield process
        finally:
            process.kill()
            process.wait()


def ends(process: subprocess.Popen[bytes]) -> int:
    """Its exit code after SIGTERM."""
    began = time.monotonic()
    process.send_signal(signal.SIGTERM)
    code = process.wait(PATIENCE_SECONDS)
    print(f"ended after {time.monotonic() - began:.1f} s with {code}")
    return code


def wait_for_log(folder: Path, text: str) -> None:
    give_up_at = time.monotonic() + PATIENCE_SECONDS
    while text not in (folder / "log").read_text():
        assert time.monotonic() < give_up_at, (folder / "log").read_text()
        time.sleep(0.02)


def test_when_receivers_hang(tmp_path: Path) -> None:
    with HttpSink() as sink:
        sink.behave(hang)
        add_subscribers(tmp_path / "state.sqlite3", f"{sink.url}/{{}}")
        with remind(tmp_path) as process:
            sink.wait_for(20)
            assert ends(process) == 0


def test_when_receivers_do_not_take_a_connection(tmp_path: Path) -> None:
    with FullListener() as listener:
        add_subscribers(tmp_path / "state.sqlite3", f"http://127.0.0.1:{listener.port}/{{}}")
        with remind(tmp_path) as process:
            wait_for_log(tmp_path, "Reminding")
            time.sleep(3)
            assert ends(process) == 0


def test_when_names_do_not_resolve(tmp_path: Path) -> None:
    add_subscribers(tmp_path / "state.sqlite3", "http://{}.example.invalid/")
    with remind(tmp_path) as process:
        wait_for_log(tmp_path, "Reminding")
        time.sleep(3)
        assert ends(process) == 0


def test_when_the_database_is_locked(tmp_path: Path) -> None:
    with HttpSink() as sink:
        add_subscribers(tmp_path / "state.sqlite3", f"{sink.url}/{{}}")
        with remind(tmp_path) as process:
            sink.wait_for(20)
            other = sqlite3.connect(tmp_path / "state.sqlite3", isolation_level=None)
            other.execute("BEGIN IMMEDIATE")
            time.sleep(2)
            assert ends(process) == 0
            other.close()


@pytest.mark.parametrize("subscribers", [0, 80])
def test_when_nobody_reads_what_it_prints(tmp_path: Path, subscribers: int) -> None:
    with HttpSink() as sink, pipe() as (read_end, write_end):
        sink.behave(hang)
        add_subscribers(tmp_path / "state.sqlite3", f"{sink.url}/{{}}", subscribers)
        with remind(tmp_path, write_end) as process:
            said = b""
            while b"Reminding" not in said:
                said += os.read(read_end, 4096)
            fill(write_end)
            time.sleep(4)
            assert ends(process) in (0, 1)  # in order, or by its last resort


def test_reminders_go_on_when_nobody_reads_the_log(tmp_path: Path) -> None:
    with HttpSink() as sink, pipe() as (read_end, write_end):
        sink.behave(status(410))  # a warning with each that is put on record
        add_subscribers(tmp_path / "state.sqlite3", f"{sink.url}/{{}}", 5)
        with remind(tmp_path, write_end, "--speed", "60") as process:
            said = b""
            while b"Reminding" not in said:
                said += os.read(read_end, 4096)
            fill(write_end)
            sink.wait_for(5 * 10, PATIENCE_SECONDS)  # ten minutes of the clock
            assert ends(process) == 0


@contextmanager
def pipe() -> Iterator[tuple[int, int]]:
    ends = os.pipe()
    try:
        yield ends
    finally:
        for end in ends:
            os.close(end)


def fill(write_end: int) -> None:
    """Write into a pipe until there is no room for a single byte."""
    os.set_blocking(write_end, False)
    try:
        for size in (4096, 1):
            with suppress(BlockingIOError):
                while os.write(write_end, b"x" * size):
                    pass
    finally:
        os.set_blocking(write_end, True)
