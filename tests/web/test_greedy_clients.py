"""Clients that ask for more than they read, or send more than they ask for."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from datetime import timedelta
from typing import Any

import pytest
from support.fake_source import FakeSource, StillClock
from support.racing import many_rounds, published, season

from season_calendar.feeds.feed import build_feed
from season_calendar.web.answers import making, resources
from season_calendar.web.app import create_app
from season_calendar.web.server import FeedServer
from season_calendar.web.wire.listening import listen

PROTOCOL = "season_calendar.web.wire.patient_protocol"
WHOLE_FEED = b"END:VCALENDAR\r\n"

Connect = Callable[[bytes], socket.socket]


@pytest.fixture
def source() -> FakeSource:
    """What is served: the little season, unless a test says otherwise."""
    return FakeSource(published(season()))


@pytest.fixture
def connect(source: FakeSource) -> Iterator[Connect]:
    """Opens connections, on which little is under way at once, to a server that takes two from one address."""
    listening = listen("127.0.0.1", 0)
    listening.socket.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 4096)
    address = listening.socket.getsockname()
    app = create_app(source, StillClock())
    with FeedServer(app, listening, per_address=2), ExitStack() as opened:

        def connect(request: bytes) -> socket.socket:
            connection = opened.enter_context(socket.socket())
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            connection.settimeout(10)
            connection.connect(address)
            connection.sendall(request)
            return connection

        yield connect


@pytest.fixture
def slow_to_make(monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Event]:
    """Set once a feed is being made; it is not ready before the test ends."""
    begun, may_end = threading.Event(), threading.Event()

    def building(*arguments: Any, **options: Any) -> Any:
        begun.set()
        assert may_end.wait(10)
        return build_feed(*arguments, **options)

    monkeypatch.setattr(making, "build_feed", building)
    yield begun
    may_end.set()


def asking(path: str, *fields: str) -> bytes:
    return "\r\n".join([f"GET {path} HTTP/1.1", "Host: a", *fields, "", ""]).encode()


def everything(connection: socket.socket) -> bytes:
    """All that comes until the server closes."""
    return b"".join(iter(lambda: connection.recv(65536), b""))


def answer_to(connection: socket.socket, end: bytes) -> bytes:
    answer = b""
    while not answer.endswith(end):
        part = connection.recv(65536)
        assert part, answer
        answer += part
    return answer


def test_a_kept_connection_may_ask_for_more_than_one_request_may_be_long(connect: Connect) -> None:
    long = asking("/wtcr.ics", f"X-Long: {'x' * 3000}")
    last = asking("/wtcr.ics", f"X-Long: {'x' * 3000}", "Connection: close")
    connection = connect(long * 20 + last)
    assert everything(connection).count(WHOLE_FEED) == 21


@pytest.mark.parametrize("path", ["/nothing", "/wtcr.ics"], ids=["made by the application", "at hand"])
def test_a_kept_connection_may_pause_for_as_long_as_a_request_may_take_after_each_answer(
    connect: Connect, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    monkeypatch.setattr(f"{PROTOCOL}._MOMENT", timedelta(milliseconds=10))
    monkeypatch.setattr(f"{PROTOCOL}.REQUEST_TIME", timedelta(milliseconds=50))
    everything(connect(asking("/wtcr.ics", "Connection: close")))
    connection = connect(b"")
    for _ in range(3):
        connection.sendall(asking(path))
        answer_to(connection, WHOLE_FEED if path == "/wtcr.ics" else b"reached from /)\n")
        time.sleep(0.1)
    connection.sendall(asking("/wtcr.ics", "Connection: close"))
    assert everything(connection).endswith(WHOLE_FEED)


@pytest.mark.parametrize("path", ["/nothing", "/wtcr.ics"], ids=["made by the application", "at hand"])
def test_a_kept_connection_on_which_nothing_more_is_asked_is_closed(
    monkeypatch: pytest.MonkeyPatch, source: FakeSource, path: str
) -> None:
    monkeypatch.setattr("season_calendar.web.server.KEEP_ALIVE_SECONDS", 0.05)
    listening = listen("127.0.0.1", 0)
    address = listening.socket.getsockname()
    with FeedServer(create_app(source, StillClock()), listening):
        with socket.create_connection(address, 10) as other:
            other.sendall(asking("/wtcr.ics", "Connection: close"))
            everything(other)
        with socket.create_connection(address, 10) as connection:
            connection.sendall(asking(path))
            answer_to(connection, WHOLE_FEED if path == "/wtcr.ics" else b"reached from /)\n")
            assert connection.recv(1) == b""


def test_of_two_who_were_answered_the_one_idle_for_longest_goes_however_it_was_answered(connect: Connect) -> None:
    everything(connect(asking("/wtcr.ics", "Connection: close")))
    at_hand = connect(asking("/wtcr.ics"))
    answer_to(at_hand, WHOLE_FEED)
    by_the_application = connect(asking("/nothing"))
    answer_to(by_the_application, b"reached from /)\n")
    connect(b"")

    assert everything(at_hand) == b""
    by_the_application.sendall(asking("/wtcr.ics", "Connection: close"))
    assert everything(by_the_application).endswith(WHOLE_FEED)


def test_whoever_asks_for_several_things_at_once_goes_before_whoever_asked_for_one(
    connect: Connect, slow_to_make: threading.Event
) -> None:
    connect(asking("/wtcr.ics"))
    assert slow_to_make.wait(10)
    several = connect(asking("/healthz"))
    answer_to(several, b"}")
    several.sendall(asking("/wtcr.ics?lang=sv") * 2)
    last = connect(b"")
    last.sendall(asking("/healthz", "Connection: close"))

    assert everything(several) == b""
    assert everything(last).startswith(b"HTTP/1.1 200")


def test_whoever_was_answered_before_its_request_was_whole_is_the_first_to_go(
    connect: Connect, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(f"{PROTOCOL}._MOMENT", timedelta(0))
    answered = connect(asking("/nothing"))
    answer_to(answered, b"reached from /)\n")
    half = connect(asking("/nothing", "Content-Length: 9") + b"1234")
    answer_to(half, b"reached from /)\n")
    connect(b"")

    assert everything(half) == b""
    answered.sendall(asking("/wtcr.ics", "Connection: close"))
    assert everything(answered).endswith(WHOLE_FEED)


def test_of_whoever_reads_nothing_no_more_is_answered_than_was_on_its_way(
    connect: Connect, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(f"{PROTOCOL}.READING_TIME", timedelta(milliseconds=400))
    monkeypatch.setattr(f"{PROTOCOL}._LOOK_EVERY", timedelta(milliseconds=100))
    answered, at_hand = [], resources.Resources.at_hand

    def counting(its: resources.Resources, target: bytes, asked: Mapping[bytes, bytes]) -> Any:
        answered.append(target)
        return at_hand(its, target, asked)

    monkeypatch.setattr(resources.Resources, "at_hand", counting)
    connection = connect(b"")
    with pytest.raises(ConnectionError):
        send_for_ever(connection, asking("/wtcr.ics") * 1000)
    assert 0 < len(answered) < 300


def send_for_ever(connection: socket.socket, requests: bytes) -> None:
    """Send again and again, and read nothing."""
    while True:
        connection.sendall(requests)


def read_slowly(connection: socket.socket) -> bytes:
    """All that comes until the server closes, a little at a time."""
    received = b""
    while part := connection.recv(2048):
        received += part
        time.sleep(0.005)
    return received


def test_whoever_reads_next_to_nothing_is_hung_up_on_like_one_who_reads_nothing(
    connect: Connect, source: FakeSource, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(f"{PROTOCOL}.READING_TIME", timedelta(milliseconds=100))
    monkeypatch.setattr(f"{PROTOCOL}._LOOK_EVERY", timedelta(milliseconds=20))
    monkeypatch.setattr(f"{PROTOCOL}._NEXT_TO_NOTHING", 1 << 20)
    source.publications = (published(many_rounds(40)),)
    connection = connect(asking("/wtcr.ics", "Connection: close"))
    with pytest.raises(ConnectionError):
        read_slowly(connection)


def test_whoever_was_slow_once_and_has_read_all_may_go_on(
    connect: Connect, source: FakeSource, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(f"{PROTOCOL}.READING_TIME", timedelta(milliseconds=100))
    monkeypatch.setattr(f"{PROTOCOL}._LOOK_EVERY", timedelta(milliseconds=20))
    source.publications = (published(many_rounds(40)),)
    connection = connect(b"")
    for _ in range(2):
        connection.sendall(asking("/wtcr.ics"))
        answer_to(connection, WHOLE_FEED)
        time.sleep(0.3)
    connection.sendall(asking("/wtcr.ics", "Connection: close"))
    assert everything(connection).endswith(WHOLE_FEED)
