"""A request that was parsed before, byte for byte, is not parsed again. It is known only where a request begins."""

from __future__ import annotations

import re
import socket
import time
from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from support.fake_source import FakeSource
from support.racing import germany, published, season

from season_calendar.web.answers.resources import Resources
from season_calendar.web.server import FeedServer
from season_calendar.web.wire.fast_path import FastProtocol, KnownRequests, Request

KNOWN = b"GET /wtcr/ HTTP/1.1\r\nHost: a\r\nAccept-Encoding: gzip\r\n\r\n"
LAST = b"GET /nothing HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"

Exchange = Callable[..., list[bytes]]


@pytest.fixture
def exchange(server: FeedServer) -> Exchange:
    """Send each part once the one before was read by the server, then ``LAST``; the answers but for their dates."""
    address = urlsplit(server.url)

    def exchanged(*parts: bytes) -> list[bytes]:
        with socket.create_connection((address.hostname, address.port), timeout=10) as connection:
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            for part in (*parts, LAST):
                connection.sendall(part)
                time.sleep(0.05)
            received = b"".join(iter(lambda: connection.recv(65536), b""))
        return re.split(rb"(?=HTTP/1\.1 \d)", re.sub(rb"\r\ndate: [^\r]*", b"", received))[1:]

    for _ in range(3):
        exchanged(KNOWN)  # made, at hand, known
    return exchanged


def statuses(answers: list[bytes]) -> list[int]:
    return [int(answer.split()[1]) for answer in answers]


def test_a_known_request_is_not_parsed_again_on_any_connection(
    exchange: Exchange, monkeypatch: pytest.MonkeyPatch
) -> None:
    parsed = exchange(KNOWN)
    monkeypatch.setattr(FastProtocol, "_plain_request", lambda _: None)
    monkeypatch.delattr(Resources, "form")
    assert exchange(KNOWN, KNOWN)[:2] == parsed[:1] * 2
    assert statuses(exchange(KNOWN + b"\r\n")) == [500, 500]


def test_it_is_answered_with_what_is_right_now(exchange: Exchange, source: FakeSource) -> None:
    before = exchange(KNOWN)[0]
    source.publications = (published(season(germany(name="Race of Saxony"))),)
    answers = exchange(KNOWN, KNOWN)
    assert statuses(answers) == [200, 200, 404]
    assert answers[0] == answers[1] != before


@pytest.mark.parametrize("method", [b"GET", b"HEAD"])
@pytest.mark.parametrize(
    "field", [b"If-None-Match: *", b"If-None-Match: x", b"accept-encoding: gzip", b"Accept: a\xff"]
)
def test_the_first_time_and_the_next_it_is_answered_alike(exchange: Exchange, method: bytes, field: bytes) -> None:
    request = b"%b /wtcr/?b HTTP/1.1\r\nHost: a\r\n%b\r\n\r\n" % (method, field)
    application, *_ = exchange(request.replace(b"Host: a", b"X: 1\r\nX: 2\r\nHost: a"))
    for answers in (exchange(request, KNOWN, request), exchange(request, KNOWN, request)):
        assert answers[0] == answers[2] == application
        assert answers[1] == exchange(KNOWN)[0]


@pytest.mark.parametrize(
    "before",
    [
        b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: %d\r\n\r\n" % len(KNOWN),
        b"GET /wtcr/ HTTP/1.1\r\nHost: a\r\nContent-Length: %d\r\n\r\n" % len(KNOWN),
        b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n%x\r\n" % len(KNOWN),
        b"GET /wtcr/ HTTP/1.1\r\nHost: a\r\nX: ",
        b"GET /wtcr/ HTTP/1.1\r\nHost: a\r\nX",
        b"G",
    ],
    ids=["body", "body of a GET", "chunk", "value", "name", "method"],
)
def test_what_is_a_part_of_another_request_is_never_taken_for_one(exchange: Exchange, before: bytes) -> None:
    rest = b"\r\n0\r\n\r\n" if b"chunked" in before else b""
    together = exchange(before + KNOWN + rest)
    apart = exchange(before, KNOWN, rest) if rest else exchange(before, KNOWN)
    assert statuses(apart) == statuses(together)
    assert len(apart) <= 2


def test_what_is_known_fits_into_its_room() -> None:
    known = KnownRequests(capacity=20_000)
    for number in range(1000):
        known.keep(b"GET /%d" % number, Request(b"/%d" % number, {b"host": b"a" * 100}, is_head=False))
        assert known.size <= 20_000
    assert known.get(b"GET /999") is not None
    assert known.get(b"GET /0") is None


def test_neither_several_requests_nor_a_long_or_an_unusual_one_are_known(
    exchange: Exchange, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept: list[bytes] = []
    monkeypatch.setattr(KnownRequests, "keep", lambda _, request, known: kept.append(request))
    long = KNOWN.replace(b"Host: a\r\n", b"Host: a\r\nX: %s\r\n" % (b"x" * 3000))
    closing = KNOWN.replace(b"Host: a\r\n", b"Host: a\r\nConnection: close\r\n")
    twice = KNOWN.replace(b"Host: a\r\n", b"Host: a\r\nX: 1\r\nX: 2\r\n")
    other = KNOWN.replace(b"Host: a\r\n", b"Host: b\r\n")
    for parts in ((KNOWN + other,), (other[:30], other[30:]), (long,), (twice,), (b"POST" + KNOWN[3:],), (closing,)):
        exchange(*parts)
    assert kept == []
    exchange(other)
    assert kept == [other]
