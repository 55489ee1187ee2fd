"""An SQLite database that another program locks, or that is deleted or replaced, while reminders are sent from it."""

from __future__ import annotations

import shutil
import sqlite3
import time
from pathlib import Path

import pytest
from support.fleet import Fleet, Slowly
from support.sinks import HttpSink

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("seconds", [10, 45])
def test_a_database_that_another_program_locks_doubles_and_loses_nothing(tmp_path: Path, seconds: int) -> None:
    receiver, database = Slowly(0.3), tmp_path / "state.sqlite3"
    with HttpSink() as sink, Fleet(tmp_path, str(database), sink, sessions=4, subscribers=60) as fleet:
        sink.behave(receiver)
        fleet.start()
        fleet.wait_for(lambda: len(receiver.arrivals) > 30)
        other = sqlite3.connect(database, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        time.sleep(seconds)
        other.execute("ROLLBACK")
        other.close()
        fleet.wait_for_all(receiver)
        fleet.stop()
    assert receiver.doubled == {}


@pytest.mark.parametrize("how", ["deleted", "moved", "replaced"])
def test_a_database_that_is_not_in_its_place_any_more_ends_the_program_with_a_word(tmp_path: Path, how: str) -> None:
    receiver, database = Slowly(0.1), tmp_path / "state.sqlite3"
    with HttpSink() as sink, Fleet(tmp_path, str(database), sink, sessions=30, subscribers=20) as fleet:
        sink.behave(receiver)
        (process,) = fleet.start()
        fleet.wait_for(lambda: len(receiver.arrivals) > 10)
        if how == "deleted":
            database.unlink()
        elif how == "moved":
            database.rename(tmp_path / "elsewhere.sqlite3")
        else:
            shutil.copy(database, tmp_path / "copy.sqlite3")
            (tmp_path / "copy.sqlite3").replace(database)
        assert process.wait() == 1
        fleet.processes.clear()
    assert "deleted or moved away" in fleet.log or "replaced by another one" in fleet.log
