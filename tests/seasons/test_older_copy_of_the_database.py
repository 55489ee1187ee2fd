"""An older copy of the database is restored while processes run: what it lacks is published again, as at a start."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine
from support.real_time import RealTime
from support.season_text import SEASON, first_day

from season_calendar.seasons.journal_watch import LOOK_EVERY
from season_calendar.seasons.library import SeasonLibrary
from season_calendar.seasons.publishing import last_publications
from season_calendar.storage.journal import SqlJournal

LATER = datetime(2021, 9, 1, 1, tzinfo=UTC)
NEW = SEASON.replace("2021-10-09 to", "2021-10-08 to")
NEWEST = SEASON.replace("2021-10-09 to", "2021-10-07 to")

Restore = Callable[[], None]


def copy(source: Path, target: Path) -> None:
    """As ``.backup`` and ``.restore`` of SQLite's own program do it, under whoever has either open."""
    with closing(sqlite3.connect(source)) as old, closing(sqlite3.connect(target)) as new:
        old.backup(new)


@pytest.fixture
def yesterday(library: SeasonLibrary, sqlite: Engine, tmp_path: Path) -> Restore:
    """Restores the database as it was when this was asked for."""
    database, backup = Path(str(sqlite.url.database)), tmp_path / "yesterday.sqlite3"
    copy(database, backup)
    return lambda: copy(backup, database)


def look(real_time: RealTime, *libraries: SeasonLibrary) -> None:
    """Look until every file has stood still for long enough, and the journal was looked at after that."""
    for _ in range(4):
        real_time.seconds += LOOK_EVERY / timedelta(seconds=1)
        for library in libraries:
            library.refresh(LATER)


def stands(library: SeasonLibrary) -> tuple[str, int, tuple[str, ...]]:
    """The day on which the round begins, the edition, and the problems."""
    (health,) = library.health
    return first_day(health.publication), health.publication.edition, health.problems


def test_what_it_lacks_is_published_again_by_whose_file_says_it(
    library: SeasonLibrary,
    season: Path,
    sqlite: Engine,
    yesterday: Restore,
    real_time: RealTime,
    caplog: pytest.LogCaptureFixture,
) -> None:
    season.write_text(NEW, "utf-8")
    look(real_time, library)
    yesterday()
    with caplog.at_level(logging.WARNING, "season_calendar"):
        look(real_time, library)
    (published,) = last_publications(SqlJournal(sqlite))
    assert first_day(published) == "2021-10-08"
    assert stands(library) == ("2021-10-08", 2, ())
    assert caplog.messages == ["wtcr/2021: the journal is an older copy, without edition 2: it is published again"]


def test_two_that_have_the_same_file_publish_it_once(
    library: SeasonLibrary, season: Path, sqlite: Engine, yesterday: Restore, real_time: RealTime
) -> None:
    second = SeasonLibrary([season], SqlJournal(sqlite), real_time)
    second.open(LATER)
    season.write_text(NEW, "utf-8")
    look(real_time, library, second)
    yesterday()
    look(real_time, library, second)
    assert stands(library) == stands(second) == ("2021-10-08", 2, ())


def test_an_older_file_is_not_published_for_it(
    library: SeasonLibrary, tmp_path: Path, sqlite: Engine, real_time: RealTime
) -> None:
    newer_file = tmp_path / "newer.yaml"
    newer_file.write_text(NEW, "utf-8")
    newer = SeasonLibrary([newer_file], SqlJournal(sqlite), real_time)
    newer.open(LATER)
    look(real_time, library)
    database, backup = Path(str(sqlite.url.database)), tmp_path / "of_two.sqlite3"
    copy(database, backup)
    newer_file.write_text(NEWEST, "utf-8")
    look(real_time, newer, library)
    copy(backup, database)
    look(real_time, library)
    assert stands(library)[:2] == ("2021-10-08", 2)
    look(real_time, newer, library)
    assert (stands(library)[:2], stands(newer)) == (("2021-10-07", 3), ("2021-10-07", 3, ()))
