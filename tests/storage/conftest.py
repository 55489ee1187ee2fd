"""A database that is made once a module and emptied before each test, where that saves a second each."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, delete
from support.postgres import fresh_database

from season_calendar.storage.engine import open_database, writing
from season_calendar.storage.tables import METADATA


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def _shared_engine(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    with contextlib.ExitStack() as stack:
        if request.param == "sqlite":
            address = str(tmp_path_factory.mktemp("shared") / "season-calendar.sqlite3")
        else:
            address = stack.enter_context(fresh_database(request.getfixturevalue("postgresql_server")))
        engine = open_database(address)
        stack.callback(engine.dispose)
        yield engine


@pytest.fixture
def emptied_engine(_shared_engine: Engine) -> Engine:
    """A database with all its tables and no row, of each kind in turn."""
    with writing(_shared_engine) as connection:
        for table in reversed(METADATA.sorted_tables):
            connection.execute(delete(table))
    return _shared_engine
