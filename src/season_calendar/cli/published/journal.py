"""The journal that a command is given, and what to tell of the seasons that it knows and no file is named of."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from season_calendar.cli.options.files import refuse_two_journals

if TYPE_CHECKING:
    from season_calendar.seasons.library import SeasonLibrary
    from season_calendar.seasons.publishing import Journal


def without_file(library: SeasonLibrary, *, reminds: bool = True) -> str | None:
    """What to say of the seasons that a library has no file of, and what to do; None where there is nothing to say.

    ``reminds`` is whether the command is one of those that do.
    """
    from season_calendar.publishing.last import is_forgotten

    keys = [its.season.key for its in library.without_file if not is_forgotten(its)]
    if not keys:
        return None
    one = len(keys) == 1
    reminded = "" if library.keeps_reminding or not reminds else f", and {'is' if one else 'are'} no longer reminded of"
    return (
        f"no season file named here is of {', '.join(keys)}: {'it stays' if one else 'they stay'} in the feeds as last "
        f"published{reminded} (name the file too, or withdraw a season: season-calendar forget {keys[0]})"
    )


@contextmanager
def open_journal(journal_path: Path | None, database: str | None) -> Iterator[Journal]:
    """The journal in a text file, or that in the database where none is named.

    Raises click.UsageError where both are named, and StorageError.
    """
    refuse_two_journals(journal_path, database)
    if journal_path is not None:
        from season_calendar.storage.journal_file import FileJournal

        yield FileJournal(journal_path)
        return
    from season_calendar.storage.engine import opened_database
    from season_calendar.storage.journal import SqlJournal

    with opened_database(database) as engine:
        yield SqlJournal(engine)
