"""The tables that the migrations make are those the program works with."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine, text

from season_calendar.errors import StorageError
from season_calendar.storage.engine import open_database, reading, writing
from season_calendar.storage.migrations import REVISIONS
from season_calendar.storage.tables import METADATA


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


def test_a_database_that_is_up_to_date_is_opened_as_it_is(engine: Engine, database: str) -> None:
    with writing(engine) as connection:
        connection.execute(text("INSERT INTO daemon_state VALUES ('planned', '2021-06-03T12:00:00.000000Z')"))

    again = open_database(database)
    with reading(again) as connection:
        assert connection.execute(text("SELECT name FROM daemon_state")).scalars().all() == ["planned"]
    again.dispose()


def test_a_database_made_by_a_newer_version_is_refused(engine: Engine, database: str) -> None:
    with writing(engine) as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))

    with pytest.raises(StorageError, match="made by a newer version of this program"):
        open_database(database)
