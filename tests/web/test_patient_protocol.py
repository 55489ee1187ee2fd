"""What a connection may and may not do to the server, at the level of bytes."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from support.fake_source import FakeSource, StillClock
from support.racing import published, season

from season_calendar.web.app import create_app
from season_calendar.web.server import FeedServer
from season_calendar.web.wire.listening import listen

REQUEST = b"GET /wtcr.ics HTTP/1.1\r\nHost: a\r\n\r\n"
LAST_REQUEST = b"GET /wtcr.ics HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
WHOLE_FEED = b"END:VCALENDAR\r\n"


@pytest.fixture
def connect(server: FeedServer) -> Iterator[Callable[[], socket.socket]]:
    """Opens connections, and closes them at the end."""
    address, opened = urlsplit(server.url), []

    def connect() -> socket.socket:
        opened.append(socket.create_connection((address.hostname, address.port), timeout=10))
        return opened[-1]

    yield connect
    for connection in opened:
        connection.close()


def everything(connection: socket.socket) -> bytes:
    """All that comes until the server closes."""
    return b"".join(iter(lambda: connection.recv(65536), b""))


def test_a_client_that_closes_its_own_direction_gets_its_answers(connect: Callable[[], socket.socket]) -> None:
    connection = connect()
    connection.sendall(REQUEST * 3)
    connection.shutdown(socket.SHUT_WR)
    assert everything(connection).count(WHOLE_FEED) == 3


@pytest.mark.parametrize("part", [b"", REQUEST[:20], b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\n1234"])
def test_a_client_that_closes_its_own_direction_too_early_is_hung_up_on(
    connect: Callable[[], socket.socket], part: bytes
) -> None:
    connection = connect()
    connection.sendall(part)
    connection.shutdown(socket.SHUT_WR)
    assert b"200 OK" not in everything(connection)


def test_hundreds_of_requests_at_once_are_answered_in_order(connect: Callable[[], socket.socket]) -> None:
    connection = connect()
    paths = [b"/wtcr.ics" if number % 2 else b"/nothing" for number in range(400)]
    requests = b"".join(b"HEAD " + path + b" HTTP/1.1\r\nHost: a\r\n\r\n" for path in paths) + LAST_REQUEST
    threading.Thread(target=connection.sendall, args=[requests]).start()
    answers = everything(connection).split(b"\r\n\r\n")
    assert [b"200 OK" in answer for answer in answers[:400]] == [path == b"/wtcr.ics" for path in paths]


CHUNKED = b"GET /wtcr.ics HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"


def test_a_body_that_breaks_after_the_answer_is_no_second_answer_and_no_line_in_the_log(
    connect: Callable[[], socket.socket], caplog: pytest.LogCaptureFixture
) -> None:
    connection = connect()
    connection.sendall(CHUNKED + b"5\r\n")
    answer = b""
    while not answer.endswith(WHOLE_FEED):
        answer += connection.recv(65536)
    connection.sendall(b"hello\r\nno size\r\n")
    assert everything(connection) == b""
    assert caplog.messages == []


def test_a_body_that_is_broken_from_its_beginning_is_refused(connect: Callable[[], socket.socket]) -> None:
    connection = connect()
    connection.sendall(CHUNKED + b"no size\r\n")
    assert everything(connection).startswith(b"HTTP/1.1 400")


def test_nonsense_behind_a_request_does_not_take_its_answer_away(connect: Callable[[], socket.socket]) -> None:
    connection = connect()
    connection.sendall(REQUEST + b"nonsense\r\n\r\n")
    answer = everything(connection)
    assert answer.startswith(b"HTTP/1.1 200 OK")
    assert answer.endswith(WHOLE_FEED)


def test_a_client_that_offers_another_protocol_is_answered_in_this_one(connect: Callable[[], socket.socket]) -> None:
    connection = connect()
    connection.sendall(REQUEST[:-2] + b"Connection: Upgrade\r\nUpgrade: h2c\r\n\r\n")
    answer = everything(connection)
    assert answer.startswith(b"HTTP/1.1 200 OK")
    assert b"\r\nconnection: close\r\n" in answer


def test_a_client_that_sends_empty_lines_for_ever_is_hung_up_on(
    connect: Callable[[], socket.socket],
    monkeypatch: pytest.MonkeyPatch,
    eventually: Callable[[Callable[[], bool]], None],
) -> None:
    monkeypatch.setattr("season_calendar.web.wire.patient_protocol.REQUEST_TIME", timedelta(milliseconds=200))
    connection = connect()
    connection.sendall(b"HEAD /wtcr.ics HTTP/1.1\r\nHost: a\r\n\r\n")
    assert connection.recv(65536).startswith(b"HTTP/1.1 200 OK")

    def is_hung_up_on() -> bool:
        try:
            connection.sendall(b"\r\n")
        except ConnectionError:
            return True
        return False

    eventually(is_hung_up_on)


@pytest.fixture
def narrow(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], socket.socket]]:
    """Opens connections on which little is under way at once, to a server that looks at readers all the time."""
    monkeypatch.setattr("season_calendar.web.wire.patient_protocol.READING_TIME", timedelta(milliseconds=300))
    monkeypatch.setattr("season_calendar.web.wire.patient_protocol._LOOK_EVERY", timedelta(milliseconds=20))
    monkeypatch.setattr("season_calendar.web.wire.patient_protocol._NEXT_TO_NOTHING", 0)
    listening = listen("127.0.0.1", 0)
    listening.socket.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 4096)
    address = listening.socket.getsockname()
    opened = []

    def connect() -> socket.socket:
        opened.append(socket.socket())
        opened[-1].setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        opened[-1].settimeout(10)
        opened[-1].connect(address)
        return opened[-1]

    with FeedServer(create_app(FakeSource(published(season())), StillClock()), listening):
        yield connect
        for connection in opened:
            connection.close()


def test_a_client_that_reads_nothing_of_its_answers_is_hung_up_on(
    narrow: Callable[[], socket.socket],
) -> None:
    connection = narrow()
    with pytest.raises(ConnectionError):  # not TimeoutError: more is not taken, and then there is nobody to take it
        connection.sendall(REQUEST * 1_000_000)


def test_a_client_that_reads_slowly_gets_all_of_its_answers(narrow: Callable[[], socket.socket]) -> None:
    connection = narrow()
    connection.sendall(REQUEST * 40 + LAST_REQUEST)
    answers = b""
    while part := connection.recv(2048):
        answers += part
        time.sleep(0.005)
    assert answers.count(WHOLE_FEED) == 41
