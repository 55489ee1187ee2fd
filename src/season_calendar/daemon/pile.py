"""What waits to be done together with others: in one event loop, in order, some at a time."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from typing import Generic, TypeVar

_T = TypeVar("_T")


class Pile(Generic[_T]):
    """Takes things one by one, and gives them out by up to ``most``.

    An ``asyncio.Queue`` gives them out one by one too, which for thousands takes as long as to send them.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._things: list[_T] = []
        self._has_some = asyncio.Event()

    def add(self, things: Iterable[_T]) -> None:
        """Let these wait behind all others."""
        self._things += things
        if self._things:
            self._has_some.set()

    def put_back(self, things: Iterable[_T]) -> None:
        """Let these, which were taken, wait before all others."""
        self._things[:0] = things
        self.add(())

    async def take(self, within: float = 0.0) -> list[_T]:
        """What waits, at least one; where that are not as many as may be, what comes ``within`` so many seconds too.

        Nothing is taken where this is cancelled. For one task at a time.
        """
        await self._has_some.wait()
        if len(self._things) < self._most:
            await asyncio.sleep(within)
        some, self._things = self._things[: self._most], self._things[self._most :]
        if not self._things:
            self._has_some.clear()
        return some
