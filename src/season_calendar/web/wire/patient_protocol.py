"""uvicorn's HTTP protocol with an end to its patience: no client can hold a connection, or memory, for nothing.

uvicorn itself waits for ever for a request and for its answer to be read, and remembers any number of requests that
come before their answers are written.
"""

from __future__ import annotations

import asyncio
import logging
import socket
import struct
import sys
from datetime import timedelta
from enum import Enum, auto
from typing import Any

import httptools
from uvicorn._types import ASGI3Application
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle

from season_calendar.web.wire.connections import Connections
from season_calendar.web.wire.flow import Flow
from season_calendar.web.wire.kept_alive import KeptAlive
from season_calendar.web.wire.request_targets import origin_form

log = logging.getLogger(__name__)

REQUEST_TIME = timedelta(seconds=15)
"""How long a request may take to arrive, however many bytes it comes in."""

_MOMENT = timedelta(seconds=0.1)
"""How long a connection counts as one that has only just come: its request may be here, and not be read yet."""

READING_TIME = timedelta(seconds=15)
"""How long a client may read nothing, or next to nothing, of its answer."""

LONGEST_REQUEST = 32 * 1024
"""Octets of a request with all that belongs to it; nothing here takes an upload."""

_LOOK_EVERY = timedelta(seconds=1)
_NEXT_TO_NOTHING = 1024
"""Octets a look: who reads more slowly than that might as well read nothing."""

_PIECE = 512
"""Octets parsed at once: requests that come together are remembered, and a piece has room for few of them."""

_NO_LINGERING = struct.pack("ii", 1, 0) if sys.platform != "win32" else struct.pack("hh", 1, 0)
_REFUSAL = b"HTTP/1.1 503 Service Unavailable\r\nretry-after: 5\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"


class _Stage(Enum):
    """How far the client is with the request that it sends."""

    BETWEEN = auto()
    HEAD = auto()
    BODY = auto()


class PatientProtocol(HttpToolsProtocol):
    """One connection. It ends where no whole request arrives in time, or nobody reads the answer.

    No more is read of it than can be answered now. A client that has closed its own direction is still answered.

    A subclass may answer a request by itself in ``on_message_complete``, if ``may_answer_now``. It writes the answer
    and calls ``answered_at_once`` instead of the inherited method.
    """

    def __init__(self, connections: Connections[PatientProtocol], **of_uvicorn: Any) -> None:
        super().__init__(**of_uvicorn)
        self._all = connections
        self._kept_alive = KeptAlive(self.loop, self.timeout_keep_alive, self.timeout_keep_alive_handler)
        self._stage = _Stage.BETWEEN
        self._unparsed = b""
        self._octets = 0  # of the request that is arriving
        self._is_at_end = False  # nothing more will come
        self._ends = False  # nothing more is read
        self._answering: RequestResponseCycle | None = None
        self._deadline: asyncio.TimerHandle | None = None
        self._next_look: asyncio.TimerHandle | None = None

    @property
    def may_answer_now(self) -> bool:
        """Whether everything asked for before is answered, nothing waits to be read, and the client is still there."""
        is_answered = self.cycle is None or self.cycle.response_complete
        return is_answered and not self.flow.write_paused and not self.transport.is_closing()

    @property
    def is_between_requests(self) -> bool:
        """Whether all that came was read, and a request that begins now may be answered now."""
        is_read = self._stage is _Stage.BETWEEN and not self._unparsed and not self.flow.read_paused
        return is_read and self.may_answer_now

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Take the connection's place among the others, or refuse it."""
        super().connection_made(transport)
        self.flow = Flow(transport, lambda: not self.pipeline and not self._ends)
        transport.set_write_buffer_limits(high=0)  # so that we are told of the first byte that is not taken
        self._deadline = self.loop.call_later(_MOMENT.total_seconds(), self._after_a_moment)
        self._make_room()

    def connection_lost(self, exc: Exception | None) -> None:
        """Nothing to wait for any more."""
        self._all.gone(self)
        self._ends = True
        self._kept_alive.gone()
        self._drop_deadline()
        self._stop_looking()
        if self._answering is not None:  # uvicorn knows only of the request that came last
            self._answering.disconnected = True
            self._answering.message_event.set()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Parse as much as can be answered now."""
        self._unparsed += data
        self._parse()

    def eof_received(self) -> bool:  # type: ignore[override]
        """Answer what was asked for, then close: the client may have closed its own direction only."""
        self._is_at_end = True
        if not self._unparsed:
            self._end()
        return True

    def on_message_begin(self) -> None:
        """A request begins."""
        super().on_message_begin()
        self._stage = _Stage.HEAD
        self._octets = 0

    def on_headers_complete(self) -> None:
        """Begin to answer. Raises ValueError, which becomes 400, where the head is no good one."""
        if self.parser.get_http_version() == "1.1" and sum(name == b"host" for name, _ in self.headers) != 1:
            raise ValueError("not one Host field (RFC 9112 §3.2)")
        self.url = origin_form(self.url)
        self._stage = _Stage.BODY
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        """The request is whole."""
        super().on_message_complete()
        self.whole_request()
        self._say_where_we_are()

    def whole_request(self) -> None:
        """The request that was arriving is whole: the client has all the time for its answer to be made."""
        self._stage = _Stage.BETWEEN
        self._drop_deadline()
        self._all.asked(self)

    def hang_up(self) -> None:
        """Close, and forget what is not read; what was written to a client that reads still reaches it."""
        if self.flow.write_paused:
            # Otherwise the kernel keeps it, and goes on trying by itself.
            self.transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _NO_LINGERING)
            self.transport.abort()
        else:
            self.transport.close()

    def answered_at_once(self) -> None:
        """The request that was arriving is whole, and its answer is written."""
        self._stage = _Stage.BETWEEN
        self._drop_deadline()
        self.server_state.total_requests += 1
        self.timeout_keep_alive_task = self._kept_alive.answered()  # type: ignore[assignment]
        if self.flow.write_paused:
            self._all.slow(self)
        else:
            self._all.answered(self)

    def on_response_complete(self) -> None:
        """Go on with what was asked for meanwhile."""
        super().on_response_complete()
        self._say_where_we_are()
        if self._owes_answer:
            return
        if self._ends:
            self.transport.close()
        elif self._unparsed:
            self.loop.call_soon(self._parse)

    def pause_writing(self) -> None:
        """The client does not read as fast as we write: read nothing of it, and see whether it goes on."""
        super().pause_writing()
        self.flow.pause_reading()
        self._say_where_we_are()
        self._look_again(self.transport.get_write_buffer_size(), looks_left=READING_TIME // _LOOK_EVERY)

    def resume_writing(self) -> None:
        """The client has read all."""
        self._stop_looking()
        super().resume_writing()
        self._say_where_we_are()
        if self._unparsed:
            self.loop.call_soon(self._parse)

    @property
    def _owes_answer(self) -> bool:
        return self.cycle is not None and not self.cycle.response_complete and self._stage is not _Stage.BODY

    def _start_asgi_task(self, cycle: RequestResponseCycle, app: ASGI3Application) -> None:
        self._answering = cycle
        super()._start_asgi_task(cycle, app)

    def _make_room(self) -> None:
        address = self.client[0] if self.client else ""
        let_go = self._all.admit(self, address)
        if let_go is self:
            log.warning("a connection from %s was refused: as many as may be are being answered", address)
            self._ends = True
            self.flow.pause_reading()
            self.transport.write(_REFUSAL)
            self.transport.close()
        elif let_go is not None:
            log.warning("a connection was closed to let in another, from %s: there were as many as may be", address)
            let_go.hang_up()

    def _after_a_moment(self) -> None:
        self._all.silent(self)
        self._deadline = self.loop.call_later(REQUEST_TIME.total_seconds(), self._end)

    def _parse(self) -> None:
        self._unset_keepalive_if_required()
        while self._unparsed and not self.flow.read_paused:
            piece, self._unparsed = self._unparsed[:_PIECE], self._unparsed[_PIECE:]
            self._parse_piece(piece)
        if self._is_at_end and not self._unparsed:
            self._end()
        elif not self._owes_answer and self.timeout_keep_alive_task is None and self._deadline is None:
            self._deadline = self.loop.call_later(REQUEST_TIME.total_seconds(), self._end)

    def _parse_piece(self, piece: bytes) -> None:
        try:
            self.parser.feed_data(piece)
        except httptools.HttpParserUpgrade:
            self._end()  # to nothing else is ever changed here: what follows is no request
        except httptools.HttpParserError:
            self._refuse()
        else:
            self._octets += len(piece)
            if self._stage is not _Stage.BETWEEN and self._octets > LONGEST_REQUEST:
                self._refuse(f"The request is too long: {LONGEST_REQUEST} octets at most.")

    def _refuse(self, why: str = "Invalid HTTP request received.") -> None:
        """Say 400, unless it would be taken for the answer to another request, or for a second one to this."""
        if self._owes_answer or (self._stage is _Stage.BODY and self.cycle.response_complete):
            self._end()
            return
        log.warning("a request that is none, from %s", self.client[0] if self.client else "somebody")
        self.send_400_response(why)
        self._end()

    def _end(self) -> None:
        """Read nothing more, and close once the whole requests are answered."""
        self._ends = True
        self._unparsed = b""
        self._drop_deadline()
        self.flow.pause_reading()
        if self._owes_answer:
            self.cycle.keep_alive = False
        else:
            self.transport.close()

    def _say_where_we_are(self) -> None:
        """Tell what the connection does now. One whose request is not whole yet has not begun to do anything."""
        if self._stage is _Stage.BODY:
            return
        if self.flow.write_paused or self.pipeline:
            self._all.slow(self)
        elif self._owes_answer:
            self._all.asked(self)
        else:
            self._all.answered(self)

    def _look_again(self, unread: int, looks_left: int) -> None:
        """Look in a while whether any of what is ``unread`` was taken; end it where that is not so for too long."""

        def look() -> None:
            left = self.transport.get_write_buffer_size()
            if unread - left > _NEXT_TO_NOTHING:
                self._say_where_we_are()
                self._look_again(left, READING_TIME // _LOOK_EVERY)
            elif looks_left > 1:
                self._look_again(left, looks_left - 1)
            else:
                self.hang_up()

        self._next_look = self.loop.call_later(_LOOK_EVERY.total_seconds(), look)

    def _stop_looking(self) -> None:
        if self._next_look is not None:
            self._next_look.cancel()
            self._next_look = None

    def _drop_deadline(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None
