"""The alarm: wakes in time, wakes when it rings, and never sleeps for long."""

from __future__ import annotations

import asyncio
import logging
import threading
import time
from collections.abc import Coroutine
from datetime import timedelta
from typing import Any

import pytest

from season_calendar.daemon import alarm
from season_calendar.daemon.alarm import Alarm

LONG = timedelta(days=1)


def run(work: Coroutine[Any, Any, None]) -> None:
    async def in_time() -> None:
        async with asyncio.timeout(30):
            await work

    asyncio.run(in_time())


@pytest.fixture
def no_longest(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only the alarm itself ends a sleep."""
    monkeypatch.setattr(alarm, "LONGEST_SLEEP", LONG)


def started() -> Alarm:
    alarm = Alarm()
    alarm.start()
    return alarm


@pytest.mark.usefixtures("no_longest")
def test_it_rings_when_it_begins_and_then_at_its_time() -> None:
    async def main() -> None:
        alarm = started()
        await alarm.sleep(LONG)
        began = time.monotonic()
        await alarm.sleep(timedelta(milliseconds=30))
        assert time.monotonic() - began >= 0.02
        alarm.stop()

    run(main())


@pytest.mark.usefixtures("no_longest")
def test_it_is_woken_by_a_ring_now_and_by_one_before_it_slept() -> None:
    async def main() -> None:
        alarm = started()
        await alarm.sleep(LONG)
        alarm.ring()
        await alarm.sleep(LONG)
        asyncio.get_running_loop().call_later(0.01, alarm.ring)
        await alarm.sleep(LONG)
        sleeping = asyncio.create_task(alarm.sleep(LONG))
        await asyncio.sleep(0.02)
        assert not sleeping.done()  # each ring wakes once
        sleeping.cancel()
        alarm.stop()

    run(main())


def test_no_sleep_is_longer_than_the_longest(monkeypatch: pytest.MonkeyPatch) -> None:
    """A clock that is set back takes the alarm's own time away."""
    monkeypatch.setattr(alarm, "LONGEST_SLEEP", timedelta(milliseconds=10))

    async def main() -> None:
        alarm = started()
        await alarm.sleep(LONG)
        await alarm.sleep(LONG)
        alarm.stop()

    run(main())


@pytest.mark.usefixtures("no_longest")
def test_a_shorter_sleep_after_a_longer_one_ends_in_time_and_leaves_no_job() -> None:
    async def main() -> None:
        alarm = started()
        await alarm.sleep(LONG)
        for _ in range(3):
            alarm.ring()
            await alarm.sleep(LONG)
        assert len(alarm._scheduler.get_jobs()) == 1
        await alarm.sleep(timedelta(milliseconds=5))
        assert alarm._scheduler.get_jobs() == []
        alarm.stop()
        await asyncio.sleep(0)
        assert not alarm._scheduler.running

    run(main())


def test_an_alarm_that_comes_late_rings_all_the_same_and_says_nothing(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)

    async def main() -> None:
        alarm = started()
        await alarm.sleep(LONG)
        sleeping = asyncio.create_task(alarm.sleep(timedelta(milliseconds=1)))
        await asyncio.sleep(0)
        time.sleep(0.05)
        await sleeping
        alarm.stop()

    run(main())
    assert caplog.text == ""


@pytest.mark.usefixtures("no_longest")
def test_the_alarm_rings_in_the_loop_and_not_in_a_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    """An event that is set in another thread does not wake the loop."""
    ring, rung_in = Alarm.ring, []

    def ring_and_tell(self: Alarm) -> None:
        rung_in.append(threading.current_thread())
        ring(self)

    monkeypatch.setattr(Alarm, "ring", ring_and_tell)

    async def main() -> None:
        alarm = started()
        await alarm.sleep(LONG)
        await alarm.sleep(timedelta(milliseconds=1))
        alarm.stop()

    run(main())
    assert rung_in == [threading.current_thread()] * 2


def test_an_end_in_the_middle_of_a_ring_says_nothing(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def ring_for_long(_: Alarm) -> None:
        await asyncio.sleep(10)

    monkeypatch.setattr(Alarm, "_ring_in_the_loop", ring_for_long)

    async def main() -> None:
        alarm = started()
        await alarm.sleep(LONG)
        await alarm.sleep(timedelta(milliseconds=1))
        alarm.stop()
        await asyncio.sleep(0.01)

    run(main())
    assert caplog.text == ""
