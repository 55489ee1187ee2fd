"""The open season files and their publications: takes up edits, and keeps the last good season.

Whoever serves or reminds asks a ``SeasonLibrary`` what is published now. What time it is in the season is passed in.
"""

from __future__ import annotations

import contextlib
import logging
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from season_calendar.errors import FileAccessError, Problem, SeasonCalendarError, SeasonFileError
from season_calendar.model import Season
from season_calendar.publishing.publication import Publication
from season_calendar.seasons.loading import load_seasons
from season_calendar.seasons.publishing import Journal, publish_loaded
from season_calendar.seasons.watching import FileWatch

log = logging.getLogger(__name__)

STANDS_STILL = timedelta(milliseconds=500)
"""How long a changed file must stand still before it is read: someone may be half way through writing it."""

STANDS_STILL_HALF_COPIED = timedelta(milliseconds=1200)
"""The same for a file whose last round is gone: it looks like a copy that still goes on, and to publish it would cancel
every round that is yet to come. With a look twice a second it is still served within two seconds."""


@dataclass(frozen=True, slots=True)
class SeasonHealth:
    """How one season file stands: what is published of it, and what keeps its newest state from being published."""

    path: str
    publication: Publication
    problems: tuple[str, ...] = ()


@dataclass(slots=True)
class _OpenSeason:
    """One season file: what is published of it, and why its newest state is not."""

    path: Path
    watch: FileWatch
    publication: Publication
    problems: tuple[str, ...] = ()


class SeasonLibrary:
    """The seasons of some files, published in one journal.

    Safe to share between threads. Several processes may hold libraries of the same files and journal. ``monotonic``
    counts the seconds, real ones, for which a changed file must stand still.
    """

    def __init__(
        self, paths: Sequence[Path], journal: Journal, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        self._paths = tuple(dict.fromkeys(paths))
        self._journal = journal
        self._monotonic = monotonic
        self._seasons: tuple[_OpenSeason, ...] = ()
        self._refreshing = threading.Lock()

    @property
    def publications(self) -> tuple[Publication, ...]:
        """What is published now, in the order of the files."""
        return tuple(its.publication for its in self._seasons)

    @property
    def health(self) -> tuple[SeasonHealth, ...]:
        """How each season file stands, in the order of the files."""
        return tuple(SeasonHealth(str(its.path), its.publication, its.problems) for its in self._seasons)

    def open(self, now: datetime) -> None:
        """Read and publish every file: all of them, or none.

        Raises SeasonFileError with the problems of all files.
        """
        watches = [FileWatch(path, self._monotonic) for path in self._paths]
        for watch in watches:
            with contextlib.suppress(FileAccessError):  # told below, with what is wrong in the others
                watch.look()
        with self._journal.exclusive() as journal:
            publications = [publish_loaded(journal, loaded, now) for loaded in load_seasons(self._paths, journal.has)]
        for watch in watches:
            watch.take_up()
        self._seasons = tuple(map(_OpenSeason, self._paths, watches, publications))

    def refresh(self, now: datetime) -> timedelta | None:
        """Take up what was edited since; a season is another ``Publication`` then. Waits for no file.

        Returns after how much real time to look again because a changed file does not stand still for long enough yet;
        None where no file does that, or another thread is looking at them.

        A file that is broken or gone leaves its season as last published; that is logged once, and told by
        ``health`` until the file is good again.
        """
        if not self._refreshing.acquire(blocking=False):
            return None
        try:
            waits = [self._refresh_season(its, now) for its in self._seasons]
        finally:
            self._refreshing.release()
        return min((wait for wait in waits if wait is not None), default=None)

    def _refresh_season(self, its: _OpenSeason, now: datetime) -> timedelta | None:
        try:
            return self._take_up(its, now)
        except SeasonFileError as error:
            its.watch.take_up()  # the text is broken: no use to read it again before it changes
            _keep_last_good(its, [str(problem) for problem in error.problems])
        except FileAccessError as error:
            its.watch.begin_anew()  # it may come back as it was
            _keep_last_good(its, [str(error)])
        except SeasonCalendarError as error:
            its.watch.leave_open()  # the journal is out of reach: the next look tries again
            _keep_last_good(its, [str(error)])
        return None

    def _take_up(self, its: _OpenSeason, now: datetime) -> timedelta | None:
        """Publish a file that changed and stands still; how long that is yet to wait for, if it is.

        The file is read under the journal's lock, so that of two processes the later one has never read the older
        text: an edit is published once and never taken back. It may have changed again while we waited for the lock.
        """
        still_for = its.watch.look()
        if still_for is None or still_for < STANDS_STILL:
            return None if still_for is None else STANDS_STILL - still_for
        with self._journal.exclusive() as journal:
            loaded = its.watch.load(journal.has)
            if loaded is None:
                return STANDS_STILL
            _refuse_another_season(its, loaded.season)
            if _lacks_its_end(its, loaded.season) and still_for < STANDS_STILL_HALF_COPIED:
                return STANDS_STILL_HALF_COPIED - still_for
            publication = publish_loaded(journal, loaded, now)
        its.watch.take_up()
        _replace(its, publication)
        return None


def _refuse_another_season(its: _OpenSeason, season: Season) -> None:
    known_as = its.publication.season.key
    if season.key != known_as:
        what = f"this was the season {known_as} and is now {season.key}"
        raise SeasonFileError([Problem(str(its.path), 1, 1, what, "give a new season a file of its own")])


def _lacks_its_end(its: _OpenSeason, season: Season) -> bool:
    """Whether the round that was the last one is not there any more."""
    rounds = its.publication.season.rounds
    return bool(rounds) and season.round(rounds[-1].id) is None


def _replace(its: _OpenSeason, publication: Publication) -> None:
    key, edition = publication.season.key, its.publication.edition
    if its.problems:
        log.info("%s: %s is good again", its.path, key)
    its.publication, its.problems = publication, ()
    if publication.edition != edition:
        log.info("%s: published edition %d of %s", its.path, publication.edition, key)


def _keep_last_good(its: _OpenSeason, problems: Sequence[str]) -> None:
    if its.problems != tuple(problems):
        its.problems = tuple(problems)
        log.warning("keeping the last good %s:\n%s", its.publication.season.key, "\n".join(problems))
