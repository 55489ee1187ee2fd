"""What there is to be answered with: what was asked for last is at hand, the rest is made beside the loop.

For the one thread of an asyncio loop; only ``_make`` runs in another one, and keeps nothing itself.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from http import HTTPStatus

from season_calendar.clock import Clock
from season_calendar.seasons.library import SeasonLibrary
from season_calendar.web.answers.bounded_cache import BoundedCache
from season_calendar.web.answers.conditional_requests import preferred_languages
from season_calendar.web.answers.form import Answer, Form, wants_gzip
from season_calendar.web.answers.making import Maker
from season_calendar.web.answers.published import Published
from season_calendar.wording.catalogues import languages, nearest_known

MOST_BYTES_OF_FORMS = 16 * 1024 * 1024
MOST_BYTES_OF_TARGETS = 2 * 1024 * 1024

_LONGEST_KEPT = 256
"""Octets of a field of which it is remembered what it asks for: browsers send fewer, and nobody may fill the memory."""


class Resources:
    """Forms of the feeds and pages of a library, by the targets of requests; each right at the moment it is given.

    Two caches stand behind one another: many targets ask for the same form.
    """

    def __init__(self, library: SeasonLibrary, clock: Clock, maker: Maker, capacity: int = MOST_BYTES_OF_FORMS) -> None:
        self._library = library
        self._clock = clock
        self._maker = maker
        self._published = Published.nothing(clock.now())
        self._addresses: BoundedCache[tuple[bytes, str], str] = BoundedCache(MOST_BYTES_OF_TARGETS, _size_of_target)
        self._forms: BoundedCache[tuple[str, bool], Form] = BoundedCache(capacity, _size_of_form)
        self._making = asyncio.Lock()

    def at_hand(self, target: bytes, asked: Mapping[bytes, bytes]) -> Form | None:
        """What a request's target (path and query, as they were sent) and fields ask for, None where it is still to be
        made.
        """
        return self._at_hand(target, _language(asked), wants_gzip(asked), self._clock.now())

    async def form(self, path: str, raw_path: bytes, query: bytes, asked: Mapping[bytes, bytes]) -> Form:
        """What a request for what is at ``path`` asks for; ``raw_path`` is as it was sent.

        Raises UnknownFeedError, UnknownPageError and FeedOptionError.
        """
        target, language, zipped = raw_path + b"?" + query if query else raw_path, _language(asked), wants_gzip(asked)
        if (kept := self._at_hand(target, language, zipped, self._clock.now())) is not None:
            return kept
        # Making is all computing. One at a time leaves the interpreter to the loop between two of them, and makes none
        # twice.
        async with self._making:
            now = self._clock.now()
            if (kept := self._at_hand(target, language, zipped, now)) is not None:
                return kept
            published = self._published
            address, made = await asyncio.to_thread(self._make, published, now, path, query, language, zipped)
            if published is self._published:
                self._addresses.keep((target, language), address)
                self._forms.keep((address, zipped), made)
            return made

    async def missing(self, path: str, asked: Mapping[bytes, bytes]) -> Answer | None:
        """What a browser is answered for a page that is not there; None for what does not read pages."""
        if b"text/html" not in asked.get(b"accept", b""):
            return None
        async with self._making:
            made = await asyncio.to_thread(
                self._maker.missing, self._published, self._clock.now(), path, _language(asked)
            )
            form = await asyncio.to_thread(Form.of, made, zipped=wants_gzip(asked))
        return form.whole._replace(status=HTTPStatus.NOT_FOUND)

    def _at_hand(self, target: bytes, language: str, zipped: bool, now: datetime) -> Form | None:
        self._look(now)
        address = self._addresses.get((target, language))
        form = None if address is None else self._forms.get((address, zipped))
        return form if form is not None and form.is_right(now) else None

    def _look(self, now: datetime) -> None:
        """Forget everything as soon as anything else is published: every answer says when that was."""
        publications = self._library.publications
        if not self._published.holds(publications, now):
            self._published = self._published.then(publications, now)
            self._addresses.clear()
            self._forms.clear()

    def _make(
        self, published: Published, now: datetime, path: str, query: bytes, language: str, zipped: bool
    ) -> tuple[str, Form]:
        """The address, by which it is kept, and the form."""
        found = self._maker.find(published, now, path, query, language)
        kept = self._forms.peek((found.address, zipped))
        if kept is not None and kept.is_right(now):
            return found.address, kept
        return found.address, Form.of(found.make(), zipped=zipped)


def _language(asked: Mapping[bytes, bytes]) -> str:
    field = asked.get(b"accept-language", b"")
    work_out = _nearest_language if len(field) <= _LONGEST_KEPT else _nearest_language.__wrapped__
    return work_out(field)


@lru_cache(maxsize=256)  # most browsers ask in the same few ways
def _nearest_language(accept_language: bytes) -> str:
    """The first of the languages asked for that there are texts in; English where there is none."""
    known = (nearest_known(tag) for tag in preferred_languages(accept_language.decode("latin-1")))
    return next((tag for tag in known if tag is not None), languages()[0])


def _size_of_target(target: tuple[bytes, str], address: str) -> int:
    return sys.getsizeof(target) + sys.getsizeof(target[0]) + sys.getsizeof(address)


def _size_of_form(key: tuple[str, bool], form: Form) -> int:
    return sys.getsizeof(key) + sys.getsizeof(key[0]) + form.size
