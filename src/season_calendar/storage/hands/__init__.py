"""Who has rows in hand, and who is gone: a hand is a process, or a part of one, that rows can belong to.

Rows of a hand that is gone are free. No clock that can be set decides it, only what the system knows of a process (a
lock that it loses when it ends) and how long its beat stood still on the clock of whoever looks. Here may live locks
and beats; what the rows are, and what becomes of them, is not known here.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection
from typing import Protocol

from sqlalchemy import Engine


class Hand(Protocol):
    """One that has rows in hand; here from when it is opened until it is closed, or its process ends."""

    id: str
    """Random, and new with every start."""

    def beat(self) -> None:
        """Show that it is not hung; to be called every ``watch.BEAT_EVERY``, best by a thread that does nothing else.

        Blocks for some seconds at most. Raises StorageError where nobody could see it; the next beat tries again.
        """

    def gone(self, others: Collection[str]) -> frozenset[str]:
        """Which of these other hands are gone. To be called every ``watch.BEAT_EVERY``, always by the same thread.

        ``others`` are all that have rows now: what other hands left behind is cleaned up. May block as long as any
        transaction. Raises StorageError.
        """

    def close(self) -> None:
        """Be gone, by will. Rows that it has still are free for others soon."""


def open_hand(engine: Engine, monotonic: Callable[[], float] = time.monotonic) -> Hand:
    """A new hand on a database; ``monotonic`` counts seconds and is never set.

    Raises StorageError, also where a pooler before a PostgreSQL server gives its sessions to others between statements.
    """
    if engine.dialect.name == "postgresql":
        from season_calendar.storage.hands.on_server import SessionHand  # needs a package that may not be here

        return SessionHand(engine, monotonic)
    from season_calendar.storage.hands.on_host import LockFileHand

    return LockFileHand(engine, monotonic)
