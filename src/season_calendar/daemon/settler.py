"""Writes what became of deliveries into the ledger, many at once: one thread for all channels."""

from __future__ import annotations

import logging
import queue
import threading
from collections.abc import Callable, Sequence
from datetime import datetime

from season_calendar.errors import StorageError
from season_calendar.reminders.delivery import Move
from season_calendar.storage.ledger import Settlement, SqlLedger

log = logging.getLogger(__name__)

BATCH = 500
_PAUSE_SECONDS = 0.5


class Settler:
    """Takes settlements from any thread. ``settled`` is called after each batch that is in the ledger (or given up)."""

    def __init__(
        self, ledger: SqlLedger, now: Callable[[], datetime], settled: Callable[[Sequence[Settlement]], None]
    ) -> None:
        self._ledger = ledger
        self._now = now
        self._settled = settled
        self._queue: queue.SimpleQueue[Settlement | None] = queue.SimpleQueue()
        self._thread: threading.Thread | None = None
        self._starting = threading.Lock()
        self._closing = threading.Event()

    def put(self, settlement: Settlement) -> None:
        """Have it written soon."""
        with self._starting:
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="settler", daemon=True)
                self._thread.start()
        self._queue.put(settlement)

    def close(self, seconds: float) -> bool:
        """Write what was put in so far, and end; False where that took longer than ``seconds``."""
        self._closing.set()
        if self._thread is None:
            return True
        self._queue.put(None)
        self._thread.join(seconds)
        return not self._thread.is_alive()

    def _run(self) -> None:
        ended = False
        while not ended:
            batch: list[Settlement] = []
            settlement = self._queue.get()
            while True:
                if settlement is None:
                    ended = True
                    break
                batch.append(settlement)
                if len(batch) == BATCH or self._queue.empty():
                    break
                settlement = self._queue.get()
            if batch:
                self._write(batch)

    def _write(self, batch: list[Settlement]) -> None:
        """Try until it is written: what was sent and is not on record would be sent again, under the same key."""
        while True:
            try:
                ours = self._ledger.settle(batch, self._now())
                break
            except StorageError as error:
                log.error("the ledger cannot be written: %s", error)
                if self._closing.wait(_PAUSE_SECONDS):
                    ours = set()
                    break
        for settlement in batch:
            if settlement.delivery.id not in ours and settlement.outcome.move is Move.DELIVER:
                log.warning("%s was sent after its lease had run out, and may come twice", settlement.delivery.key)
        self._settled(batch)
