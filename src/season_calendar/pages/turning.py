"""When a page shows something else although nothing was published: it says what is over, on and next."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, time, timedelta

from season_calendar.publishing.publication import Publication


def next_turn(publications: Iterable[Publication], now: datetime) -> datetime:
    """The first instant after ``now`` at which something begins or ends, or another day does (in UTC)."""
    midnight = datetime.combine(now.astimezone(UTC).date() + timedelta(days=1), time(), UTC)
    return min([midnight, *(at for publication in publications for at in _turns(publication) if at > now)])


def _turns(publication: Publication) -> Iterator[datetime]:
    for entry in publication.entries.values():
        yield from (entry.facts.starts_at, entry.facts.over_at)
    yield from publication.leavings()
