"""One statement for many rows, past SQLAlchemy's look at each value, which takes longer than the database itself."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Delete, Dialect, Insert, Update

from season_calendar.storage.tables import Instant

_INSTANT = Instant()


def execute_many(connection: Connection, statement: Insert | Update | Delete, rows: Sequence[dict[str, Any]]) -> None:
    """Run a statement once for each row of values, which have the names of all its bound parameters."""
    if not rows:
        return
    words, instants = _prepared(connection.dialect, statement)
    for row in rows:
        for name in instants:
            row[name] = _INSTANT.process_bind_param(row[name], connection.dialect)
    connection.exec_driver_sql(words, list(rows))


@lru_cache(maxsize=64)
def _prepared(dialect: Dialect, statement: Insert | Update | Delete) -> tuple[str, tuple[str, ...]]:
    """The statement as the driver takes it, its values by their names, and which of them are instants."""
    compiled = statement.compile(dialect=dialect)
    instants = tuple(name for value, name in compiled.bind_names.items() if isinstance(value.type, Instant))
    return str(compiled), instants
