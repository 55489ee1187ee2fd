"""A feed that is at hand is given to who asks well for it; all others are answered as if it were not at hand."""

from __future__ import annotations

import re
import socket
from urllib.parse import urlsplit

import pytest

from season_calendar.web.server import FeedServer

# A field in several lines is nothing for the short cut, and says nothing to the application.
DETOUR = ("X-Detour: 1", "X-Detour: 2")


def answer(server: FeedServer, method: str, *fields: str, version: str = "1.1") -> bytes:
    """What a request for the feed is answered with, and what a second one with which the connection ends."""
    address = urlsplit(server.url)
    request = "\r\n".join([f"{method} /wtcr.ics HTTP/{version}", "Host: a", *fields, "", ""])
    last = "GET /nothing HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
    with socket.create_connection((address.hostname, address.port), timeout=10) as connection:
        connection.sendall((request + last).encode())
        received = b"".join(iter(lambda: connection.recv(65536), b""))
    return re.sub(rb"\r\ndate: [^\r]*", b"", received)


@pytest.mark.parametrize(
    ("method", "status"), [("OPTIONS", b"204"), ("POST", b"405"), ("DELETE", b"405"), ("PROPFIND", b"405")]
)
def test_another_method_than_get_and_head_does_not_get_the_feed(server: FeedServer, method: str, status: bytes) -> None:
    assert answer(server, "GET").startswith(b"HTTP/1.1 200")
    got = answer(server, method)
    assert got.startswith(b"HTTP/1.1 " + status)
    assert b"allow: GET, HEAD, OPTIONS\r\n" in got.replace(b"Allow", b"allow")
    assert b"BEGIN:VCALENDAR" not in got


def test_a_kept_connection_of_http_1_0_gets_the_same_bytes_whether_or_not_the_feed_is_at_hand(
    server: FeedServer,
) -> None:
    answer(server, "GET")
    fields = ("Connection: keep-alive",)
    assert answer(server, "GET", *fields, version="1.0") == answer(server, "GET", *fields, *DETOUR, version="1.0")


@pytest.mark.parametrize("hosts", ["", "Host: a\r\nHost: b\r\n"])
def test_a_request_without_its_one_host_is_refused_also_where_the_feed_is_at_hand(
    server: FeedServer, hosts: str
) -> None:
    answer(server, "GET")
    address = urlsplit(server.url)
    with socket.create_connection((address.hostname, address.port), timeout=10) as connection:
        connection.sendall(f"GET /wtcr.ics HTTP/1.1\r\n{hosts}\r\n".encode())
        assert connection.recv(65536).startswith(b"HTTP/1.1 400")


@pytest.mark.parametrize("page", ["/healthz", "/healthz?x=1"])
def test_the_whole_url_of_any_page_is_that_page(server: FeedServer, page: str) -> None:
    address = urlsplit(server.url)
    request = f"GET http://example.org{page} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
    with socket.create_connection((address.hostname, address.port), timeout=10) as connection:
        connection.sendall(request.encode())
        received = b"".join(iter(lambda: connection.recv(65536), b""))
    assert b'"status":"ok"' in received
