"""Counts the deliveries that are claimed here and not settled yet."""

from __future__ import annotations

import threading


class InFlight:
    """The count, safe to share between threads."""

    def __init__(self) -> None:
        self._count = 0
        self._changed = threading.Condition()

    def enter(self, count: int) -> None:
        """So many were taken."""
        with self._changed:
            self._count += count

    def leave(self, count: int) -> None:
        """So many are settled, or somebody else's by now."""
        with self._changed:
            self._count -= count
            self._changed.notify_all()

    def wait(self, seconds: float) -> bool:
        """Wait until there is none; False where there still is one after ``seconds``."""
        with self._changed:
            return self._changed.wait_for(lambda: self._count == 0, seconds)
