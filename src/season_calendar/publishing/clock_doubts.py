"""Whether a clock can be believed when something is to be published: stamps and notes are written down for ever."""

from __future__ import annotations

from datetime import datetime, timedelta

from season_calendar.publishing.publication import History, Publication

BEHIND = timedelta(days=1)
"""How far behind the last publication a clock may be: as far as one that is only inexact, or in another zone."""

FAR = timedelta(days=366)
"""How far after the last publication, and from every event, a clock is doubted."""


def is_behind(publication: Publication, history: History, now: datetime) -> bool:
    """There is something new to publish, and the clock is so far behind that of the last publication that one of the
    two is wrong."""
    before = last_seen_at(history)
    return before is not None and publication.edition != history.edition and before - now > BEHIND


def is_far_ahead(publication: Publication, history: History, now: datetime) -> bool:
    """The clock is far after the last publication, and from everything in the season that it publishes anew."""
    before = last_seen_at(history)
    if before is None or publication.edition == history.edition or now - before < FAR:
        return False
    return all(abs(entry.facts.over_at - now) >= FAR for entry in publication.entries.values())


def last_seen_at(history: History) -> datetime | None:
    """What the clock said at the last publication; None before the first."""
    return history.seen_at or history.published_at
