"""The daemon with its threads: what hangs delays nobody else, and it ends in time, with nothing lost."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine
from support.hand_driven import FakeChannel, HandClock, Source
from support.racing import germany
from support.reminding import HOUR, anna, at, editions, occasion, reminder_row

from season_calendar.channels import Channel
from season_calendar.daemon.alarm import Alarm
from season_calendar.daemon.daemon import Daemon
from season_calendar.daemon.lanes import CAPACITY, WORKERS, WORKERS_A_DESTINATION, Lanes
from season_calendar.daemon.settler import Settler
from season_calendar.errors import StorageError
from season_calendar.reminders.delivery import Delivery, Move, Outcome, State
from season_calendar.reminders.message import Message
from season_calendar.storage.ledger import Settlement, SqlLedger
from season_calendar.storage.subscribers import SqlSubscribers

DUE = at("06-05 08:00")
PATIENCE = 20


class HangingChannel(FakeChannel):
    """Every send hangs until it is let go."""

    def __init__(self, kind: str) -> None:
        super().__init__(kind)
        self.let_go = threading.Event()
        self.hanging = threading.Semaphore(0)

    def send(self, address: str, message: Message) -> None:
        self.hanging.release()
        assert self.let_go.wait(PATIENCE)
        super().send(address, message)


def daemon_on(
    engine: Engine, clock: HandClock, *channels: Channel, subscribers: int = 1, source: Source | None = None
) -> Daemon:
    """A daemon with so many subscribers on every channel, at the moment a race's reminder is due."""
    store = SqlSubscribers(engine)
    for channel in channels:
        for number in range(subscribers):
            name = f"{channel.kind}-{number}"
            store.add(anna(id=name, name=name, channel=channel.kind, address=f"address {number}"), DUE)
    by_kind = {channel.kind: channel for channel in channels}
    source = source or Source(editions(germany()))
    return Daemon(source, store, SqlLedger(engine), clock, by_kind, "UTC", lambda: 0.5)


def wait_until(fulfilled: Callable[[], bool]) -> None:
    give_up_at = time.monotonic() + PATIENCE
    while not fulfilled():
        assert time.monotonic() < give_up_at
        time.sleep(0.002)


def test_a_channel_that_hangs_does_not_delay_another(quick_engine: Engine) -> None:
    hanging, healthy = HangingChannel("hanging"), FakeChannel("healthy")
    daemon = daemon_on(quick_engine, HandClock(DUE), hanging, healthy, subscribers=40)
    daemon.start()
    wait_until(lambda: len(healthy.sent) == 40)
    assert hanging.sent == []
    hanging.let_go.set()
    wait_until(lambda: len(hanging.sent) == 40)
    daemon.stop()
    assert len(hanging.sent) == 40


def test_stopping_finishes_what_is_being_sent_and_gives_back_the_rest(quick_engine: Engine) -> None:
    channel = HangingChannel("slow")
    daemon = daemon_on(quick_engine, HandClock(DUE), channel, subscribers=20)
    daemon.start()
    for _ in range(WORKERS_A_DESTINATION):
        assert channel.hanging.acquire(timeout=PATIENCE)
    threading.Timer(0.2, channel.let_go.set).start()
    daemon.stop()
    counts = SqlLedger(quick_engine).counts()
    assert counts[State.SENDING] == 0
    assert counts[State.SENT] == len(channel.sent)
    assert counts[State.SENT] + counts[State.PENDING] == 20


def test_stopping_begins_nothing_on_one_channel_while_it_waits_for_another(quick_engine: Engine) -> None:
    first, second = HangingChannel("first"), HangingChannel("second")
    daemon = daemon_on(quick_engine, HandClock(DUE), first, second, subscribers=20)
    daemon.start()
    begun = 2 * WORKERS_A_DESTINATION  # on each channel: the addresses are at two destinations
    for channel in (first, second):
        for _ in range(begun):
            assert channel.hanging.acquire(timeout=PATIENCE)
    stopping = threading.Thread(target=daemon.stop)
    stopping.start()
    wait_until(lambda: SqlLedger(quick_engine).counts()[State.PENDING] == 40 - 2 * begun)  # both gave back the rest
    second.let_go.set()
    first.let_go.set()
    stopping.join()
    assert (len(first.sent), len(second.sent)) == (begun, begun)
    assert SqlLedger(quick_engine).counts()[State.SENT] == 2 * begun


def test_what_fails_is_tried_again_without_waiting_for_the_longest_sleep(quick_engine: Engine) -> None:
    clock, channel = HandClock(DUE), FakeChannel()
    daemon = daemon_on(quick_engine, clock, channel)
    channel.failure = RuntimeError("a fault")
    daemon.start()
    wait_until(lambda: SqlLedger(quick_engine).next_wake_at(["fake"], ["wtcr/2021"]) == DUE + timedelta(seconds=1))
    channel.failure = None
    clock.instant += timedelta(seconds=1)
    wait_until(lambda: len(channel.sent) == 1)
    daemon.stop()
    assert SqlLedger(quick_engine).counts()[State.SENT] == 1


def test_a_tick_that_fails_is_logged_once_and_the_next_one_does_its_work(
    quick_engine: Engine, caplog: pytest.LogCaptureFixture
) -> None:
    full = StorageError("database x: disk full (make room)")
    failures = iter([full, full, ZeroDivisionError("a bug")])

    class FailingSource(Source):
        def refresh(self, now: datetime) -> timedelta | None:
            for failure in failures:
                raise failure
            return super().refresh(now)

    channel = FakeChannel()
    daemon = daemon_on(quick_engine, HandClock(DUE), channel, source=FailingSource(editions(germany())))
    caplog.set_level(logging.ERROR)
    daemon.start()
    wait_until(lambda: len(channel.sent) == 1)
    daemon.stop()
    assert caplog.text.count("disk full (make room)") == 1
    assert "the daemon met an error of its own, and goes on" in caplog.text


# The alarm


def test_a_ring_during_a_tick_makes_another_one_right_after() -> None:
    ticking, let_go, ticks = threading.Semaphore(0), threading.Event(), []

    def tick() -> timedelta:
        ticks.append(1)
        ticking.release()
        assert let_go.wait(PATIENCE)
        return timedelta(hours=1)

    alarm = Alarm(tick)
    alarm.start()
    assert ticking.acquire(timeout=PATIENCE)
    alarm.ring()
    alarm.ring()
    let_go.set()
    assert ticking.acquire(timeout=PATIENCE)
    alarm.stop()
    assert len(ticks) == 2


def test_after_a_tick_it_sleeps_as_long_as_the_tick_said() -> None:
    ticks = threading.Semaphore(0)

    def tick() -> timedelta:
        ticks.release()
        return timedelta(0)

    alarm = Alarm(tick)
    alarm.start()
    for _ in range(20):
        assert ticks.acquire(timeout=PATIENCE)
    alarm.stop()
    alarm.ring()  # of a send that ends late; nothing happens any more


# The lanes


def delivery(number: int) -> Delivery:
    return reminder_row(occasion(editions(germany())[0], "race-1"), HOUR, id_=number)


def test_no_few_destinations_hold_every_thread_and_the_lines_take_turns() -> None:
    let_go, done = threading.Event(), []

    def work(its: Delivery) -> None:
        if its.id < 100:
            assert let_go.wait(PATIENCE)
        done.append(its.id)

    lanes = Lanes("test", work)
    hanging = [delivery(number) for number in range(2 * WORKERS)]
    lanes.put((f"hangs {its.id % 4}", its) for its in hanging)  # four receivers at once
    lanes.put(("answers", delivery(100 + number)) for number in range(20))
    wait_until(lambda: len(done) == 20)
    assert min(done) == 100
    let_go.set()
    wait_until(lambda: len(done) == 20 + len(hanging))
    assert lanes.close() == []
    assert lanes.wait(PATIENCE)


def test_lanes_that_are_given_nothing_start_no_thread_and_those_that_are_have_one_for_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    started, done, start = [], [], threading.Thread.start

    def note(thread: threading.Thread) -> None:
        started.append(thread.name)
        start(thread)

    monkeypatch.setattr(threading.Thread, "start", note)
    lanes = Lanes("test", lambda its: done.append(its.id))
    assert (lanes.room, started) == (CAPACITY, [])
    lanes.put([("one", delivery(1))])
    wait_until(lambda: done == [1])
    assert (lanes.close(), lanes.wait(PATIENCE)) == ([], True)
    assert started == ["test-0"]


# The settler


class ShakyLedger(SqlLedger):
    """Fails as often as it is told to, then keeps what it is given: in memory, without a database."""

    def __init__(self, failures: int) -> None:
        self.failures = failures
        self.settled: list[int] = []

    def settle(self, settlements: Sequence[Settlement], now: datetime) -> set[int]:
        if self.failures:
            self.failures -= 1
            raise StorageError("database x: disk full (make room)")
        ids = {its.delivery.id for its in settlements}
        self.settled += ids
        return ids


def test_what_was_sent_is_written_as_soon_as_the_ledger_can_be(caplog: pytest.LogCaptureFixture) -> None:
    ledger = ShakyLedger(failures=1)
    batches: list[Sequence[Settlement]] = []
    settler = Settler(ledger, lambda: DUE, batches.append)
    for number in range(5):
        settler.put(Settlement(delivery(number), Outcome(Move.DELIVER)))
    wait_until(lambda: len(ledger.settled) == 5)
    assert settler.close(PATIENCE)
    assert sum(len(batch) for batch in batches) == 5
    assert "the ledger cannot be written: database x: disk full" in caplog.text


def test_what_was_sent_under_a_lost_lease_is_told_of(caplog: pytest.LogCaptureFixture) -> None:
    class OthersLedger(ShakyLedger):
        def settle(self, settlements: Sequence[Settlement], now: datetime) -> set[int]:
            return set()

    settler = Settler(OthersLedger(0), lambda: DUE, lambda batch: None)
    settler.put(Settlement(delivery(1), Outcome(Move.DELIVER)))
    assert settler.close(PATIENCE)
    assert "may come twice" in caplog.text
