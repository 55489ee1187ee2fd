"""An SQLite database that another program locks, that has no room on its disk, or that is deleted, under the daemon."""

from __future__ import annotations

import re
import shutil
import sqlite3
import subprocess
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.fleet import Fleet, Slowly
from support.sinks import HttpSink

pytestmark = pytest.mark.slow


def doubled(receiver: Slowly) -> dict[str, int]:
    counts = Counter(arrival.key for arrival in receiver.arrivals)
    return {key: count for key, count in counts.items() if count > 1}


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
    assert doubled(receiver) == {}


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A folder on a disk of sixteen megabytes."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mounting = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=16m", "tmpfs", folder], check=False)
    if mounting.returncode:
        pytest.skip("a small disk can only be mounted as root")
    yield folder
    subprocess.run(["umount", "-l", folder], check=True)


def test_a_full_disk_is_told_and_what_waited_is_sent_once_there_is_room(tmp_path: Path, small_disk: Path) -> None:
    receiver = Slowly(0.1)
    with HttpSink() as sink, Fleet(tmp_path, str(small_disk / "state.sqlite3"), sink, 12, subscribers=60) as fleet:
        sink.behave(receiver)
        fleet.start()
        fleet.wait_for(lambda: len(receiver.arrivals) > 30)
        filler = small_disk / "filler"
        fill(filler)
        fleet.wait_for(lambda: "make room on the disk" in fleet.log)
        time.sleep(3)
        filler.unlink()
        fleet.wait_for_all(receiver)
        fleet.stop()
    assert doubled(receiver) == {}
    for what in ("claiming what is due", "handing over", "putting on record what was sent", "looking at what changed"):
        assert len(re.findall(f"ERROR {what}", fleet.log)) <= 2, fleet.log


def fill(path: Path) -> None:
    with path.open("wb", buffering=0) as file:
        try:
            while file.write(b"x" * 4096):
                pass
        except OSError:
            return


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
