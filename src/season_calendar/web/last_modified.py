"""The Last-Modified of what is served: never too early, so that If-Modified-Since never hides a change."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from operator import is_

from season_calendar.publishing.publication import Publication


class LastModified:
    """When anything that is served last changed, one instant for all feeds, at least a second later each time.

    No instant of a publication can be it: a new colour of the series makes no new edition, another season file may
    bring older editions, and a clock that was put back makes a later one earlier. So it is when this process saw
    other publications than before, or began. A client that sends no ETag may receive what it has once more; none misses
    a change.
    """

    def __init__(self, began_at: datetime) -> None:
        self._at = began_at.replace(microsecond=0)
        self._seen: Sequence[Publication] = ()
        self._lock = threading.Lock()

    def at(self, publications: Iterable[Publication], now: datetime) -> datetime:
        """The last change of what these publications show at ``now``, in whole seconds.

        A tombstone that is shown no longer is a change too.
        """
        seen = tuple(publications)
        with self._lock:
            if not self._seen:
                self._seen = seen
            elif len(seen) != len(self._seen) or not all(map(is_, seen, self._seen)):
                self._seen = seen
                self._at = max(now.replace(microsecond=0), self._at + timedelta(seconds=1))
            burials = (publication.last_leaving_before(now).replace(microsecond=0) for publication in seen)
            return max(self._at, *burials)
