"""A damaged row, whatever stands in it, is told as such and shows nothing of what is in it."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Engine, insert
from support.racing import FIRST_NOW, germany, season
from support.reminding import HOUR, at, editions, occasion, reminder_row

from season_calendar.errors import StorageError
from season_calendar.publishing.publish import publish
from season_calendar.storage.engine import open_database, opened_database, writing
from season_calendar.storage.journal import SqlJournal
from season_calendar.storage.ledger import SqlLedger
from season_calendar.storage.subscribers import SqlSubscribers
from season_calendar.storage.tables import DAEMON_STATE, METADATA, SUBSCRIBERS

DUE = at("06-05 08:00")
DAMAGE = ["'secret'", "x'00ff'", "'9999-12-31T23:59:59.000000Z'"]

COLUMNS = [f"{table.name}.{column.name}" for table in METADATA.sorted_tables for column in table.columns]


def history(engine: Engine) -> None:
    with SqlJournal(engine).exclusive() as writer:
        publication = publish(season(germany(note="Newer")), writer.history("wtcr", "2021"), at("06-04 08:00"))
        assert list(publication.entries_at(DUE))
        writer.record(publication)


def events(engine: Engine) -> None:
    with SqlJournal(engine).exclusive() as writer:
        list(writer.events("wtcr", "2021"))


READERS: list[Callable[[Engine], object]] = [
    history,
    events,
    lambda engine: SqlJournal(engine).changes("wtcr", "2021"),
    lambda engine: SqlJournal(engine).marks(),
    lambda engine: SqlSubscribers(engine).list(),
    lambda engine: SqlLedger(engine).memory(),
    lambda engine: SqlLedger(engine).latest(10),
    lambda engine: SqlLedger(engine).counts(),
    lambda engine: SqlLedger(engine).next_wake_at(["fake"], ["wtcr/2021"]),
    lambda engine: SqlLedger(engine).claim("fake", ["wtcr/2021"], DUE, DUE + HOUR, 10),
]


@pytest.fixture(scope="module")
def undamaged(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with a row in every table."""
    path = tmp_path_factory.mktemp("undamaged") / "kept.sqlite3"
    engine = open_database(str(path))
    for note in ("Old", "New"):
        with SqlJournal(engine).exclusive() as writer:
            writer.record(publish(season(germany(note=note)), writer.history("wtcr", "2021"), FIRST_NOW))
    draft = reminder_row(occasion(editions(germany())[0], "race-1"), HOUR)
    with SqlLedger(engine).planning() as book:
        book.insert([draft, replace(draft, key="other")], DUE - HOUR)
    with writing(engine) as connection:
        anna = {"id": "1", "name": "anna", "channel": "fake", "address": "a@example.org", "zone_name": "UTC"}
        connection.execute(insert(SUBSCRIBERS).values(**anna, since=DUE, created_at=DUE, choice=""))
        connection.execute(insert(DAEMON_STATE).values(name="planned", at=DUE))
    engine.dispose()
    return path


def damaged_in_each_way(undamaged: Path, column: str, path: Path) -> Iterator[Path]:
    """Copies of the database, with other damage to a column in each; none that the database refuses itself."""
    table, name = column.split(".")
    for written in DAMAGE:
        shutil.copy(undamaged, path)
        with closing(sqlite3.connect(path)) as connection:
            try:
                connection.execute(f"UPDATE {table} SET {name} = {written}")
                connection.commit()
            except sqlite3.Error:
                continue
        yield path


@pytest.mark.parametrize("column", COLUMNS)
def test_nothing_of_a_damaged_row_is_shown_whatever_reads_it(undamaged: Path, column: str, tmp_path: Path) -> None:
    for path in damaged_in_each_way(undamaged, column, tmp_path / "damaged.sqlite3"):
        with opened_database(str(path)) as engine:
            for read in READERS:
                try:
                    read(engine)
                except StorageError as error:
                    refusal = str(error)
                else:
                    continue
                assert refusal.startswith(f"database {path}: ")
                assert "secret" not in refusal


@pytest.mark.parametrize(
    ("column", "message"),
    [
        ("journal_entries.modified_at", "an instant in it cannot be understood"),
        ("journal_entries.sequence", "'sequence' of the event wtcr.2021.germany@season-calendar cannot be understood"),
        ("published_seasons.edition", "the edition of the season wtcr/2021 in it cannot be understood"),
        ("journal_entries.series_id", "its journal contradicts itself"),
    ],
)
def test_what_is_damaged_in_a_journal_is_named(undamaged: Path, column: str, message: str, tmp_path: Path) -> None:
    path = next(damaged_in_each_way(undamaged, column, tmp_path / "damaged.sqlite3"))
    with opened_database(str(path)) as engine, pytest.raises(StorageError) as told:
        history(engine)
    assert str(told.value) == f"database {path}: {message} (put a backup in the database's place)"


def test_a_delivery_of_a_kind_that_there_is_not_is_told_as_damaged(undamaged: Path, tmp_path: Path) -> None:
    path = next(damaged_in_each_way(undamaged, "deliveries.kind", tmp_path / "damaged.sqlite3"))
    with opened_database(str(path)) as engine, pytest.raises(StorageError) as told:
        SqlLedger(engine).latest(1)
    expected = f"database {path}: a delivery in it cannot be understood (put a backup in the database's place)"
    assert str(told.value) == expected
