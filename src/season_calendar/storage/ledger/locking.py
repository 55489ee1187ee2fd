"""The one order in which rows are locked by whoever wants several of them, so that no two wait for one another."""

from __future__ import annotations

from sqlalchemy import Connection, select

from season_calendar.storage.tables import TOLD


def lock_rows_of(connection: Connection, subscriber_id: str) -> None:
    """Lock all rows of one reader, in the order of their ids. On SQLite whoever writes is alone anyway."""
    theirs = select(TOLD.c.id).where(TOLD.c.subscriber_id == subscriber_id)
    connection.execute(theirs.order_by(TOLD.c.id).with_for_update()).all()
