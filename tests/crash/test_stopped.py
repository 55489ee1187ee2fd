"""Processes that the system stops for a while (SIGSTOP), with messages in their hands, and lets go on."""

from __future__ import annotations

import signal
import time
from datetime import timedelta
from pathlib import Path

import pytest
from support.fleet import Fleet, Slowly
from support.sinks import HttpSink

pytestmark = pytest.mark.slow

HUNG_AFTER = timedelta(seconds=3)


def test_others_send_what_a_stopped_process_has_in_hand_and_it_does_not_when_it_goes_on(
    tmp_path: Path, database: str
) -> None:
    receiver = Slowly(0.4)
    with (
        HttpSink() as sink,
        Fleet(tmp_path, database, sink, sessions=14, subscribers=150, hung_after=HUNG_AFTER) as fleet,
    ):
        sink.behave(receiver)
        (stopped,) = fleet.start()
        hand_id = stopped.wait_for_hand()
        fleet.wait_for(lambda: len(receiver.arrivals) > 20)
        fleet.hold_still(stopped)
        in_hand = fleet.in_hand_of(hand_id)
        assert in_hand
        (other,) = fleet.start()
        fleet.wait_for(lambda: not fleet.in_hand_of(hand_id))
        stopped.signal(signal.SIGCONT)
        fleet.wait_for(lambda: len(fleet.in_hand_of(hand_id)) > 0)
        fleet.stop(other)
        fleet.wait_for_all(receiver)
        fleet.stop()
    in_flight = {f"{its.subscriber_id}/{mark}" for its in in_hand for mark in its.marks}
    assert set(receiver.doubled.values()) <= {1}
    assert {"/".join(key.split("/")[-2:]) for key in receiver.doubled} <= in_flight


def test_a_short_stop_doubles_nothing(tmp_path: Path, database: str) -> None:
    receiver = Slowly(0.4)
    with HttpSink() as sink, Fleet(tmp_path, database, sink, sessions=6, subscribers=80) as fleet:
        sink.behave(receiver)
        first, _ = fleet.start(2)
        fleet.wait_for(lambda: len(receiver.arrivals) > 20)
        for _ in range(3):
            first.signal(signal.SIGSTOP)
            time.sleep(1)
            first.signal(signal.SIGCONT)
            time.sleep(0.2)
        fleet.wait_for_all(receiver)
        fleet.stop()
    assert receiver.doubled == {}
