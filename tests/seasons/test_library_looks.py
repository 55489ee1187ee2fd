"""When a library looks at its files: not again at what it has read, the soonest of all, and one thread at a time."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine
from support.real_time import RealTime
from support.season_text import SEASON

from season_calendar import disk
from season_calendar.errors import Problem
from season_calendar.model import Season
from season_calendar.season_file import Published, read_season
from season_calendar.seasons import loading
from season_calendar.seasons.library import SeasonLibrary
from season_calendar.seasons.open_season import STANDS_STILL
from season_calendar.storage.journal import SqlJournal

NOW = datetime(2021, 9, 1, tzinfo=UTC)
EDITED = SEASON.replace("2021-10-09 to", "2021-10-08 to")


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    """The files of three seasons."""
    paths = [tmp_path / f"{year}.yaml" for year in (2021, 2022, 2023)]
    for path in paths:
        path.write_text(of_year(SEASON, path), "utf-8")
    return paths


def of_year(text: str, path: Path) -> str:
    """The text as that of the season that the file is named after."""
    return text.replace("season: 2021", f"season: {path.stem}")


def test_what_was_read_when_it_was_opened_is_not_read_again(
    files: list[Path], sqlite: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    real_time = RealTime()
    library = SeasonLibrary(files, SqlJournal(sqlite), real_time)
    library.open(NOW)
    read: list[str] = []

    def reading(source: bytes, path: str, published: Published) -> tuple[Season, tuple[Problem, ...]]:
        read.append(path)
        return read_season(source, path, published)

    monkeypatch.setattr(loading, "read_season", reading)
    for _ in range(2):
        assert library.refresh(NOW) is None
        real_time.seconds += 60
    assert read == []


def test_a_broken_file_is_not_read_again_before_it_changes(
    library: SeasonLibrary, season: Path, settle: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    season.write_text("rounds: [", "utf-8")
    settle()
    monkeypatch.setattr(disk, "read", lambda path: pytest.fail("the file is read again"))
    assert library.refresh(NOW) is None


def test_the_next_look_is_when_the_first_of_the_changed_files_will_have_stood_still(
    files: list[Path], sqlite: Engine
) -> None:
    real_time = RealTime()
    library = SeasonLibrary(files, SqlJournal(sqlite), real_time)
    library.open(NOW)
    first, _, last = files
    last.write_text(of_year(EDITED, last), "utf-8")
    assert library.refresh(NOW) == STANDS_STILL
    real_time.seconds += 0.3
    first.write_text(of_year(EDITED, first), "utf-8")
    assert library.refresh(NOW) == timedelta(seconds=0.2)
    real_time.seconds += 0.2
    assert library.refresh(NOW) == timedelta(seconds=0.3)


def test_while_one_thread_looks_at_the_files_another_has_nothing_to_do(
    files: list[Path], sqlite: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    real_time = RealTime()
    library = SeasonLibrary(files, SqlJournal(sqlite), real_time)
    library.open(NOW)
    waits: list[timedelta | None] = []
    seen: list[int] = []

    def reading(source: bytes, path: str, published: Published) -> tuple[Season, tuple[Problem, ...]]:
        other = threading.Thread(target=lambda: waits.append(library.refresh(NOW)), daemon=True)
        other.start()
        other.join(30)
        seen.append(len(waits))
        return read_season(source, path, published)

    monkeypatch.setattr(loading, "read_season", reading)
    files[0].write_text(EDITED, "utf-8")
    library.refresh(NOW)
    real_time.seconds += 0.5
    assert library.refresh(NOW) is None
    assert (seen, waits) == ([1], [None])
    assert [publication.edition for publication in library.publications] == [2, 1, 1]
