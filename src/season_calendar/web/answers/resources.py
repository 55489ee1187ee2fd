"""What there is to be answered with: what was asked for last is at hand, the rest is made beside the loop.

When something is published, what was at hand is made anew before anybody asks for it again, and so is what people come
to first.

For the one thread of an asyncio loop; only ``_make`` runs in another one, and keeps nothing itself.
"""

from __future__ import annotations

import asyncio
import contextlib
import sys
from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from http import HTTPStatus
from typing import NamedTuple
from urllib.parse import unquote

from season_calendar.clock import Clock
from season_calendar.errors import FeedOptionError, UnknownFeedError, UnknownPageError
from season_calendar.pages.site import first_paths
from season_calendar.seasons.library import SeasonLibrary
from season_calendar.web.answers.bounded_cache import BoundedCache
from season_calendar.web.answers.conditional_requests import preferred_languages
from season_calendar.web.answers.form import Answer, Form, wants_gzip
from season_calendar.web.answers.making import Maker
from season_calendar.web.answers.published import Published
from season_calendar.wording.catalogues import languages, nearest_known

MOST_BYTES_OF_FORMS = 16 * 1024 * 1024
MOST_BYTES_OF_TARGETS = 2 * 1024 * 1024

MOST_MADE_READY = 64
"""Forms made before anybody asks: some hundred milliseconds of work."""

_REST = 2
"""For so many times as long as a form took, nothing is made that nobody waits for: whoever asks has the interpreter."""

_LONGEST_KEPT = 256
"""Octets of a field of which it is remembered what it asks for: browsers send fewer, and nobody may fill the memory."""


class _Asked(NamedTuple):
    """A target, as it was sent, and what its fields ask for."""

    target: bytes
    language: str
    zipped: bool


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
        self._asked_before: list[_Asked] = []
        self._ready: Published | None = None
        self._making = asyncio.Lock()

    def at_hand(self, target: bytes, asked: Mapping[bytes, bytes]) -> Form | None:
        """What a request's target (path and query, as they were sent) and fields ask for, None where it is still to be
        made.
        """
        return self._at_hand(_Asked(target, _language(asked), wants_gzip(asked)), self._clock.now())

    async def form(self, path: str, raw_path: bytes, query: bytes, asked: Mapping[bytes, bytes]) -> Form:
        """What a request for what is at ``path`` asks for; ``raw_path`` is as it was sent.

        Raises UnknownFeedError, UnknownPageError and FeedOptionError.
        """
        target = raw_path + b"?" + query if query else raw_path
        return await self._form(path, query, _Asked(target, _language(asked), wants_gzip(asked)))

    async def make_ready(self) -> None:
        """Make anew what was asked for last, and what people come to first, where anything is published that was not
        when this was done last: who comes next finds it at hand.
        """
        self._look(self._clock.now())
        while self._ready is not self._published:
            self._ready = self._published
            before, self._asked_before = self._asked_before, []
            first = (
                _Asked(path.encode(), language, zipped=True)
                for path in first_paths(self._published.publications)
                for language in languages()
            )
            await self._make_each(list(dict.fromkeys([*before, *first]))[:MOST_MADE_READY])

    async def _make_each(self, wanted: list[_Asked]) -> None:
        """Make them in their order; where something else is published meanwhile, what is left is as before."""
        published, seconds = self._published, asyncio.get_running_loop().time
        for place, asked in enumerate(wanted):
            raw_path, _, query = asked.target.partition(b"?")
            began = seconds()
            with contextlib.suppress(UnknownFeedError, UnknownPageError, FeedOptionError):  # it may be no more
                await self._form(unquote(raw_path.decode("ascii")), query, asked, somebody_asks=False)
            await asyncio.sleep(_REST * (seconds() - began))
            self._look(self._clock.now())
            if self._published is not published:
                self._asked_before += wanted[place:]
                return

    async def _form(self, path: str, query: bytes, asked: _Asked, *, somebody_asks: bool = True) -> Form:
        if (kept := self._at_hand(asked, self._clock.now())) is not None:
            return kept
        # Making is all computing. One at a time leaves the interpreter to the loop between two of them, and makes none
        # twice.
        async with self._making:
            now = self._clock.now()
            if (kept := self._at_hand(asked, now)) is not None:
                return kept
            published = self._published
            address, made = await asyncio.to_thread(
                self._make, published, now, path, query, asked.language, asked.zipped
            )
            if published is self._published:
                self._addresses.keep((asked.target, asked.language), address, is_asked_for=somebody_asks)
                self._forms.keep((address, asked.zipped), made, is_asked_for=somebody_asks)
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

    def _at_hand(self, asked: _Asked, now: datetime) -> Form | None:
        self._look(now)
        address = self._addresses.get((asked.target, asked.language))
        form = None if address is None else self._forms.get((address, asked.zipped))
        return form if form is not None and form.is_right(now) else None

    def _look(self, now: datetime) -> None:
        """Forget everything as soon as anything else is published: every answer says when that was."""
        publications = self._library.publications
        if not self._published.holds(publications, now):
            self._published = self._published.then(publications, now)
            self._asked_before = self._asked_last() or self._asked_before
            self._addresses.clear()
            self._forms.clear()

    def _asked_last(self) -> list[_Asked]:
        """Of what is at hand, what was asked for last, that first."""
        return [
            _Asked(target, language, zipped)
            for (target, language), address in self._addresses.latest(MOST_MADE_READY)
            for zipped in (True, False)
            if self._forms.peek((address, zipped)) is not None
        ]

    def _make(
        self, published: Published, now: datetime, path: str, query: bytes, language: str, zipped: bool
    ) -> tuple[str, Form]:
        """The address, by which it is kept, and the form."""
        found = self._maker.find(published, now, path, query, language)
        for coding in (zipped, not zipped):
            kept = self._forms.peek((found.address, coding))
            if kept is not None and kept.is_right(now):
                return found.address, kept if coding is zipped else kept.other()
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
