"""Looks after the season files while the server runs, so that an edit is served without a restart."""

from __future__ import annotations

import asyncio
import logging
from datetime import timedelta

from season_calendar.clock import Clock
from season_calendar.seasons.library import SeasonLibrary
from season_calendar.trouble import Trouble

log = logging.getLogger(__name__)

LOOK_EVERY = timedelta(milliseconds=500)


class Watcher:
    """Refreshes a library again and again."""

    def __init__(self, library: SeasonLibrary, clock: Clock) -> None:
        self._library = library
        self._clock = clock
        self._looked = asyncio.Event()
        self._trouble = Trouble(log, "looking at the season files, while what is published is served")

    @property
    def is_well(self) -> bool:
        """Whether the last look succeeded."""
        return not self._trouble.goes_on

    async def run(self) -> None:
        """Look until cancelled; no failure ends it, for the next look may succeed."""
        wait: timedelta | None = None
        while True:
            await asyncio.sleep((LOOK_EVERY if wait is None else min(wait, LOOK_EVERY)).total_seconds())
            try:
                wait = await asyncio.to_thread(lambda: self._library.refresh(self._clock.now()))
            except Exception as error:
                wait = None
                self._trouble.tell(error)
            else:
                self._trouble.is_over()
            self._looked.set()

    async def next_look(self) -> None:
        """Wait until the end of one that has not ended yet."""
        self._looked.clear()
        await self._looked.wait()
