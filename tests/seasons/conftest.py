"""A library of one season file in a database, for tests of what it takes up."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine
from support.real_time import RealTime
from support.season_text import SEASON

from season_calendar.seasons.library import SeasonLibrary
from season_calendar.storage.engine import open_database
from season_calendar.storage.journal import SqlJournal

NOW = datetime(2021, 9, 1, tzinfo=UTC)
LATER = NOW + timedelta(hours=1)


@pytest.fixture
def real_time() -> RealTime:
    """The time that a library of this test counts."""
    return RealTime()


@pytest.fixture
def season(tmp_path: Path) -> Path:
    """A season file."""
    path = tmp_path / "wtcr.yaml"
    path.write_text(SEASON, "utf-8")
    return path


@pytest.fixture
def sqlite(migrated_file: Path, tmp_path: Path) -> Engine:
    """A database of this test."""
    return open_database(str(shutil.copy(migrated_file, tmp_path / "state.sqlite3")))


@pytest.fixture
def library(season: Path, sqlite: Engine, real_time: RealTime) -> SeasonLibrary:
    """A library of the season, open."""
    library = SeasonLibrary([season], SqlJournal(sqlite), real_time)
    library.open(NOW)
    return library


@pytest.fixture
def settle(library: SeasonLibrary, real_time: RealTime) -> Callable[[], None]:
    """Look at the files as often as it takes until none of them is waited for any more."""

    def settle() -> None:
        for _ in range(10):
            wait = library.refresh(LATER)
            if wait is None:
                return
            real_time.seconds += wait.total_seconds()
        raise AssertionError("a change is waited for without end")

    return settle
