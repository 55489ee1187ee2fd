"""When what is shown of a season is another although nothing was published: something is over, on or next. Pure."""

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
        facts = entry.facts
        yield from (facts.starts_at, facts.over_at)
        if facts.start_at is None and facts.first_day is not None:  # it is on with its day at the venue
            yield datetime.combine(facts.first_day, time(), facts.zone).astimezone(UTC)
    yield from publication.leavings()
