"""What a library says of a file that it cannot take up: where, what helps, and once."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine
from support.season_text import SEASON

from season_calendar.errors import StorageError
from season_calendar.seasons.library import SeasonLibrary
from season_calendar.seasons.open_season import STANDS_STILL
from season_calendar.storage.journal import SqlJournal, SqlJournalWriter

NOW = datetime(2021, 9, 1, tzinfo=UTC)


class FillingJournal(SqlJournal):
    """A journal that is out of reach while ``failure`` says so."""

    failure: str | None = None

    @contextmanager
    def exclusive(self) -> Iterator[SqlJournalWriter]:
        if self.failure is not None:
            raise StorageError(self.failure)
        with super().exclusive() as writer:
            yield writer


@pytest.fixture
def season(tmp_path: Path) -> Path:
    """A season file."""
    path = tmp_path / "wtcr.yaml"
    path.write_text(SEASON, "utf-8")
    return path


@pytest.fixture
def journal(sqlite: Engine) -> FillingJournal:
    """A journal of this test."""
    return FillingJournal(sqlite)


@pytest.fixture
def seconds() -> list[float]:
    """How long each change is waited for; their sum is what the library's time shows."""
    return []


@pytest.fixture
def library(season: Path, journal: FillingJournal, seconds: list[float]) -> SeasonLibrary:
    """A library of the season, open."""
    library = SeasonLibrary([season], journal, lambda: sum(seconds))
    library.open(NOW)
    return library


@pytest.fixture
def write(library: SeasonLibrary, season: Path, seconds: list[float]) -> Callable[[str], None]:
    """Write the season file, and look at it until it has stood still for long enough."""

    def write(text: str) -> None:
        season.write_text(text, "utf-8")
        for _ in range(2):
            library.refresh(NOW)
            seconds.append(2)

    return write


def test_a_file_that_becomes_another_season_is_told_what_to_do(
    library: SeasonLibrary, season: Path, write: Callable[[str], None]
) -> None:
    write(SEASON.replace("season: 2021", "season: 2022"))
    (health,) = library.health
    assert health.publication.season.key == "wtcr/2021"
    assert health.problems == (
        f"{season}:1:1: this was the season wtcr/2021 and is now wtcr/2022 (give a new season a file of its own)",
    )


def test_every_problem_of_a_file_is_a_line_of_the_log(
    library: SeasonLibrary, write: Callable[[str], None], caplog: pytest.LogCaptureFixture
) -> None:
    write(SEASON.replace("venue: most", "venue: mst").replace("season: 2021", "seson: 2021"))
    (health,) = library.health
    assert len(health.problems) > 1
    assert caplog.messages == ["keeping the last good wtcr/2021: " + "; ".join(health.problems)]


def test_a_journal_out_of_reach_is_told_once_for_each_reason(
    library: SeasonLibrary, journal: FillingJournal, write: Callable[[str], None], caplog: pytest.LogCaptureFixture
) -> None:
    journal.failure = "disk full"
    write(SEASON + "# a remark\n")
    for failure in ("disk full", "disk full", "no such disk", "no such disk"):
        journal.failure = failure
        library.refresh(NOW)
    assert caplog.messages == [
        "keeping the last good wtcr/2021: disk full",
        "keeping the last good wtcr/2021: no such disk",
    ]


def test_an_edition_is_logged_when_it_is_published_and_not_again(
    season: Path, write: Callable[[str], None], caplog: pytest.LogCaptureFixture
) -> None:
    edited = SEASON.replace("2021-10-09 to", "2021-10-08 to")
    with caplog.at_level(logging.INFO, "season_calendar"):
        write(SEASON + "# a remark\n")
        assert caplog.messages == []
        write(edited)
        assert caplog.messages == [f"{season}: published edition 2 of wtcr/2021"]
        write(edited + "# a remark\n")
    assert len(caplog.messages) == 1


def test_a_file_named_twice_is_one_season(season: Path, journal: FillingJournal) -> None:
    library = SeasonLibrary([season, season], journal)
    library.open(NOW)
    assert [health.path for health in library.health] == [str(season)]


def test_a_file_that_comes_back_as_it_was_must_stand_still_too(
    library: SeasonLibrary, season: Path, seconds: list[float]
) -> None:
    away = season.rename(season.with_suffix(".away"))
    assert library.refresh(NOW) is None
    away.rename(season)
    seconds.append(60)
    assert library.refresh(NOW) == STANDS_STILL
    (gone,) = library.health[0].problems
    assert "there is no such file" in gone
    seconds.append(0.5)
    assert library.refresh(NOW) is None
    assert (library.health[0].problems, library.publications[0].edition) == ((), 1)
