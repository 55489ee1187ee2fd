"""The feeds as they are answered: those asked for last are at hand, others are made beside the loop.

For the one thread of an asyncio loop; only ``_make`` runs in another one, and keeps nothing itself.
"""

from __future__ import annotations

import asyncio
import sys

from season_calendar.choices.options import write_choice
from season_calendar.clock import Clock
from season_calendar.feeds.addresses import find_feed
from season_calendar.feeds.feed import build_feed
from season_calendar.feeds.render import Renderer
from season_calendar.seasons.library import SeasonLibrary
from season_calendar.web.addresses import read_options
from season_calendar.web.answers.bounded_cache import BoundedCache
from season_calendar.web.answers.form import Form
from season_calendar.web.answers.published import Published

MOST_BYTES_OF_FORMS = 16 * 1024 * 1024
MOST_BYTES_OF_TARGETS = 2 * 1024 * 1024


class Feeds:
    """Forms of the feeds of a library, by the targets of requests; each right at the moment it is given.

    Two caches stand behind one another: many targets ask for the same form.
    """

    def __init__(
        self, library: SeasonLibrary, clock: Clock, base_url: str | None = None, capacity: int = MOST_BYTES_OF_FORMS
    ) -> None:
        self._library = library
        self._clock = clock
        self._base_url = base_url
        self._renderer = Renderer()
        self._published = Published.nothing(clock.now())
        self._addresses: BoundedCache[bytes, str] = BoundedCache(MOST_BYTES_OF_TARGETS, _size_of_target)
        self._forms: BoundedCache[tuple[str, bool], Form] = BoundedCache(capacity, _size_of_form)
        self._making = asyncio.Lock()

    def at_hand(self, target: bytes, *, zipped: bool) -> Form | None:
        """What a request's target (path and query, as they were sent) asks for, None where it is still to be made."""
        self._look()
        address = self._addresses.get(target)
        return None if address is None else self._forms.get((address, zipped))

    async def form(self, path: str, raw_path: bytes, query: bytes, *, zipped: bool) -> Form:
        """What a request for the feed at ``path`` asks for; ``raw_path`` is as it was sent.

        Raises UnknownFeedError and FeedOptionError.
        """
        target = raw_path + b"?" + query if query else raw_path
        if (kept := self.at_hand(target, zipped=zipped)) is not None:
            return kept
        # Making is all computing. One at a time leaves the interpreter to the loop between two of them, and makes none
        # twice.
        async with self._making:
            if (kept := self.at_hand(target, zipped=zipped)) is not None:
                return kept
            published = self._published
            address, made = await asyncio.to_thread(self._make, published, path, query, zipped)
            if published is self._published:
                self._addresses.keep(target, address)
                self._forms.keep((address, zipped), made)
            return made

    def _look(self) -> None:
        """Forget everything as soon as anything else is published: every answer says when that was."""
        publications, now = self._library.publications, self._clock.now()
        if not self._published.holds(publications, now):
            self._published = self._published.then(publications, now)
            self._addresses.clear()
            self._forms.clear()

    def _make(self, published: Published, path: str, query: bytes, zipped: bool) -> tuple[str, Form]:
        """The feed's address, by which it is kept, and its form."""
        source = find_feed(path, published.publications)
        choice = source.choice(read_options(query))
        address = f"{source.path}?{write_choice(choice)}"
        if (kept := self._forms.peek((address, zipped))) is not None:
            return address, kept
        feed = build_feed(source, choice, published.at, renderer=self._renderer, base_url=self._base_url)
        return address, Form.of(feed, published.changed_at, zipped=zipped)


def _size_of_target(target: bytes, address: str) -> int:
    return sys.getsizeof(target) + sys.getsizeof(address)


def _size_of_form(key: tuple[str, bool], form: Form) -> int:
    return sys.getsizeof(key) + sys.getsizeof(key[0]) + form.size
