"""Addresses as a real server is asked for them: many that are one feed, and those that are none."""

from __future__ import annotations

from urllib.parse import unquote

import httpx
import pytest
from support.fake_source import FakeSource
from support.racing import published, season

from season_calendar.model import Series
from season_calendar.web.server import FeedServer


@pytest.mark.parametrize(
    "address",
    [
        "/wtcr.ics?sessions=race&alarm=1d&utm_source=mail&fbclid=x",
        "/wtcr.ics?1634567890&sessions=race&alarm=1d",
        "/wtcr.ics?sessions=race&alarm=1d&_=1634567890",
        "/wtcr.ics?sessions=race;alarm=1d",
        "/wtcr.ics?sessions=race&amp;alarm=1d",
        "/wtcr.ics?sessions=race?alarm=1d",
        "/wtcr.ics??sessions=race&alarm=1d",
        "/wtcr.ics?Sessions=RACE&ALARM=1D",
        "/wtcr.ics?sessions=race%20&alarm=1d,",
        "/WTCR.ICS?sessions=race&alarm=1d",
        "/wtcr.ics/?sessions=race&alarm=1d",
        "/wtcr.ics%20?sessions=race&alarm=1d",
        "/wtcr.ics%0A?sessions=race&alarm=1d",
        "//wtcr.ics?sessions=race&alarm=1d",
    ],
)
def test_the_same_choice_is_the_same_feed_answered_at_once(server: FeedServer, address: str) -> None:
    plain, other = (httpx.get(f"{server.url}{it}") for it in ("/wtcr.ics?alarm=1d&sessions=race", address))
    assert (plain.status_code, other.status_code) == (200, 200)
    assert other.content == plain.content
    assert other.headers["ETag"] == plain.headers["ETag"]


def test_the_season_of_a_feed_may_be_written_as_loosely(client: httpx.Client) -> None:
    assert client.get("/WTCR//2021.Ics/").content == client.get("/wtcr/2021.ics").content


@pytest.mark.parametrize(
    "path", ["/nothing.ics", "/wtcr/2020.ics", "/%2e%2e/x.ics", "/.ics", "/api/wtcr.ics", "/wtcr/2021/portugal.ics"]
)
def test_an_unknown_feed_is_404_and_told_which_there_are(client: httpx.Client, path: str) -> None:
    response = client.get(path)
    assert response.status_code == 404
    assert response.text == f"no feed {unquote(path)} (there are: /all.ics, /wtcr.ics, /wtcr/2021.ics)\n"


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("session=race", "no option 'session'; did you mean 'sessions'?"),
        ("sessions=rase", "did you mean 'race'?"),
        ("rounds=some", "valid: with, only, none"),
        ("alarm=soon", "valid: alarm=1d,30m"),
        ("series=wtcr", "only /all.ics and those of drivers have the option 'series'"),
        ("sessions", "names nothing"),
        ("lang=xx", "no language 'xx' (valid: en"),
        ("driver=jessica", "no driver 'jessica' (valid: none, for there is none yet)"),
        ("round=grmany", "did you mean 'germany'?"),
        ("sessions=%ff", "the query is not readable (valid: percent-encoded UTF-8)"),
        ("sessions=" + "race," * 500 + "race", "the query is too long (valid: at most 2048 octets)"),
    ],
)
def test_an_option_that_cannot_be_had_is_400_and_told_what_can(client: httpx.Client, query: str, message: str) -> None:
    response = client.get(f"/wtcr.ics?{query}")
    assert response.status_code == 400
    assert message in response.text
    assert response.headers["Cache-Control"] == "no-store"
    assert response.headers["Content-Type"] == "text/plain; charset=utf-8"


@pytest.mark.parametrize("path", ["/nothing", "/wtcr/2020", "/wtcr.ics.html", "/wtcrics", "/%2e%2e/x", "/static/x.css"])
def test_only_what_ends_in_ics_can_be_a_feed(client: httpx.Client, path: str) -> None:
    response = client.get(path)
    told = f"there is nothing at {unquote(path)} (everything is reached from /)\n"
    assert (response.status_code, response.text) == (404, told)
    assert response.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("path", "whole"),
    [
        ("/wtcr", "wtcr/"),
        ("/wtcr/2021", "2021/"),
        ("/sv/wtcr", "wtcr/"),
        ("/sv/subscribe?sessions=race&alarm=race:1h", "subscribe/?sessions=race&alarm=race:1h"),
    ],
)
def test_the_address_of_a_page_without_its_last_slash_leads_to_it(client: httpx.Client, path: str, whole: str) -> None:
    """Seen from the address without it, the links of the page would lead elsewhere."""
    response = client.get(path)
    assert (response.status_code, response.headers["Location"]) == (308, whole)
    assert response.next_request is not None
    assert client.send(response.next_request).status_code == 200


@pytest.mark.parametrize("id_", ["api", "static", "feeds"])
def test_a_series_of_an_id_that_is_reserved_by_now_keeps_its_feed(
    client: httpx.Client, source: FakeSource, id_: str
) -> None:
    source.publications = (published(season(series=Series(id_, "A series", "S"))),)
    assert client.get(f"/{id_}.ics").status_code == 200
    assert client.get(f"/{id_}/2021.ics").status_code == 200
