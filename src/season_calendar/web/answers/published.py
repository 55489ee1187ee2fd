"""What is published, and for how long every feed of it stays as it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from operator import is_

from season_calendar.publishing.publication import Publication
from season_calendar.web.answers.resource import ALWAYS, NEVER


@dataclass(frozen=True, slots=True)
class Published:
    """Publications as they are shown from ``since`` on, and until before ``until``, unless others take their place.

    ``at`` is some instant in that span. ``seen_at`` is when this process first saw them, or began: at least a second
    after those before them.
    """

    publications: tuple[Publication, ...]
    at: datetime
    seen_at: datetime
    since: datetime = NEVER
    until: datetime = NEVER

    @classmethod
    def nothing(cls, now: datetime) -> Published:
        """What a process that begins ``now`` has seen; it holds for no moment."""
        return cls((), now, now.replace(microsecond=0))

    def holds(self, publications: tuple[Publication, ...], now: datetime) -> bool:
        """Whether these are the publications, and show at ``now`` what they show here."""
        return self.since <= now < self.until and self._is_of(publications)

    def then(self, publications: tuple[Publication, ...], now: datetime) -> Published:
        """What is published ``now``, after this."""
        seen_at = self.seen_at
        if self.publications and not self._is_of(publications):
            seen_at = max(now.replace(microsecond=0), seen_at + timedelta(seconds=1))
        ends = [end for publication in publications for end in publication.leavings()]
        since = max((end for end in ends if end <= now), default=ALWAYS)
        until = min((end for end in ends if end > now), default=NEVER)
        return Published(publications, now, seen_at, since, until)

    @property
    def changed_at(self) -> datetime:
        """When anything that is served last changed, one instant for all feeds, in whole seconds.

        No instant of a publication can be it: a new colour of the series makes no new edition, another season file may
        bring older editions, and a clock that was put back makes a later one earlier. A client that sends no ETag may
        receive what it has once more; none misses a change. What is shown no longer is a change too.
        """
        return max(self.seen_at, self.since.replace(microsecond=0))

    def _is_of(self, publications: tuple[Publication, ...]) -> bool:
        return len(publications) == len(self.publications) and all(map(is_, publications, self.publications))
