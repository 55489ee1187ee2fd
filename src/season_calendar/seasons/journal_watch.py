"""Notices what was published in a journal, by whomever. Never sleeps: whoever asks comes again."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta

from season_calendar.publishing.publication import History
from season_calendar.seasons.publishing import Journal, ids_in

LOOK_EVERY = timedelta(seconds=1)
"""How often to look at the journal, in real time: a small query, and often enough for all to follow within two seconds,
also where they look at anything only twice a second."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What a journal keeps of a season at one instant: its mark, its history, and the text it was read from, if any."""

    mark: object
    history: History
    text: str | None


class JournalWatch:
    """A journal that is looked at again and again. Not safe to share between threads."""

    def __init__(self, journal: Journal, monotonic: Callable[[], float]) -> None:
        self._journal = journal
        self._monotonic = monotonic
        self._look_again_at = 0.0

    def is_due(self) -> bool:
        """Whether it is time for another look."""
        return self._monotonic() >= self._look_again_at

    def look(self, known: Mapping[str, object]) -> dict[str, Kept]:
        """By its key every season whose mark is not the one that is known; with an empty history where it has none.

        Raises StorageError and FileAccessError; nothing is missed by it.
        """
        self._look_again_at = self._monotonic() + LOOK_EVERY.total_seconds()
        if not _news(self._journal.marks(), known):
            return {}
        with self._journal.exclusive() as journal:
            news = _news(journal.marks(), known)
            return {
                key: Kept(mark, journal.history(*ids_in(key)), journal.text(*ids_in(key))) for key, mark in news.items()
            }


def _news(marks: Mapping[str, object], known: Mapping[str, object]) -> dict[str, object]:
    return {key: mark for key, mark in marks.items() if known.get(key) != mark}
