"""One HTTP POST with one deadline for all of it, and silence about where it went.

It knows nothing of messages or of what a status means. Neither the URL nor anything that is answered gets into an
error or a log: what is raised is built here, from the host's name and the kind of failure, and carries no cause.
"""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Coroutine, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from http.cookiejar import CookieJar, DefaultCookiePolicy
from typing import TypeVar

import httpx

from season_calendar.channels.addresses import masked_url
from season_calendar.channels.failures import network_failure
from season_calendar.errors import ChannelError, PermanentChannelError, TemporaryChannelError

_T = TypeVar("_T")

_BODY_LIMIT = 4096
_BODY_PATIENCE = 0.5
"""How much of an answer's body is read, in bytes and seconds: enough for "ok", so that the connection can be used
again. Nothing in it is looked at."""

_THREAD_NAME = "season-calendar-http"
# At INFO the first logs whole URLs; at DEBUG the others log headers, such as a redirect's location.
_TALKATIVE_LOGGERS = ("httpx", "httpcore.connection", "httpcore.http11", "httpcore.http_proxy", "httpcore.socks")


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: the status and the headers, which may repeat secrets."""

    status: int
    headers: httpx.Headers


class HttpPoster:
    """Keeps connections, and an event loop in a thread of its own. Safe to share between threads.

    An event loop, because only there does one deadline hold for a whole request: with blocking calls a slow name
    server, or an answer that drips in byte by byte, outlasts every timeout there is.
    """

    def __init__(self, timeout: timedelta) -> None:
        self._timeout = timeout
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name=_THREAD_NAME, daemon=True)
        self._thread.start()
        for name in _TALKATIVE_LOGGERS:
            logging.getLogger(name).addFilter(_is_not_ours)
        self._client = self._run(_new_client())

    def post(self, url: str, body: Mapping[str, object], headers: Mapping[str, str]) -> Answer:
        """POST ``body`` as JSON, once; redirects are not followed. User and password of the URL are sent as Basic.

        Raises TemporaryChannelError where no answer came, and PermanentChannelError for a URL that cannot be used.
        """
        outcome = self._run(self._post(url, body, headers))
        if isinstance(outcome, ChannelError):
            raise outcome
        return outcome

    def close(self) -> None:
        """Close the connections and end the thread."""
        self._run(self._client.aclose())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def _run(self, work: Coroutine[object, object, _T]) -> _T:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result()

    async def _post(self, url: str, body: Mapping[str, object], headers: Mapping[str, str]) -> Answer | ChannelError:
        deadline = self._loop.time() + self._timeout.total_seconds()
        try:
            request = self._client.build_request("POST", url, json=dict(body), headers=dict(headers))
            async with asyncio.timeout_at(deadline):
                response = await self._client.send(request, stream=True)
        # All there is: any of them may quote the URL, and would take it into somebody's log.
        except (httpx.InvalidURL, httpx.UnsupportedProtocol, httpx.LocalProtocolError, UnicodeError):
            return PermanentChannelError(f"{masked_url(url)} is no address that can be used (give it anew)")
        except httpx.RemoteProtocolError:
            return TemporaryChannelError(f"{masked_url(url)} broke the connection off, or does not speak HTTP")
        except Exception as error:
            return TemporaryChannelError(f"{masked_url(url)} {network_failure(error)}")
        await self._read_a_little(response, deadline)
        return Answer(response.status_code, response.headers)

    async def _read_a_little(self, response: httpx.Response, deadline: float) -> None:
        """Read a short body, or close the connection on a long, slow or broken one; the answer stands either way."""
        with suppress(TimeoutError, httpx.HTTPError):
            async with asyncio.timeout_at(min(deadline, self._loop.time() + _BODY_PATIENCE)):
                length = 0
                async for chunk in response.aiter_raw():
                    length += len(chunk)
                    if length > _BODY_LIMIT:
                        break
        with suppress(httpx.HTTPError):
            await response.aclose()


async def _new_client() -> httpx.AsyncClient:
    return httpx.AsyncClient(
        timeout=None,  # the deadline is asyncio's
        limits=httpx.Limits(max_connections=None, max_keepalive_connections=20),
        follow_redirects=False,
        cookies=CookieJar(DefaultCookiePolicy(allowed_domains=[])),  # one subscriber's are not another's
    )


def _is_not_ours(record: logging.LogRecord) -> bool:
    """A filter for loggers that drops what is logged while we send; who else uses the library is not touched."""
    return record.threadName != _THREAD_NAME
