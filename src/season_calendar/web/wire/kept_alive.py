"""How long a kept connection has been idle, with one timer for any number of answers. Knows no connection."""

from __future__ import annotations

import asyncio
from collections.abc import Callable


class KeptAlive:
    """Calls ``end`` when nothing was asked for ``seconds`` after an answer.

    To set a timer for each answer, and to take it back with the next request, took a seventh of the time of an answer
    that is at hand. Here a timer that is over looks for how long there is still to wait. To uvicorn it is the timer
    itself, which it cancels where something is asked.
    """

    def __init__(self, loop: asyncio.AbstractEventLoop, seconds: float, end: Callable[[], object]) -> None:
        self._loop = loop
        self._seconds = seconds
        self._end = end
        self._idle_until: float | None = None
        self._timer: asyncio.TimerHandle | None = None

    def answered(self) -> KeptAlive:
        """The connection is idle from now on; itself."""
        self._idle_until = self._loop.time() + self._seconds
        if self._timer is None:
            self._timer = self._loop.call_at(self._idle_until, self._look)
        return self

    def cancel(self) -> None:
        """Something is asked: it is idle no more."""
        self._idle_until = None

    def gone(self) -> None:
        """There is no connection any more, and nothing is to be kept of it."""
        self._idle_until = None
        if self._timer is not None:
            self._timer.cancel()

    def _look(self) -> None:
        self._timer = None
        if self._idle_until is None:
            return
        if self._idle_until <= self._loop.time():
            self._end()
        else:
            self._timer = self._loop.call_at(self._idle_until, self._look)
