"""Whether a database's tables are what this version of the program needs, and the steps that make them so.

Works within the transaction it is handed, and locks nothing: that is the business of ``engine``.
"""

from __future__ import annotations

from sqlalchemy import Connection, inspect, text

from season_calendar.errors import StorageError
from season_calendar.storage.address import shown
from season_calendar.storage.migrations import REVISIONS


def is_up_to_date(connection: Connection) -> bool:
    """No step is missing. Raises StorageError where the database has steps that this program does not know."""
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
    if not inspect(connection).has_table("alembic_version"):
        return None
    revision: str | None = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return revision
