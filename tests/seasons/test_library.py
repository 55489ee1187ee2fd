"""The season files and their publications: edits are noticed, and the last good season is kept."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine

from season_calendar.errors import SeasonFileError
from season_calendar.publishing.publish import Publication
from season_calendar.seasons.library import SeasonLibrary
from season_calendar.storage.engine import open_database
from season_calendar.storage.journal import SqlJournal, SqlJournalWriter

NOW = datetime(2021, 9, 1, tzinfo=UTC)
LATER = NOW + timedelta(hours=1)

SEASON = """\
schema: 1
series: {id: wtcr, name: World Touring Car Cup}
season: 2021
venues:
  most: {name: Autodrom Most, zone: Europe/Prague}
rounds:
  - id: czech-republic
    name: Race of the Czech Republic
    venue: most
    dates: 2021-10-09 to 2021-10-10
"""

TWO_ROUNDS = (
    SEASON
    + """\
  - id: italy
    name: Race of Italy
    venue: most
    dates: 2021-11-06 to 2021-11-07
"""
)
FIRST_ROUND = "  - id: czech-republic" + SEASON.partition("  - id: czech-republic")[2]
NO_ROUNDS = SEASON.partition("rounds:")[0] + "rounds: []\n"


@pytest.fixture(autouse=True)
def waits(monkeypatch: pytest.MonkeyPatch) -> Waits:
    """Stands in for the waiting until a file stands still."""
    waits = Waits()
    monkeypatch.setattr("season_calendar.seasons.library.time.sleep", waits)
    return waits


@pytest.fixture
def season(tmp_path: Path) -> Path:
    """A season file."""
    path = tmp_path / "wtcr.yaml"
    path.write_text(SEASON, "utf-8")
    return path


@pytest.fixture
def database(tmp_path: Path) -> Engine:
    """A database of this test."""
    return open_database(str(tmp_path / "state.sqlite3"))


@pytest.fixture
def library(season: Path, database: Engine) -> SeasonLibrary:
    """A library of the season, open."""
    library = SeasonLibrary([season], SqlJournal(database))
    library.open(NOW)
    return library


@pytest.fixture
def library_of_two_rounds(season: Path, database: Engine) -> SeasonLibrary:
    """A library of a season of two rounds, open."""
    season.write_text(TWO_ROUNDS, "utf-8")
    library = SeasonLibrary([season], SqlJournal(database))
    library.open(NOW)
    return library


class Waits:
    """How long was waited, in seconds; ``meanwhile`` is what happens then."""

    def __init__(self) -> None:
        self.seconds: list[float] = []
        self.meanwhile: Callable[[], object] = lambda: None

    def __call__(self, seconds: float) -> None:
        self.seconds.append(seconds)
        self.meanwhile()


def first_day(publication: Publication) -> str:
    """The day on which the season's only round is said to begin."""
    (entry,) = publication.entries.values()
    return str(entry.facts.first_day)


def rounds_on(publication: Publication) -> list[str]:
    """The rounds that are published and have not been withdrawn."""
    return [entry.facts.round_id for entry in publication.entries.values() if entry.withdrawn_at is None]


def test_a_season_is_published_when_it_is_opened(library: SeasonLibrary) -> None:
    (publication,) = library.publications
    assert (publication.season.key, publication.edition, publication.published_at) == ("wtcr/2021", 1, NOW)


def test_the_text_of_a_season_is_kept_with_each_edition(library: SeasonLibrary, season: Path, database: Engine) -> None:
    edited = SEASON.replace("2021-10-09 to", "2021-10-08 to") + "# „später“\r\n"
    season.write_bytes(edited.encode())
    library.refresh(LATER)

    journal = SqlJournal(database)
    assert [journal.source("wtcr", "2021", edition) for edition in (1, 2)] == [SEASON, edited]


def test_an_edit_is_published_at_the_next_look(library: SeasonLibrary, season: Path) -> None:
    season.write_text(SEASON.replace("2021-10-09 to", "2021-10-08 to"), "utf-8")
    library.refresh(LATER)
    (publication,) = library.publications
    assert (publication.edition, first_day(publication)) == (2, "2021-10-08")
    library.refresh(LATER)
    assert library.publications == (publication,)


def test_an_edit_that_no_calendar_shows_is_taken_up_without_a_new_edition(library: SeasonLibrary, season: Path) -> None:
    season.write_text(SEASON + "reminders: {round: [3d]}\n", "utf-8")
    library.refresh(LATER)
    (publication,) = library.publications
    assert (publication.edition, publication.season.lead_times["round"]) == (1, (timedelta(days=3),))


def test_a_broken_file_leaves_the_last_good_season_and_is_told_once(
    library: SeasonLibrary, season: Path, caplog: pytest.LogCaptureFixture
) -> None:
    season.write_text(SEASON.replace("venue: most", "venue: mst"), "utf-8")
    with caplog.at_level(logging.WARNING):
        library.refresh(LATER)
        library.refresh(LATER)
    (health,) = library.health
    assert health.publication.edition == 1
    assert "there is no venue 'mst'" in health.problems[0]
    assert caplog.text.count("keeping the last good wtcr/2021") == 1


def test_a_file_that_is_still_being_written_is_left_for_the_next_look(
    library: SeasonLibrary, season: Path, waits: Waits
) -> None:
    whole = SEASON.replace("2021-10-09 to", "2021-10-08 to")
    season.write_text(whole.partition("rounds:")[0] + "rounds: []\n", "utf-8")
    waits.meanwhile = lambda: season.write_text(whole, "utf-8")
    library.refresh(LATER)
    assert library.publications[0].edition == 1
    waits.meanwhile = lambda: None
    library.refresh(LATER)
    assert (library.publications[0].edition, first_day(library.publications[0])) == (2, "2021-10-08")


def test_a_file_that_changes_while_we_wait_for_the_journal_is_left_for_the_next_look(
    season: Path, database: Engine
) -> None:
    class BusyJournal(SqlJournal):
        """Somebody saves the file just before it is our turn."""

        meanwhile: Callable[[], object] = staticmethod(lambda: None)

        @contextmanager
        def exclusive(self) -> Iterator[SqlJournalWriter]:
            with super().exclusive() as writer:
                self.meanwhile()
                yield writer

    journal = BusyJournal(database)
    library = SeasonLibrary([season], journal)
    library.open(NOW)
    season.write_text(SEASON.replace("2021-10-09 to", "2021-10-08 to"), "utf-8")
    journal.meanwhile = lambda: season.write_text(SEASON.partition("rounds:")[0] + "rounds: []\n", "utf-8")
    library.refresh(LATER)
    assert library.publications[0].edition == 1


def test_a_file_whose_last_round_is_gone_must_stand_still_longer(
    library: SeasonLibrary, season: Path, waits: Waits
) -> None:
    """It may be a copy that still goes on, and its rounds would be cancelled in every calendar."""
    season.write_text(SEASON.replace("2021-10-09 to", "2021-10-08 to"), "utf-8")
    library.refresh(LATER)
    season.write_text(SEASON.partition("rounds:")[0] + "rounds: []\n", "utf-8")
    library.refresh(LATER)
    assert waits.seconds == [0.5, 1.2]
    assert library.publications[0].edition == 3


@pytest.mark.parametrize(
    ("text", "seconds", "still_on"),
    [
        (SEASON, 1.2, ["czech-republic"]),
        (NO_ROUNDS, 1.2, []),
        (TWO_ROUNDS.replace("id: italy", "id: adria"), 1.2, ["czech-republic", "adria"]),
        (TWO_ROUNDS.replace(FIRST_ROUND, ""), 0.5, ["italy"]),
        (TWO_ROUNDS.replace("Race of Italy", "Race of Most"), 0.5, ["czech-republic", "italy"]),
    ],
    ids=["the last is gone", "all are gone", "the last has another id", "the first is gone", "none is gone"],
)
def test_a_season_that_loses_its_last_round_must_stand_still_longer_than_one_that_loses_another(
    library_of_two_rounds: SeasonLibrary, season: Path, waits: Waits, text: str, seconds: float, still_on: list[str]
) -> None:
    season.write_text(text, "utf-8")
    library_of_two_rounds.refresh(LATER)
    (publication,) = library_of_two_rounds.publications
    assert waits.seconds == [seconds]
    assert (publication.edition, rounds_on(publication)) == (2, still_on)


def test_a_half_copied_file_that_cannot_be_read_is_looked_at_again_when_it_is_whole(
    library_of_two_rounds: SeasonLibrary, season: Path, waits: Waits
) -> None:
    season.write_text(TWO_ROUNDS.partition("    venue: most\n    dates: 2021-11")[0], "utf-8")
    library_of_two_rounds.refresh(LATER)
    assert "this round has no 'venue'" in library_of_two_rounds.health[0].problems[0]
    season.write_text(TWO_ROUNDS, "utf-8")
    library_of_two_rounds.refresh(LATER)
    assert waits.seconds == [0.5, 0.5]
    assert (library_of_two_rounds.publications[0].edition, library_of_two_rounds.health[0].problems) == (1, ())


def test_a_season_without_rounds_is_published_and_takes_up_its_first_ones(
    season: Path, database: Engine, waits: Waits
) -> None:
    season.write_text(NO_ROUNDS, "utf-8")
    library = SeasonLibrary([season], SqlJournal(database))
    library.open(NOW)
    assert (library.publications[0].edition, rounds_on(library.publications[0])) == (1, [])
    season.write_text(NO_ROUNDS + "reminders: {round: [3d]}\n", "utf-8")
    library.refresh(LATER)
    assert library.publications[0].edition == 1
    season.write_text(TWO_ROUNDS, "utf-8")
    library.refresh(LATER)
    assert (library.publications[0].edition, rounds_on(library.publications[0])) == (2, ["czech-republic", "italy"])
    assert waits.seconds == [0.5, 0.5]


def test_a_mended_file_is_published_and_its_problems_forgotten(library: SeasonLibrary, season: Path) -> None:
    season.write_text("rounds: [", "utf-8")
    library.refresh(LATER)
    season.write_text(SEASON.replace("2021-10-09 to", "2021-10-08 to"), "utf-8")
    library.refresh(LATER)
    assert library.health[0].problems == ()


def test_what_is_published_and_that_a_file_is_good_again_is_logged_once(
    library: SeasonLibrary, season: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO, "season_calendar"):
        for text in (SEASON.replace("venue: most", "venue: mst"), SEASON.replace("2021-10-09 to", "2021-10-08 to")):
            season.write_text(text, "utf-8")
            library.refresh(LATER)
            library.refresh(LATER)
        season.write_text(SEASON.replace("2021-10-09 to", "2021-10-08 to") + "# a remark\n", "utf-8")
        library.refresh(LATER)
    (broken, good, published) = caplog.messages
    assert broken.startswith(f"keeping the last good wtcr/2021:\n{season}:9:12: there is no venue 'mst'")
    assert good == f"{season}: wtcr/2021 is good again"
    assert published == f"{season}: published edition 2 of wtcr/2021"


def test_a_broken_file_is_not_read_again_before_it_changes(library: SeasonLibrary, season: Path, waits: Waits) -> None:
    season.write_text("rounds: [", "utf-8")
    for _ in range(3):
        library.refresh(LATER)
    assert waits.seconds == [0.5]


def test_a_file_that_is_not_there_at_the_start_is_a_problem_of_its_first_line(
    season: Path, database: Engine, tmp_path: Path
) -> None:
    missing = tmp_path / "missing.yaml"
    with pytest.raises(SeasonFileError) as refused:
        SeasonLibrary([season, missing], SqlJournal(database)).open(NOW)
    (problem,) = refused.value.problems
    assert str(problem) == f"{missing}:1:1: there is no such file or folder (check the path)"


def test_a_file_that_is_gone_is_a_problem_not_an_end(library: SeasonLibrary, season: Path) -> None:
    season.rename(season.with_suffix(".away"))
    library.refresh(LATER)
    assert "there is no such file" in library.health[0].problems[0]
    season.with_suffix(".away").rename(season)
    library.refresh(LATER)
    assert library.health[0].problems == ()


def test_a_file_that_becomes_another_season_is_refused(library: SeasonLibrary, season: Path) -> None:
    season.write_text(SEASON.replace("season: 2021", "season: 2022"), "utf-8")
    library.refresh(LATER)
    assert library.health[0].problems == (
        f"{season}:1:1: this was the season wtcr/2021 and is now wtcr/2022 (give a new season a file of its own)",
    )


def test_a_second_library_finds_the_same_edition(library: SeasonLibrary, season: Path, database: Engine) -> None:
    second = SeasonLibrary([season], SqlJournal(database))
    second.open(LATER)
    assert second.publications[0].edition == library.publications[0].edition == 1
    assert second.publications[0].published_at == NOW


def test_an_edit_seen_by_many_libraries_is_published_once(season: Path, database: Engine) -> None:
    libraries = [SeasonLibrary([season], SqlJournal(database)) for _ in range(4)]
    for library in libraries:
        library.open(NOW)
    season.write_text(SEASON.replace("2021-10-09 to", "2021-10-08 to"), "utf-8")
    threads = [threading.Thread(target=library.refresh, args=(LATER,)) for library in libraries]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {library.publications[0].edition for library in libraries} == {2}
    assert len(SqlJournal(database).changes("wtcr", "2021")) == 1


def test_no_file_is_published_where_one_is_broken(season: Path, database: Engine, tmp_path: Path) -> None:
    broken = tmp_path / "broken.yaml"
    broken.write_text("rounds: [", "utf-8")
    with pytest.raises(SeasonFileError):
        SeasonLibrary([season, broken], SqlJournal(database)).open(NOW)
    with SqlJournal(database).exclusive() as journal:
        assert journal.history("wtcr", "2021").edition == 0


def test_two_files_of_one_season_are_refused(season: Path, database: Engine, tmp_path: Path) -> None:
    copy = tmp_path / "copy.yaml"
    copy.write_text(SEASON, "utf-8")
    with pytest.raises(
        SeasonFileError, match=r"copy.yaml:1:1: this is the season wtcr/2021, as .*wtcr.yaml is \(name one"
    ):
        SeasonLibrary([season, copy], SqlJournal(database)).open(NOW)
