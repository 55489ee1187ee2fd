"""Answers a plain request for what is at hand where it was parsed: no thread, no task, no routing, no framework.

What is refused, made anew, or asked for in an unusual way goes to the application, which gives the same answer. The
parser is httptools', the connection's life is ``PatientProtocol``'s; here is only the short cut between them.
"""

from __future__ import annotations

from typing import Any

from uvicorn.protocols.http.httptools_impl import STATUS_LINE

from season_calendar.web.answers.form import Answer
from season_calendar.web.answers.resources import Resources
from season_calendar.web.wire.patient_protocol import PatientProtocol

_UNUSUAL = frozenset({b"content-length", b"transfer-encoding", b"expect", b"upgrade"})
"""Fields of a request that ask for more than an answer: to take a body, to wait, to change the protocol."""


class FastProtocol(PatientProtocol):
    """One connection of a server whose application hands over what is at hand in its lifespan's state.

    Of its base it needs ``may_answer_now`` and ``answered_at_once``; of uvicorn the parts of a request, the list of the
    server's own fields, and the status lines.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._resources: Resources = self.app_state["resources"]
        self._answer: Answer | None = None
        self._server_fields: list[tuple[bytes, bytes]] = []
        self._openings: dict[int, bytes] = {}

    def on_headers_complete(self) -> None:
        """Find the answer, or begin to have one made."""
        self._answer = self._answer_at_hand() if self.may_answer_now else None
        if self._answer is None:
            super().on_headers_complete()

    def on_message_complete(self) -> None:
        """Write the answer that was found."""
        answer = self._answer
        if answer is None:
            super().on_message_complete()
            return
        body = b"" if self.parser.get_method() == b"HEAD" else answer.body
        self.transport.write(b"".join((self._opening(answer.status), answer.fields, b"\r\n", body)))
        self.answered_at_once()

    def _answer_at_hand(self) -> Answer | None:
        """The answer, None where the application has to give it."""
        asked = dict(self.headers)
        if (
            len(asked) != len(self.headers)  # a field in several lines
            or b"host" not in asked
            or self.parser.get_method() not in (b"GET", b"HEAD")
            or self.parser.get_http_version() != "1.1"
            or not _UNUSUAL.isdisjoint(asked)
            or not self.parser.should_keep_alive()
        ):
            return None
        form = self._resources.at_hand(self.url, asked)
        return None if form is None else form.answer(asked)

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
