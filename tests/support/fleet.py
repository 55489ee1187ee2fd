"""Some reminding processes on one database and one clock, and a receiver that notes what arrives when."""

from __future__ import annotations

import random
import signal
import sqlite3
import threading
import time
from collections import Counter
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from types import TracebackType
from typing import NamedTuple, Self

from sqlalchemy import select, text

from season_calendar.reminders.knowledge_codec import read_events
from season_calendar.reminders.subscribers import Subscriber
from season_calendar.storage.engine import open_database, reading
from season_calendar.storage.ledger.ledger import SqlLedger
from season_calendar.storage.subscribers import SqlSubscribers
from season_calendar.storage.tables import TOLD
from support.busy_season import BEGIN, busy_season, keys_without_marks
from support.remind_process import Remind, RemindProcess
from support.sinks import Exchange, HttpSink, Request

SPEED = 60.0
"""A minute of the season is a second."""

PATIENCE_SECONDS = 60.0
"""How long to wait for what must come: long, for a busy machine; a test that passes never waits so long."""


class Arrival(NamedTuple):
    """A message that arrived, and when, by the monotonic clock."""

    key: str
    at: float


class Slowly:
    """What a receiver does: note what arrives, take a moment, so that a kill finds something in flight, and say ok."""

    def __init__(self, longest: float = 0.05) -> None:
        self._longest = longest
        self._arrivals: list[Arrival] = []
        self._answered: list[Arrival] = []
        self._lock = threading.Lock()

    def __call__(self, exchange: Exchange, request: Request, number: int) -> None:
        with self._lock:
            self._arrivals.append(Arrival(request.key, time.monotonic()))
        time.sleep(random.uniform(0, self._longest))
        with suppress(OSError):  # who sent it was killed
            exchange.answer(204)
            with self._lock:
                self._answered.append(Arrival(request.key, time.monotonic()))

    @property
    def arrivals(self) -> tuple[Arrival, ...]:
        """All that arrived so far."""
        with self._lock:
            return tuple(self._arrivals)

    @property
    def doubled(self) -> dict[str, int]:
        """How often more than once each key arrived that did."""
        counts = Counter(arrival.key for arrival in self.arrivals)
        return {key: count - 1 for key, count in counts.items() if count > 1}

    @property
    def answered(self) -> tuple[Arrival, ...]:
        """The same, but when they were answered; those that were."""
        with self._lock:
            return tuple(self._answered)


class InHand(NamedTuple):
    """A row in somebody's hand, and the ends of the keys of what is being sent of it: nothing, or one."""

    subject: str
    subscriber_id: str
    marks: tuple[str, ...]


class Fleet:
    """Processes that remind ``subscribers`` of the busy season at ``database``, by webhooks of one ``sink``.

    Use it as a context manager: at its end all are killed that were not stopped.
    """

    def __init__(
        self,
        folder: Path,
        database: str,
        sink: HttpSink,
        sessions: int,
        subscribers: int,
        *,
        speed: float = SPEED,
        hung_after: timedelta | None = None,
        through: str | None = None,
    ) -> None:
        """``through`` is the database's address for the processes, where it is not that for us."""
        self.season_file = folder / "season.yaml"
        self.season_file.write_text(busy_season(sessions))
        self.log_file = folder / "log"
        self.engine = open_database(database)
        self.ids = [f"a{number}" for number in range(subscribers)]
        store = SqlSubscribers(self.engine)
        for id_ in self.ids:
            store.add(Subscriber(id_, id_, "webhook", f"{sink.url}/{id_}", "UTC", BEGIN), BEGIN)
        self.expected = keys_without_marks(sessions, self.ids)
        self.processes: list[RemindProcess] = []
        its_database = through or database
        self._remind = Remind(self.season_file, its_database, self.log_file, BEGIN, time.monotonic(), speed, hung_after)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        for process in self.processes:
            process.kill()
        self.engine.dispose()

    @property
    def log(self) -> str:
        """What all of them said."""
        return self.log_file.read_text() if self.log_file.exists() else ""

    def start(self, count: int = 1, season_file: Path | None = None) -> list[RemindProcess]:
        """Start some more, with another season file where one is given; returns when they have begun."""
        remind = replace(self._remind, season_file=season_file or self.season_file)
        begun = [RemindProcess(remind) for _ in range(count)]
        self.processes += begun
        for process in begun:
            process.wait_for_hand()
        return begun

    def edit(self, text: str) -> None:
        """Replace the season file as an editor does, all at once."""
        beside = self.season_file.with_suffix(".new")
        beside.write_text(text)
        beside.replace(self.season_file)

    def kill(self, process: RemindProcess) -> list[InHand]:
        """SIGKILL one; returns what it had in hand. The others stand still until that is read: they would take it."""
        hand_id = process.wait_for_hand()
        self.processes.remove(process)
        for other in self.processes:
            other.signal(signal.SIGSTOP)
        try:
            process.kill()
            return self.in_hand_of(hand_id)
        finally:
            for other in self.processes:
                other.signal(signal.SIGCONT)

    def stop(self, *processes: RemindProcess) -> None:
        """SIGTERM to these, or to all; each must end, with nothing left in its hand."""
        stopped = list(processes or self.processes)
        for process in stopped:
            process.terminate()
        codes = [process.wait() for process in stopped]
        assert codes == [0] * len(codes), f"ended with {codes}\n{self.log}"
        assert not any(self.in_hand_of(process.wait_for_hand()) for process in stopped), self.log
        self.processes = [process for process in self.processes if process not in stopped]

    def hold_still(self, process: RemindProcess) -> None:
        """SIGSTOP one that is just now in no transaction: in one, it would hold up whoever wants to write."""

        def is_still() -> bool:
            process.signal(signal.SIGSTOP)
            if not self._somebody_writes():
                return True
            process.signal(signal.SIGCONT)
            return False

        self.wait_for(is_still)

    def _somebody_writes(self) -> bool:
        if self.engine.dialect.name == "postgresql":
            # What it sent before it was stopped may still be carried out, and leave it in a transaction.
            open_ones = "SELECT count(*) FROM pg_stat_activity WHERE state <> 'idle' AND pid <> pg_backend_pid()"
            with reading(self.engine) as connection:
                return bool(connection.execute(text(open_ones)).scalar_one())
        with closing(sqlite3.connect(self.engine.url.database or "", timeout=0, isolation_level=None)) as connection:
            try:
                connection.execute("BEGIN IMMEDIATE")
            except sqlite3.OperationalError:  # it is locked
                return True
            return False

    def in_hand_of(self, hand_id: str) -> list[InHand]:
        """What somebody has in hand."""
        with reading(self.engine) as connection:
            rows = connection.execute(
                select(TOLD.c.subject, TOLD.c.subscriber_id, TOLD.c.known).where(TOLD.c.owner == hand_id)
            )
            return [InHand(subject, id_, _marks(known)) for subject, id_, known in rows]

    def wait_for(self, fulfilled: Callable[[], bool]) -> None:
        """Wait until something is so; fails with the log where it takes too long."""
        assert becomes(fulfilled), self.log

    def comes_to_rest(self, receiver: Slowly) -> bool:
        """Wait until everything that is expected has arrived, and nothing is in anybody's hand; whether that came."""
        ledger = SqlLedger(self.engine)
        return becomes(lambda: self.missing(receiver) == set() and ledger.owners() == frozenset())

    def wait_for_all(self, receiver: Slowly) -> None:
        """The same; fails with the log where it takes too long."""
        assert self.comes_to_rest(receiver), self.log

    def missing(self, receiver: Slowly) -> set[str]:
        """What has not arrived, by its key without the mark."""
        return self.expected - {without_mark(arrival.key) for arrival in receiver.arrivals}


def becomes(fulfilled: Callable[[], bool]) -> bool:
    """Wait until something is so; False where it takes too long."""
    give_up_at = time.monotonic() + PATIENCE_SECONDS
    while not fulfilled():
        if time.monotonic() > give_up_at:
            return False
        time.sleep(0.02)
    return True


def without_mark(key: str) -> str:
    """What a message says, and to whom: all repeats of it have the same."""
    return key.rpartition("/")[0]


def _marks(known: str) -> tuple[str, ...]:
    return tuple(attempt.mark for told in read_events(known).values() for attempt in told.attempts)
