"""Keeps the log readable whatever clients do: of lines that are alike, the first at once, then one a minute."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Self

ONCE_IN = timedelta(minutes=1)

LOGGERS_OF_REQUESTS = (
    "uvicorn.error",  # every request that is none
    "asyncio",  # every connection that cannot be taken in
    "season_calendar.web.app",
    "season_calendar.web.wire.patient_protocol",
)
"""The loggers whose lines any client can bring about, as often as it likes."""


@dataclass(slots=True)
class _Kind:
    """When a line of a kind was let through last, and what has been withheld since."""

    told_at: float
    withheld: int = 0
    last: logging.LogRecord | None = None


class LogLimit(logging.Filter):
    """Withholds lines whose text, but for the values in it, was let through less than a minute ago.

    The next that is let through says how many were withheld; ``tell_withheld`` says it where none comes.
    """

    def __init__(self) -> None:
        super().__init__()
        self._kinds: dict[tuple[str, str, str], _Kind] = {}
        self._lock = threading.Lock()

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether the line is let through."""
        error = record.exc_info[0] if record.exc_info else None
        name = (record.name, str(record.msg).partition("\n")[0], error.__name__ if error else "")
        with self._lock:
            kind = self._kinds.get(name)
            if kind is not None and 0 <= record.created - kind.told_at < ONCE_IN.total_seconds():
                kind.withheld += 1
                kind.last = record
                return False
            self._kinds[name] = _Kind(record.created)
        if kind is not None and kind.withheld:
            record.msg, record.args = f"{record.getMessage()} (and {kind.withheld} more like it)", ()
        return True

    def tell_withheld(self, now: float) -> None:
        """Log the last withheld line of each kind, with their number, a minute after the first; ``now`` in seconds."""
        with self._lock:
            waiting = [
                kind for kind in self._kinds.values() if kind.last and now - kind.told_at >= ONCE_IN.total_seconds()
            ]
        for kind in waiting:
            if kind.last is not None:
                kind.withheld -= 1  # the line itself is one of them
                kind.last.created = now
                logging.getLogger(kind.last.name).handle(kind.last)

    @contextmanager
    def on(self, loggers: Sequence[str]) -> Iterator[Self]:
        """Limit these loggers, but not those below them, while the block runs."""
        for name in loggers:
            logging.getLogger(name).addFilter(self)
        try:
            yield self
        finally:
            for name in loggers:
                logging.getLogger(name).removeFilter(self)
