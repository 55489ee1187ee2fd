"""The journal of a database that is only looked into: it need not be there, and nothing in it is made or changed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from sqlalchemy import inspect

from season_calendar.publishing.facts import EventFacts
from season_calendar.storage.engine import open_as_it_is, reading
from season_calendar.storage.journal import SqlJournalWriter
from season_calendar.storage.tables import JOURNAL_ENTRIES


class JournalAsItIs:
    """What was published in the database at an address, of whichever version its tables are; opened for each question.

    Every method raises StorageError where it cannot be read.
    """

    def __init__(self, address: str | None) -> None:
        self._address = address

    def has_series(self, series_id: str) -> bool:
        """Whether anything of a series was ever published."""
        with self._opened() as journal:
            return journal is not None and journal.has_series(series_id)

    def events(self, series_id: str, season_id: str) -> list[tuple[EventFacts, datetime | None]]:
        """Every event that was ever published of a season, and since when it is a tombstone, if it is one."""
        with self._opened() as journal:
            return [] if journal is None else list(journal.events(series_id, season_id))

    @contextmanager
    def _opened(self) -> Iterator[SqlJournalWriter | None]:
        """None where there is no such database, or no journal in it."""
        engine = open_as_it_is(self._address)
        if engine is None:
            yield None
            return
        try:
            with reading(engine) as connection:
                has_journal = inspect(connection).has_table(JOURNAL_ENTRIES.name)
                yield SqlJournalWriter(connection) if has_journal else None
        finally:
            engine.dispose()
