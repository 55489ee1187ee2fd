"""One statement for many rows, past SQLAlchemy's look at each value, which takes longer than the database itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import Connection, Delete, Dialect, Insert, Row, Select, Update

from season_calendar.storage.tables import Instant

_INSTANT = Instant()


class _Prepared(NamedTuple):
    """A statement as the driver takes it, its values by their names; which of these are instants, and which it has."""

    words: str
    instants: Sequence[str]
    values: Mapping[str, Any]


def execute_many(connection: Connection, statement: Insert | Update | Delete, rows: Sequence[dict[str, Any]]) -> None:
    """Run a statement once for each row of values, which have the names of all its bound parameters."""
    if not rows:
        return
    prepared = _prepared(connection.dialect, statement)
    for row in rows:
        _bind(connection.dialect, prepared, row)
    connection.exec_driver_sql(prepared.words, list(rows))


def fetch_many(connection: Connection, statement: Select[Any], values: Mapping[str, Any]) -> Sequence[Row[Any]]:
    """All rows of a query, their values as the driver gives them: instants are read by whoever needs them.

    The query is to be the same object each time: what is made of it for the driver is kept.
    """
    prepared = _prepared(connection.dialect, statement)
    bound = {**prepared.values, **values}
    _bind(connection.dialect, prepared, bound)
    return connection.exec_driver_sql(prepared.words, bound).all()


def _bind(dialect: Dialect, prepared: _Prepared, values: dict[str, Any]) -> None:
    for name in prepared.instants:
        values[name] = _INSTANT.process_bind_param(values[name], dialect)


@lru_cache(maxsize=64)
def _prepared(dialect: Dialect, statement: Insert | Update | Delete | Select[Any]) -> _Prepared:
    compiled = statement.compile(dialect=dialect)
    instants = tuple(name for value, name in compiled.bind_names.items() if isinstance(value.type, Instant))
    return _Prepared(str(compiled), instants, compiled.params)
