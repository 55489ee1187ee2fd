"""Looks after the season files while the server runs, so that an edit is served without a restart."""

from __future__ import annotations

import asyncio
import logging
from datetime import timedelta

from season_calendar.clock import Clock
from season_calendar.web.source import SeasonSource

log = logging.getLogger(__name__)

LOOK_EVERY = timedelta(milliseconds=500)


class Watcher:
    """Refreshes a source again and again. ``trouble`` is why the last look failed, None where it did not."""

    def __init__(self, source: SeasonSource, clock: Clock) -> None:
        self._source = source
        self._clock = clock
        self.trouble: str | None = None

    async def run(self) -> None:
        """Look until cancelled; no failure ends it, for the next look may succeed."""
        while True:
            await asyncio.sleep(LOOK_EVERY.total_seconds())
            try:
                await asyncio.to_thread(lambda: self._source.refresh(self._clock.now()))
            except Exception as error:
                self._tell(error)
            else:
                self.trouble = None

    def _tell(self, error: Exception) -> None:
        """Log a failure, the same one only once: twice a second it would bury everything else."""
        trouble = f"{type(error).__name__}: {error}"
        if trouble != self.trouble:
            self.trouble = trouble
            log.error("the season files could not be looked at; still serving what is published", exc_info=error)
