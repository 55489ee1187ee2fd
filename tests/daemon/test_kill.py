"""The whole WTCR 2021 season through the real daemon in a process of its own, undisturbed and then killed 30 times.

The clock jumps from one due instant to the next, so that ten months pass in seconds. A webhook on this machine counts
what arrives, by Idempotency-Key. What is expected is worked out here from the season file alone.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from datetime import time as wall_time
from pathlib import Path

import pytest
from sqlalchemy import select
from support.sinks import Exchange, HttpSink, Request

from season_calendar.model import Round, Season
from season_calendar.reminders.delivery import State
from season_calendar.reminders.subscribers import Subscriber
from season_calendar.season_file import read_season
from season_calendar.storage.engine import open_database, reading
from season_calendar.storage.ledger import SqlLedger
from season_calendar.storage.subscribers import SqlSubscribers
from season_calendar.storage.tables import DELIVERIES
from season_calendar.zoned_time import format_instant

TESTS = Path(__file__).parent.parent
SEASON_FILE = TESTS / "fixtures" / "wtcr-2021" / "rev-10.yaml"
BEGIN = datetime(2021, 5, 20, tzinfo=UTC)
KILLS = 30

LEADS = {"round": ("7d", "1d"), "qualifying": ("30m",), "race": ("1h",)}
SPANS = {"7d": timedelta(days=7), "1d": timedelta(days=1), "1h": timedelta(hours=1), "30m": timedelta(minutes=30)}

pytestmark = pytest.mark.slow


class Replay:
    """A database with subscribers, a clock file, and the daemon's process."""

    def __init__(self, folder: Path, url: str, subscribers: int) -> None:
        self.database = folder / "ledger.sqlite3"
        self.clock_file = folder / "clock"
        self.clock_file.write_text(BEGIN.isoformat())
        self.log = folder / "log"
        self.ids = [f"s{number}" for number in range(subscribers)]
        self.engine = open_database(str(self.database))
        for id_ in self.ids:
            subscriber = Subscriber(id_, id_, "webhook", url, "Europe/Stockholm", BEGIN)
            SqlSubscribers(self.engine).add(subscriber, BEGIN)
        self.process = self._start()

    def _start(self) -> subprocess.Popen[bytes]:
        arguments = [str(SEASON_FILE), str(self.database), str(self.clock_file)]
        with self.log.open("ab") as log:
            return subprocess.Popen(
                [sys.executable, "-m", "support.replay_daemon", *arguments],
                stderr=log,
                env={**os.environ, "PYTHONPATH": os.pathsep.join(map(os.path.abspath, filter(None, sys.path)))},
            )

    def kill(self) -> set[str]:
        """SIGKILL; returns the keys that were in flight."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()
        with reading(self.engine) as connection:
            in_flight = select(DELIVERIES.c.key).where(DELIVERIES.c.state == str(State.SENDING))
            return set(connection.execute(in_flight).scalars())

    def go_on(self) -> None:
        """Start again where the clock stood."""
        self.process = self._start()

    def stop(self) -> None:
        """SIGTERM, and a clean end."""
        self.process.terminate()
        assert self.process.wait(20) == 0, self.log.read_text()

    def counts(self) -> dict[State, int]:
        """The deliveries by state, those there are."""
        return {state: count for state, count in SqlLedger(self.engine).counts().items() if count}


def expected(season: Season, ids: list[str]) -> dict[str, datetime]:
    """When each reminder is due, by key."""
    due_at = {}
    for round_ in season.rounds:
        if round_.status.is_off or round_.first_day is None:
            continue
        starts = {"-": ("round", round_start(round_))}
        for session in round_.sessions:
            if session.start_at is not None and not session.status.is_off:
                starts[session.id] = (session.kind, session.start_at)
        for part, (kind, start_at) in starts.items():
            for lead in LEADS.get(kind, ()):
                for id_ in ids:
                    due_at[f"wtcr/2021/{round_.id}/{part}/{lead}/{id_}/webhook/0"] = start_at - SPANS[lead]
    return {key: at for key, at in due_at.items() if at >= BEGIN}


def round_start(round_: Round) -> datetime:
    """The first session's start; 09:00 at the venue on a day whose times are not known."""
    assert round_.first_day is not None
    nine = wall_time(9, tzinfo=round_.venue.zone)
    going = [session for session in round_.sessions if not session.status.is_off]
    starts = [session.start_at or datetime.combine(session.day, nine) for session in going]
    return min(starts, default=datetime.combine(round_.first_day, nine)).astimezone(UTC)


def read() -> Season:
    season, _ = read_season(SEASON_FILE.read_bytes(), str(SEASON_FILE))
    return season


def wait_until(fulfilled: Callable[[], bool], replay: Replay, seconds: float = 50) -> None:
    give_up_at = time.monotonic() + seconds
    while not fulfilled():
        assert time.monotonic() < give_up_at, f"{replay.counts()} {replay.log.read_text()}"
        assert replay.process.poll() is None, replay.log.read_text()
        time.sleep(0.005)


def test_every_reminder_of_the_season_arrives_once_and_at_its_instant(tmp_path: Path) -> None:
    with HttpSink() as sink:
        replay = Replay(tmp_path, sink.url, subscribers=3)
        due_at = expected(read(), replay.ids)
        wait_until(lambda: len(sink.requests) >= len(due_at), replay)
        replay.stop()
    assert {request.key: request.json["sent_at"] for request in sink.requests} == {
        key: format_instant(at) for key, at in due_at.items()
    }
    assert len(sink.requests) == len(due_at) > 100
    assert replay.counts() == {State.SENT: len(due_at)}


def test_thirty_kills_lose_nothing_and_repeat_only_what_was_in_flight(tmp_path: Path) -> None:
    seed = int(os.environ.get("KILL_SEED", time.time_ns() % 1_000_000))
    print(f"KILL_SEED={seed}")
    chance = random.Random(seed)
    in_flight: Counter[str] = Counter()
    with HttpSink() as sink:
        sink.behave(slowly)
        replay = Replay(tmp_path, sink.url, subscribers=8)
        due_at = expected(read(), replay.ids)
        for arrivals in sorted(chance.sample(range(len(due_at) - 10), KILLS)):
            wait_until(lambda arrivals=arrivals: len(set(sink.keys)) >= arrivals, replay)  # type: ignore[misc]
            time.sleep(chance.uniform(0, 0.02))
            in_flight.update(replay.kill())
            replay.go_on()
        wait_until(lambda: set(sink.keys) >= set(due_at) and not open_rows(replay), replay)
        replay.stop()
    arrived = Counter(sink.keys)
    assert set(arrived) == set(due_at), f"seed {seed}"
    repeated = {key: count for key, count in arrived.items() if count > 1}
    assert all(count <= 1 + in_flight[key] for key, count in repeated.items()), f"seed {seed}"
    assert replay.counts() == {State.SENT: len(due_at)}, f"seed {seed}"
    print(f"{len(due_at)} reminders, {in_flight.total()} in flight at {KILLS} kills, {len(repeated)} arrived again")


def slowly(exchange: Exchange, request: Request, number: int) -> None:
    """Take a moment, so that a kill finds something in flight."""
    time.sleep(0.01)
    exchange.answer(204)


def open_rows(replay: Replay) -> int:
    counts = replay.counts()
    return counts.get(State.PENDING, 0) + counts.get(State.SENDING, 0)
