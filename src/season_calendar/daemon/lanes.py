"""Lets a ``Schedule`` run in an event loop: calls when there is something to begin, and when something has expired.

It sends nothing itself and has no thread. All of it is to be called in the loop in which it was made.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

from season_calendar.daemon.schedule import Reach, Schedule
from season_calendar.errors import ChannelError, TemporaryChannelError

T = TypeVar("T", bound=Hashable)


class Lanes(Generic[T]):
    """Calls ``begin`` with all that may begin at a moment, never with nothing, and ``expire`` with what has expired.

    Whatever was begun must be ``done`` at some time. Both are called from the loop, never from within ``put`` or
    ``done``, and must return at once.
    """

    def __init__(
        self, schedule: Schedule[T], begin: Callable[[list[T]], None], expire: Callable[[list[T]], None]
    ) -> None:
        self._loop = asyncio.get_running_loop()
        self._schedule = schedule
        self._begin = begin
        self._expire = expire
        self._turn: asyncio.Handle | None = None
        self._alarm: asyncio.TimerHandle | None = None

    @property
    def waiting(self) -> int:
        """How many wait."""
        return self._schedule.waiting

    @property
    def running(self) -> int:
        """How many have begun and are not done."""
        return self._schedule.running

    def put(
        self, item: T, host: str, address: str, expires_at: float, *, at_once: int, was_tried: bool = False
    ) -> bool:
        """Let an item wait; False where its host's line is full. ``expires_at`` is in the loop's time."""
        taken = self._schedule.put(item, host, address, expires_at, at_once=at_once, was_tried=was_tried)
        if taken:
            self._poke()
        return taken

    def done(self, item: T, reach: Reach) -> None:
        """An item that was begun is at its end."""
        self._schedule.done(item, reach, self._loop.time())
        self._poke()

    def rests(self, host: str) -> bool:
        """Whether the host gets nothing but probes, because it cannot be reached."""
        return self._schedule.circuits.open_since(host) is not None

    def take_back(self) -> list[T]:
        """All that has not begun; nothing of it will."""
        return self._schedule.take_back()

    def _poke(self) -> None:
        if self._turn is None:
            self._turn = self._loop.call_soon(self._take_turn)

    def _take_turn(self) -> None:
        self._turn = None
        ready = self._schedule.ready(self._loop.time())
        self._set_alarm()
        if ready.expired:
            self._expire(ready.expired)
        if ready.begin:
            self._begin(ready.begin)

    def _set_alarm(self) -> None:
        if self._alarm is not None:
            self._alarm.cancel()
        next_at = self._schedule.next_at
        self._alarm = None if next_at is None else self._loop.call_at(next_at, self._poke)


def shown_by(failure: ChannelError | None) -> Reach:
    """What the outcome of a send shows of its host; None is a success."""
    unreachable = isinstance(failure, TemporaryChannelError) and failure.unreachable
    return Reach.UNREACHABLE if unreachable else Reach.REACHED
