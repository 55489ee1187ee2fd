"""Publishes a season in a journal, of whichever kind: what was published before, what is now, kept."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Protocol

from season_calendar.errors import ClockBehindError
from season_calendar.model import Season
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

    def record(self, publication: Publication, source: str | None = None) -> None:
        """Keep a publication and the season file's text; where it is no new edition, the season without its rounds."""


class Journal(Protocol):
    """Where publications are kept: a database or a text file."""

    def marks(self) -> Mapping[tuple[str, str], object]:
        """Every season by the ids of series and season, with what is another mark once anything of it is published."""

    def exclusive(self) -> AbstractContextManager[JournalWriter]:
        """The journal for one writer at a time, over all processes; everything or nothing is kept."""


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
    trust_clock: bool = False,
) -> Publication:
    """Publish a season after what was published of it before, and keep that. A clock far ahead is doubted in the log.

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
    journal.record(publication, loaded.content.decode())
    return publication


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
        return tuple(last_publication(writer.history(*ids)) for ids in keys)
