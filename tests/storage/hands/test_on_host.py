"""Lock files beside an SQLite database."""

from __future__ import annotations

import logging
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine
from support.hand_processes import Stopwatch, hand_process, look_for, wait_until

from season_calendar.errors import StorageError
from season_calendar.storage.engine import open_database
from season_calendar.storage.hands import Hand, network_file_systems, open_hand


@pytest.fixture
def database(migrated_file: Path, tmp_path: Path) -> str:
    return str(shutil.copy(migrated_file, tmp_path / "seasons.db"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where the lock files are."""
    return tmp_path / "seasons.db-hands"


@pytest.fixture
def engine(database: str) -> Iterator[Engine]:
    engine = open_database(database)
    yield engine
    engine.dispose()


def names(folder: Path) -> set[str]:
    return {file.name for file in folder.iterdir()}


def test_rows_of_one_that_is_killed_are_free_at_once(database: str, observer: Hand) -> None:
    """The observer's clock stands still all the while."""
    with hand_process(database) as other:
        other.signal(signal.SIGKILL)

        wait_until(lambda: observer.gone({other.id}) == {other.id})


def test_a_beat_writes_no_database(engine: Engine, database: str) -> None:
    hand = open_hand(engine)
    before = [file.stat().st_mtime_ns for file in sorted(Path(database).parent.glob("seasons.db*"))]

    hand.beat()

    assert [file.stat().st_mtime_ns for file in sorted(Path(database).parent.glob("seasons.db*"))] == before
    hand.close()


def test_lock_files_of_those_that_ended_without_rows_are_removed(database: str, observer: Hand, folder: Path) -> None:
    with hand_process(database) as one, hand_process(database) as another:
        one.signal(signal.SIGKILL)
        for _ in range(3):
            observer.gone({another.id})

        assert names(folder) == {observer.id, another.id}


def test_the_lock_file_of_one_that_ended_stays_while_it_has_rows(
    database: str, observer: Hand, folder: Path, clock: Stopwatch
) -> None:
    with hand_process(database) as other:
        other.signal(signal.SIGKILL)

        assert look_for(10, observer, clock, {other.id}) == {other.id}
        assert other.id in names(folder)


def test_one_look_without_rows_does_not_remove_a_lock_file(database: str, observer: Hand, folder: Path) -> None:
    """Whoever asked for the rows before it looks has not seen those that were taken in between."""
    with hand_process(database) as other:
        other.signal(signal.SIGKILL)
        observer.gone(())

        assert observer.gone({other.id}) == {other.id}
        assert other.id in names(folder)


def test_processes_that_clean_up_at_once_remove_what_is_dead_and_nothing_else(
    database: str, observer: Hand, folder: Path
) -> None:
    program = """
import sys
from season_calendar.storage.engine import open_database
from season_calendar.storage.hands import open_hand

hand = open_hand(open_database(sys.argv[1]))
for _ in range(30):
    hand.gone(())
    newcomer = open_hand(open_database(sys.argv[1]))
    newcomer.beat()
    assert newcomer.gone([hand.id]) == hand.gone([newcomer.id]) == frozenset()
    newcomer.close()
hand.close()
"""
    dead = {f"{number:016x}" for number in range(200)}
    for name in dead:
        (folder / name).touch()

    processes = [
        subprocess.Popen([sys.executable, "-c", program, database], stderr=subprocess.PIPE, text=True) for _ in range(3)
    ]

    assert [process.communicate()[1] for process in processes] == [""] * 3
    assert names(folder) == {observer.id}


def test_closing_removes_the_lock_file(engine: Engine, folder: Path) -> None:
    open_hand(engine).close()

    assert names(folder) == set()


def test_one_whose_lock_file_was_deleted_makes_it_anew_and_was_never_gone(
    engine: Engine, observer: Hand, folder: Path, clock: Stopwatch
) -> None:
    other = open_hand(engine)
    shutil.rmtree(folder)
    assert look_for(0.75, observer, clock, {other.id}) == frozenset()

    other.beat()

    assert look_for(5, observer, clock, {other.id}) == frozenset()
    other.close()


def test_a_database_under_two_names_has_its_lock_files_in_one_place(
    engine: Engine, observer: Hand, tmp_path: Path
) -> None:
    (tmp_path / "link.db").symlink_to(tmp_path / "seasons.db")
    linked = open_database(str(tmp_path / "link.db"))
    other = open_hand(linked)

    assert observer.gone({other.id}) == frozenset()
    assert other.id in names(tmp_path / "seasons.db-hands")
    other.close()
    linked.dispose()


def test_files_of_other_names_are_left_alone(observer: Hand, folder: Path) -> None:
    (folder / "notes.txt").touch()
    for _ in range(3):
        observer.gone(())

    assert "notes.txt" in names(folder)


def test_a_folder_that_cannot_be_made_is_told(engine: Engine, folder: Path) -> None:
    folder.touch()

    with pytest.raises(StorageError, match=r"seasons.db-hands: File exists \(all who use the database must be able"):
        open_hand(engine)


def test_a_network_file_system_is_warned_of(
    engine: Engine, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    mounts = tmp_path / "mountinfo"
    mounts.write_text("25 1 0:23 / / rw,relatime - ext4 /dev/sda rw\n26 25 0:24 / /tmp rw - nfs4 nas:/tmp rw\n")
    mounts.write_text(mounts.read_text().replace(" /tmp ", f" {tmp_path} "))
    monkeypatch.setattr(network_file_systems, "_MOUNTS", mounts)

    with caplog.at_level(logging.WARNING):
        open_hand(engine).close()

    assert "is on a network file system (nfs4)" in caplog.text


def test_a_local_one_is_not(engine: Engine, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(network_file_systems, "_MOUNTS", Path("/no/such/file"))

    open_hand(engine).close()

    assert caplog.records == []
