"""A process that starts with the text of an earlier edition publishes it, for so its file says, but not in silence."""

from __future__ import annotations

import logging
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine
from support.season_text import SEASON

from season_calendar.seasons.forgetting import forget
from season_calendar.seasons.library import SeasonLibrary
from season_calendar.storage.journal import SqlJournal

FIRST = datetime(2021, 9, 1, 8, tzinfo=UTC)
DAY = timedelta(days=1)
MOVED = SEASON.replace("2021-10-09 to", "2021-10-08 to")
RENAMED = MOVED.replace("Race of the Czech Republic", "Race of Czechia")
IN_HUNGARY = SEASON.replace("czech-republic", "hungary")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the season file is."""
    return tmp_path / "wtcr.yaml"


@pytest.fixture
def journal(engine: Engine, path: Path, caplog: pytest.LogCaptureFixture) -> SqlJournal:
    """A journal with three editions, published on three days."""
    journal = SqlJournal(engine)
    caplog.set_level(logging.WARNING, "season_calendar")
    for days, text in enumerate((SEASON, MOVED, RENAMED)):
        assert opened(journal, path, text, FIRST + days * DAY) == days + 1
    return journal


def opened(journal: SqlJournal, path: Path, text: str, now: datetime = FIRST + 7 * DAY) -> int:
    """Start with a text; returns the edition that is published then."""
    path.write_text(text, "utf-8")
    library = SeasonLibrary([path], journal)
    library.open(now)
    (publication,) = library.publications
    assert library.health[0].problems == ()
    return publication.edition


def test_which_edition_it_was_and_which_it_replaces_is_a_warning(
    journal: SqlJournal, path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    assert opened(journal, path, MOVED) == 4
    assert caplog.messages == [
        "wtcr/2021: the season file is that of edition 2, published 2021-09-02 08:00 UTC; it is published again in "
        "place of edition 3, published 2021-09-03 08:00 UTC (an old copy? put the newer file in its place)"
    ]


def test_started_again_it_is_the_newest_and_publishes_nothing(
    journal: SqlJournal, path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    opened(journal, path, MOVED)
    caplog.clear()
    assert opened(journal, path, MOVED) == 4
    assert caplog.messages == []


@pytest.mark.parametrize(("text", "edition"), [(RENAMED, 3), (RENAMED.replace("Czechia", "Bohemia"), 4)])
def test_nothing_is_said_of_the_newest_text_nor_of_a_new_one(
    journal: SqlJournal, path: Path, caplog: pytest.LogCaptureFixture, text: str, edition: int
) -> None:
    assert opened(journal, path, text) == edition
    assert caplog.messages == []


def test_nothing_is_said_of_an_earlier_text_that_says_what_is_published(
    journal: SqlJournal, path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    assert opened(journal, path, SEASON + "# again\n") == 4
    assert opened(journal, path, SEASON) == 4
    assert caplog.messages == []


def test_nothing_is_said_of_the_newest_text_where_events_are_shown_otherwise_by_now(
    journal: SqlJournal, path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("season_calendar.publishing.publish.RENDER_VERSION", 1000)
    assert opened(journal, path, RENAMED) == 4
    assert caplog.messages == []


def test_nothing_is_said_where_an_edition_without_a_text_came_after_it(
    journal: SqlJournal, path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    after_the_race = FIRST + 60 * DAY
    opened(journal, path, IN_HUNGARY, after_the_race)
    forget(journal, ("wtcr", "2021", "czech-republic"), [], after_the_race)
    assert opened(journal, path, IN_HUNGARY, after_the_race) == 5
    assert caplog.messages == []


def test_who_takes_a_text_back_while_running_is_believed_in_silence(
    journal: SqlJournal, path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    seconds = [0.0]
    library = SeasonLibrary([path], journal, lambda: seconds[0])
    library.open(FIRST + 7 * DAY)
    path.write_text(MOVED, "utf-8")
    for _ in range(2):
        seconds[0] += 1
        library.refresh(FIRST + 8 * DAY)
    assert library.publications[0].edition == 4
    assert caplog.messages == []
