"""A damaged row, whatever stands in it, is told as such and shows nothing of what is in it."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import Engine, insert
from support import sampled
from support.racing import FIRST_NOW, germany, season
from support.reminding import HOUR, at

from season_calendar.errors import StorageError
from season_calendar.publishing.publish import publish
from season_calendar.reminders.known import Kind
from season_calendar.reminders.record import Entry, Outcome
from season_calendar.storage.engine import open_database, opened_database, writing
from season_calendar.storage.journal import SqlJournal
from season_calendar.storage.ledger.ledger import SqlLedger
from season_calendar.storage.ledger.readers import SqlReaders
from season_calendar.storage.ledger.record import SqlRecord, entry_values
from season_calendar.storage.subscribers import SqlSubscribers
from season_calendar.storage.tables import DAEMON_STATE, METADATA, RECORD, SUBSCRIBERS, TOLD

DUE = at("06-05 08:00")
NO_TEXT = f"CAST(x'ff{b'secret'.hex()}' AS TEXT)"
DAMAGE = ["'secret'", "x'00ff'", "'9999-12-31T23:59:59.000000Z'", NO_TEXT]

DEAD = Entry(
    at=DUE,
    subscriber_id="1",
    channel="fake",
    subject="wtcr/2021/germany",
    season_key="wtcr/2021",
    uid="wtcr.2021.germany.race-1@season-calendar",
    kind=Kind.REMINDER,
    lead=HOUR,
    key="wtcr/2021/germany/race-1/1h/1/0-abc",
    outcome=Outcome.DEAD,
    why="gone",
)

COLUMNS = [f"{table.name}.{column.name}" for table in METADATA.sorted_tables for column in table.columns]


def history(engine: Engine) -> None:
    with SqlJournal(engine).exclusive() as writer:
        publication = publish(season(germany(note="Newer")), writer.history("wtcr", "2021"), at("06-04 08:00"))
        assert list(publication.entries_at(DUE))
        writer.record(publication)


def events(engine: Engine) -> None:
    with SqlJournal(engine).exclusive() as writer:
        list(writer.events("wtcr", "2021"))


def claimed(engine: Engine) -> None:
    with SqlLedger(engine).claiming("hand", ["wtcr/2021"], DUE, 10) as batch:
        batch.marks()


READERS: list[Callable[[Engine], object]] = [
    history,
    events,
    lambda engine: SqlJournal(engine).changes("wtcr", "2021"),
    lambda engine: SqlJournal(engine).marks(),
    lambda engine: SqlSubscribers(engine).list(),
    lambda engine: SqlReaders(engine).choices(),
    lambda engine: SqlReaders(engine).changed(10),
    lambda engine: SqlReaders(engine).console_since(DUE),
    lambda engine: SqlRecord(engine).entries(10),
    lambda engine: SqlRecord(engine).counts(DUE),
    lambda engine: SqlRecord(engine).failing(10),
    lambda engine: SqlRecord(engine).dead(str(DEAD.key)),
    lambda engine: SqlLedger(engine).owners(),
    lambda engine: SqlLedger(engine).next_wake_at(["wtcr/2021"]),
    claimed,
]


@pytest.fixture(scope="module")
def undamaged(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with a row in every table."""
    path = tmp_path_factory.mktemp("undamaged") / "kept.sqlite3"
    engine = open_database(str(path))
    for note in ("Old", "New"):
        with SqlJournal(engine).exclusive() as writer:
            writer.record(publish(season(germany(note=note)), writer.history("wtcr", "2021"), FIRST_NOW))
    with writing(engine) as connection:
        anna = {"id": "1", "name": "anna", "channel": "fake", "address": "a@example.org", "zone_name": "UTC"}
        connection.execute(insert(SUBSCRIBERS).values(**anna, since=DUE, created_at=DUE, choice=""))
        row = {"subscriber_id": "1", "subject": "wtcr/2021/germany", "season_key": "wtcr/2021", "wake_at": DUE}
        failing = {"tries": 1, "held_at": DUE, "held_seconds": 5.0, "last_error": "down"}
        connection.execute(insert(TOLD).values(**row, **failing))
        connection.execute(insert(RECORD).values(entry_values(DEAD)))
        connection.execute(insert(DAEMON_STATE).values(name="console since", at=DUE))
    engine.dispose()
    return path


@pytest.fixture(scope="module")
def copy(undamaged: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """A database that is damaged again and again: one engine, which knows all statements already."""
    with opened_database(str(shutil.copy(undamaged, tmp_path_factory.mktemp("damaged")))) as engine:
        yield engine


def damaged_in_each_way(undamaged: Path, column: str, copy: Engine) -> Iterator[str]:
    """The path of the copy, with other damage to a column each time; none that the database refuses itself."""
    table, name = column.split(".")
    path = str(copy.url.database)
    for written in DAMAGE:
        copy.dispose()
        for left in Path(path).parent.iterdir():  # also the log of writes beside it
            left.unlink()
        shutil.copy(undamaged, path)
        with closing(sqlite3.connect(path)) as connection:
            try:
                connection.execute(f"UPDATE {table} SET {name} = {written}")
                connection.commit()
            except sqlite3.Error:
                continue
        yield path


@sampled.one_in(7)
@pytest.mark.parametrize("column", COLUMNS)
def test_nothing_of_a_damaged_row_is_shown_whatever_reads_it(
    undamaged: Path, column: str, copy: Engine, one_in: int
) -> None:
    for turn, path in enumerate(damaged_in_each_way(undamaged, column, copy), COLUMNS.index(column)):
        for read in READERS if turn % one_in == 0 else ():
            try:
                read(copy)
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
def test_what_is_damaged_in_a_journal_is_named(undamaged: Path, column: str, message: str, copy: Engine) -> None:
    path = next(damaged_in_each_way(undamaged, column, copy))
    with pytest.raises(StorageError) as told:
        history(copy)
    assert str(told.value) == f"database {path}: {message} (put a backup in the database's place)"


def test_an_entry_of_a_kind_that_there_is_not_is_told_as_damaged(undamaged: Path, copy: Engine) -> None:
    path = next(damaged_in_each_way(undamaged, "record.kind", copy))
    with pytest.raises(StorageError) as told:
        SqlRecord(copy).entries(1)
    expected = (
        f"database {path}: an entry of the record in it cannot be understood (put a backup in the database's place)"
    )
    assert str(told.value) == expected


def test_a_text_that_is_no_utf_8_is_told_without_the_text_that_python_quotes(undamaged: Path, copy: Engine) -> None:
    *_, path = damaged_in_each_way(undamaged, "subscribers.name", copy)
    with pytest.raises(StorageError) as told:
        SqlSubscribers(copy).list()
    expected = f"database {path}: a text in it cannot be understood (put a backup in the database's place)"
    assert str(told.value) == expected
