"""When what is shown of a season is another although nothing was published: something is over, on or next. Pure."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, time, timedelta

from season_calendar.memo import Memo
from season_calendar.publishing.publication import Publication


def next_turn(publications: Iterable[Publication], now: datetime) -> datetime:
    """The first instant after ``now`` at which something begins or ends, or another day does (in UTC)."""
    midnight = datetime.combine(now.astimezone(UTC).date() + timedelta(days=1), time(), UTC)
    turns = map(_turns, publications)
    return min([midnight, *(its[place] for its in turns if (place := bisect_right(its, now)) < len(its))])


def _in_order(publication: Publication) -> Sequence[datetime]:
    return sorted(_all_turns(publication))


# Every page and many an answer to a program asks, and most of what is published stays as it is.
_turns = Memo(_in_order, most=64)


def _all_turns(publication: Publication) -> Iterator[datetime]:
    for entry in publication.entries.values():
        facts = entry.facts
        yield from (facts.starts_at, facts.over_at)
        if facts.start_at is None and facts.first_day is not None:  # it is on with its day at the venue
            yield datetime.combine(facts.first_day, time(), facts.zone).astimezone(UTC)
    yield from publication.leavings()
