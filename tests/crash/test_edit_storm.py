"""The season file edited again and again while reminders are sent: at the end nobody believes what is untrue.

Each edit is noted in every message that is made after it, so that a message tells what its reader believes since.
"""

from __future__ import annotations

import random
import time
from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path

import pytest
from support.busy_season import ROUNDS, RoundState, busy_season
from support.fleet import Fleet
from support.sinks import HttpSink, Request

pytestmark = pytest.mark.slow

SESSIONS = 40
EDITS = 50
SHIFTS = [timedelta(minutes=minutes) for minutes in (0, 0, 30, 60, -10, -40)]

States = dict[int, RoundState]


def test_after_fifty_edits_in_a_few_seconds_nobody_believes_what_is_untrue(tmp_path: Path, database: str) -> None:
    edits: list[States] = [{round_: RoundState() for round_ in range(ROUNDS)}]
    with HttpSink() as sink, Fleet(tmp_path, database, sink, SESSIONS, subscribers=12) as fleet:
        fleet.start(2)
        sink.wait_for(30)
        for number in range(1, EDITS + 1):
            edits.append(any_edit(edits[-1], number))
            fleet.edit(busy_season(SESSIONS, edits[-1]))
            time.sleep(random.choice([0.05, 0.2, 0.7]))  # a file is only read once it stands still
        fleet.wait_for(lambda: untrue(sink.requests, edits) == set())
        time.sleep(3)  # what comes too late to be true would come now
        fleet.stop()
        assert untrue(sink.requests, edits) == set()
    corrections = sum(request.json["kind"] == "correction" for request in sink.requests)
    print(f"{len(sink.requests)} messages, {corrections} of them corrections")
    assert corrections > 0


def any_edit(states: States, number: int) -> States:
    """Some rounds are moved there and back, cancelled, restored."""
    changed = {
        round_: RoundState(random.choice(SHIFTS), random.random() < 0.3, f"edit {number}")
        for round_ in random.sample(range(ROUNDS), random.randint(1, ROUNDS))
    }
    return {**states, **changed}


def untrue(requests: Iterable[Request], edits: list[States]) -> set[tuple[str, str]]:
    """Who believes what is not true of which event, by the last message to them about it."""
    believed: dict[tuple[str, str], States] = {}
    for request in requests:
        message = request.json
        note, uids = str(message["note"]), message["uids"]
        assert isinstance(uids, list)
        for uid in uids:
            believed[request.path, uid] = edits[int(note.removeprefix("edit ")) if note.startswith("edit") else 0]
    return {its for its, states in believed.items() if differs(states, edits[-1], round_of(its[1]))}


def round_of(uid: str) -> int:
    """By its number: the UIDs hold the round's id."""
    return next(number for number in range(ROUNDS) if f"r{number}" in uid)


def differs(believed: States, truth: States, round_: int) -> bool:
    """The rule of corrections: off or not, five minutes earlier, fifteen later."""
    then, now = believed[round_], truth[round_]
    if then.is_cancelled != now.is_cancelled:
        return True
    later = now.later - then.later
    return not now.is_cancelled and not timedelta(minutes=-5) < later < timedelta(minutes=15)
