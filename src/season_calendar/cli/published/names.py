"""What was ever published, by the words in which ``forget`` is told of it."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from season_calendar.publishing.facts import EventFacts


def names_below(begin: str, database: str | None, journal_path: Path | None) -> dict[str, str]:
    """What can stand behind the last slash of ``begin``, in whole words with names, of a journal file or a database.

    The seasons, as ``wtcr/2021``; behind one of them its rounds, and behind a round its sessions. A database is only
    looked into. Raises StorageError and FileAccessError.
    """
    ids = tuple(begin.split("/")[:-1])
    if len(ids) < 2:
        return dict.fromkeys(_seasons(database, journal_path), "")
    events = [its for its in _events(ids[0], ids[1], database, journal_path) if its.is_round == (len(ids) == 2)]
    if len(ids) == 2:
        return {f"{its.season_key}/{its.round_id}": its.round_name for its in events}
    return {f"{its.season_key}/{its.round_id}/{its.session_id}": its.session_name or "" for its in events}


def _seasons(database: str | None, journal_path: Path | None) -> Iterable[str]:
    if journal_path is not None:
        from season_calendar.storage.journal_file import FileJournal

        return FileJournal(journal_path).marks()
    from season_calendar.storage.engine import open_as_it_is
    from season_calendar.storage.journal import SqlJournal

    engine = open_as_it_is(database)
    if engine is None:
        return ()
    try:
        return SqlJournal(engine).marks()
    finally:
        engine.dispose()


def _events(series_id: str, season_id: str, database: str | None, journal_path: Path | None) -> Iterable[EventFacts]:
    if journal_path is not None:
        from season_calendar.storage.journal_file import FileJournal

        return [facts for facts, _ in FileJournal(journal_path).events(series_id, season_id)]
    from season_calendar.storage.journal_as_it_is import JournalAsItIs

    return [facts for facts, _ in JournalAsItIs(database).events(series_id, season_id)]
