"""The tables that the migrations make are those the program works with."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine, inspect, text

from season_calendar.errors import StorageError
from season_calendar.storage.address import read_address
from season_calendar.storage.engine import open_database, opened_database, reading, writing
from season_calendar.storage.migrations import REVISIONS
from season_calendar.storage.tables import METADATA


def tables_of(database: str, *statements: str) -> set[str]:
    """The tables of a database after some statements, as another program sees them."""
    other = create_engine(read_address(database).url)
    with other.begin() as connection:
        for statement in statements:
            connection.execute(text(statement))
        tables = set(inspect(connection).get_table_names())
    other.dispose()
    return tables


def test_migrations_make_the_tables_that_the_program_knows(engine: Engine) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.runtime.migration import MigrationContext

    with reading(engine) as connection:
        assert compare_metadata(MigrationContext.configure(connection), METADATA) == []


def test_the_revisions_told_are_those_there_are() -> None:
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", "season_calendar.storage:migrations")
    steps = ScriptDirectory.from_config(config).walk_revisions()

    assert tuple(reversed([step.revision for step in steps])) == REVISIONS


def test_a_database_that_is_up_to_date_is_opened_as_it_is(database: str) -> None:
    with opened_database(database) as engine, writing(engine) as connection:
        connection.execute(text("INSERT INTO daemon_state VALUES ('planned', '2021-06-03T12:00:00.000000Z')"))

    with opened_database(database) as again, reading(again) as connection:
        assert connection.execute(text("SELECT name FROM daemon_state")).scalars().all() == ["planned"]


def test_a_database_made_by_a_newer_version_is_refused(database: str) -> None:
    with opened_database(database) as engine, writing(engine) as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))

    with pytest.raises(StorageError, match="made by a newer version of this program"):
        open_database(database)


def test_a_database_in_which_another_programs_table_is_in_the_way_is_refused_and_left_alone(database: str) -> None:
    tables_of(database, "CREATE TABLE changes (id INTEGER)")

    with pytest.raises(
        StorageError, match=r"it holds another program's tables, such as 'changes' \(name another database\)$"
    ):
        open_database(database)
    assert tables_of(database) == {"changes"}


def test_a_file_of_another_program_is_refused(tmp_path: Path) -> None:
    tables_of(str(tmp_path / "photos.db"), "CREATE TABLE photos (id INTEGER)")

    with pytest.raises(StorageError, match=r"photos.db: it holds another program's tables, such as 'photos'"):
        open_database(str(tmp_path / "photos.db"))


def test_a_servers_database_may_be_shared_with_another_program(postgresql: str) -> None:
    tables_of(postgresql, "CREATE TABLE photos (id INTEGER)")

    open_database(postgresql).dispose()
    assert tables_of(postgresql) > {"photos", "changes"}
