"""Damaged rows: that one cannot be read is told without any of its values, which may be somebody's address."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from season_calendar.errors import TimeExpressionError, UnreadableFactError


@contextmanager
def damage_told(thing: str) -> Iterator[None]:
    """Whatever a value of a row is that none of ours can be, raise UnreadableFactError naming the ``thing`` only.

    It leaves a transaction (``engine.reading``, ``engine.writing``) as a StorageError.
    """
    try:
        yield
    except (ValueError, TypeError, OverflowError, AttributeError, TimeExpressionError):
        raise UnreadableFactError(thing, "damaged") from None
