"""An SQLite database on a disk that is full for a while: that is told now and then, and reminders go on after it."""

from __future__ import annotations

import re
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.fleet import Fleet, Slowly
from support.sinks import HttpSink

pytestmark = pytest.mark.slow


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
    assert receiver.doubled == {}
    for what in ("claiming what is due", "handing over", "putting on record what was sent", "looking at what changed"):
        assert len(re.findall(f"ERROR {what}", fleet.log)) <= 2, fleet.log


def fill(path: Path) -> None:
    with path.open("wb", buffering=0) as file:
        try:
            while file.write(b"x" * 4096):
                pass
        except OSError:
            return
