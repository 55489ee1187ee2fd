"""Answers a plain request for what is at hand where it was parsed: no thread, no task, no routing, no framework.

What is refused, made anew, or asked for in an unusual way goes to the application, which gives the same answer. The
parser is httptools', the connection's life is ``PatientProtocol``'s; here is only the short cut between them. Most
requests are, byte for byte, one that was parsed before, on this connection or another: of these it is known what they
ask for, and no parser reads them again.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import Any, NamedTuple

from uvicorn.protocols.http.httptools_impl import STATUS_LINE

from season_calendar.web.answers.bounded_cache import BoundedCache
from season_calendar.web.answers.form import Answer
from season_calendar.web.answers.resources import Resources
from season_calendar.web.wire.patient_protocol import PatientProtocol

_UNUSUAL = frozenset({b"content-length", b"transfer-encoding", b"expect", b"upgrade"})
"""Fields of a request that ask for more than an answer: to take a body, to wait, to change the protocol."""


MOST_BYTES_OF_REQUESTS = 1024 * 1024
_LONGEST_KNOWN = 2048
"""Octets of a request that is remembered; browsers send fewer than half of them."""


class Request(NamedTuple):
    """What a plain request asks for: its target, as it was sent, its fields, and whether it wants no body."""

    target: bytes
    asked: Mapping[bytes, bytes]
    is_head: bool


class KnownRequests(BoundedCache[bytes, Request]):
    """Requests by their bytes, those of all connections. What they ask for is in them, and in nothing else."""

    def __init__(self, capacity: int = MOST_BYTES_OF_REQUESTS) -> None:
        super().__init__(capacity, _size_of)


class FastProtocol(PatientProtocol):
    """One connection of a server whose application hands over what is at hand in its lifespan's state.

    Of its base it needs ``is_between_requests``, ``may_answer_now`` and ``answered_at_once``; of uvicorn the parts of a
    request, the list of the server's own fields, and the status lines.
    """

    def __init__(self, *args: Any, known: KnownRequests, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._resources: Resources = self.app_state["resources"]
        self._known = known
        self._request: Request | None = None
        self._answer: Answer | None = None
        self._answers = 0  # that were written here
        self._server_fields: list[tuple[bytes, bytes]] = []
        self._openings: dict[int, bytes] = {}

    def data_received(self, data: bytes) -> None:
        """Answer a request that is known; have any other parsed, and know it from then on if it is whole and plain."""
        if not self.is_between_requests:
            super().data_received(data)
            return
        request = self._known.get(data)
        answer = None if request is None else self._at_hand(request)
        if request is not None and answer is not None:
            self._unset_keepalive_if_required()
            self._write(answer, request)
            return
        answers = self._answers
        super().data_received(data)
        is_one = self._answers == answers + 1 and self.is_between_requests
        if is_one and self._request is not None and len(data) <= _LONGEST_KNOWN:
            self._known.keep(data, self._request)

    def on_headers_complete(self) -> None:
        """Find the answer, or begin to have one made."""
        self._request = self._plain_request() if self.may_answer_now else None
        self._answer = None if self._request is None else self._at_hand(self._request)
        if self._answer is None:
            super().on_headers_complete()

    def on_message_complete(self) -> None:
        """Write the answer that was found."""
        if self._answer is None or self._request is None:
            super().on_message_complete()
        else:
            self._write(self._answer, self._request)

    def _plain_request(self) -> Request | None:
        """What is asked, None where it is asked in an unusual way."""
        asked, method = dict(self.headers), self.parser.get_method()
        if (
            len(asked) != len(self.headers)  # a field in several lines
            or b"host" not in asked
            or method not in (b"GET", b"HEAD")
            or self.parser.get_http_version() != "1.1"
            or not _UNUSUAL.isdisjoint(asked)
            or not self.parser.should_keep_alive()
        ):
            return None
        return Request(self.url, asked, method == b"HEAD")

    def _at_hand(self, request: Request) -> Answer | None:
        """The answer, None where the application has to give it."""
        form = self._resources.at_hand(request.target, request.asked)
        return None if form is None else form.answer(request.asked)

    def _write(self, answer: Answer, request: Request) -> None:
        body = b"" if request.is_head else answer.body
        self.transport.write(b"".join((self._opening(answer.status), answer.fields, b"\r\n", body)))
        self._answers += 1
        self.answered_at_once()

    def _opening(self, status: int) -> bytes:
        """The status line and the server's own fields, which are another list each second: the time is in them."""
        if self._server_fields is not self.server_state.default_headers:
            self._server_fields = self.server_state.default_headers
            self._openings = {}
        opening = self._openings.get(status)
        if opening is None:
            lines = (name + b": " + value + b"\r\n" for name, value in self._server_fields)
            opening = self._openings[status] = STATUS_LINE[status] + b"".join(lines)
        return opening


def _size_of(request: bytes, known: Request) -> int:
    parts = (text for field in known.asked.items() for text in field)
    return sum(map(sys.getsizeof, (request, known, known.target, known.asked, *parts)))
