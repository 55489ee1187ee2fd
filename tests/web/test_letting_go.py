"""Where as many connections are open as may be, one is closed for the next, or the next is refused."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import timedelta
from typing import Any

import pytest
from support.fake_source import FakeSource, StillClock
from support.racing import published, season

from season_calendar.feeds.feed import build_feed
from season_calendar.web.answers import making
from season_calendar.web.app import create_app
from season_calendar.web.server import FeedServer
from season_calendar.web.wire.listening import listen

WHOLE_FEED = b"END:VCALENDAR\r\n"

Connect = Callable[[bytes], socket.socket]


@pytest.fixture
def connect() -> Iterator[Connect]:
    """Opens connections to a server that takes two from one address, and sends what is asked for on each."""
    listening = listen("127.0.0.1", 0)
    address = listening.socket.getsockname()
    app = create_app(FakeSource(published(season())), StillClock())
    with FeedServer(app, listening, per_address=2), ExitStack() as opened:

        def connect(request: bytes = b"") -> socket.socket:
            connection = opened.enter_context(socket.create_connection(address, timeout=10))
            connection.sendall(request)
            return connection

        yield connect


def asking(path: str, *fields: str) -> bytes:
    return "\r\n".join([f"GET {path} HTTP/1.1", "Host: a", *fields, "", ""]).encode()


def everything(connection: socket.socket) -> bytes:
    """All that comes until the server closes."""
    return b"".join(iter(lambda: connection.recv(65536), b""))


def test_whoever_says_nothing_is_closed_for_the_next_who_is_answered(
    connect: Connect, caplog: pytest.LogCaptureFixture
) -> None:
    silent, other = connect(b""), connect(b"")
    last = connect(asking("/wtcr.ics", "Connection: close"))

    assert everything(silent) == b""
    assert everything(last).endswith(WHOLE_FEED)
    other.sendall(asking("/wtcr.ics", "Connection: close"))
    assert everything(other).endswith(WHOLE_FEED)
    assert caplog.messages == [
        "a connection was closed to let in another, from 127.0.0.1: there were as many as may be"
    ]


@pytest.mark.parametrize("asks_before", [0, 1], ids=["by the application", "from what is at hand"])
def test_whoever_was_answered_stays_and_the_one_that_had_its_time_and_said_nothing_goes(
    connect: Connect, monkeypatch: pytest.MonkeyPatch, asks_before: int
) -> None:
    monkeypatch.setattr("season_calendar.web.wire.patient_protocol._MOMENT", timedelta(0))
    for _ in range(asks_before):
        everything(connect(asking("/wtcr.ics", "Connection: close")))
    silent, answered = connect(b""), connect(b"")
    answered.sendall(asking("/wtcr.ics"))
    answer = b""
    while not answer.endswith(WHOLE_FEED):
        answer += answered.recv(65536)
    connect(b"")

    assert everything(silent) == b""
    answered.sendall(asking("/wtcr.ics", "Connection: close"))
    assert everything(answered).endswith(WHOLE_FEED)


def test_whoever_hangs_up_makes_room(connect: Connect, caplog: pytest.LogCaptureFixture) -> None:
    for _ in range(5):
        assert everything(connect(asking("/wtcr.ics", "Connection: close"))).endswith(WHOLE_FEED)
    assert caplog.messages == []


def test_while_all_are_being_answered_the_next_is_refused_and_they_get_their_answers(
    connect: Connect, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    begun, may_go_on = threading.Event(), threading.Event()

    def building(*arguments: Any, **options: Any) -> Any:
        begun.set()
        assert may_go_on.wait(10)
        return build_feed(*arguments, **options)

    monkeypatch.setattr(making, "build_feed", building)
    try:
        first = connect(asking("/wtcr.ics", "Connection: close"))
        assert begun.wait(10)
        second = connect(asking("/healthz"))
        assert second.recv(65536).startswith(b"HTTP/1.1 200")
        second.sendall(asking("/wtcr.ics?rounds=only", "Connection: close"))
        refused = everything(connect(b""))
    finally:
        may_go_on.set()

    assert refused.startswith(b"HTTP/1.1 503 Service Unavailable\r\nretry-after: 5\r\n")
    assert refused.count(b"HTTP/1.1") == 1
    assert "a connection from 127.0.0.1 was refused: as many as may be are being answered" in caplog.messages
    assert everything(first).endswith(WHOLE_FEED)
    assert everything(second).endswith(WHOLE_FEED)
