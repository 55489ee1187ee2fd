"""A season as it was last published, for whoever has no season file of it at hand. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from season_calendar.model import Season, Series, default_lead_times
from season_calendar.publishing.publication import Entry, History, Publication


def last_publication(history: History) -> Publication:
    """What was published last, as it is: its season has no rounds, and is never to be published again.

    To be asked of a season that was published.
    """
    if history.season is None or history.published_at is None:
        raise ValueError("nothing was published of this season")
    return Publication(history.season, history.edition, history.published_at, history.entries, seen_at=history.seen_at)


def is_forgotten(publication: Publication) -> bool:
    """Whether no event of it is in its season any more: what calendars still show of it are tombstones."""
    return all(entry.withdrawn_at is not None for entry in publication.entries.values())


def season_of_entries(series_id: str, season_id: str, entries: Iterable[Entry]) -> Season:
    """What is known of a season of which a journal keeps nothing but the events: the name that the last of them say.

    It has the usual lead times.
    """
    name = series_id
    for entry in entries:
        name = entry.facts.series_name
    return Season(Series(series_id, name, name), season_id, lead_times=default_lead_times())
