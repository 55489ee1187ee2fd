"""A series that was published under an id before it was reserved can still be checked, edited and looked at."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from support.command_line import Command

from season_calendar.publishing.publish import publish
from season_calendar.seasons.loading import read_seasons
from season_calendar.storage.engine import open_database
from season_calendar.storage.journal import SqlJournal


@pytest.fixture(autouse=True)
def _api_season(season_folder: Path) -> None:
    """The season here is of the series ``api``."""
    events = Path("events.yaml")
    events.write_text(events.read_text("utf-8").replace("id: wtcr", "id: api"), "utf-8")


def publish_as_before(database: str) -> None:
    """Publish the season as the program did when no id was reserved."""
    (season,) = read_seasons([Path("events.yaml")])
    engine = open_database(database)
    with SqlJournal(engine).exclusive() as writer:
        writer.record(publish(season, writer.history("api", "2021"), datetime(2021, 1, 1, tzinfo=UTC)))
    engine.dispose()


def test_where_nothing_was_published_it_is_a_problem_and_no_database_is_made(command: Command) -> None:
    checked = command("check", "--database", "state.db")
    assert (checked.exit_code, Path("state.db").exists()) == (1, False)
    assert "the id 'api' is taken by the program (choose another one)" in checked.err
    edited = command("round", "cancel", "macau", "--database", "state.db")
    assert (edited.exit_code, Path("state.db").exists()) == (1, False)


def test_a_database_without_tables_stays_without(command: Command) -> None:
    Path("state.db").touch()
    assert command("check", "--database", "state.db").exit_code == 1
    assert b"journal_entries" not in Path("state.db").read_bytes()


def test_what_was_published_is_checked_with_a_warning_and_edited(command: Command) -> None:
    publish_as_before("state.db")
    checked = command("check", "--database", "state.db")
    assert checked.exit_code == 0
    assert "warning: the id 'api' is taken by the program (it was published before" in checked.err
    assert command("round", "cancel", "macau", "--database", "state.db").exit_code == 0
    assert command("session", "remove", "portugal", "q3", "--database", "state.db").exit_code == 0
    assert command("build", "site", "--database", "state.db").exit_code == 0
    assert Path("site/api.ics").exists()


@pytest.mark.parametrize("words", [("list",), ("show", "portugal"), ("next", "--at", "2021-06-02T12:00Z")])
def test_to_look_at_it_needs_no_journal(command: Command, words: tuple[str, ...]) -> None:
    assert command(*words).exit_code == 0
