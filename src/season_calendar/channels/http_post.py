"""One HTTP POST with one deadline for all of it, and silence about where it went.

It knows nothing of messages or of what a status means. Neither the URL nor anything that is answered gets into an
error or a log: what is raised is built here, from the host's name and the kind of failure, and carries no cause.
"""

from __future__ import annotations

import asyncio
import json
import os
import socket
import ssl
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from types import SimpleNamespace
from urllib.request import getproxies_environment, proxy_bypass_environment  # type: ignore[attr-defined]

import aiohttp
import certifi
from aiohttp.abc import AbstractResolver, ResolveResult
from aiohttp.client_proto import ResponseHandler
from yarl import URL

from season_calendar.channels.addresses import masked_url
from season_calendar.channels.failures import is_ours, network_failure
from season_calendar.channels.names import Names
from season_calendar.errors import ChannelError, PermanentChannelError, TemporaryChannelError

_BODY_LIMIT = 4096
_BODY_PATIENCE = 0.5
"""How much of an answer's body is read, in bytes and seconds: enough for "ok", so that the connection can be used
again. Nothing in it is looked at."""

_LONGEST_HEADER = 65536
_KEPT_IDLE = 1.0
"""For how many seconds a connection without work is kept: less than any server keeps it, so that it is hardly ever
closed there at the moment in which a message sets out on it."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: the status and the headers, which may repeat secrets."""

    status: int
    headers: Mapping[str, str]


@dataclass(slots=True)
class _Progress:
    """How far a request has come: there is a connection for it; some of it may have been written."""

    connected: bool = False
    written: bool = False


class HttpPoster:
    """Keeps connections for a moment. To be used in the event loop it is made in; it trusts whom ``trust`` names."""

    def __init__(self, timeout: timedelta, trust: ssl.SSLContext) -> None:
        self._timeout = timeout.total_seconds()
        self._proxies = getproxies_environment()
        connector = aiohttp.TCPConnector(
            limit=0,  # who sends decides how much at once
            keepalive_timeout=_KEPT_IDLE,
            resolver=_Resolver(),
            use_dns_cache=False,  # the names' own is
            ssl=trust,
        )
        # The connector has no argument for it. Should another version of it not ask this, only leniency is lost.
        handler: type[ResponseHandler] = _AnswerHandler
        connector._factory = partial(handler, loop=asyncio.get_running_loop())
        self._session = aiohttp.ClientSession(
            connector=connector,
            timeout=aiohttp.ClientTimeout(
                total=None, connect=None, sock_connect=None, sock_read=None
            ),  # ours is for all
            cookie_jar=aiohttp.DummyCookieJar(),  # one subscriber's are not another's
            auto_decompress=False,
            max_line_size=_LONGEST_HEADER,
            max_field_size=_LONGEST_HEADER,
            trace_configs=[_tracing()],
        )

    async def post(self, url: str, body: Mapping[str, object], headers: Mapping[str, str]) -> Answer:
        """POST ``body`` as JSON, once; redirects are not followed. User and password of the URL are sent as Basic.

        Raises TemporaryChannelError where no answer came, and PermanentChannelError for a URL that cannot be used.
        """
        data = json.dumps(body, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()
        # Kept connections that were closed by now are found out while the loop turns (the first turn reads that, the
        # second tells): a message that was never written to one has not failed.
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        outcome = await self._post(url, data, {**headers, "Content-Type": "application/json"})
        if isinstance(outcome, ChannelError):
            raise outcome
        return outcome

    async def close(self) -> None:
        """Close the connections."""
        await self._session.close()

    async def _post(self, url: str, data: bytes, headers: Mapping[str, str]) -> Answer | ChannelError:
        progress = _Progress()
        deadline = asyncio.get_running_loop().time() + self._timeout
        try:
            # An address is sent as it is written: a signature in it may be of those very characters.
            target = URL(url, encoded=url.isascii())
            async with asyncio.timeout_at(deadline):
                response = await self._session.post(
                    target,
                    data=data,
                    headers=headers,
                    allow_redirects=False,
                    proxy=self._proxy_for(target),
                    trace_request_ctx=progress,
                )
        # All there is: any of them may quote the URL, and would take it into somebody's log.
        except aiohttp.ClientConnectionError as error:  # before ValueError, for a certificate's error is one too
            return _failure(error, masked_url(url), progress)
        except ValueError:
            return PermanentChannelError(f"{masked_url(url)} is no address that can be used (give it anew)")
        except Exception as error:
            return _failure(error, masked_url(url), progress)
        await _read_a_little(response, deadline)
        return Answer(response.status, response.headers)

    def _proxy_for(self, target: URL) -> str | None:
        """The proxy that the environment names (HTTPS_PROXY, NO_PROXY …)."""
        if not self._proxies or proxy_bypass_environment(target.host or "", self._proxies):
            return None
        return self._proxies.get(target.scheme, self._proxies.get("all"))


class _AnswerHandler(ResponseHandler):
    """Reads the head of an answer apart from what comes behind it, which the parser is too strict with.

    Where a body follows that is none (on 204) or is longer than was said, it else takes back the status too, and the
    message would be sent again and again to who has taken it.
    """

    def data_received(self, data: bytes) -> None:
        """Bytes came in."""
        head, end, rest = data.partition(b"\r\n\r\n")
        super().data_received(head + end)
        if rest:
            super().data_received(rest)


class _Resolver(AbstractResolver):
    """Our look-up of names, in the client's form."""

    def __init__(self) -> None:
        self._names = Names()

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        return [
            {
                "hostname": host,
                # The zone of a link-local address stands apart in the system's answer.
                "host": f"{address[0]}%{address[3]}" if len(address) == 4 and address[3] else address[0],
                "port": port,
                "family": found,
                "proto": protocol,
                "flags": socket.AI_NUMERICHOST | socket.AI_NUMERICSERV,
            }
            for found, _, protocol, _, address in await self._names.addresses(host, port)
            if family in (socket.AF_UNSPEC, found)
        ]

    async def close(self) -> None:
        """Nothing to let go of."""


def our_trust() -> ssl.SSLContext:
    """Whom we trust: the system's authorities and, where it has none, Mozilla's; or those in SSL_CERT_FILE alone.

    It takes a while to read so many.
    """
    context = ssl.create_default_context()
    if "SSL_CERT_FILE" not in os.environ:
        context.load_verify_locations(certifi.where())
    return context


def _tracing() -> aiohttp.TraceConfig:
    """Notes in each request's ``_Progress`` how far it has come."""
    tracing = aiohttp.TraceConfig()

    async def connected(_session: aiohttp.ClientSession, context: SimpleNamespace, _params: object) -> None:
        context.trace_request_ctx.connected = True

    async def written(_session: aiohttp.ClientSession, context: SimpleNamespace, _params: object) -> None:
        context.trace_request_ctx.written = True

    tracing.on_connection_create_end.append(connected)
    tracing.on_connection_reuseconn.append(connected)
    tracing.on_request_chunk_sent.append(written)  # called just before it is
    return tracing


async def _read_a_little(response: aiohttp.ClientResponse, deadline: float) -> None:
    """Read a short body, or close the connection on a long, slow or broken one; the answer stands either way."""
    now = asyncio.get_running_loop().time()
    try:
        with suppress(TimeoutError, aiohttp.ClientError):
            async with asyncio.timeout_at(min(deadline, now + _BODY_PATIENCE)):
                length = 0
                while length <= _BODY_LIMIT and (chunk := await response.content.readany()):
                    length += len(chunk)
    finally:
        response.release()


def _failure(error: Exception, place: str, progress: _Progress) -> TemporaryChannelError:
    """Why no answer came, in words of ours, and how far the message had come by then."""
    if isinstance(error, TemporaryChannelError):
        return TemporaryChannelError(f"{place} {error}", may_have_arrived=False)
    if isinstance(error, (aiohttp.ServerDisconnectedError, aiohttp.ClientPayloadError, aiohttp.ClientResponseError)):
        what = "broke the connection off, or does not speak HTTP"
    else:
        # The client's own errors pose as the system's, and lack what those have.
        cause = error.__cause__ if isinstance(error, aiohttp.ClientError) else None
        what = network_failure(cause or error)
    return TemporaryChannelError(
        f"{place} {what}",
        unreachable=not progress.connected and not is_ours(error),
        may_have_arrived=progress.connected and progress.written,
    )
