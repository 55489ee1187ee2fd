"""The HTTP interface: the feeds, the list of them, and ``/healthz``.

A feed is given whole or not at all: a calendar that receives an empty or partial one deletes what it has, so anything
that goes wrong is an error status, never 200. Nor is there ever a redirect or a 410, on which some calendars give up.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import datetime
from http import HTTPStatus

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from season_calendar.choices.options import OPTIONS
from season_calendar.clock import Clock
from season_calendar.errors import FeedOptionError, UnknownFeedError
from season_calendar.feeds.addresses import feeds_of, find_feed
from season_calendar.seasons.library import SeasonLibrary
from season_calendar.web.addresses import feed_path, read_options
from season_calendar.web.conditional_requests import accepts_gzip, http_date, is_unmodified_since, matching_tag
from season_calendar.web.feed_cache import FeedCache, Served
from season_calendar.web.last_modified import LastModified
from season_calendar.web.watch import Watcher
from season_calendar.zoned_time import format_instant

log = logging.getLogger(__name__)

_MEDIA_TYPE = "text/calendar; charset=utf-8"
_SAFE = {"X-Content-Type-Options": "nosniff"}
_METHODS = "GET, HEAD, OPTIONS"

# A script of any website may read a feed, and why there is none. It is the same for all of them, so that Vary need
# not name Origin, of which there are too many for a cache.
_TO_SCRIPTS = {"Access-Control-Allow-Origin": "*", "Access-Control-Expose-Headers": "ETag, Last-Modified"}
_TO_PREFLIGHTS = {
    **_TO_SCRIPTS,
    "Allow": _METHODS,
    "Access-Control-Allow-Methods": _METHODS,
    "Access-Control-Allow-Headers": "If-None-Match, If-Modified-Since",
    "Access-Control-Max-Age": "86400",
}
_USAGE = "\n".join(["Options:", *(f"?{name}={option.example}  {option.help}" for name, option in OPTIONS.items())])

_Endpoint = Callable[[Request], Awaitable[Response]]


def create_app(library: SeasonLibrary, clock: Clock, base_url: str | None = None) -> Starlette:
    """The application. While it runs it keeps ``library`` fresh.

    ``base_url`` is the address under which it is reached from outside, such as ``https://example.org``, None where
    that is not known.
    """
    pages = _Pages(library, clock, FeedCache(base_url))

    @contextlib.asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        task = asyncio.create_task(pages.watcher.run())
        yield
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task

    app = Starlette(
        routes=[
            Route("/", _guarded(pages.index), methods=["GET"]),
            Route("/healthz", _guarded(pages.health), methods=["GET"]),
            Route("/{path:path}", _guarded(pages.feed), methods=["GET"]),
            Route("/{path:path}", _preflight, methods=["OPTIONS"]),
        ],
        exception_handlers={HTTPException: _http_error},
        lifespan=lifespan,
    )
    app.router.redirect_slashes = False
    return app


class _Pages:
    """The endpoints, over what they share."""

    def __init__(self, library: SeasonLibrary, clock: Clock, cache: FeedCache) -> None:
        self._library = library
        self._clock = clock
        self._cache = cache
        self._last_change = LastModified(clock.now())
        self.watcher = Watcher(library, clock)

    async def index(self, _: Request) -> Response:
        """The addresses of the feeds, a line each."""
        return PlainTextResponse("\n".join([*feeds_of(self._library.publications), "", _USAGE, ""]), headers=_SAFE)

    async def health(self, _: Request) -> Response:
        """Whether every file's newest state is served. 200 in any case: what was published last is served."""
        seasons = self._library.health
        degraded = self.watcher.trouble is not None or any(season.problems for season in seasons)
        return JSONResponse(
            {
                "status": "degraded" if degraded else "ok",
                "watching": self.watcher.trouble is None,
                "seasons": [
                    {
                        "key": season.publication.season.key,
                        "file": season.path,
                        "edition": season.publication.edition,
                        "published_at": format_instant(season.publication.published_at),
                        "problems": list(season.problems),
                    }
                    for season in seasons
                ],
            },
            headers={**_SAFE, "Cache-Control": "no-store"},
        )

    async def feed(self, request: Request) -> Response:
        """A feed, if there is one at this address and its options can be had."""
        path, query = feed_path(request.scope["path"]), request.scope["query_string"]
        if path is None:
            return _refusal(404, "there is nothing here (the feeds are listed at /)")
        try:
            served, changed_at = await run_in_threadpool(self._served, path, query)
        except UnknownFeedError as error:
            return _refusal(404, str(error))
        except FeedOptionError as error:
            return _refusal(400, str(error))
        return _feed_response(served, changed_at, request.headers)

    def _served(self, path: str, query: bytes) -> tuple[Served, datetime]:
        now, publications = self._clock.now(), self._library.publications
        source = find_feed(path, publications)
        served = self._cache.feed(source, source.choice(read_options(query)), now)
        return served, self._last_change.at(publications, now)


def _feed_response(served: Served, changed_at: datetime, asked: Headers) -> Response:
    """The feed in the form the client asks for, or 304 where the client has it in either form."""
    feed = served.feed
    forms = {feed.etag: feed.body, served.gzip_etag: served.gzipped}
    zipped = accepts_gzip(_field(asked, "accept-encoding"))
    tags = [served.gzip_etag, feed.etag] if zipped else [feed.etag, served.gzip_etag]
    headers = {
        **_SAFE,
        **_TO_SCRIPTS,
        "Last-Modified": http_date(changed_at),
        "Cache-Control": "public, max-age=300",
        "Vary": "Accept-Encoding",
    }
    known_tag = _known_tag(asked, tags, changed_at)
    if known_tag is not None:
        return Response(status_code=304, headers={**headers, "ETag": known_tag})
    if zipped:
        headers["Content-Encoding"] = "gzip"
    return Response(forms[tags[0]], headers={**headers, "ETag": tags[0]}, media_type=_MEDIA_TYPE)


def _known_tag(asked: Headers, tags: list[str], changed_at: datetime) -> str | None:
    """The tag of the form that the client has, None where it has none that is still right.

    If-Modified-Since counts only where there is no If-None-Match (RFC 9110 §13.1.3).
    """
    if "if-none-match" in asked:
        return matching_tag(_field(asked, "if-none-match"), tags)
    unmodified = is_unmodified_since(asked.get("if-modified-since", ""), changed_at)
    return tags[0] if unmodified else None


def _field(asked: Headers, name: str) -> str:
    """A list field, which may come in several lines (RFC 9110 §5.3)."""
    return ", ".join(asked.getlist(name))


def _refusal(status: int, message: str) -> PlainTextResponse:
    """Not to be kept by any cache: the feed may be there, and well, a moment later."""
    return PlainTextResponse(f"{message}\n", status, headers={**_SAFE, **_TO_SCRIPTS, "Cache-Control": "no-store"})


async def _preflight(_: Request) -> Response:
    """What browsers ask before a script of another website may send a conditional request."""
    return Response(status_code=204, headers={**_SAFE, **_TO_PREFLIGHTS})


def _guarded(endpoint: _Endpoint) -> _Endpoint:
    """An endpoint that answers 500 whatever goes wrong inside, and says what only to the log."""

    async def guarded(request: Request) -> Response:
        try:
            return await endpoint(request)
        except Exception:
            log.exception("%s %r failed", request.method, request.scope["path"])
            return _refusal(500, "something went wrong here; please come back later")

    return guarded


async def _http_error(_: Request, error: Exception) -> Response:
    """What Starlette refuses by itself: a method there is not, and a target that is no path."""
    assert isinstance(error, HTTPException)  # it is registered for nothing else
    refusal = _refusal(error.status_code, error.detail)
    if error.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
        refusal.headers["Allow"] = _METHODS  # Starlette's own names only the methods of one of the routes
    return refusal
