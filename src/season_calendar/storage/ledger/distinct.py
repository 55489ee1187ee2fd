"""The different values of a column that has an index, without a look at every row."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Column, ColumnElement, Connection, TextClause, func, select


def distinct_values(connection: Connection, column: Column[Any], condition: TextClause | None = None) -> list[Any]:
    """Each value once, in order, as far as there are any where ``condition`` holds: as many steps in the index.

    To ask for DISTINCT would read all of it, on both databases.
    """
    conditions: tuple[ColumnElement[bool] | TextClause, ...] = () if condition is None else (condition,)
    values = select(func.min(column).label("value")).where(*conditions).cte(recursive=True)
    next_value = select(func.min(column)).where(column > values.c.value, *conditions).scalar_subquery()
    values = values.union_all(select(next_value).where(values.c.value.is_not(None)))
    return list(connection.execute(select(values.c.value).where(values.c.value.is_not(None))).scalars())
