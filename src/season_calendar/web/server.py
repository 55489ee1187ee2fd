"""Runs the application on uvicorn: in the main thread until a signal, or in a thread of its own beside a daemon."""

from __future__ import annotations

import contextlib
import functools
import signal
import socket
import threading
import time
from collections.abc import Callable, Generator, Iterator
from types import FrameType, TracebackType
from typing import Any, Self, cast

import uvicorn
from starlette.applications import Starlette

from season_calendar.web.wire.connections import MOST_PER_ADDRESS, Connections
from season_calendar.web.wire.descriptors import room_for_connections
from season_calendar.web.wire.fast_path import FastProtocol, KnownRequests
from season_calendar.web.wire.listening import Listening
from season_calendar.web.wire.log_limit import LOGGERS_OF_REQUESTS, LogLimit
from season_calendar.web.wire.patient_protocol import PatientProtocol

KEEP_ALIVE_SECONDS = 15
MOST_CONNECTIONS = 1000
"""Open at once in a process, if it may have so many descriptors."""

_ACCEPTED_AT_ONCE = 16
"""Few, so that each connection is read from before so many others have come that it is the oldest that says nothing."""

_WAITING_TO_BE_ACCEPTED = 2048
_TICKS_A_SECOND = 10
_GRACE_SECONDS = 3


def serve(
    app: Starlette, listening: Listening, per_address: int, on_started: Callable[[str], None] | None = None
) -> None:
    """Serve until SIGTERM or SIGINT, then return; to be called in the main thread.

    ``per_address`` connections may come from one address, 0 is any number. ``on_started`` is told the server's URL
    once requests are answered.
    """
    server = FeedServer(app, listening, per_address, on_started)
    with _signals_sent_to(server.stop_soon):
        server.run()


class FeedServer:
    """``run`` serves in the calling thread; a ``with`` block serves in another one while it lasts.

    ``per_address`` and ``on_started`` are those of ``serve``.
    """

    def __init__(
        self,
        app: Starlette,
        listening: Listening,
        per_address: int = MOST_PER_ADDRESS,
        on_started: Callable[[str], None] | None = None,
    ) -> None:
        self._socket = listening.socket
        self.url = listening.url
        self._on_started = on_started
        self._started = threading.Event()
        self._log_limit = LogLimit()
        connections: Connections[PatientProtocol] = Connections(room_for_connections(MOST_CONNECTIONS), per_address)
        self._uvicorn = _Uvicorn(_config(app, connections), self._announce, self._log_limit)
        self._thread = threading.Thread(target=self.run, name="feeds", daemon=True)

    def run(self) -> None:
        """Serve until ``stop_soon`` is called, from any thread or a signal."""
        with self._socket, self._log_limit.on(LOGGERS_OF_REQUESTS):
            self._uvicorn.run(sockets=[self._socket])

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

    def __init__(self, config: uvicorn.Config, announce: Callable[[], None], log_limit: LogLimit) -> None:
        super().__init__(config)
        self._announce = announce
        self._log_limit = log_limit

    @contextlib.contextmanager
    def capture_signals(self) -> Generator[None, None, None]:
        yield

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        for listening in sockets or []:
            listening.listen(_WAITING_TO_BE_ACCEPTED)  # uvicorn has one number for this and for how many are accepted
        if self.started:
            self._announce()

    async def on_tick(self, counter: int) -> bool:
        if counter % _TICKS_A_SECOND == 0:
            self._log_limit.tell_withheld(time.time())
        return await super().on_tick(counter)


def _config(app: Starlette, connections: Connections[PatientProtocol]) -> uvicorn.Config:
    """One HTTP and one loop implementation, whatever else is installed; logging stays as the program set it up."""
    return uvicorn.Config(
        app,
        http=cast(Any, functools.partial(FastProtocol, connections, known=KnownRequests())),
        loop="asyncio",
        ws="none",
        lifespan="on",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_keep_alive=KEEP_ALIVE_SECONDS,
        timeout_graceful_shutdown=_GRACE_SECONDS,
        backlog=_ACCEPTED_AT_ONCE,
    )


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
