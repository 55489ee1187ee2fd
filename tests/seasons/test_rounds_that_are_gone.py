"""Half a copied file is a good season with rounds missing: what lost its last one must stand still for longer."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine
from support.season_text import SEASON

from season_calendar.publishing.publication import Publication
from season_calendar.seasons.library import SeasonLibrary
from season_calendar.storage.journal import SqlJournal

NOW = datetime(2021, 9, 1, tzinfo=UTC)
LATER = NOW + timedelta(hours=1)

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

OpenLibrary = Callable[[str], SeasonLibrary]


@pytest.fixture
def season(tmp_path: Path) -> Path:
    """Where the season file is."""
    return tmp_path / "wtcr.yaml"


@pytest.fixture
def seconds() -> list[float]:
    """How long each change is waited for, in the order of the waits; their sum is what the library's time shows."""
    return []


@pytest.fixture
def opened(season: Path, sqlite: Engine, seconds: list[float]) -> OpenLibrary:
    """Opens a library of the season in a text."""

    def opened(text: str) -> SeasonLibrary:
        season.write_text(text, "utf-8")
        library = SeasonLibrary([season], SqlJournal(sqlite), lambda: sum(seconds))
        library.open(NOW)
        return library

    return opened


def take_up(library: SeasonLibrary, seconds: list[float]) -> Publication:
    """What is published once no change is waited for any more."""
    for _ in range(10):
        wait = library.refresh(LATER)
        if wait is None:
            return library.publications[0]
        seconds.append(wait.total_seconds())
    raise AssertionError("a change is waited for without end")


def rounds_on(publication: Publication) -> list[str]:
    """The rounds of a publication that are no tombstones."""
    return [entry.facts.round_id for entry in publication.entries.values() if entry.withdrawn_at is None]


@pytest.mark.parametrize(
    ("text", "waits", "still_on"),
    [
        (SEASON, [0.5, 0.7], ["czech-republic"]),
        (NO_ROUNDS, [0.5, 0.7], []),
        (TWO_ROUNDS.replace("id: italy", "id: adria"), [0.5, 0.7], ["czech-republic", "adria"]),
        (TWO_ROUNDS.replace(FIRST_ROUND, ""), [0.5], ["italy"]),
        (TWO_ROUNDS.replace("Race of Italy", "Race of Most"), [0.5], ["czech-republic", "italy"]),
    ],
    ids=["the last is gone", "all are gone", "the last has another id", "the first is gone", "none is gone"],
)
def test_a_season_that_loses_its_last_round_must_stand_still_longer_than_one_that_loses_another(
    opened: OpenLibrary, season: Path, seconds: list[float], text: str, waits: list[float], still_on: list[str]
) -> None:
    library = opened(TWO_ROUNDS)
    season.write_text(text, "utf-8")
    publication = take_up(library, seconds)
    assert seconds == pytest.approx(waits)
    assert (publication.edition, rounds_on(publication)) == (2, still_on)


def test_a_half_copied_file_that_cannot_be_read_is_taken_up_when_it_is_whole(
    opened: OpenLibrary, season: Path, seconds: list[float]
) -> None:
    library = opened(TWO_ROUNDS)
    season.write_text(TWO_ROUNDS.partition("    venue: most\n    dates: 2021-11")[0], "utf-8")
    take_up(library, seconds)
    assert "this round has no 'venue'" in library.health[0].problems[0]
    season.write_text(TWO_ROUNDS, "utf-8")
    assert take_up(library, seconds).edition == 1
    assert (seconds, library.health[0].problems) == ([0.5, 0.5], ())


def test_a_season_without_rounds_is_published_and_takes_up_its_first_ones(
    opened: OpenLibrary, season: Path, seconds: list[float]
) -> None:
    library = opened(NO_ROUNDS)
    assert (library.publications[0].edition, rounds_on(library.publications[0])) == (1, [])
    season.write_text(NO_ROUNDS + "reminders: {round: [3d]}\n", "utf-8")
    assert take_up(library, seconds).edition == 1
    season.write_text(TWO_ROUNDS, "utf-8")
    publication = take_up(library, seconds)
    assert (publication.edition, rounds_on(publication)) == (2, ["czech-republic", "italy"])
    assert seconds == [0.5, 0.5]
