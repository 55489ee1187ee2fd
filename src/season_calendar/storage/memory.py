"""What the daemon remembers from run to run: instants by name."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Connection, select
from sqlalchemy.dialects import postgresql, sqlite

from season_calendar.storage.tables import DAEMON_STATE

SUBSCRIBERS_CHANGED = "subscribers changed"
"""The name under which stands when a subscriber was last added, edited or removed."""


def recall(connection: Connection) -> dict[str, datetime]:
    """Everything remembered."""
    return {row.name: row.at for row in connection.execute(select(DAEMON_STATE))}


def remember(connection: Connection, instants: Mapping[str, datetime]) -> None:
    """Remember these instants, in place of what was remembered by their names."""
    insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    for name, at in instants.items():
        statement = insert(DAEMON_STATE).values(name=name, at=at)
        connection.execute(
            statement.on_conflict_do_update(index_elements=[DAEMON_STATE.c.name], set_={"at": statement.excluded.at})
        )
