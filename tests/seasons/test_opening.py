"""A library is opened: every file is published or none, after what was published before."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NoReturn

import pytest
from sqlalchemy import Engine
from support.real_time import RealTime
from support.season_text import SEASON, first_day

from season_calendar.errors import AdoptionError, ClockBehindError, SeasonFileError
from season_calendar.model import Season
from season_calendar.publishing.publication import History
from season_calendar.publishing.publish import publish
from season_calendar.seasons import loading
from season_calendar.seasons.library import SeasonLibrary
from season_calendar.storage.journal import SqlJournal

NOW = datetime(2021, 9, 1, tzinfo=UTC)
LATER = NOW + timedelta(hours=1)
EDITED = SEASON.replace("2021-10-09 to", "2021-10-08 to")


def test_a_season_is_published_when_it_is_opened(library: SeasonLibrary) -> None:
    (publication,) = library.publications
    assert (publication.season.key, publication.edition, publication.published_at) == ("wtcr/2021", 1, NOW)


def test_a_series_published_before_its_id_was_reserved_goes_on(
    season: Path, sqlite: Engine, real_time: RealTime
) -> None:
    journal = SqlJournal(sqlite)
    season.write_text(SEASON.replace("id: wtcr", "id: api"), "utf-8")
    with pytest.raises(SeasonFileError, match="the id 'api' is taken by the program"):
        SeasonLibrary([season], journal).open(NOW)
    publish_as_before(journal, season)
    library = SeasonLibrary([season], journal, real_time)
    library.open(NOW)
    season.write_text(EDITED.replace("id: wtcr", "id: api"), "utf-8")
    library.refresh(LATER)
    real_time.seconds += 0.5
    assert library.refresh(LATER) is None
    assert [first_day(publication) for publication in library.publications] == ["2021-10-08"]
    season.write_text(SEASON.replace("id: wtcr", "id: api").replace("season: 2021", "season: 2022"), "utf-8")
    SeasonLibrary([season], journal).open(LATER)


def publish_as_before(journal: SqlJournal, season: Path) -> None:
    """Publish a season file as the program did when no id was reserved."""
    (state,) = loading.read_seasons([season])
    with journal.exclusive() as writer:
        writer.record(publish(state, writer.history(state.series.id, state.id), NOW))


def test_a_second_library_finds_the_same_edition(library: SeasonLibrary, season: Path, sqlite: Engine) -> None:
    second = SeasonLibrary([season], SqlJournal(sqlite))
    second.open(LATER)
    assert second.publications[0].edition == library.publications[0].edition == 1
    assert second.publications[0].published_at == NOW


def test_no_file_is_published_where_one_is_broken(season: Path, sqlite: Engine, tmp_path: Path) -> None:
    broken = tmp_path / "broken.yaml"
    broken.write_text("rounds: [", "utf-8")
    with pytest.raises(SeasonFileError):
        SeasonLibrary([season, broken], SqlJournal(sqlite)).open(NOW)
    with SqlJournal(sqlite).exclusive() as journal:
        assert journal.history("wtcr", "2021").edition == 0


def test_two_files_of_one_season_are_refused(season: Path, sqlite: Engine, tmp_path: Path) -> None:
    copy = tmp_path / "copy.yaml"
    copy.write_text(SEASON, "utf-8")
    with pytest.raises(
        SeasonFileError, match=r"copy.yaml:3:9: this is the season wtcr/2021, as that of .*wtcr.yaml is, in line 3 "
    ):
        SeasonLibrary([season, copy], SqlJournal(sqlite)).open(NOW)


def test_a_file_that_is_not_there_at_the_start_is_a_problem_of_its_first_line(
    season: Path, sqlite: Engine, tmp_path: Path
) -> None:
    missing = tmp_path / "missing.yaml"
    with pytest.raises(SeasonFileError) as refused:
        SeasonLibrary([season, missing], SqlJournal(sqlite)).open(NOW)
    (problem,) = refused.value.problems
    assert str(problem) == f"{missing}:1:1: there is no such file or folder (check the path)"


def test_what_was_published_is_asked_for_where_the_journal_does_not_know_the_season(
    season: Path, sqlite: Engine
) -> None:
    journal, asked = SqlJournal(sqlite), []

    def adopt(what: Season) -> History:
        asked.append(what.key)
        entries = {uid: replace(entry, sequence=7) for uid, entry in publish(what, History(), NOW).entries.items()}
        return History(0, NOW, entries)

    SeasonLibrary([season], journal).open(LATER, adopt)
    again = SeasonLibrary([season], journal)
    again.open(LATER, adopt)

    [publication] = again.publications
    assert asked == ["wtcr/2021"]
    assert (publication.edition, publication.published_at) == (1, LATER)
    assert [(entry.sequence, entry.modified_at) for entry in publication.entries.values()] == [(7, NOW)]


def test_where_it_is_refused_to_begin_anew_nothing_is_published(season: Path, sqlite: Engine) -> None:
    def refuse(what: Season) -> NoReturn:
        raise AdoptionError("public", f"{what.key} is there", "adopt it")

    with pytest.raises(AdoptionError):
        SeasonLibrary([season], SqlJournal(sqlite)).open(NOW, refuse)

    with SqlJournal(sqlite).exclusive() as journal:
        assert journal.history("wtcr", "2021").edition == 0


def test_by_a_clock_far_behind_nothing_that_is_adopted_is_published_anew(season: Path, sqlite: Engine) -> None:
    def adopt(what: Season) -> History:
        return History(0, NOW, publish(what, History(), NOW).entries)

    with pytest.raises(ClockBehindError):
        SeasonLibrary([season], SqlJournal(sqlite)).open(NOW - timedelta(days=30), adopt)

    with SqlJournal(sqlite).exclusive() as journal:
        assert journal.history("wtcr", "2021").edition == 0
