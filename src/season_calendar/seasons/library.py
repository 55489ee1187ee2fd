"""The season files and their publications: loads, publishes, notices edits, and keeps the last good season.

Whoever serves or reminds asks a ``SeasonLibrary`` what is published now. It never reads a clock: ``now`` is passed.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Protocol

from season_calendar import disk
from season_calendar.errors import FileAccessError, Problem, SeasonCalendarError, SeasonFileError, Severity
from season_calendar.model import Season
from season_calendar.publishing.publish import History, Publication, publish
from season_calendar.season_file import read_season

log = logging.getLogger(__name__)

_STANDS_STILL = timedelta(milliseconds=500)
"""How long a changed file must stand still before it is read: someone may be half way through writing it."""

_STANDS_STILL_SHORT = timedelta(milliseconds=1200)
"""The same for a file whose last round is gone: it looks like a copy that still goes on, and to publish it would cancel
every round that is yet to come. With a look twice a second it is still served within two seconds."""


class JournalWriter(Protocol):
    """The journal while nobody else can write to it."""

    def history(self, series_id: str, season_id: str) -> History:
        """What was published of a season so far."""

    def record(self, publication: Publication, source: str | None = None) -> None:
        """Keep a publication and the season file's text; nothing to do where it is no new edition."""


class Journal(Protocol):
    """Where publications are kept: a database or a text file."""

    def exclusive(self) -> AbstractContextManager[JournalWriter]:
        """The journal for one writer at a time, over all processes; everything or nothing is kept."""


def read_seasons(paths: Sequence[Path]) -> tuple[Season, ...]:
    """The seasons of these files, in their order.

    Raises SeasonFileError with the problems of all files together: also that one cannot be read, and that two hold
    the same season.
    """
    return tuple(season for season, _ in _read_sources(paths))


def _read_sources(paths: Sequence[Path]) -> list[tuple[Season, bytes]]:
    """The seasons, each with the bytes it was read from."""
    seasons: dict[str, tuple[Season, bytes]] = {}
    path_of: dict[str, Path] = {}
    problems: list[Problem] = []
    for path in paths:
        try:
            source = disk.read(path).content
            season, _ = read_season(source, str(path))
        except SeasonFileError as error:
            problems.extend(error.problems)
        except FileAccessError as error:
            problems.append(Problem(str(path), 1, 1, error.what, error.remedy))
        else:
            if season.key in seasons:
                what = f"this is the season {season.key}, as {path_of[season.key]} is"
                problems.append(Problem(str(path), 1, 1, what, "name one of the two"))
            seasons[season.key], path_of[season.key] = (season, source), path
    if any(problem.severity is Severity.ERROR for problem in problems):
        raise SeasonFileError(problems)
    return list(seasons.values())


@dataclass(frozen=True, slots=True)
class SeasonHealth:
    """How one season file stands: what is published of it, and what keeps its newest state from being published."""

    path: str
    publication: Publication
    problems: tuple[str, ...] = ()


@dataclass(slots=True)
class _Shelf:
    """One season file: what is published of it, the stamp it was read at, and why it could not be read since."""

    path: Path
    stamp: disk.Stamp | None
    publication: Publication
    problems: tuple[str, ...] = ()


class SeasonLibrary:
    """The seasons of some files, published in one journal.

    Safe to share between threads. Several processes may hold libraries of the same files and journal.
    """

    def __init__(self, paths: Sequence[Path], journal: Journal) -> None:
        self._paths = tuple(dict.fromkeys(paths))
        self._journal = journal
        self._shelves: tuple[_Shelf, ...] = ()
        self._refreshing = threading.Lock()

    @property
    def publications(self) -> tuple[Publication, ...]:
        """What is published now, in the order of the files."""
        return tuple(shelf.publication for shelf in self._shelves)

    @property
    def health(self) -> tuple[SeasonHealth, ...]:
        """How each season file stands, in the order of the files."""
        return tuple(SeasonHealth(str(shelf.path), shelf.publication, shelf.problems) for shelf in self._shelves)

    def open(self, now: datetime) -> None:
        """Read and publish every file: all of them, or none.

        Raises SeasonFileError with the problems of all files.
        """
        stamps = [disk.stamp(path) if path.exists() else None for path in self._paths]
        with self._journal.exclusive() as journal:
            publications = [_publish(journal, season, source, now) for season, source in _read_sources(self._paths)]
        self._shelves = tuple(map(_Shelf, self._paths, stamps, publications))

    def refresh(self, now: datetime) -> None:
        """Take up what was edited since; a season is another ``Publication`` then.

        A file that is broken or gone leaves its season as last published; that is logged once, and told by
        ``health`` until the file is good again. Where another thread is looking at the files, this one need not wait.
        """
        if not self._refreshing.acquire(blocking=False):
            return
        try:
            for shelf in self._shelves:
                self._refresh_shelf(shelf, now)
        finally:
            self._refreshing.release()

    def _refresh_shelf(self, shelf: _Shelf, now: datetime) -> None:
        edition = shelf.publication.edition
        try:
            stamp = disk.stamp(shelf.path)
            if stamp == shelf.stamp or not self._take_up(shelf, stamp, now):
                return
        except SeasonFileError as error:
            shelf.stamp = stamp  # the text is broken: no use to read it again before it changes
            self._keep_last_good(shelf, [str(problem) for problem in error.problems])
            return
        except SeasonCalendarError as error:
            shelf.stamp = None  # the file or the journal is out of reach: try again until it is not
            self._keep_last_good(shelf, [str(error)])
            return
        key = shelf.publication.season.key
        if shelf.problems:
            log.info("%s: %s is good again", shelf.path, key)
        shelf.problems = ()
        if shelf.publication.edition != edition:
            log.info("%s: published edition %d of %s", shelf.path, shelf.publication.edition, key)

    def _take_up(self, shelf: _Shelf, stamp: disk.Stamp, now: datetime) -> bool:
        """Publish a file that changed; False where it is still being written, and the next look shall find it.

        The file is read under the journal's lock, so that of two processes the later one has never read the older
        text: an edit is published once and never taken back. It may have changed again while we waited for the lock.
        """
        still = _STANDS_STILL_SHORT if _lacks_its_end(shelf) else _STANDS_STILL
        time.sleep(still.total_seconds())
        with self._journal.exclusive() as journal:
            content = disk.read(shelf.path).content
            if disk.stamp(shelf.path) != stamp:
                return False
            season, _ = read_season(content, str(shelf.path))
            known_as = shelf.publication.season.key
            if season.key != known_as:
                what = f"this was the season {known_as} and is now {season.key}"
                raise SeasonFileError([Problem(str(shelf.path), 1, 1, what, "give a new season a file of its own")])
            shelf.publication = _publish(journal, season, content, now)
        shelf.stamp = stamp
        return True

    def _keep_last_good(self, shelf: _Shelf, problems: Sequence[str]) -> None:
        if shelf.problems != tuple(problems):
            shelf.problems = tuple(problems)
            log.warning("keeping the last good %s:\n%s", shelf.publication.season.key, "\n".join(problems))


def _lacks_its_end(shelf: _Shelf) -> bool:
    """Whether the file is a good season but for its last round, which is not there any more."""
    rounds = shelf.publication.season.rounds
    try:
        season, _ = read_season(disk.read(shelf.path).content, str(shelf.path))
    except SeasonFileError:
        return False
    return bool(rounds) and season.round(rounds[-1].id) is None


def _publish(journal: JournalWriter, season: Season, source: bytes, now: datetime) -> Publication:
    publication = publish(season, journal.history(season.series.id, season.id), now)
    journal.record(publication, source.decode())
    return publication
