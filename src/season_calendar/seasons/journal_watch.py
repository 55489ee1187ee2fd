"""Notices what was published in a journal, by whomever. Never sleeps: whoever asks comes again."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta

from season_calendar.publishing.publication import History
from season_calendar.seasons.publishing import Journal

LOOK_EVERY = timedelta(seconds=2)
"""How often to look at the journal, in real time: a small query, and often enough for a round to be forgotten."""


class JournalWatch:
    """A journal that is looked at again and again. Not safe to share between threads."""

    def __init__(self, journal: Journal, monotonic: Callable[[], float]) -> None:
        self._journal = journal
        self._monotonic = monotonic
        self._marks: Mapping[tuple[str, str], object] = {}
        self._look_again_at = 0.0

    def is_due(self) -> bool:
        """Whether it is time for another look."""
        return self._monotonic() >= self._look_again_at

    def look(self) -> dict[str, History]:
        """Every season that was published in since the last look, by its key; at first every season there is.

        Raises StorageError and FileAccessError; nothing is missed by it.
        """
        self._look_again_at = self._monotonic() + LOOK_EVERY.total_seconds()
        marks = self._journal.marks()
        news = [ids for ids, mark in marks.items() if self._marks.get(ids) != mark]
        histories = {}
        if news:
            # What is published between the two readings is found once more by the next look.
            with self._journal.exclusive() as journal:
                histories = {"/".join(ids): journal.history(*ids) for ids in news}
        self._marks = marks
        return histories
