"""Edits of a season file are noticed and published, and the last good season is kept."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NoReturn

import pytest
from sqlalchemy import Engine
from support.real_time import RealTime
from support.season_text import SEASON, first_day

from season_calendar import disk
from season_calendar.errors import FileAccessError, Problem, SeasonCalendarError, StorageError
from season_calendar.model import Season
from season_calendar.publishing.changes import Aspect
from season_calendar.season_file import Published, read_season
from season_calendar.seasons import loading
from season_calendar.seasons.library import SeasonLibrary
from season_calendar.seasons.open_season import STANDS_STILL, STANDS_STILL_HALF_COPIED
from season_calendar.storage.journal import SqlJournal, SqlJournalWriter

NOW = datetime(2021, 9, 1, tzinfo=UTC)
LATER = NOW + timedelta(hours=1)
EDITED = SEASON.replace("2021-10-09 to", "2021-10-08 to")
WITHOUT_ROUNDS = SEASON.partition("rounds:")[0] + "rounds: []\n"


def test_an_edit_is_published_once_it_stands_still(library: SeasonLibrary, season: Path, real_time: RealTime) -> None:
    season.write_text(EDITED, "utf-8")
    assert library.refresh(LATER) == STANDS_STILL
    real_time.seconds += 0.3
    assert library.refresh(LATER) == timedelta(seconds=0.2)
    assert library.publications[0].edition == 1
    real_time.seconds += 0.2
    assert library.refresh(LATER) is None
    (publication,) = library.publications
    assert (publication.edition, first_day(publication), publication.published_at) == (2, "2021-10-08", LATER)
    assert library.refresh(LATER) is None
    assert library.publications == (publication,)


def test_an_edit_that_no_calendar_shows_is_taken_up_without_a_new_edition(
    library: SeasonLibrary, season: Path, settle: Callable[[], None]
) -> None:
    season.write_text(SEASON + "reminders: {round: [3d]}\n", "utf-8")
    settle()
    (publication,) = library.publications
    assert (publication.edition, publication.season.lead_times["round"]) == (1, (timedelta(days=3),))


def test_a_broken_file_leaves_the_last_good_season_and_is_told_once(
    library: SeasonLibrary, season: Path, settle: Callable[[], None], caplog: pytest.LogCaptureFixture
) -> None:
    season.write_text(SEASON.replace("venue: most", "venue: mst"), "utf-8")
    with caplog.at_level(logging.WARNING):
        settle()
        settle()
    (health,) = library.health
    assert health.publication.edition == 1
    assert "there is no venue 'mst'" in health.problems[0]
    assert caplog.text.count("keeping the last good wtcr/2021") == 1


def test_a_file_that_is_written_again_and_again_is_waited_for_anew_each_time(
    library: SeasonLibrary, season: Path, real_time: RealTime
) -> None:
    for length in (len(EDITED) // 3, len(EDITED) // 2, len(EDITED)):
        season.write_text(EDITED[:length], "utf-8")
        assert library.refresh(LATER) == STANDS_STILL
        real_time.seconds += 0.4
        assert library.refresh(LATER) == timedelta(seconds=0.1)
    assert library.health[0].problems == ()
    real_time.seconds += 0.1
    assert library.refresh(LATER) is None
    assert (library.publications[0].edition, first_day(library.publications[0])) == (2, "2021-10-08")


def test_a_file_that_changes_while_it_is_read_is_left_for_a_later_look(
    library: SeasonLibrary, season: Path, real_time: RealTime, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = disk.read

    def read_slowly(path: Path) -> disk.FileContent:
        content = read(path)
        season.write_text(EDITED, "utf-8")
        return content

    season.write_text(EDITED.replace("2021-10-08", "2021-10-07"), "utf-8")
    library.refresh(LATER)
    real_time.seconds += 0.5
    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(disk, "read", read_slowly)
        assert library.refresh(LATER) == STANDS_STILL
    assert library.publications[0].edition == 1


def test_a_file_that_changes_while_we_wait_for_the_journal_is_left_for_a_later_look(
    season: Path, sqlite: Engine, real_time: RealTime
) -> None:
    class BusyJournal(SqlJournal):
        """Somebody saves the file just before it is our turn."""

        meanwhile: Callable[[], object] = staticmethod(lambda: None)

        @contextmanager
        def exclusive(self) -> Iterator[SqlJournalWriter]:
            with super().exclusive() as writer:
                self.meanwhile()
                yield writer

    journal = BusyJournal(sqlite)
    library = SeasonLibrary([season], journal, real_time)
    library.open(NOW)
    season.write_text(EDITED, "utf-8")
    journal.meanwhile = lambda: season.write_text(WITHOUT_ROUNDS, "utf-8")
    library.refresh(LATER)
    real_time.seconds += 0.5
    assert library.refresh(LATER) == STANDS_STILL
    assert library.publications[0].edition == 1
    assert library.refresh(LATER) == STANDS_STILL  # counted from when the new text was first seen


def test_a_file_whose_last_round_is_gone_must_stand_still_longer(
    library: SeasonLibrary, season: Path, real_time: RealTime
) -> None:
    """It may be a copy that still goes on, and its rounds would be cancelled in every calendar."""
    season.write_text(WITHOUT_ROUNDS, "utf-8")
    assert library.refresh(LATER) == STANDS_STILL
    real_time.seconds += 0.5
    assert library.refresh(LATER) == STANDS_STILL_HALF_COPIED - STANDS_STILL
    assert library.publications[0].edition == 1
    real_time.seconds += 0.7
    assert library.refresh(LATER) is None
    assert library.publications[0].edition == 2


def test_a_season_clock_that_runs_fast_shortens_no_wait(library: SeasonLibrary, season: Path) -> None:
    season.write_text(EDITED, "utf-8")
    library.refresh(LATER)
    assert library.refresh(LATER + timedelta(days=1)) == STANDS_STILL
    assert library.publications[0].edition == 1


@pytest.mark.parametrize("text", [EDITED, WITHOUT_ROUNDS, "rounds: ["], ids=["edited", "half copied", "broken"])
def test_each_change_is_parsed_once(
    library: SeasonLibrary, season: Path, settle: Callable[[], None], monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    parsed: list[bytes] = []

    def parse(source: bytes, path: str, published: Published) -> tuple[Season, tuple[Problem, ...]]:
        parsed.append(source)
        return read_season(source, path, published)

    monkeypatch.setattr(loading, "read_season", parse)
    season.write_text(text, "utf-8")
    settle()
    settle()
    assert parsed == [text.encode()]


def test_of_many_changed_files_none_waits_for_another(tmp_path: Path, sqlite: Engine, real_time: RealTime) -> None:
    files = [tmp_path / f"{year}.yaml" for year in range(2021, 2029)]
    for file in files:
        file.write_text(SEASON.replace("season: 2021", f"season: {file.stem}"), "utf-8")
    library = SeasonLibrary(files, SqlJournal(sqlite), real_time)
    library.open(NOW)
    for file in files:
        file.write_text(EDITED.replace("season: 2021", f"season: {file.stem}"), "utf-8")
    library.refresh(LATER)
    real_time.seconds += 0.5
    assert library.refresh(LATER) is None
    assert [publication.edition for publication in library.publications] == [2] * 8


def test_what_the_journal_cannot_keep_is_published_as_soon_as_it_can(
    season: Path, sqlite: Engine, real_time: RealTime
) -> None:
    class FullJournal(SqlJournal):
        is_full = False

        @contextmanager
        def exclusive(self) -> Iterator[SqlJournalWriter]:
            if self.is_full:
                raise StorageError("database x: disk full (make room)")
            with super().exclusive() as writer:
                yield writer

    journal = FullJournal(sqlite)
    library = SeasonLibrary([season], journal, real_time)
    library.open(NOW)
    season.write_text(EDITED, "utf-8")
    library.refresh(LATER)
    real_time.seconds += 0.5
    journal.is_full = True
    assert library.refresh(LATER) is None
    assert "disk full" in library.health[0].problems[0]
    journal.is_full = False
    assert library.refresh(LATER) is None
    assert library.publications[0].edition == 2
    assert library.health[0].problems == ()


def test_an_edit_undone_while_the_journal_was_out_of_reach_is_no_problem_any_more(
    library: SeasonLibrary, season: Path, settle: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    before = season.with_suffix(".before")
    season.rename(before)
    season.write_text(EDITED, "utf-8")
    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(SqlJournal, "exclusive", out_of_reach)
        settle()
    assert "disk full" in library.health[0].problems[0]
    before.rename(season)
    settle()
    assert (library.health[0].problems, library.publications[0].edition) == ((), 1)


def out_of_reach(_: SqlJournal) -> NoReturn:
    raise StorageError("database x: disk full (make room)")


def test_a_mended_file_is_published_and_its_problems_forgotten(
    library: SeasonLibrary, season: Path, settle: Callable[[], None]
) -> None:
    season.write_text("rounds: [", "utf-8")
    settle()
    season.write_text(EDITED, "utf-8")
    settle()
    assert (library.health[0].problems, library.publications[0].edition) == ((), 2)


def test_a_file_that_is_gone_is_a_problem_not_an_end(
    library: SeasonLibrary, season: Path, settle: Callable[[], None]
) -> None:
    season.rename(season.with_suffix(".away"))
    settle()
    assert "there is no such file" in library.health[0].problems[0]
    season.with_suffix(".away").rename(season)
    settle()
    assert library.health[0].problems == ()


def test_a_file_that_becomes_another_season_is_refused(
    library: SeasonLibrary, season: Path, settle: Callable[[], None]
) -> None:
    season.write_text(SEASON.replace("season: 2021", "season: 2022"), "utf-8")
    settle()
    assert "this was the season wtcr/2021 and is now wtcr/2022" in library.health[0].problems[0]


def test_an_edit_seen_by_many_libraries_is_published_once(season: Path, sqlite: Engine, real_time: RealTime) -> None:
    libraries = [SeasonLibrary([season], SqlJournal(sqlite), real_time) for _ in range(4)]
    for library in libraries:
        library.open(NOW)
    season.write_text(EDITED, "utf-8")
    for library in libraries:
        library.refresh(LATER)
    real_time.seconds += 0.5
    threads = [threading.Thread(target=library.refresh, args=(LATER,)) for library in libraries]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {library.publications[0].edition for library in libraries} == {2}
    assert len(SqlJournal(sqlite).changes("wtcr", "2021")) == 1


def test_the_text_of_a_season_is_kept_with_each_edition(
    season: Path, sqlite: Engine, library: SeasonLibrary, settle: Callable[[], None]
) -> None:
    edited = EDITED + "# „später“\r\n"
    season.write_bytes(edited.encode())
    settle()

    journal = SqlJournal(sqlite)
    assert [journal.source("wtcr", "2021", edition) for edition in (1, 2)] == [SEASON, edited]


def test_what_is_published_and_that_a_file_is_good_again_is_logged_once(
    library: SeasonLibrary, season: Path, settle: Callable[[], None], caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO, "season_calendar"):
        for text in (SEASON.replace("venue: most", "venue: mst"), EDITED, EDITED + "# a remark\n"):
            season.write_text(text, "utf-8")
            settle()
            settle()
    (broken, good, published) = caplog.messages
    assert broken.startswith(f"keeping the last good wtcr/2021: {season}:9:12: there is no venue 'mst'")
    assert good == f"{season}: wtcr/2021 is good again"
    assert published == f"{season}: published edition 2 of wtcr/2021"


@pytest.mark.parametrize("error", [StorageError("the disk is gone"), FileAccessError("j", "the disk is gone", "x")])
def test_all_that_ever_changed_is_known_and_what_is_noted_where_the_journal_cannot_be_read(
    library: SeasonLibrary,
    season: Path,
    settle: Callable[[], None],
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    error: SeasonCalendarError,
) -> None:
    season.write_text(EDITED, "utf-8")
    settle()
    (publication,) = library.publications
    season.write_text(EDITED.replace("2021-10-08 to", "2021-10-07 to"), "utf-8")
    settle()

    def fail(*_: object) -> NoReturn:
        raise error

    with monkeypatch.context() as patched:
        patched.setattr(SqlJournal, "changes", fail)
        for _ in range(2):
            noted = library.changes_of(publication)
            assert [change.aspect for change in noted] == [Aspect.TIME]
    assert caplog.text.count("the disk is gone") == 1
    assert [change.aspect for change in library.changes_of(publication)] == [Aspect.TIME] * 2
    monkeypatch.setattr(SqlJournal, "changes", fail)
    assert len(library.changes_of(publication)) == 2  # nothing more is told of an edition than what was
