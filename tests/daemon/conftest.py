"""A fast ledger for the daemon's tests."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, event
from sqlalchemy.pool import ConnectionPoolEntry

from season_calendar.storage.engine import open_database


@pytest.fixture
def quick_engine(migrated_file: Path, tmp_path: Path) -> Iterator[Engine]:
    """An SQLite database that does not wait for the disk: no power cut is tested here."""
    engine = open_database(str(shutil.copy(migrated_file, tmp_path)))
    event.listen(engine, "connect", _do_not_wait)
    engine.dispose()  # the connections made before
    yield engine
    engine.dispose()


def _do_not_wait(connection: sqlite3.Connection, _: ConnectionPoolEntry) -> None:
    connection.execute("PRAGMA synchronous = OFF")
