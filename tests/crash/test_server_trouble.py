"""A PostgreSQL server that is cut off, or away, while reminders are sent: nothing is lost, and nothing doubled."""

from __future__ import annotations

import random
import time
from pathlib import Path

import pytest
from support.fleet import Fleet, Slowly
from support.sinks import HttpSink
from support.tcp_proxy import proxy_before

pytestmark = pytest.mark.slow


def test_connections_that_are_reset_under_load_lose_and_double_nothing(tmp_path: Path, postgresql: str) -> None:
    receiver = Slowly(0.2)
    with (
        HttpSink() as sink,
        proxy_before(postgresql) as (proxy, through),
        Fleet(tmp_path, postgresql, sink, sessions=10, subscribers=60, through=through) as fleet,
    ):
        sink.behave(receiver)
        fleet.start(2)
        for number in range(16):
            time.sleep(random.uniform(0.1, 0.7))
            if number % 4 == 3:
                proxy.is_away = True
                proxy.reset()
                time.sleep(0.8)
                proxy.is_away = False
            else:
                proxy.reset()
        fleet.wait_for_all(receiver)
        fleet.stop()
    assert receiver.doubled == {}


def test_a_server_that_is_away_for_ten_seconds_loses_and_doubles_nothing(tmp_path: Path, postgresql: str) -> None:
    receiver = Slowly(0.2)
    with (
        HttpSink() as sink,
        proxy_before(postgresql) as (proxy, through),
        Fleet(tmp_path, postgresql, sink, sessions=4, subscribers=60, through=through) as fleet,
    ):
        sink.behave(receiver)
        fleet.start(1)
        fleet.wait_for(lambda: len(receiver.arrivals) > 30)
        proxy.is_away = True
        proxy.reset()
        time.sleep(10)
        proxy.is_away = False
        fleet.wait_for_all(receiver)
        fleet.stop()
    assert receiver.doubled == {}


@pytest.mark.parametrize("skipped", range(3))
def test_a_transaction_whose_end_nobody_heard_of_loses_and_doubles_nothing(
    tmp_path: Path, postgresql: str, skipped: int
) -> None:
    receiver = Slowly(0.2)
    with (
        HttpSink() as sink,
        proxy_before(postgresql) as (proxy, through),
        Fleet(tmp_path, postgresql, sink, sessions=3, subscribers=40, through=through) as fleet,
    ):
        sink.behave(receiver)
        fleet.start(1)
        for _ in range(12):
            time.sleep(0.1 * skipped + 0.1)
            proxy.resets_after = b"COMMIT"
        fleet.wait_for_all(receiver)
        fleet.stop()
    assert receiver.doubled == {}
