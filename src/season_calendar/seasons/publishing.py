"""Publishes a season in a journal, of whichever kind: what was published before, what is now, kept."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from season_calendar.errors import ClockBehindError
from season_calendar.model import Season
from season_calendar.publishing.changes import Change
from season_calendar.publishing.clock_doubts import is_behind, is_far_ahead, last_seen_at
from season_calendar.publishing.last import last_publication
from season_calendar.publishing.publication import History, Publication
from season_calendar.publishing.publish import publish
from season_calendar.seasons.loading import LoadedSeason
from season_calendar.seasons.published import Record

log = logging.getLogger(__name__)


class JournalWriter(Record, Protocol):
    """The journal while nobody else can write to it."""

    def history(self, series_id: str, season_id: str) -> History:
        """What was published of a season so far."""

    def marks(self) -> Mapping[str, object]:
        """What the journal gives, with what was recorded here."""

    def text(self, series_id: str, season_id: str) -> str | None:
        """The text of the season file that the newest edition with a text came from; None where none was kept."""

    def replaced_edition_of(self, series_id: str, season_id: str, text: str) -> tuple[int, datetime] | None:
        """The last edition that came from a text, and when it was published, where a later one has another text."""

    def record(self, publication: Publication, source: str | None = None) -> None:
        """Keep a publication and the season file's text; where it is no new edition, the season without its rounds."""


class Journal(Protocol):
    """Where publications are kept: a database or a text file."""

    def changes(self, series_id: str, season_id: str) -> Sequence[Change]:
        """Every change ever told of a season, oldest first."""

    def marks(self) -> Mapping[str, object]:
        """Every season by its key, with what is another mark once anything of it is published."""

    def exclusive(self) -> AbstractContextManager[JournalWriter]:
        """The journal for one writer at a time, over all processes; everything or nothing is kept."""


@dataclass(frozen=True, slots=True)
class Marked:
    """What is published of a season, and the journal's mark of just that."""

    publication: Publication
    mark: object


Adopt = Callable[[Season], History | None]
"""What was published of a season that the journal does not know, taken from elsewhere; None where nothing was.

It may refuse, by an error: then nothing is published.
"""


def publish_loaded(
    journal: JournalWriter,
    loaded: LoadedSeason,
    now: datetime,
    adopt: Adopt | None = None,
    *,
    is_first: bool = False,
    trust_clock: bool = False,
) -> Marked:
    """Publish a season after what was published of it before, and keep that. A clock far ahead is doubted in the log.

    So is the text of an earlier edition where ``is_first`` says that it is the first that this process publishes: it
    may be an old copy. A running one was edited.

    Raises ClockBehindError, unless the clock is to be trusted.
    """
    season = loaded.season
    history = journal.history(season.series.id, season.id)
    if history.edition == 0 and adopt is not None:
        history = adopt(season) or history
    publication = publish(season, history, now)
    if not trust_clock:
        refuse_clock_behind(publication, history, now)
        if is_far_ahead(publication, history, now):
            log.warning("%s is published by a clock that says %s: is it right?", season.key, now.date())
    text = loaded.content.decode()
    if is_first and publication.edition != history.edition:
        _doubt_earlier_text(journal, season, text, history)
    journal.record(publication, text)
    return Marked(publication, journal.marks()[season.key])


def _doubt_earlier_text(journal: JournalWriter, season: Season, text: str, history: History) -> None:
    replaced = journal.replaced_edition_of(season.series.id, season.id, text)
    if replaced is None:
        return
    edition, published_at = replaced
    log.warning(
        "%s: the season file is that of edition %d, published %s; it is published again in place of edition %d, "
        "published %s (an old copy? put the newer file in its place)",
        season.key,
        edition,
        _day_and_hour(published_at),
        history.edition,
        _day_and_hour(history.published_at),
    )


def _day_and_hour(at: datetime | None) -> str:
    return f"{at:%Y-%m-%d %H:%M} UTC"


def refuse_clock_behind(publication: Publication, history: History, now: datetime) -> None:
    """Raise ClockBehindError where a publication after a history is not to be kept."""
    published_at = last_seen_at(history)
    if published_at is not None and is_behind(publication, history, now):
        raise ClockBehindError(publication.season.key, now, published_at)


def last_publications(journal: Journal) -> tuple[Publication, ...]:
    """Every season that was ever published, as it was last, by their keys."""
    keys = sorted(journal.marks())
    if not keys:
        return ()
    with journal.exclusive() as writer:
        return tuple(last_publication(writer.history(*ids_in(key))) for key in keys)


def ids_in(key: str) -> tuple[str, str]:
    """The ids of series and season in a season's key."""
    series_id, _, season_id = key.partition("/")
    return series_id, season_id
