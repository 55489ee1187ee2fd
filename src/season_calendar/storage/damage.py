"""Damaged rows: that one cannot be read is told without any of its values, which may be somebody's address."""

from __future__ import annotations

from contextlib import ContextDecorator
from types import TracebackType

from season_calendar.errors import TimeExpressionError, UnreadableFactError

_DAMAGE = ValueError, TypeError, OverflowError, AttributeError, TimeExpressionError


class damage_told(ContextDecorator):  # noqa: N801 - it is used as a function
    """Whatever a value of a row is that none of ours can be, raise UnreadableFactError naming the ``thing`` only.

    It leaves a transaction (``engine.reading``, ``engine.writing``) as a StorageError.
    """

    # A generator instead took longer than to read the instant in its block.

    def __init__(self, thing: str) -> None:
        self._thing = thing

    def __enter__(self) -> None:
        """There is nothing to prepare."""

    def __exit__(self, _: type[BaseException] | None, error: BaseException | None, __: TracebackType | None) -> None:
        if isinstance(error, _DAMAGE):
            raise UnreadableFactError(self._thing, "damaged") from None
