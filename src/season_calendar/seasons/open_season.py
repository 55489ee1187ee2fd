"""One season file while its process runs: what it says, what is published of the season, and why the two may differ.

The journal is the truth, the file only its input: what is published is what was published last, by whomever. The file
is published again only when it was changed.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from season_calendar.errors import ClockBehindError, FileAccessError, Problem, SeasonCalendarError, SeasonFileError
from season_calendar.model import Round, Season
from season_calendar.publishing.last import last_publication
from season_calendar.publishing.publication import History, Publication
from season_calendar.publishing.publish import publish
from season_calendar.season_file import ANYTHING_PUBLISHED
from season_calendar.seasons.journal_watch import Kept
from season_calendar.seasons.loading import LoadedSeason, load
from season_calendar.seasons.published import PublishedBefore
from season_calendar.seasons.publishing import Adopt, Journal, JournalWriter, Marked, publish_loaded
from season_calendar.seasons.watching import FileWatch

log = logging.getLogger(__name__)

STANDS_STILL = timedelta(milliseconds=500)
"""How long a changed file must stand still before it is read: someone may be half way through writing it."""

STANDS_STILL_HALF_COPIED = timedelta(milliseconds=1200)
"""The same for a file whose last round is gone: it looks like a copy that still goes on, and to publish it would cancel
every round that is yet to come. With a look twice a second it is still served within two seconds."""


@dataclass(slots=True)
class OpenSeason:
    """A season file that is watched. ``marked`` is what is published of its season, by whomever.

    ``said`` is what the file said when it was last published from here, None before that. Not safe to share between
    threads, but for reading ``marked`` and ``problems``.
    """

    path: Path
    watch: FileWatch
    marked: Marked
    trust_clock: bool
    said: LoadedSeason | None = None
    _own_problems: tuple[str, ...] = ()
    _is_published_elsewhere: bool = False
    _is_waited_for: bool = False
    _edition_told: int = 0

    @property
    def publication(self) -> Publication:
        """What is published of the season."""
        return self.marked.publication

    @property
    def problems(self) -> tuple[str, ...]:
        """Why what the file says is not what is published; nothing where it is, or may be in a moment.

        Another process that has the same file may have published it already while we wait for it to stand still.
        """
        if not self._is_published_elsewhere or self._is_waited_for:
            return self._own_problems
        return (*self._own_problems, _elsewhere(self.publication))

    def refresh(self, journal: Journal, now: datetime) -> timedelta | None:
        """Publish the file if it was changed and stands still; how long that is yet to wait for, if it is.

        Where it is broken or gone, or the journal out of reach, the season stays as it was published last.
        """
        wait = self._follow_file(journal, now)
        self._is_waited_for = wait is not None
        if self._is_published_elsewhere and wait is None and self.publication.edition != self._edition_told:
            self._edition_told = self.publication.edition
            log.warning("%s: %s", self.path, _elsewhere(self.publication))
        return wait

    def take_up(self, kept: Kept, now: datetime) -> None:
        """Have what the journal keeps now, and publish nothing for it.

        To publish our file again would undo the other's edit, and it ours, without end. But where an older copy was put
        in the journal's place that was published last, and is not any more: then it is published as at a start.
        """
        published = last_publication(kept.history)
        if published.edition < self.publication.edition and self.said is not None and not self._is_published_elsewhere:
            lost, key = self.publication.edition, published.season.key
            log.warning("%s: the journal is an older copy, without edition %d: it is published again", key, lost)
            self.said = None
            self.watch.begin_anew()
        is_news = published.edition != self.publication.edition
        own = None if self.said is None else self.said.season
        if own is not None and _says(own, kept.history, now):
            season = own
        else:
            season = replace(published.season, rounds=_rounds_in(kept.text, self.path, published.season))
        self.marked = Marked(replace(published, season=season), kept.mark)
        self._is_published_elsewhere = own is not None and season is not own
        if is_news:
            log.info("%s: edition %d was published elsewhere", published.season.key, published.edition)

    def keep_last_good(self, problems: Sequence[str]) -> None:
        """Say why what the file says now is not published: in the log once for each reason."""
        if self._own_problems != tuple(problems):
            self._own_problems = tuple(problems)
            log.warning("keeping the last good %s: %s", self.publication.season.key, "; ".join(problems))

    def _follow_file(self, journal: Journal, now: datetime) -> timedelta | None:
        try:
            return self._publish_if_changed(journal, now)
        except SeasonFileError as error:
            self.watch.take_up()  # the text is broken: no use to read it again before it changes
            self.keep_last_good([str(problem) for problem in error.problems])
        except FileAccessError as error:
            self.watch.begin_anew()  # it may come back as it was
            self.keep_last_good([str(error)])
        except SeasonCalendarError as error:
            self.watch.leave_open()  # the journal is out of reach: the next look tries again
            self.keep_last_good([str(error)])
        return None

    def _publish_if_changed(self, journal: Journal, now: datetime) -> timedelta | None:
        """The file is read under the journal's lock, so that of two processes the later one has never read the older
        text: an edit is published once and never taken back. It may have changed again while we waited for the lock.
        """
        still_for = self.watch.look()
        if still_for is None or still_for < STANDS_STILL:
            return None if still_for is None else STANDS_STILL - still_for
        with journal.exclusive() as writer:
            loaded = self.watch.load(PublishedBefore(writer, now))
            if loaded is None:
                return STANDS_STILL
            self._refuse_another_season(loaded.season)
            if self._lacks_its_end(loaded.season) and still_for < STANDS_STILL_HALF_COPIED:
                return STANDS_STILL_HALF_COPIED - still_for
            marked = None
            if self.said is None or loaded.content != self.said.content:
                marked = publish_loaded(writer, loaded, now, is_first=self.said is None, trust_clock=self.trust_clock)
        self.watch.take_up()
        self._be_good_again()
        if marked is not None:
            self._have_published(loaded, marked)
        return None

    def _refuse_another_season(self, season: Season) -> None:
        known_as = self.publication.season.key
        if season.key != known_as:
            what = f"this was the season {known_as} and is now {season.key}"
            raise SeasonFileError([Problem(str(self.path), 1, 1, what, "give a new season a file of its own")])

    def _lacks_its_end(self, season: Season) -> bool:
        """Whether the round that was the last one is not there any more: in the file, or as published elsewhere."""
        before = [self.publication.season] if self.said is None else [self.said.season, self.publication.season]
        return any(its.rounds and season.round(its.rounds[-1].id) is None for its in before)

    def _be_good_again(self) -> None:
        if self._own_problems:
            log.info("%s: %s is good again", self.path, self.publication.season.key)
        self._own_problems = ()

    def _have_published(self, loaded: LoadedSeason, marked: Marked) -> None:
        edition = self.publication.edition
        self.said, self.marked, self._is_published_elsewhere = loaded, marked, False
        if marked.publication.edition != edition:
            log.info("%s: published edition %d of %s", self.path, marked.publication.edition, loaded.season.key)


def open_season(
    journal: JournalWriter,
    path: Path,
    watch: FileWatch,
    loaded: LoadedSeason,
    now: datetime,
    adopt: Adopt | None = None,
    *,
    trust_clock: bool = False,
) -> OpenSeason:
    """Publish a file for the first time in this process. Where the clock cannot be believed, it stays as it was last.

    Raises StorageError, what ``adopt`` raises, and ClockBehindError for a season that was to be adopted.
    """
    try:
        marked = publish_loaded(journal, loaded, now, adopt, is_first=True, trust_clock=trust_clock)
    except ClockBehindError as error:
        history = journal.history(loaded.season.series.id, loaded.season.id)
        if history.edition == 0:  # it was to be adopted
            raise
        held_back = Marked(last_publication(history), journal.marks()[loaded.season.key])
        its = OpenSeason(path, watch, held_back, trust_clock)
        its.keep_last_good([str(error)])
        return its
    watch.take_up()
    return OpenSeason(path, watch, marked, trust_clock, said=loaded)


def _says(season: Season, history: History, now: datetime) -> bool:
    """Whether a season is just what was published last."""
    return not publish(season, history, now).changed and replace(season, rounds=()) == history.season


def _rounds_in(text: str | None, path: Path, published: Season) -> tuple[Round, ...]:
    """The rounds in the text that a season was published from.

    None where the journal keeps no text: one in a text file does not, for the newer season file is in version control
    beside it. Nor where this version of the program cannot read the text.
    """
    if text is None:
        return ()
    try:
        season = load(text.encode(), path, ANYTHING_PUBLISHED).season
    except SeasonFileError:
        return ()
    return season.rounds if season.key == published.key else ()


def _elsewhere(publication: Publication) -> str:
    return (
        f"published elsewhere: edition {publication.edition} is newer than this file "
        "(put the newer file in its place; an edit of this one would undo what the other says)"
    )
