"""Rows named by their ids in a statement that is the same however many they are.

A statement with a place for each id is made anew for each number of them, and a database has only so many places.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from typing import Any

from sqlalchemy import BigInteger, Column, ColumnElement, Text, bindparam, cast, column, select
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import GenericFunction


class _Numbers(GenericFunction[Any]):
    """A table of the numbers in a JSON list, each the ``value`` of a row."""

    name = "json_each"
    identifier = "numbers_of_a_json_list"
    inherit_cache = True


@compiles(_Numbers, "postgresql")
def _numbers_in_postgresql(numbers: _Numbers, compiler: SQLCompiler, **options: Any) -> str:
    return f"json_array_elements_text(CAST({compiler.process(numbers.clauses, **options)} AS json))"


def among(ids: Column[int], name: str) -> ColumnElement[bool]:
    """Whether an id is among those that the parameter of that name has, as ``ids_text`` writes them."""
    numbers = _Numbers(bindparam(name, type_=Text)).table_valued(column("value", Text))
    return ids.in_(select(cast(numbers.c.value, BigInteger)))


def ids_text(ids: Collection[int]) -> str:
    """Ids as ``among`` takes them."""
    return json.dumps(list(ids))
