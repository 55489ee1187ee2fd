"""The journal in a text file beside the season, for one that is kept in version control and built without a server.

What the text looks like is the business of ``journal_text``; here it is read, locked and written.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from season_calendar import disk
from season_calendar.errors import FileAccessError
from season_calendar.publishing.changes import Change
from season_calendar.publishing.facts import EventFacts
from season_calendar.publishing.publication import History, Publication
from season_calendar.storage.editions import is_new
from season_calendar.storage.journal_text import KeptSeason, KeptSeasons, parse, render


class FileJournal:
    """The journal of some seasons in one text file, which need not be there before the first publication.

    Every method raises FileAccessError where the file cannot be read or written, and StorageError with the line
    where it holds no journal.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    def changes(self, series_id: str, season_id: str) -> list[Change]:
        """Every change ever told of a season, oldest first."""
        return [change for _, change in _kept(self._read(), series_id, season_id).changes]

    def marks(self) -> Mapping[str, object]:
        """Every season by its key, with what is another mark once anything of it is published."""
        return FileJournalWriter(self._read()).marks()

    def has_series(self, series_id: str) -> bool:
        """What the writer says, without waiting for its turn."""
        return FileJournalWriter(self._read()).has_series(series_id)

    def events(self, series_id: str, season_id: str) -> Iterator[tuple[EventFacts, datetime | None]]:
        """What the writer says, without waiting for its turn."""
        return FileJournalWriter(self._read()).events(series_id, season_id)

    @contextmanager
    def exclusive(self) -> Iterator[FileJournalWriter]:
        """The journal for one writer at a time over all processes; after an exception nothing is kept.

        The file is written at the end, and only where something was recorded.
        """
        self._make_folder()
        with disk.locked(self._path) as file:
            before = file.read() if self._path.exists() else None
            writer = FileJournalWriter(self._parse(before))
            yield writer
            if not writer.has_recorded:
                return
            file.replace(render(writer.seasons).encode(), before.fingerprint if before is not None else None)

    def _read(self) -> KeptSeasons:
        return self._parse(disk.read(self._path) if self._path.exists() else None)

    def _parse(self, file: disk.FileContent | None) -> KeptSeasons:
        return {} if file is None else parse(file.content, str(self._path))

    def _make_folder(self) -> None:
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise FileAccessError(self._path.parent, f"cannot be made: {error.strerror}", "check the path") from None


class FileJournalWriter:
    """The journal while nobody else can write to it: in memory, until it is written as a whole."""

    def __init__(self, seasons: KeptSeasons) -> None:
        self.seasons = dict(seasons)
        self.has_recorded = False

    def history(self, series_id: str, season_id: str) -> History:
        """What was published of a season so far, its entries in the order of its last publication."""
        return _kept(self.seasons, series_id, season_id).history

    def marks(self) -> Mapping[str, object]:
        """What the journal gives, with what was recorded here."""
        histories = {"/".join(ids): kept.history for ids, kept in self.seasons.items()}
        return {key: (its.edition, its.published_at, its.season) for key, its in histories.items()}

    def text(self, series_id: str, season_id: str) -> None:
        """None: the texts of season files are in version control, as this journal is."""

    def replaced_edition_of(self, series_id: str, season_id: str, text: str) -> None:
        """None: which text an edition came from is not kept."""

    def has_series(self, series_id: str) -> bool:
        """Whether anything of a series was ever published."""
        return any(its_id == series_id for its_id, _ in self.seasons)

    def events(self, series_id: str, season_id: str) -> Iterator[tuple[EventFacts, datetime | None]]:
        """Every event that was ever published of a season, and since when it is a tombstone, if it is one."""
        entries = self.history(series_id, season_id).entries.values()
        return ((entry.facts, entry.withdrawn_at) for entry in entries)

    def record(self, publication: Publication, source: str | None = None) -> None:
        """Keep a publication, without its ``source``: both files are in version control.

        Where it is no new edition, only the season is kept, without its rounds: a new colour is shown by no event.

        Raises StorageError for one that does not follow the last edition kept.
        """
        key = (publication.season.series.id, publication.season.id)
        kept = _kept(self.seasons, *key)
        season = replace(publication.season, rounds=())
        history = History(
            publication.edition, publication.published_at, publication.entries, season, publication.seen_at
        )
        if not is_new(publication, kept.history.edition, kept.history.published_at):
            if kept.history.season != season:
                self.seasons[key] = KeptSeason(replace(kept.history, season=season), kept.changes)
                self.has_recorded = True
            return
        told = tuple((publication.edition, change) for change in publication.changes)
        self.seasons[key] = KeptSeason(history, kept.changes + told)
        self.has_recorded = True


def _kept(seasons: KeptSeasons, series_id: str, season_id: str) -> KeptSeason:
    return seasons.get((series_id, season_id), KeptSeason(History()))
