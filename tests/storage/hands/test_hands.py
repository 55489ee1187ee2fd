"""Who is gone and who is not, on SQLite and PostgreSQL alike, by real processes."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest
from sqlalchemy import Engine
from support.hand_processes import Stopwatch, hand_process, look_for, wait_until, wait_until_gone

from season_calendar.errors import StorageError
from season_calendar.storage.hands import Hand, open_hand


def test_ids_are_new_with_every_start(engine: Engine) -> None:
    hands = [open_hand(engine) for _ in range(5)]

    assert len({hand.id for hand in hands}) == 5
    for hand in hands:
        hand.close()


def test_one_that_beats_is_not_gone(engine: Engine, observer: Hand, clock: Stopwatch) -> None:
    other = open_hand(engine)

    for _ in range(60):
        other.beat()
        clock.seconds += 1
        assert observer.gone({other.id}) == frozenset()
    other.close()


def test_two_in_one_process_see_each_other(engine: Engine, observer: Hand, clock: Stopwatch) -> None:
    other = open_hand(engine)

    assert look_for(29, observer, clock, {other.id, observer.id}) == frozenset()

    other.close()
    wait_until_gone(other.id, observer, clock)


def test_one_that_is_killed_is_gone(database: str, observer: Hand, clock: Stopwatch) -> None:
    with hand_process(database) as other:
        assert observer.gone({other.id}) == frozenset()

        other.signal(signal.SIGKILL)

        wait_until_gone(other.id, observer, clock)


def test_one_that_is_stopped_is_gone_after_30_seconds_and_back_with_its_next_beat(
    database: str, observer: Hand, clock: Stopwatch
) -> None:
    with hand_process(database) as other:
        other.signal(signal.SIGSTOP)
        wait_until(lambda: stands_still(other.process.pid))

        assert look_for(29.75, observer, clock, {other.id}) == frozenset()
        assert look_for(0.25, observer, clock, {other.id}) == {other.id}

        other.signal(signal.SIGCONT)
        wait_until(lambda: observer.gone({other.id}) == frozenset())


def stands_still(pid: int) -> bool:
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "T"


@pytest.mark.parametrize("child", ["fork", "program"])
def test_a_child_that_outlives_its_parent_holds_no_lock(
    child: str, database: str, observer: Hand, clock: Stopwatch
) -> None:
    with hand_process(database, child) as other:
        other.signal(signal.SIGKILL)

        wait_until_gone(other.id, observer, clock)
        os.kill(other.child, 0)  # it lives


def test_what_a_forked_child_does_with_its_parents_hand_does_not_disturb_it(
    database: str, observer: Hand, clock: Stopwatch
) -> None:
    """Its beat is refused, and its farewell says nothing."""
    with hand_process(database, "closing fork") as other:
        assert look_for(25, observer, clock, {other.id}) == frozenset()


def test_one_that_was_never_there_is_gone_after_a_while(observer: Hand, clock: Stopwatch) -> None:
    other = "0123456789abcdef"

    assert look_for(0.75, observer, clock, {other}) == frozenset()
    assert look_for(3, observer, clock, {other}) == {other}


def test_an_observer_that_was_hung_itself_gives_the_others_their_time(
    engine: Engine, observer: Hand, clock: Stopwatch
) -> None:
    other = open_hand(engine)
    observer.gone({other.id})
    clock.seconds += 3600

    assert observer.gone({other.id}) == frozenset()
    other.close()


def test_one_that_is_closed_beats_no_more(engine: Engine) -> None:
    hand = open_hand(engine)
    hand.close()

    with pytest.raises(StorageError, match="is closed"):
        hand.beat()
    hand.close()
