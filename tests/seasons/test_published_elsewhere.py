"""All remind of and serve what is published last, whatever their own files say: only a changed file publishes."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine
from support.real_time import RealTime
from support.season_text import SEASON, first_day

from season_calendar.seasons.journal_watch import LOOK_EVERY
from season_calendar.seasons.library import SeasonLibrary
from season_calendar.seasons.loading import read_seasons
from season_calendar.seasons.open_season import STANDS_STILL
from season_calendar.seasons.publishing import Journal, last_publications
from season_calendar.storage.engine import writing
from season_calendar.storage.journal import SqlJournal, marks_on

NOW = datetime(2021, 9, 1, tzinfo=UTC)
LATER = NOW + timedelta(hours=1)

OLD = SEASON
NEW = SEASON.replace("2021-10-09 to", "2021-10-08 to") + "drivers: {jane: {name: Jane}}\nreminders: {round: [3d]}\n"
NEWEST = NEW.replace("2021-10-08 to", "2021-10-07 to")
BY_DRIVER = NEW.replace("Jane}", "Jane Doe}")
"""The same calendars as of ``NEW``."""

OpenJournal = Callable[[], Journal]


class Process:
    """A library of a file of its own, as one of many processes has it."""

    def __init__(self, path: Path, text: str, journal: Journal) -> None:
        self.path = path
        self.time = RealTime()
        path.write_text(text, "utf-8")
        self.library = SeasonLibrary([path], journal, self.time)
        self.library.open(NOW)

    @property
    def first_day(self) -> str:
        (publication,) = self.library.publications
        return first_day(publication)

    @property
    def problems(self) -> tuple[str, ...]:
        (health,) = self.library.health
        return health.problems

    def look(self) -> None:
        """Look at the file until it has stood still for long enough, and at the journal."""
        for _ in range(2):
            self.time.seconds += LOOK_EVERY.total_seconds()
            self.library.refresh(LATER)

    def edit(self, text: str) -> None:
        self.path.write_text(text, "utf-8")
        self.look()


@pytest.fixture
def old(tmp_path: Path, open_journal: OpenJournal) -> Process:
    """The process that was there first."""
    return Process(tmp_path / "old.yaml", OLD, open_journal())


@pytest.fixture
def new(tmp_path: Path, old: Process, open_journal: OpenJournal) -> Process:
    """One with a newer file, started after it."""
    return Process(tmp_path / "new.yaml", NEW, open_journal())


def edition(open_journal: OpenJournal) -> int:
    (publication,) = last_publications(open_journal())
    return publication.edition


def test_what_a_newer_file_says_is_taken_up_within_two_seconds_and_never_undone(
    old: Process, new: Process, open_journal: OpenJournal
) -> None:
    assert LOOK_EVERY + timedelta(milliseconds=500) < timedelta(seconds=2)
    for _ in range(20):
        old.look()
        new.look()
    assert (old.first_day, new.first_day, edition(open_journal)) == ("2021-10-08", "2021-10-08", 2)


def test_that_another_file_is_newer_is_said_by_health_and_once_in_the_log(
    old: Process, new: Process, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING):
        for _ in range(3):
            old.look()
            new.look()
    assert old.problems == (
        "published elsewhere: edition 2 is newer than this file "
        "(put the newer file in its place; an edit of this one would undo what the other says)",
    )
    assert new.problems == ()
    assert caplog.messages == [f"{old.path}: {old.problems[0]}"]


def test_whoever_edits_their_file_publishes_it_for_all(old: Process, new: Process, open_journal: OpenJournal) -> None:
    old.look()
    for process, other, text, day in [
        (new, old, NEWEST, "2021-10-07"),
        (old, new, OLD + "# again\n", "2021-10-09"),
        (new, old, NEW, "2021-10-08"),
    ]:
        process.edit(text)
        other.look()
        assert (process.first_day, other.first_day) == (day, day)
        assert (process.problems, len(other.problems)) == ((), 1)
    assert edition(open_journal) == 5


def test_a_file_that_is_saved_as_it_was_or_comes_back_publishes_nothing(
    old: Process, new: Process, open_journal: OpenJournal
) -> None:
    old.look()
    os.utime(old.path, (0, 0))
    old.look()
    away = old.path.rename(old.path.with_suffix(".away"))
    old.look()
    away.rename(old.path)
    old.look()
    old.edit("rounds: [")
    assert ["published elsewhere" in problem for problem in old.problems] == [False, True]
    old.edit(OLD)

    assert (old.first_day, edition(open_journal)) == ("2021-10-08", 2)
    assert ["published elsewhere" in problem for problem in old.problems] == [True]


def test_once_the_newer_file_is_put_in_its_place_all_is_well(
    old: Process, new: Process, open_journal: OpenJournal
) -> None:
    old.look()
    old.edit(NEW)
    assert (old.problems, old.first_day, edition(open_journal)) == ((), "2021-10-08", 2)


def test_what_no_calendar_shows_is_taken_up_too(old: Process, new: Process, open_journal: OpenJournal) -> None:
    old.look()
    new.edit(BY_DRIVER.replace("3d", "5d"))
    old.look()
    (publication,) = old.library.publications
    assert edition(open_journal) == 2
    assert publication.season.lead_times["round"] == (timedelta(days=5),)
    assert [driver.name for driver in publication.season.drivers] == ["Jane Doe"]
    assert len(old.problems) == 1


def test_lead_times_are_taken_up_where_the_files_differ_in_nothing_else(old: Process, new: Process) -> None:
    old.edit(NEW)
    new.edit(NEW.replace("3d", "5d"))
    old.look()
    assert old.library.publications[0].season.lead_times["round"] == (timedelta(days=5),)
    assert len(old.problems) == 1


def test_two_that_publish_the_same_file_never_find_each_other_newer(
    old: Process, tmp_path: Path, open_journal: OpenJournal
) -> None:
    same = Process(tmp_path / "same.yaml", OLD, open_journal())
    for text in (NEW, BY_DRIVER, NEWEST):
        for process in (old, same):
            process.edit(text)
        old.look()
        assert (old.problems, same.problems) == ((), ())
    assert edition(open_journal) == 3


def test_of_two_processes_of_one_file_the_slower_does_not_take_the_others_edition_for_a_newer_file(
    old: Process, open_journal: OpenJournal, caplog: pytest.LogCaptureFixture
) -> None:
    slower = SeasonLibrary([old.path], open_journal(), time := RealTime())
    slower.open(NOW)
    with caplog.at_level(logging.WARNING):
        old.edit(NEW)
        time.seconds += LOOK_EVERY.total_seconds()
        for wait in (STANDS_STILL, None, None):
            assert slower.refresh(LATER) == wait
            assert [(its.publication.edition, its.problems) for its in slower.health] == [(2, ())]
            time.seconds += STANDS_STILL.total_seconds()
    assert caplog.messages == []


def test_while_the_clock_holds_our_file_back_we_have_what_others_publish(
    old: Process, tmp_path: Path, open_journal: OpenJournal
) -> None:
    (tmp_path / "late.yaml").write_text(NEWEST, "utf-8")
    long_ago = NOW - timedelta(days=30)
    late = SeasonLibrary([tmp_path / "late.yaml"], open_journal(), old.time)
    late.open(long_ago)
    old.edit(NEW)
    late.refresh(long_ago)
    old.time.seconds += LOOK_EVERY.total_seconds()
    late.refresh(long_ago)

    (health,) = late.health
    assert (health.publication.edition, health.publication.entries) == (2, old.library.publications[0].entries)
    assert ["the clock says" in problem for problem in health.problems] == [True]


class TestCompleteAgain:
    """A database keeps the text of an edition: what is taken up from there has its rounds too."""

    @pytest.fixture
    def open_journal(self, engine: Engine) -> OpenJournal:
        return lambda: SqlJournal(engine)

    def test_what_is_taken_up_is_the_whole_season(self, old: Process, new: Process) -> None:
        old.look()
        (season,) = read_seasons([new.path])
        assert old.library.publications[0].season == season

    def test_the_rounds_of_a_text_that_cannot_be_read_are_left_out(
        self, old: Process, new: Process, engine: Engine
    ) -> None:
        with writing(engine) as connection:
            connection.exec_driver_sql("UPDATE editions SET source = 'schema: 99' WHERE edition = 2")
        old.look()
        (season,) = read_seasons([new.path])
        assert old.library.publications[0].season == replace(season, rounds=())
        assert old.first_day == "2021-10-08"

    def test_half_a_copy_of_the_newer_file_must_stand_still_for_longer(self, old: Process, new: Process) -> None:
        """It has all rounds of our file; not to have those of the newer one would cancel them in every calendar."""
        more = "  - {id: italy, name: Italy, venue: most, dates: 2021-11-06}\n"
        new.edit(OLD + more)
        old.look()
        old.path.write_text(OLD + "#", "utf-8")
        old.library.refresh(LATER)
        old.time.seconds += STANDS_STILL.total_seconds()
        assert old.library.refresh(LATER) == timedelta(milliseconds=700)
        old.edit(OLD + more)
        assert (old.library.publications[0].edition, old.problems) == (3, ())


class TestMarks:
    """By the journal's marks, whoever knows what is published sees in a transaction whether that is still so."""

    @pytest.fixture
    def open_journal(self, engine: Engine) -> OpenJournal:
        return lambda: SqlJournal(engine)

    def test_they_are_the_journals_once_it_was_looked_at(self, old: Process, new: Process, engine: Engine) -> None:
        def newest() -> dict[str, object]:
            with writing(engine) as connection:
                return marks_on(connection)

        assert new.library.marks == newest() != old.library.marks
        old.look()
        assert old.library.marks == newest()
        for text in (BY_DRIVER, NEW.replace("3d", "5d"), NEWEST):
            old.edit(text)
            assert old.library.marks == newest() != new.library.marks
            new.look()
            assert new.library.marks == newest()

    def test_only_of_what_is_reminded_of(self, old: Process, engine: Engine, tmp_path: Path) -> None:
        of_2022 = tmp_path / "2022.yaml"
        of_2022.write_text(SEASON.replace("season: 2021", "season: 2022"), "utf-8")
        for keeps, keys in [(False, ["wtcr/2022"]), (True, ["wtcr/2022", "wtcr/2021"])]:
            library = SeasonLibrary([of_2022], SqlJournal(engine), old.time, keep_reminding=keeps)
            library.open(NOW)
            assert list(library.marks) == [its.season.key for its in library.reminded] == keys
