"""The open seasons and their publications: takes up edits of their files, and keeps the last good season.

A season that was ever published is open, whether or not its file is named: it is served as it was published last. Only
what there is a file of is published here.

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

from season_calendar.errors import ClockBehindError, FileAccessError, Problem, SeasonCalendarError, SeasonFileError
from season_calendar.model import Season
from season_calendar.publishing.last import last_publication
from season_calendar.publishing.publication import History, Publication
from season_calendar.publishing.publish import publish
from season_calendar.seasons.journal_watch import JournalWatch
from season_calendar.seasons.loading import LoadedSeason, load_seasons
from season_calendar.seasons.published import PublishedBefore
from season_calendar.seasons.publishing import Adopt, Journal, JournalWriter, publish_loaded
from season_calendar.seasons.watching import FileWatch

log = logging.getLogger(__name__)

STANDS_STILL = timedelta(milliseconds=500)
"""How long a changed file must stand still before it is read: someone may be half way through writing it."""

STANDS_STILL_HALF_COPIED = timedelta(milliseconds=1200)
"""The same for a file whose last round is gone: it looks like a copy that still goes on, and to publish it would cancel
every round that is yet to come. With a look twice a second it is still served within two seconds."""


@dataclass(frozen=True, slots=True)
class SeasonHealth:
    """How one season stands: what is published of it, and what keeps its file's newest state from being published.

    ``path`` is None where only the journal knows the season.
    """

    path: str | None
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
        self._seasons: tuple[_OpenSeason, ...] = ()
        self._without_file: tuple[Publication, ...] = ()
        self._refreshing = threading.Lock()

    @property
    def publications(self) -> tuple[Publication, ...]:
        """What is published now: of the files in their order, then of the seasons without a file by their keys."""
        return self._of_files + self._without_file

    @property
    def without_file(self) -> tuple[Publication, ...]:
        """What was published of the seasons that only the journal knows, by their keys."""
        return self._without_file

    @property
    def reminded(self) -> tuple[Publication, ...]:
        """What to remind of: nobody may look after a season without a file any more."""
        return self.publications if self.keeps_reminding else self._of_files

    @property
    def health(self) -> tuple[SeasonHealth, ...]:
        """How each season stands, in the order of ``publications``."""
        of_files = (SeasonHealth(str(its.path), its.publication, its.problems) for its in self._seasons)
        return (*of_files, *(SeasonHealth(None, publication) for publication in self._without_file))

    @property
    def _of_files(self) -> tuple[Publication, ...]:
        return tuple(its.publication for its in self._seasons)

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
                self._open_season(journal, *each, now, adopt)
                for each in zip(self._paths, watches, seasons, strict=True)
            )
        self._take_up_published(now)
        return tuple(warning for loaded in seasons for warning in loaded.warnings)

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
            waits = [self._refresh_season(its, now) for its in self._seasons]
            if self._journal_watch.is_due():
                self._refresh_published(now)
        finally:
            self._refreshing.release()
        return min((wait for wait in waits if wait is not None), default=None)

    def _open_season(
        self,
        journal: JournalWriter,
        path: Path,
        watch: FileWatch,
        loaded: LoadedSeason,
        now: datetime,
        adopt: Adopt | None,
    ) -> _OpenSeason:
        try:
            publication = publish_loaded(journal, loaded, now, adopt, trust_clock=self._trust_clock)
        except ClockBehindError as error:
            history = journal.history(loaded.season.series.id, loaded.season.id)
            if history.edition == 0:  # it was to be adopted
                raise
            its = _OpenSeason(path, watch, last_publication(history))
            _keep_last_good(its, [str(error)])
            return its
        watch.take_up()
        return _OpenSeason(path, watch, publication)

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
            loaded = its.watch.load(PublishedBefore(journal, now))
            if loaded is None:
                return STANDS_STILL
            _refuse_another_season(its, loaded.season)
            if _lacks_its_end(its, loaded.season) and still_for < STANDS_STILL_HALF_COPIED:
                return STANDS_STILL_HALF_COPIED - still_for
            publication = publish_loaded(journal, loaded, now, trust_clock=self._trust_clock)
        its.watch.take_up()
        _replace(its, publication)
        return None

    def _refresh_published(self, now: datetime) -> None:
        before = {its.season.key: its.edition for its in self.publications}
        try:
            self._take_up_published(now)
        except SeasonCalendarError as error:
            if str(error) != self._journal_trouble:
                log.warning("what other processes publish is not seen until the journal can be read: %s", error)
            self._journal_trouble = str(error)
            return
        self._journal_trouble = None
        for its in self.publications:
            if its.edition != before.get(its.season.key):
                log.info("%s: edition %d was published elsewhere", its.season.key, its.edition)

    def _take_up_published(self, now: datetime) -> None:
        """Take up what was published since the last look, by us or by others."""
        by_key = {its.publication.season.key: its for its in self._seasons}
        without_file = {publication.season.key: publication for publication in self._without_file}
        for key, history in self._journal_watch.look().items():
            if key in by_key:
                _agree(by_key[key], history, now)
            else:
                without_file[key] = last_publication(history)
        self._without_file = tuple(publication for _, publication in sorted(without_file.items()))


def _agree(its: _OpenSeason, history: History, now: datetime) -> None:
    """Take up what another process published of a season of which we have a file, such as that a round is forgotten.

    Nothing is published for it. Where the other's file says something else than ours, each keeps what it has: to
    publish ours again would undo the other's edit, and it ours, without end.
    """
    if history.edition == its.publication.edition:
        return
    publication = publish(its.publication.season, history, now)
    if not publication.changed:
        its.publication = publication


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
        log.warning("keeping the last good %s: %s", its.publication.season.key, "; ".join(problems))
