"""The feeds that were built last, so that asking again costs nothing. Bounded in bytes, shared between threads."""

from __future__ import annotations

import gzip
import threading
from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime

from season_calendar.choices.choice import Choice
from season_calendar.feeds.addresses import FeedSource
from season_calendar.feeds.feed import Feed, build_feed
from season_calendar.feeds.render import Renderer

MOST_BYTES_KEPT = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Served:
    """One feed in both its forms. Each has a tag of its own, as RFC 9110 §8.8.3.3 asks of a strong one."""

    feed: Feed
    gzipped: bytes

    @property
    def gzip_etag(self) -> str:
        """The tag of the gzipped form."""
        return f'{self.feed.etag[:-1]}-gzip"'

    @property
    def size(self) -> int:
        """Bytes it takes to keep."""
        return len(self.feed.body) + len(self.gzipped)


class FeedCache:
    """Builds feeds and keeps those asked for last."""

    def __init__(self, base_url: str | None = None, capacity: int = MOST_BYTES_KEPT) -> None:
        self._base_url = base_url
        self._capacity = capacity
        self._renderer = Renderer()
        self._kept: OrderedDict[object, Served] = OrderedDict()
        self._size = 0
        self._lock = threading.Lock()

    def feed(self, source: FeedSource, choice: Choice, now: datetime) -> Served:
        """The feed as it is at ``now``."""
        key = _key(source, choice, now)
        # Building is all computing: two threads at once would take as long, and build the same feed twice.
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
            feed = build_feed(source, choice, now, renderer=self._renderer, base_url=self._base_url)
            # Without mtime=0 the same feed would have other bytes, under the same strong tag, each time.
            served = Served(feed, gzip.compress(feed.body, compresslevel=6, mtime=0))
            self._keep(key, served)
            return served

    def _keep(self, key: object, served: Served) -> None:
        self._kept[key] = served
        self._size += served.size
        while self._size > self._capacity and len(self._kept) > 1:
            _, dropped = self._kept.popitem(last=False)
            self._size -= dropped.size


def _key(source: FeedSource, choice: Choice, now: datetime) -> object:
    """All that a feed's bytes depend on. An edition may come to be twice, after a journal was lost: hence its time.

    Who enters which round can change without a new edition: hence what the choice leaves of each season.
    """
    editions = tuple(
        (p.season.key, p.season.series, p.edition, p.published_at, choice.narrowed_to(p.season))
        for p in source.publications
    )
    shown_since = [publication.last_leaving_before(now) for publication in source.publications]
    return (source.path, choice, editions, *shown_since)
