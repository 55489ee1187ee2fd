"""Runs the application on uvicorn: in the main thread until a signal, or in a thread of its own beside a daemon."""

from __future__ import annotations

import contextlib
import errno
import os
import signal
import socket
import threading
from collections.abc import Callable, Generator, Iterator
from types import FrameType, TracebackType
from typing import Self

import uvicorn
from starlette.applications import Starlette

from season_calendar.errors import ServerAddressError
from season_calendar.web.request_timeout import RequestTimeoutProtocol

KEEP_ALIVE_SECONDS = 15
MOST_CONNECTIONS = 500
"""Open at once; whoever comes then is told 503, and comes back."""

_GRACE_SECONDS = 3
_LAST_PORT = 65535
_WILDCARDS = ("", "0.0.0.0", "::")
_OTHER_PORT = "another --port, or 0 for any free one"
_OTHER_HOST = "check --host: it is an address of this machine, or 0.0.0.0 for all of them"


def serve(app: Starlette, host: str, port: int, on_started: Callable[[str], None] | None = None) -> None:
    """Serve until SIGTERM or SIGINT, then return; to be called in the main thread.

    ``on_started`` is told the server's URL, with the real port where ``port`` is 0, once requests are answered.
    Raises ServerAddressError.
    """
    server = FeedServer(app, host, port, on_started)
    with _signals_sent_to(server.stop_soon):
        server.run()


class FeedServer:
    """A server that listens from the moment it is made, so that what is wrong with its address is told at once.

    ``run`` serves in the calling thread; a ``with`` block serves in another one while it lasts.
    """

    def __init__(self, app: Starlette, host: str, port: int, on_started: Callable[[str], None] | None = None) -> None:
        self._socket = _listen(host, port)
        self.url = _url(host, self._socket.getsockname()[1])
        self._on_started = on_started
        self._started = threading.Event()
        self._uvicorn = _Uvicorn(_config(app), self._announce)
        self._thread = threading.Thread(target=self.run, name="feeds", daemon=True)

    def run(self) -> None:
        """Serve until ``stop_soon`` is called, from any thread or a signal."""
        try:
            self._uvicorn.run(sockets=[self._socket])
        finally:
            self._socket.close()

    def stop_soon(self) -> None:
        """Finish the requests that are being answered, then end."""
        self._uvicorn.should_exit = True

    def __enter__(self) -> Self:
        self._thread.start()
        while not self._started.wait(timeout=0.1):
            if not self._thread.is_alive():
                raise RuntimeError("the server ended before it began; the log says why")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.stop_soon()
        self._thread.join()

    def _announce(self) -> None:
        self._started.set()
        if self._on_started is not None:
            self._on_started(self.url)


class _Uvicorn(uvicorn.Server):
    """uvicorn without its own signal handlers, which end the process by the signal and not with exit status 0."""

    def __init__(self, config: uvicorn.Config, announce: Callable[[], None]) -> None:
        super().__init__(config)
        self._announce = announce

    @contextlib.contextmanager
    def capture_signals(self) -> Generator[None, None, None]:
        yield

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self._announce()


def _config(app: Starlette) -> uvicorn.Config:
    """One HTTP and one loop implementation, whatever else is installed; logging stays as the program set it up."""
    return uvicorn.Config(
        app,
        http=RequestTimeoutProtocol,
        loop="asyncio",
        ws="none",
        lifespan="on",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_keep_alive=KEEP_ALIVE_SECONDS,
        timeout_graceful_shutdown=_GRACE_SECONDS,
        limit_concurrency=MOST_CONNECTIONS,
    )


def _listen(host: str, port: int) -> socket.socket:
    if not 0 <= port <= _LAST_PORT:
        raise ServerAddressError(host, port, f"ports are numbers up to {_LAST_PORT}", _OTHER_PORT)
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        socket.getaddrinfo(host or None, port, family)
        return socket.create_server(
            (host, port), family=family, dualstack_ipv6=host == "::" and socket.has_dualstack_ipv6()
        )
    except socket.gaierror as error:
        raise ServerAddressError(host, port, error.strerror or str(error), _OTHER_HOST) from None
    except OSError as error:
        # Python's own text for it has the address in it once more, as a tuple.
        reason = os.strerror(error.errno) if error.errno else str(error)
        remedy = _OTHER_HOST if error.errno == errno.EADDRNOTAVAIL else _OTHER_PORT
        raise ServerAddressError(host, port, reason, remedy) from None


def _url(host: str, port: int) -> str:
    """An address to open in a browser: a server that listens everywhere can be reached as localhost."""
    name = "localhost" if host in _WILDCARDS else f"[{host}]" if ":" in host else host
    return f"http://{name}:{port}"


@contextlib.contextmanager
def _signals_sent_to(stop: Callable[[], None]) -> Iterator[None]:
    def handle(_number: int, _frame: FrameType | None) -> None:
        stop()

    before = {number: signal.signal(number, handle) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
