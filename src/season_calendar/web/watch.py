"""Looks after the season files while the server runs, so that an edit is served without a restart."""

from __future__ import annotations

import asyncio
import logging
from datetime import timedelta

from season_calendar.clock import Clock
from season_calendar.seasons.library import SeasonLibrary

log = logging.getLogger(__name__)

LOOK_EVERY = timedelta(milliseconds=500)


class Watcher:
    """Refreshes a library again and again. ``trouble`` is why the last look failed, None where it did not."""

    def __init__(self, library: SeasonLibrary, clock: Clock) -> None:
        self._library = library
        self._clock = clock
        self.trouble: str | None = None

    async def run(self) -> None:
        """Look until cancelled; no failure ends it, for the next look may succeed."""
        wait: timedelta | None = None
        while True:
            await asyncio.sleep((LOOK_EVERY if wait is None else min(wait, LOOK_EVERY)).total_seconds())
            try:
                wait = await asyncio.to_thread(lambda: self._library.refresh(self._clock.now()))
            except Exception as error:
                wait = None
                self._tell(error)
            else:
                self.trouble = None

    def _tell(self, error: Exception) -> None:
        """Log a failure, the same one only once: twice a second it would bury everything else."""
        trouble = f"{type(error).__name__}: {error}"
        if trouble != self.trouble:
            self.trouble = trouble
            log.error("the season files could not be looked at; still serving what is published", exc_info=error)
