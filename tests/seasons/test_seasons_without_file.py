"""A season whose file is not named any more is served as it was published last, and never published by us."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NoReturn

import pytest
from support.real_time import RealTime
from support.season_text import SEASON, first_day

from season_calendar.errors import StorageError
from season_calendar.publishing.publication import Publication
from season_calendar.seasons.forgetting import forget
from season_calendar.seasons.journal_watch import LOOK_EVERY
from season_calendar.seasons.library import SeasonLibrary
from season_calendar.seasons.publishing import Journal

NOW = datetime(2021, 9, 1, tzinfo=UTC)
LATER = NOW + timedelta(hours=1)
AFTER_THE_RACE = datetime(2021, 11, 1, tzinfo=UTC)
OF_2022 = SEASON.replace("season: 2021", "season: 2022").replace("2021-10", "2022-10")
EDITED = SEASON.replace("2021-10-09 to", "2021-10-08 to")

OpenJournal = Callable[[], Journal]


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """The file of the season of 2021."""
    path = tmp_path / "2021.yaml"
    path.write_text(SEASON.replace("series: {id: wtcr,", "series: {id: wtcr, color: red,"), "utf-8")
    return path


@pytest.fixture
def new(tmp_path: Path) -> Path:
    """The file of the season of 2022."""
    path = tmp_path / "2022.yaml"
    path.write_text(OF_2022, "utf-8")
    return path


def opened(journal: Journal, *paths: Path, time: RealTime | None = None, keep_reminding: bool = False) -> SeasonLibrary:
    library = SeasonLibrary(paths, journal, time or RealTime(), keep_reminding=keep_reminding)
    library.open(NOW)
    return library


def keys(publications: tuple[Publication, ...]) -> list[str]:
    return [publication.season.key for publication in publications]


def test_a_season_whose_file_is_not_named_any_more_is_there_as_it_was_published_last(
    open_journal: OpenJournal, old: Path, new: Path
) -> None:
    (before,) = opened(open_journal(), old).publications
    library = opened(open_journal(), new)

    assert keys(library.publications) == ["wtcr/2022", "wtcr/2021"]
    (kept,) = library.without_file
    assert kept.season == replace(before.season, rounds=())
    assert kept.season.series.color == "red"
    assert (kept.edition, kept.published_at, kept.entries) == (1, NOW, before.entries)
    assert [(health.path, health.problems) for health in library.health] == [(str(new), ()), (None, ())]


def test_only_seasons_with_a_file_are_reminded_of_unless_asked_for(
    open_journal: OpenJournal, old: Path, new: Path
) -> None:
    opened(open_journal(), old)
    assert keys(opened(open_journal(), new).reminded) == ["wtcr/2022"]
    assert keys(opened(open_journal(), new, keep_reminding=True).reminded) == ["wtcr/2022", "wtcr/2021"]


def test_once_its_file_is_named_again_it_goes_on(open_journal: OpenJournal, old: Path, new: Path) -> None:
    opened(open_journal(), old)
    opened(open_journal(), new)
    old.write_text(EDITED, "utf-8")
    library = opened(open_journal(), old, new)

    assert (keys(library.publications), library.without_file) == (["wtcr/2021", "wtcr/2022"], ())
    assert (library.publications[0].edition, first_day(library.publications[0])) == (2, "2021-10-08")


def test_what_another_process_publishes_of_a_season_without_file_here_is_taken_up_within_seconds(
    open_journal: OpenJournal, old: Path, new: Path
) -> None:
    time = RealTime()
    library = opened(open_journal(), new, time=time)
    opened(open_journal(), old)
    library.refresh(LATER)
    assert keys(library.publications) == ["wtcr/2022"]

    time.seconds += LOOK_EVERY.total_seconds()
    library.refresh(LATER)
    assert keys(library.publications) == ["wtcr/2022", "wtcr/2021"]

    old.write_text(EDITED, "utf-8")
    opened(open_journal(), old)
    time.seconds += LOOK_EVERY.total_seconds()
    library.refresh(LATER)
    assert first_day(library.publications[1]) == "2021-10-08"


def test_what_another_process_forgets_of_our_season_is_taken_up_within_seconds(
    open_journal: OpenJournal, old: Path
) -> None:
    time = RealTime()
    library = opened(open_journal(), old, time=time)
    old.write_text(SEASON.replace("czech-republic", "hungary"), "utf-8")
    for _ in range(3):
        time.seconds += 1
        library.refresh(AFTER_THE_RACE)
    assert rounds_shown(library) == ["czech-republic", "hungary"]

    forget(open_journal(), ("wtcr", "2021", "czech-republic"), [], AFTER_THE_RACE)
    time.seconds += LOOK_EVERY.total_seconds()
    library.refresh(AFTER_THE_RACE)
    assert rounds_shown(library) == ["hungary"]
    assert library.publications[0].season.rounds != ()


def rounds_shown(library: SeasonLibrary) -> list[str]:
    return [entry.facts.round_id for its in library.publications for entry in its.entries_at(AFTER_THE_RACE)]


def test_while_nothing_is_published_each_publication_stays_the_very_same(
    open_journal: OpenJournal, old: Path, new: Path
) -> None:
    opened(open_journal(), old)
    time = RealTime()
    library = opened(open_journal(), new, time=time)
    before = library.publications
    for _ in range(3):
        time.seconds += LOOK_EVERY.total_seconds()
        library.refresh(LATER)
    assert [now is then for now, then in zip(library.publications, before, strict=True)] == [True, True]


def test_a_journal_out_of_reach_is_told_once_and_leaves_what_is_served(
    open_journal: OpenJournal,
    old: Path,
    new: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    opened(open_journal(), old)
    journal, time = open_journal(), RealTime()
    library = opened(journal, new, time=time)

    def out_of_reach(_: object) -> NoReturn:
        raise StorageError("database x: it cannot be reached (is it running?)")

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(type(journal), "marks", out_of_reach)
        for _ in range(3):
            time.seconds += LOOK_EVERY.total_seconds()
            library.refresh(LATER)
    assert keys(library.publications) == ["wtcr/2022", "wtcr/2021"]
    told = [record.message for record in caplog.records if record.levelno == logging.WARNING]
    assert told == [
        "what other processes publish is not seen until the journal can be read: "
        "database x: it cannot be reached (is it running?)"
    ]
