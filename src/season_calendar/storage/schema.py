"""Whether a database's tables are what this version of the program needs, and the steps that make them so.

Works within the transaction it is handed, and locks nothing: that is the business of ``engine``.
"""

from __future__ import annotations

from sqlalchemy import Connection, inspect, text

from season_calendar.errors import StorageError
from season_calendar.storage.address import shown
from season_calendar.storage.migrations import REVISIONS
from season_calendar.storage.tables import METADATA


def is_up_to_date(connection: Connection) -> bool:
    """No step is missing.

    Raises StorageError where the database has steps that this program does not know, or is another program's.
    """
    revision = _revision(connection)
    if revision is not None and revision not in REVISIONS:
        raise StorageError(
            f"database {shown(connection.engine.url)}: it was made by a newer version of this program "
            "(install that version, or name another database)"
        )
    return revision == REVISIONS[-1]


def migrate(connection: Connection) -> None:
    """Take every missing step; as one transaction, so all of them or none, on both databases."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", "season_calendar.storage:migrations")
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def _revision(connection: Connection) -> str | None:
    tables = set(inspect(connection).get_table_names())
    if "alembic_version" not in tables:
        _refuse_if_foreign(connection, tables)
        return None
    revision: str | None = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return revision


def _refuse_if_foreign(connection: Connection, tables: set[str]) -> None:
    """A file is one program's. A server's database may be shared, as long as no table is in the way of ours."""
    foreign = tables & METADATA.tables.keys() if connection.dialect.name == "postgresql" else tables
    if foreign:
        raise StorageError(
            f"database {shown(connection.engine.url)}: it holds another program's tables, such as {min(foreign)!r} "
            "(name another database)"
        )
