"""The server at the level of bytes: old versions of HTTP, kept connections, and what no client should send."""

from __future__ import annotations

import socket
import time
from datetime import timedelta
from urllib.parse import urlsplit

import pytest

from season_calendar.web.server import FeedServer
from season_calendar.web.wire.patient_protocol import LONGEST_REQUEST

# No longer: if anything were left unread when the server closes, the answer might be lost on its way (RFC 9112 §9.6).
TOO_LONG = LONGEST_REQUEST + 1


def exchange(server: FeedServer, request: bytes) -> bytes:
    """Everything the server sends until it closes the connection."""
    address = urlsplit(server.url)
    with socket.create_connection((address.hostname, address.port), timeout=10) as connection:
        connection.sendall(request)
        return b"".join(iter(lambda: connection.recv(65536), b""))


@pytest.mark.parametrize("headers", [b"", b"Host: example.org\r\n"])
def test_http_1_0_gets_the_feed_and_the_connection_is_closed(server: FeedServer, headers: bytes) -> None:
    head, _, body = exchange(server, b"GET /wtcr.ics HTTP/1.0\r\n" + headers + b"\r\n").partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 200 OK\r\n")
    assert b"\r\nconnection: close" in head.lower()
    assert f"\r\ncontent-length: {len(body)}\r\n".encode() in head.lower()
    assert b"transfer-encoding" not in head.lower()
    assert body.endswith(b"END:VCALENDAR\r\n")


def test_one_connection_answers_one_request_after_the_other_in_order(server: FeedServer) -> None:
    def get(path: str, *fields: str) -> bytes:
        return "\r\n".join([f"GET {path} HTTP/1.1", "Host: example.org", *fields, "", ""]).encode()

    answer = exchange(server, get("/wtcr.ics") + get("/nothing") + get("/healthz", "Connection: close"))
    statuses = [line for line in answer.split(b"\r\n") if line.startswith(b"HTTP/1.1 ")]
    assert statuses[0] == b"HTTP/1.1 200 OK"
    assert answer.count(b"END:VCALENDAR") == 1
    assert answer.index(b"END:VCALENDAR") < answer.index(b"HTTP/1.1 404") < answer.index(b'"status":"ok"')


def test_head_over_a_kept_connection_sends_no_byte_of_a_body(server: FeedServer) -> None:
    request = b"HEAD /wtcr.ics HTTP/1.1\r\nHost: a\r\n\r\nGET /nothing HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
    first, second, _ = exchange(server, request).split(b"\r\n\r\n")
    assert first.startswith(b"HTTP/1.1 200")
    assert second.startswith(b"HTTP/1.1 404")


@pytest.mark.parametrize(
    "target",
    [
        "http://example.org/wtcr.ics",
        "HTTPS://example.org:8443/wtcr.ics?rounds=only",
        "webcal://example.org/wtcr.ics",
        "Webcals://example.org//wtcr.ics/?Rounds=ONLY",
    ],
)
def test_a_target_in_absolute_form_is_its_path(server: FeedServer, target: str) -> None:
    answer = exchange(server, f"GET {target} HTTP/1.1\r\nHost: example.org\r\nConnection: close\r\n\r\n".encode())
    assert answer.startswith(b"HTTP/1.1 200 OK\r\n")
    assert answer.count(b"BEGIN:VEVENT") == (1 if "rounds=only" in target.lower() else 4)


@pytest.mark.parametrize("target", ["/wtcr.ics#june", "/wtcr.ics?rounds=only#june", "/wtcr.ics?rounds=only&lang=en#?x"])
def test_a_fragment_that_is_sent_along_says_nothing(server: FeedServer, target: str) -> None:
    answer = exchange(server, f"GET {target} HTTP/1.1\r\nHost: example.org\r\nConnection: close\r\n\r\n".encode())
    assert answer.startswith(b"HTTP/1.1 200 OK\r\n")
    assert answer.count(b"BEGIN:VEVENT") == (1 if "only" in target else 4)


def test_a_target_of_nothing_but_a_host_is_the_front_page(server: FeedServer) -> None:
    answer = exchange(server, b"GET http://example.org HTTP/1.1\r\nHost: example.org\r\nConnection: close\r\n\r\n")
    assert b"<html lang=" in answer


def test_the_target_of_no_page_at_all_is_404_and_not_to_be_kept(server: FeedServer) -> None:
    head = exchange(server, b"GET * HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n").lower()
    assert head.startswith(b"http/1.1 404")
    assert b"\r\ncache-control: no-store\r\n" in head
    assert b"\r\nx-content-type-options: nosniff\r\n" in head


@pytest.mark.parametrize(
    "request_",
    [
        b"nonsense\r\n\r\n",
        b"GET / HTTP/1.1\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
        b"GET wtcr.ics HTTP/1.1\r\nHost: a\r\n\r\n",
        b"GET ftp://example.org/wtcr.ics HTTP/1.1\r\nHost: a\r\n\r\n",
        (b"GET /" + b"x" * LONGEST_REQUEST)[:TOO_LONG],
        (b"GET / HTTP/1.1\r\nHost: a\r\n" + b"a:\r\n" * LONGEST_REQUEST)[:TOO_LONG],
    ],
)
def test_what_is_no_request_is_refused(server: FeedServer, request_: bytes) -> None:
    assert exchange(server, request_).startswith(b"HTTP/1.1 400")


def test_who_asks_for_too_much_at_once_is_told_that(server: FeedServer) -> None:
    assert b"too long: 32768 octets at most" in exchange(server, (b"GET /?" + b"a=b&" * LONGEST_REQUEST)[:TOO_LONG])


def test_the_server_still_serves_after_clients_that_hang_up(server: FeedServer) -> None:
    address = urlsplit(server.url)
    for part in (b"", b"GET /wtcr.ics", b"GET /wtcr.ics HTTP/1.1\r\nHost: a\r\n\r\n"):
        with socket.create_connection((address.hostname, address.port), timeout=10) as connection:
            connection.sendall(part)
    assert exchange(server, b"GET /healthz HTTP/1.0\r\n\r\n").startswith(b"HTTP/1.1 200")


@pytest.mark.parametrize("part", [b"", b"GET /wtcr.ics HTTP/1.1\r\nHost: a\r\n"])
def test_a_client_that_never_finishes_its_request_is_hung_up_on(
    server: FeedServer, monkeypatch: pytest.MonkeyPatch, part: bytes
) -> None:
    monkeypatch.setattr("season_calendar.web.wire.patient_protocol.REQUEST_TIME", timedelta(milliseconds=50))
    assert exchange(server, part) == b""


def test_a_kept_connection_may_pause_between_requests_but_not_within_one(
    server: FeedServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("season_calendar.web.wire.patient_protocol.REQUEST_TIME", timedelta(milliseconds=50))
    address = urlsplit(server.url)
    with socket.create_connection((address.hostname, address.port), timeout=10) as connection:
        for _ in range(2):
            connection.sendall(b"HEAD /wtcr.ics HTTP/1.1\r\nHost: a\r\n\r\n")
            assert connection.recv(65536).startswith(b"HTTP/1.1 200 OK")
            time.sleep(0.1)
        connection.sendall(b"GET /wtcr.ics HT")
        assert connection.recv(65536) == b""
