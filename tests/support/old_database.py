"""Databases as older versions of the program made them."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import create_engine

from season_calendar.storage.address import read_address


def make_old_database(address: str, revision: str, statements: Iterable[str] = ()) -> None:
    """A database at ``address`` with the tables as of that step, and what statements put into them."""
    from alembic import command
    from alembic.config import Config

    engine = create_engine(read_address(address).url)
    config = Config()
    config.set_main_option("script_location", "season_calendar.storage:migrations")
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
        for statement in statements:
            connection.exec_driver_sql(statement)
    engine.dispose()
