"""uvicorn's HTTP protocol with an end to its patience: a client that does not say what it wants is hung up on.

uvicorn itself waits for ever for a first request, so that a few hundred silent connections would lock everyone out.
"""

from __future__ import annotations

import asyncio
from datetime import timedelta

from uvicorn.protocols.http.h11_impl import H11Protocol

REQUEST_TIME = timedelta(seconds=15)
"""How long a request's head may take to arrive, however many bytes it comes in."""


class RequestTimeoutProtocol(H11Protocol):
    """Closes a connection on which no whole request arrives in time; a request being answered has all the time."""

    _deadline: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Wait for the first request."""
        super().connection_made(transport)
        self._set_deadline()

    def data_received(self, data: bytes) -> None:
        """Wait on while a request has begun and is not whole."""
        super().data_received(data)
        if self.cycle is not None and not self.cycle.response_complete:
            self._drop_deadline()
        elif self._deadline is None:
            self._set_deadline()

    def connection_lost(self, exc: Exception | None) -> None:
        """Nothing to wait for any more."""
        self._drop_deadline()
        super().connection_lost(exc)

    def _set_deadline(self) -> None:
        self._deadline = self.loop.call_later(REQUEST_TIME.total_seconds(), self.transport.close)

    def _drop_deadline(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None
