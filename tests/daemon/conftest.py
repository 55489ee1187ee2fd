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


@pytest.fixture(scope="session")
def _empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("empty") / "ledger.sqlite3"
    open_database(str(path)).dispose()
    return path


@pytest.fixture
def quick_engine(_empty_database: Path, tmp_path: Path) -> Iterator[Engine]:
    """An SQLite database that does not wait for the disk: no power cut is tested here."""
    engine = open_database(str(shutil.copy(_empty_database, tmp_path)))
    event.listen(engine, "connect", _do_not_wait)
    engine.dispose()  # the connections made before
    yield engine
    engine.dispose()


def _do_not_wait(connection: sqlite3.Connection, _: ConnectionPoolEntry) -> None:
    connection.execute("PRAGMA synchronous = OFF")
