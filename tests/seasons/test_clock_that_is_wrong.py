"""Only publishing is held back by a clock that cannot be right: what was published stays, and is told of."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine

from season_calendar.errors import ClockBehindError
from season_calendar.publishing.publication import Publication
from season_calendar.seasons.forgetting import forget
from season_calendar.seasons.library import SeasonLibrary
from season_calendar.storage.journal import SqlJournal
from season_calendar.zoned_time import parse_instant

NOW = parse_instant("2021-06-01T08:00Z")
IN_2036 = parse_instant("2036-01-01T00:00Z")
SEASON = """\
schema: 1
series: {id: wtcr, name: World Touring Car Cup}
season: 2021
venues: {ring: {name: Ring, zone: Europe/Berlin}}
rounds:
  - {id: germany, name: Germany, venue: ring, dates: 2021-06-05}
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "events.yaml"
    path.write_text(SEASON, "utf-8")
    return path


@pytest.fixture
def journal(engine: Engine, path: Path) -> SqlJournal:
    """A journal in which the season was published in 2036."""
    journal = SqlJournal(engine)
    SeasonLibrary([path], journal).open(IN_2036)
    path.write_text(SEASON.replace("name: Germany", "name: Eifel"), "utf-8")
    return journal


def names(library: SeasonLibrary) -> list[str]:
    return [entry.facts.round_name for its in library.publications for entry in its.entries.values()]


def opened(path: Path, journal: SqlJournal, *, trust_clock: bool = False) -> SeasonLibrary:
    library = SeasonLibrary([path], journal, trust_clock=trust_clock)
    library.open(NOW)
    return library


def test_with_a_clock_behind_the_last_publication_that_one_stays_and_it_is_said(
    path: Path, journal: SqlJournal, caplog: pytest.LogCaptureFixture
) -> None:
    library = opened(path, journal)
    library.refresh(NOW)

    assert names(library) == ["Germany"]
    ((problem,),) = [season.problems for season in library.health]
    assert "the clock says 2021-06-01 08:00 UTC, and it was published last at 2036-01-01 00:00 UTC" in problem
    assert "--trust-clock" in problem
    assert caplog.text.count("is not published") == 1
    assert library.reminded == library.publications


def test_once_the_clock_is_right_the_edit_is_published(path: Path, journal: SqlJournal) -> None:
    seconds = [0.0]
    library = SeasonLibrary([path], journal, lambda: seconds[0])
    library.open(NOW)
    for _ in range(3):
        seconds[0] += 10
        library.refresh(IN_2036 + timedelta(hours=1))

    assert names(library) == ["Eifel"]
    assert [season.problems for season in library.health] == [()]


def test_an_edit_while_the_clock_is_wrong_is_held_back(path: Path, journal: SqlJournal) -> None:
    path.write_text(SEASON, "utf-8")
    seconds = [0.0]
    library = SeasonLibrary([path], journal, lambda: seconds[0])
    library.open(NOW)
    assert [season.problems for season in library.health] == [()]

    path.write_text(SEASON.replace("2021-06-05", "2021-06-12"), "utf-8")
    for _ in range(3):
        seconds[0] += 10
        library.refresh(NOW)

    assert [len(season.problems) for season in library.health] == [1]
    assert library.publications[0].edition == 1


def test_who_trusts_the_clock_publishes_and_is_believed_from_then_on(path: Path, journal: SqlJournal) -> None:
    assert names(opened(path, journal, trust_clock=True)) == ["Eifel"]

    path.write_text(SEASON.replace("name: Germany", "name: Nordschleife"), "utf-8")
    (publication,) = opened(path, journal).publications
    assert [entry.facts.round_name for entry in publication.entries.values()] == ["Nordschleife"]
    assert publication.published_at > IN_2036
    assert {note.at for entry in publication.entries.values() for note in entry.notes} == {NOW}


def test_nothing_is_forgotten_by_a_clock_that_is_behind(journal: SqlJournal) -> None:
    def forgotten(*, trust_clock: bool) -> Publication:
        return forget(journal, ("wtcr", "2021"), [], NOW, trust_clock=trust_clock)

    with pytest.raises(ClockBehindError):
        forgotten(trust_clock=False)
    assert forgotten(trust_clock=True).edition == 2


@pytest.mark.parametrize(("now", "doubted"), [(IN_2036, True), (NOW + timedelta(days=2), False)])
def test_a_clock_far_ahead_publishes_and_is_doubted(
    path: Path, engine: Engine, caplog: pytest.LogCaptureFixture, now: datetime, doubted: bool
) -> None:
    opened(path, SqlJournal(engine))
    path.write_text(SEASON.replace("name: Germany", "name: Eifel"), "utf-8")
    caplog.clear()
    with caplog.at_level(logging.WARNING):
        library = SeasonLibrary([path], SqlJournal(engine))
        library.open(now)

    assert names(library) == ["Eifel"]
    assert ("is it right?" in caplog.text) is doubted
