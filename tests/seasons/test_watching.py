"""A watched file: how long it has stood still, and that what is read is what stands in it now."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from support.season_text import SEASON

from season_calendar.season_file import NOTHING_PUBLISHED
from season_calendar.seasons.loading import LoadedSeason
from season_calendar.seasons.watching import FileWatch

OTHER = SEASON.replace("2021-10-09 to", "2021-10-08 to")


@pytest.fixture
def season(tmp_path: Path) -> Path:
    """A season file."""
    path = tmp_path / "wtcr.yaml"
    path.write_text(SEASON, "utf-8")
    return path


@pytest.fixture
def seconds() -> list[float]:
    """How long each change is waited for; their sum is what the watch's time shows."""
    return []


@pytest.fixture
def watch(season: Path, seconds: list[float]) -> FileWatch:
    """A watch of the season file, which it has taken up."""
    watch = FileWatch(season, lambda: sum(seconds))
    watch.look()
    watch.take_up()
    return watch


def load(watch: FileWatch) -> LoadedSeason | None:
    """The season in the file, none of which was ever published."""
    return watch.load(NOTHING_PUBLISHED)


def test_a_file_stands_still_from_when_it_was_first_seen_as_it_is(
    watch: FileWatch, season: Path, seconds: list[float]
) -> None:
    assert watch.look() is None
    season.write_text(OTHER, "utf-8")
    seconds.append(60)
    assert watch.look() == timedelta(0)
    seconds.append(2)
    assert watch.look() == timedelta(seconds=2)
    watch.take_up()
    assert watch.look() is None


def test_a_file_that_changes_after_it_was_read_is_read_as_it_is_then(watch: FileWatch, season: Path) -> None:
    for text in (SEASON + "# a remark\n", OTHER):
        season.write_text(text, "utf-8")
        watch.look()
        loaded = load(watch)
        assert loaded is not None
        assert loaded.content == text.encode()


def test_a_file_that_changed_since_it_was_looked_at_is_not_read(watch: FileWatch, season: Path) -> None:
    season.write_text(OTHER, "utf-8")
    assert load(watch) is None
    watch.look()
    assert load(watch) is not None


def test_a_watch_that_begins_anew_waits_again_for_what_it_had_taken_up(watch: FileWatch, seconds: list[float]) -> None:
    seconds.append(60)
    watch.begin_anew()
    assert watch.look() == timedelta(0)
    seconds.append(2)
    assert watch.look() == timedelta(seconds=2)


def test_a_watch_that_begins_anew_forgets_how_long_a_change_stood_still(
    watch: FileWatch, season: Path, seconds: list[float]
) -> None:
    season.write_text(OTHER, "utf-8")
    watch.look()
    watch.begin_anew()
    seconds.append(60)
    assert watch.look() == timedelta(0)
