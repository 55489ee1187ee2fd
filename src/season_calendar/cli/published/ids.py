"""The ids that were published before, for the commands that check and edit a season file."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from season_calendar.cli.console import warn
from season_calendar.errors import FileAccessError, StorageError
from season_calendar.season_file import NOTHING_PUBLISHED, Published, PublishedRound


class _Published:
    """Asks a journal once a season, and opens it only then.

    A file can be checked and edited where its journal cannot be read: that is said, and not known.
    """

    def __init__(self, database: str | None, journal_path: Path | None) -> None:
        self._database, self._journal_path = database, journal_path
        self._rounds: dict[tuple[str, str], Sequence[PublishedRound]] = {}

    def has(self, ids: tuple[str, ...]) -> bool:
        return self._journal().has(ids)

    def rounds(self, series_id: str, season_id: str) -> Sequence[PublishedRound]:
        key = (series_id, season_id)
        if key not in self._rounds:
            try:
                self._rounds[key] = self._journal().rounds(series_id, season_id)
            except (StorageError, FileAccessError) as error:
                self._rounds[key] = ()
                warn(f"which ids were published before is not known: {error}")
        return self._rounds[key]

    def _journal(self) -> Published:
        # Together they take longer to load than a file to check.
        from season_calendar.clock import SystemClock
        from season_calendar.seasons.published import PublishedBefore

        now = SystemClock().now()
        if self._journal_path is not None:
            from season_calendar.storage.journal_file import FileJournal

            return PublishedBefore(FileJournal(self._journal_path), now)
        from season_calendar.storage.journal_as_it_is import JournalAsItIs

        return PublishedBefore(JournalAsItIs(self._database), now)


def published_in(database: str | None, journal_path: Path | None = None) -> Published:
    """What was published in the database or journal file that a command is given, or in this user's own database."""
    if database is None and journal_path is None:
        from season_calendar.storage.own_database import own_database

        if not own_database().exists():
            return NOTHING_PUBLISHED
    return _Published(database, journal_path)
