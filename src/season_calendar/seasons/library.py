"""The open seasons and their publications: takes up edits of their files, and what other processes published.

A season that was ever published is open, whether or not its file is named: it is served as it was published last. Only
what there is a file of is published here, when it is opened and whenever the file was changed.

Whoever serves or reminds asks a ``SeasonLibrary`` what is published now. What time it is in the season is passed in.
"""

from __future__ import annotations

import contextlib
import logging
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from season_calendar.errors import FileAccessError, Problem, SeasonCalendarError, StorageError
from season_calendar.publishing.changes import Change
from season_calendar.publishing.last import last_publication
from season_calendar.publishing.publication import Publication
from season_calendar.season_file import other_names_of_drivers
from season_calendar.seasons.journal_watch import JournalWatch
from season_calendar.seasons.loading import load_seasons
from season_calendar.seasons.open_season import OpenSeason, open_season
from season_calendar.seasons.published import PublishedBefore
from season_calendar.seasons.publishing import Adopt, Journal, Marked
from season_calendar.seasons.watching import FileWatch
from season_calendar.trouble import Trouble
from season_calendar.views.change_log import noted_changes

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class SeasonHealth:
    """How one season stands: what is published of it, and why that is not what its file says.

    ``path`` is None where only the journal knows the season.
    """

    path: str | None
    publication: Publication
    problems: tuple[str, ...] = ()


class SeasonLibrary:
    """The seasons of some files, published in one journal, and all others that were ever published there.

    Safe to share between threads. Several processes may hold libraries of the same files and journal. ``monotonic``
    counts the seconds, real ones, for which a changed file must stand still. ``keep_reminding`` is for the seasons
    without a file; ``trust_clock`` publishes also where the clock is far behind the last publication.
    """

    def __init__(
        self,
        paths: Sequence[Path],
        journal: Journal,
        monotonic: Callable[[], float] = time.monotonic,
        *,
        keep_reminding: bool = False,
        trust_clock: bool = False,
    ) -> None:
        self._paths = tuple(dict.fromkeys(paths))
        self._journal = journal
        self._monotonic = monotonic
        self.keeps_reminding = keep_reminding
        self._trust_clock = trust_clock
        self._journal_watch = JournalWatch(journal, monotonic)
        self._journal_trouble: str | None = None
        self._seasons: tuple[OpenSeason, ...] = ()
        self._without_file: tuple[Marked, ...] = ()
        self._changes: dict[str, tuple[int, Sequence[Change]]] = {}
        self._changes_trouble = Trouble(log, "reading what changed")
        self._refreshing = threading.Lock()

    @property
    def publications(self) -> tuple[Publication, ...]:
        """What is published now: of the files in their order, then of the seasons without a file by their keys."""
        return _publications(self._all)

    @property
    def without_file(self) -> tuple[Publication, ...]:
        """What was published of the seasons that only the journal knows, by their keys."""
        return _publications(self._without_file)

    @property
    def reminded(self) -> tuple[Publication, ...]:
        """What to remind of: nobody may look after a season without a file any more."""
        return _publications(self._reminded)

    @property
    def marks(self) -> Mapping[str, object]:
        """By its key, the journal's mark of each season in ``reminded``: what was published since has another mark.

        To be asked before ``reminded`` where another thread may refresh meanwhile: what is newer than its mark is only
        looked at once more.
        """
        return {its.publication.season.key: its.mark for its in self._reminded}

    @property
    def health(self) -> tuple[SeasonHealth, ...]:
        """How each season stands, in the order of ``publications``."""
        of_files = (SeasonHealth(str(its.path), its.publication, its.problems) for its in self._seasons)
        return (*of_files, *(SeasonHealth(None, its.publication) for its in self._without_file))

    @property
    def _of_files(self) -> tuple[Marked, ...]:
        return tuple([its.marked for its in self._seasons])

    @property
    def _all(self) -> tuple[Marked, ...]:
        return self._of_files + self._without_file

    @property
    def _reminded(self) -> tuple[Marked, ...]:
        return self._all if self.keeps_reminding else self._of_files

    def changes_of(self, publication: Publication) -> Sequence[Change]:
        """Every change ever told of a season, the oldest first.

        Where the journal cannot be read now, those that the publication itself notes.
        """
        season = publication.season
        edition, kept = self._changes.get(season.key, (0, ()))
        if edition == publication.edition:
            return kept
        try:
            changes = self._journal.changes(season.series.id, season.id)
        except (StorageError, FileAccessError) as error:
            self._changes_trouble.tell(error)
            return noted_changes(publication)
        self._changes_trouble.is_over()
        self._changes[season.key] = publication.edition, changes
        return changes

    def open(self, now: datetime, adopt: Adopt | None = None) -> tuple[Problem, ...]:
        """Read and publish every file: all of them, or none. Then take up every other season there is.

        ``adopt`` is asked for what was published of each season that the journal does not know. Returns the warnings
        about the files. Where the clock cannot be believed, a season stays as it was published last; ``health`` tells.

        Raises SeasonFileError with the problems of all files, StorageError, and what ``adopt`` raises.
        """
        watches = [FileWatch(path, self._monotonic) for path in self._paths]
        for watch in watches:
            with contextlib.suppress(FileAccessError):  # told below, with what is wrong in the others
                watch.look()
        with self._journal.exclusive() as journal:
            seasons = load_seasons(self._paths, PublishedBefore(journal, now))
            self._seasons = tuple(
                open_season(journal, *each, now, adopt, trust_clock=self._trust_clock)
                for each in zip(self._paths, watches, seasons, strict=True)
            )
        self._take_up_published(now)
        before = [its.season for its in self.without_file]
        return tuple(
            warning
            for loaded, path in zip(seasons, self._paths, strict=True)
            for warning in (
                *loaded.warnings,
                *other_names_of_drivers(loaded.season, loaded.content, str(path), before),
            )
        )

    def refresh(self, now: datetime) -> timedelta | None:
        """Take up what was edited since, and what others published; a season is another ``Publication`` then.

        Waits for no file.

        Returns after how much real time to look again because a changed file does not stand still for long enough yet;
        None where no file does that, or another thread is looking at them.

        A file that is broken or gone leaves its season as last published; that is logged once, and told by
        ``health`` until the file is good again.
        """
        if not self._refreshing.acquire(blocking=False):
            return None
        try:
            waits = [its.refresh(self._journal, now) for its in self._seasons]
            if self._journal_watch.is_due():
                self._refresh_published(now)
        finally:
            self._refreshing.release()
        return min((wait for wait in waits if wait is not None), default=None)

    def _refresh_published(self, now: datetime) -> None:
        editions = {its.season.key: its.edition for its in self.without_file}
        try:
            self._take_up_published(now)
        except SeasonCalendarError as error:
            if str(error) != self._journal_trouble:
                log.warning("what other processes publish is not seen until the journal can be read: %s", error)
            self._journal_trouble = str(error)
            return
        self._journal_trouble = None
        for its in self.without_file:
            if its.edition != editions.get(its.season.key):
                log.info("%s: edition %d was published elsewhere", its.season.key, its.edition)

    def _take_up_published(self, now: datetime) -> None:
        """Take up what was published by others since the last look."""
        by_key = {its.publication.season.key: its for its in self._seasons}
        without_file = {its.publication.season.key: its for its in self._without_file}
        known = {its.publication.season.key: its.mark for its in self._all}
        for key, kept in self._journal_watch.look(known).items():
            if key in by_key:
                by_key[key].take_up(kept, now)
            else:
                without_file[key] = Marked(last_publication(kept.history), kept.mark)
        self._without_file = tuple(its for _, its in sorted(without_file.items()))


def _publications(marked: Sequence[Marked]) -> tuple[Publication, ...]:
    return tuple([its.publication for its in marked])  # a list is made sooner, and every request asks
