"""The HTTP interface: the feeds, the pages, a list of the feeds, and ``/healthz``.

A feed is given whole or not at all: a calendar that receives an empty or partial one deletes what it has, so anything
that goes wrong is an error status, never 200. Nor is there ever a redirect or a 410, on which some calendars give up.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from http import HTTPStatus
from typing import TypedDict

from starlette.applications import Starlette
from starlette.convertors import PathConvertor, register_url_convertor
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from season_calendar.api.answers import problem
from season_calendar.api.operations import PREFIX as API
from season_calendar.choices.options import OPTIONS
from season_calendar.clock import Clock
from season_calendar.errors import FeedOptionError, UnknownFeedError, UnknownPageError
from season_calendar.feeds.addresses import feeds_of
from season_calendar.printable import in_one_line
from season_calendar.seasons.library import SeasonLibrary
from season_calendar.web.answers.form import SAFE, TO_SCRIPTS, Answer, fields_asked, pairs
from season_calendar.web.answers.making import Maker
from season_calendar.web.answers.resources import Resources
from season_calendar.web.deliveries import Counts, DeliveryCounts
from season_calendar.web.watch import Watcher
from season_calendar.zoned_time import format_instant

log = logging.getLogger(__name__)

_METHODS = "GET, HEAD, OPTIONS"

_TO_PREFLIGHTS = {
    **TO_SCRIPTS,
    "Allow": _METHODS,
    "Access-Control-Allow-Methods": _METHODS,
    "Access-Control-Allow-Headers": "If-None-Match, If-Modified-Since",
    "Access-Control-Max-Age": "86400",
}
_USAGE = "\n".join(["Options:", *(f"?{name}={option.example}  {option.help}" for name, option in OPTIONS.items())])

_Endpoint = Callable[[Request], Awaitable[Response]]


class _AnyPath(PathConvertor):
    """Whatever a path can hold: Starlette's own does not match a line break, and answers it by itself."""

    regex = "(?s:.*)"


register_url_convertor("any", _AnyPath())


class LifespanState(TypedDict):
    """What the application hands to the protocol that answers for it where it can (``fast_path``)."""

    resources: Resources


def create_app(
    library: SeasonLibrary,
    clock: Clock,
    maker: Maker | None = None,
    count_deliveries: Callable[[], Counts] | None = None,
    is_reminding: Callable[[], bool] | None = None,
) -> Starlette:
    """The application. While it runs it keeps ``library`` fresh.

    ``maker`` makes what is served; without one, nothing says where it is reached from outside.
    ``count_deliveries`` tells how many deliveries there are of each kind, and may block; ``is_reminding`` whether the
    reminders of this process go on, None where another one sends them, or nobody.
    """
    deliveries = None if count_deliveries is None else DeliveryCounts(count_deliveries)
    pages = _Pages(library, clock, maker or Maker(), deliveries, is_reminding)

    @contextlib.asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[LifespanState]:
        # One for the watcher and one for the feed that is being made: memory of a thread is not given to another.
        asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(max_workers=2))
        tasks = [asyncio.create_task(each) for each in (pages.watcher.run(), pages.keep_ready())]
        yield {"resources": pages.resources}
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    app = Starlette(
        routes=[
            Route("/feeds.txt", _guarded(pages.list_feeds), methods=["GET"]),
            Route("/healthz", _guarded(pages.health), methods=["GET"]),
            Route("/{path:any}", _guarded(pages.resource), methods=["GET"]),
            Route("/{path:any}", _preflight, methods=["OPTIONS"]),
        ],
        exception_handlers={HTTPException: _http_error},
        lifespan=lifespan,
    )
    app.router.redirect_slashes = False
    return app


class _Pages:
    """The endpoints, over what they share."""

    def __init__(
        self,
        library: SeasonLibrary,
        clock: Clock,
        maker: Maker,
        deliveries: DeliveryCounts | None,
        is_reminding: Callable[[], bool] | None,
    ) -> None:
        self._library = library
        self._deliveries = deliveries
        self._is_reminding = is_reminding
        self.resources = Resources(library, clock, maker)
        self.watcher = Watcher(library, clock)

    async def keep_ready(self) -> None:
        """Make what is likely to be asked for, after each look at the files; no failure ends it."""
        while True:
            try:
                await self.resources.make_ready()
            except Exception:
                log.exception("making pages before they are asked for failed; each is made when it is")
            await self.watcher.next_look()

    async def list_feeds(self, _: Request) -> Response:
        """The addresses of the feeds, a line each."""
        lines = [*feeds_of(self._library.publications), "", _USAGE, ""]
        return PlainTextResponse("\n".join(lines), headers={**SAFE, "Cache-Control": "no-cache"})

    async def health(self, _: Request) -> Response:
        """Whether every file's newest state is served, and how reminders fare. 200 in any case: feeds are served.

        Only numbers are told of deliveries, never whose they are.
        """
        seasons = self._library.health
        reminders = await self._reminders()
        degraded = not self.watcher.is_well or any(season.problems for season in seasons)
        return JSONResponse(
            {
                "status": "degraded" if degraded or not all(reminders.values()) else "ok",
                "watching": self.watcher.is_well,
                **reminders,
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
            headers={**SAFE, "Cache-Control": "no-store"},
        )

    async def _reminders(self) -> dict[str, object]:
        """Whether they go on in this process, and the counts of deliveries, None where they cannot be had."""
        reminders: dict[str, object] = {}
        if self._is_reminding is not None:
            reminders["reminding"] = self._is_reminding()
        if self._deliveries is not None:
            reminders["deliveries"] = await self._deliveries.newest()
        return reminders

    async def resource(self, request: Request) -> Response:
        """What is at this address, if its options can be had."""
        scope, asked = request.scope, fields_asked(request.scope["headers"])
        try:
            form = await self.resources.form(scope["path"], scope["raw_path"], scope["query_string"], asked)
        except UnknownFeedError as error:
            return _refusal(404, str(error))
        except UnknownPageError as error:
            if (moved := await self._with_slash(request)) is not None:
                return moved
            missing = await self.resources.missing(scope["path"], asked)
            return _refusal(404, str(error)) if missing is None else _response(missing)
        except FeedOptionError as error:
            return _refusal(400, str(error))
        return _response(form.answer(asked))

    async def _with_slash(self, request: Request) -> Response | None:
        """The way to a page whose address was asked for without its last slash."""
        path, raw_path, query = (request.scope[name] for name in ("path", "raw_path", "query_string"))
        with contextlib.suppress(UnknownPageError, FeedOptionError):
            await self.resources.form(f"{path}/", raw_path + b"/", b"", {})
            last = raw_path.rpartition(b"/")[2] + b"/" + (b"?" + query if query else b"")
            fields = {**SAFE, "Location": last.decode("latin-1"), "Cache-Control": "no-cache"}
            return Response(status_code=308, headers=fields)
        return None


def _response(answer: Answer) -> Response:
    response = Response(answer.body, answer.status)
    response.raw_headers = pairs(answer.fields)
    return response


def _refusal(status: int, message: str, request: Request | None = None) -> Response:
    """Not to be kept by any cache: the feed may be there, and well, a moment later.

    Where a ``request`` was a program's, it is told as programs are.
    """
    headers = {**SAFE, **TO_SCRIPTS, "Cache-Control": "no-store"}
    if request is not None and f"{request.scope['path']}/".startswith(f"{API}/"):
        told = problem(HTTPStatus(status), message)
        return Response(told.body, status, headers, told.media_type)
    # What was asked for may be quoted in it, and it is read in terminals.
    return PlainTextResponse(f"{in_one_line(message)}\n", status, headers)


async def _preflight(_: Request) -> Response:
    """What browsers ask before a script of another website may send a conditional request."""
    return Response(status_code=204, headers={**SAFE, **_TO_PREFLIGHTS})


def _guarded(endpoint: _Endpoint) -> _Endpoint:
    """An endpoint that answers 500 whatever goes wrong inside, and says what only to the log."""

    async def guarded(request: Request) -> Response:
        try:
            return await endpoint(request)
        except Exception:
            log.exception("%s %r failed", request.method, request.scope["path"])
            return _refusal(500, "something went wrong here; please come back later", request)

    return guarded


async def _http_error(request: Request, error: Exception) -> Response:
    """What Starlette refuses by itself: a method there is not, and a target that is no path."""
    assert isinstance(error, HTTPException)  # it is registered for nothing else
    refusal = _refusal(error.status_code, error.detail, request)
    if error.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
        refusal.headers["Allow"] = _METHODS  # Starlette's own names only the methods of one of the routes
    return refusal
