"""The short cut past the application gives the same bytes as the application, and only where it may."""

from __future__ import annotations

import re
import socket
from datetime import timedelta
from types import SimpleNamespace
from urllib.parse import urlsplit

import pytest
import uvicorn
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.fake_source import FakeSource, StillClock
from support.racing import germany, published, season
from uvicorn.protocols.http import httptools_impl
from uvicorn.server import ServerState

from season_calendar.model import Status
from season_calendar.web.answers.resources import Resources
from season_calendar.web.server import FeedServer

# A field in several lines is nothing for the short cut, and says nothing to the application.
DETOUR = ("X-Detour: 1", "X-Detour: 2")

LAST = "GET /nothing HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"


def request(target: str, *fields: str, method: str = "GET", version: str = "1.1") -> str:
    return "\r\n".join([f"{method} {target} HTTP/{version}", "Host: a", *fields, "", ""])


def answers(server: FeedServer, *requests: str) -> bytes:
    """Everything that is answered on one connection, but for the dates; the last answer is always the same 404."""
    address = urlsplit(server.url)
    with socket.create_connection((address.hostname, address.port), timeout=10) as connection:
        connection.sendall("".join([*requests, LAST]).encode("latin-1"))
        received = b"".join(iter(lambda: connection.recv(65536), b""))
    return re.sub(rb"\r\ndate: [^\r]*", b"", received)


def tag(server: FeedServer, *fields: str) -> str:
    found = re.search(rb'\r\netag: ("[^"]*")', answers(server, request("/wtcr.ics", *fields)))
    assert found is not None
    return found[1].decode()


@pytest.fixture
def made(server: FeedServer) -> FeedServer:
    """A server that has /wtcr.ics at hand in both forms."""
    answers(server, request("/wtcr.ics"), request("/wtcr.ics", "Accept-Encoding: gzip"))
    return server


@pytest.fixture
def application_fails(made: FeedServer, monkeypatch: pytest.MonkeyPatch) -> FeedServer:
    """The same, but the application's own way to a feed ends in 500."""
    monkeypatch.delattr(Resources, "form")
    return made


def test_what_the_short_cut_rides_on_is_there() -> None:
    """Of uvicorn: a new version of it may well have these no more."""
    protocol = httptools_impl.HttpToolsProtocol
    assert {"on_headers_complete", "on_message_complete", "on_response_complete"} <= vars(protocol).keys()
    assert httptools_impl.STATUS_LINE[304] == b"HTTP/1.1 304 Not Modified\r\n"
    config = uvicorn.Config(lambda: None, log_config=None)
    config.load()
    its = protocol(config, ServerState(), {"resources": 1}, _loop=object())  # type: ignore[arg-type]
    assert its.app_state == {"resources": 1}
    assert its.server_state.default_headers == []
    assert hasattr(its, "parser")
    assert its.server_state.total_requests == 0
    cancelled: list[str] = []
    its.timeout_keep_alive_task = SimpleNamespace(cancel=lambda: cancelled.append("by uvicorn"))  # type: ignore[assignment]
    its._unset_keepalive_if_required()
    assert cancelled == ["by uvicorn"]
    assert callable(its.timeout_keep_alive_handler)
    its.on_message_begin()
    its.on_url(b"/wtcr.ics")
    its.on_header(b"Host", b"a")
    assert (its.url, its.headers) == (b"/wtcr.ics", [(b"host", b"a")])


@pytest.mark.parametrize(
    "fields", [(), ("Accept-Encoding: gzip",), ("Connection: keep-alive", "User-Agent: a"), ("If-None-Match: *",)]
)
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_a_plain_request_for_what_is_at_hand_never_comes_to_the_application(
    application_fails: FeedServer, method: str, fields: tuple[str, ...]
) -> None:
    status = b"304 Not Modified" if "If-None-Match: *" in fields else b"200 OK"
    asked = request("/wtcr.ics", *fields, method=method)
    assert answers(application_fails, asked, asked).count(b"HTTP/1.1 " + status) == 2


@pytest.mark.parametrize(
    "asked",
    [
        request("/wtcr.ics", *DETOUR),
        request("/wtcr.ics", "Content-Length: 2") + "xx",
        request("/wtcr.ics", "Transfer-Encoding: chunked") + "0\r\n\r\n",
        request("/wtcr.ics", "Expect: 100-continue"),
        request("/wtcr.ics", "Accept-Encoding: identity", "Accept-Encoding: gzip"),
        request("/wtcr.ics", "Connection: close"),
        request("/wtcr.ics", version="1.0"),
        request("/wtcr.ics?rounds=only"),
        request("http://a/wtcr.ics"),
    ],
)
def test_an_unusual_request_goes_to_the_application(application_fails: FeedServer, asked: str) -> None:
    assert b"HTTP/1.1 500" in answers(application_fails, asked)


def test_answers_of_both_kinds_come_in_the_order_of_the_requests(made: FeedServer) -> None:
    plain, detour = request("/wtcr.ics"), request("/wtcr.ics?lang=sv", *DETOUR)
    got = answers(made, plain, detour, plain, plain, detour)
    languages = ["sv" if b"lang=sv" in part else "en" for part in got.split(b"BEGIN:VCALENDAR")[1:]]
    assert languages == ["en", "sv", "en", "en", "sv"]


def test_a_new_publication_is_answered_at_once(made: FeedServer, source: FakeSource) -> None:
    known = request("/wtcr.ics", f"If-None-Match: {tag(made)}")
    assert b"HTTP/1.1 304" in answers(made, known)
    source.publications = (published(season(), season(germany(status=Status.CANCELLED))),)
    assert b"Cancelled: " in answers(made, known)


def test_a_tombstone_is_gone_the_moment_its_time_is_over(
    server: FeedServer, source: FakeSource, clock: StillClock
) -> None:
    source.publications = (published(season(), season(germany(sessions=()))),)
    entries = source.publications[0].entries.values()
    for end in sorted({end for entry in entries if (end := entry.tombstone_until)}):
        clock.at = end - timedelta(microseconds=1)
        before = [answers(server, request("/wtcr.ics")).count(b"BEGIN:VEVENT") for _ in range(2)]
        clock.at = end
        after = [answers(server, request("/wtcr.ics")).count(b"BEGIN:VEVENT") for _ in range(2)]
        assert before[0] == before[1] > after[0] == after[1]


CODINGS = st.sampled_from(["gzip", "identity", "gzip;q=0", "*", "gzip, deflate, br", "br", "gzip;q=x", "", ","])
DATES = st.sampled_from(["Tue, 01 Jun 2021 07:59:59 GMT", "Fri, 01 Jan 2038 00:00:00 GMT", "yesterday", ""])
TAGS = st.lists(st.sampled_from(["PLAIN", "ZIPPED", "W/PLAIN", '"other"', "*", "x"]), max_size=3).map(", ".join)
NAMES = st.sampled_from(["X-A", "accept", "USER-AGENT", "Connection", "Cookie", "Range", "Cache-Control"])
VALUES = st.text(st.characters(min_codepoint=33, max_codepoint=255, exclude_characters="\x7f"), max_size=20)
FIELDS = st.one_of(
    CODINGS.map("Accept-Encoding: {}".format),
    DATES.map("If-Modified-Since: {}".format),
    TAGS.map("If-None-Match: {}".format),
    st.builds("{}: {}".format, NAMES, VALUES),
)
TARGETS = st.sampled_from(
    ["/wtcr.ics", "/wtcr.ics?", "/all.ics?series=wtcr", "/wtcr.ics?alarm=1d", "/%77tcr.ics", "/no.ics"]
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(TARGETS, st.lists(FIELDS, max_size=6), st.sampled_from(["GET", "HEAD"]))
def test_the_short_cut_and_the_application_give_the_same_bytes(
    made: FeedServer, target: str, fields: list[str], method: str
) -> None:
    zipped = tag(made, "Accept-Encoding: gzip")
    known = [field.replace("PLAIN", tag(made)).replace("ZIPPED", zipped) for field in fields]
    short, long = request(target, *known, method=method), request(target, *known, *DETOUR, method=method)
    application = answers(made, long, long)
    assert answers(made, short, short) == application
