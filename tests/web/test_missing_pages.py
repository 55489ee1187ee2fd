"""What is answered where there is no page: to people a page, to programs a line."""

from __future__ import annotations

import httpx
import pytest

from season_calendar.printable import printable

BROWSER = {"Accept": "text/html,application/xhtml+xml;q=0.9,*/*;q=0.8"}


@pytest.mark.parametrize(
    ("path", "language", "says"),
    [
        ("/nothing/", "en", "Off the track"),
        ("/wtcr/2021/nowhere/", "sv-SE,sv;q=0.9", "Av banan"),
        ("/de/nothing/", "en", "Von der Strecke"),
    ],
)
def test_a_browser_is_shown_a_page_in_its_language(client: httpx.Client, path: str, language: str, says: str) -> None:
    response = client.get(path, headers={**BROWSER, "Accept-Language": language})
    assert response.status_code == 404
    assert response.headers["content-type"] == "text/html; charset=utf-8"
    assert response.headers["cache-control"] == "no-cache"
    assert "Accept" in response.headers["vary"].split(", ")
    assert "default-src 'none'" in response.headers["content-security-policy"]
    assert says in response.text


def test_it_leads_back_from_wherever_it_was_asked_for(client: httpx.Client) -> None:
    text = client.get("/a/b/c", headers=BROWSER).text
    assert 'href="../../wtcr/2021/"' in text


def test_the_address_that_was_asked_for_is_not_written_into_it(client: httpx.Client) -> None:
    assert "<b>" not in client.get("/<b>hello</b>/", headers=BROWSER).text


def test_a_program_is_told_in_a_line(client: httpx.Client) -> None:
    response = client.get("/nothing/")
    assert (response.status_code, response.headers["content-type"]) == (404, "text/plain; charset=utf-8")
    assert "\n" not in response.text.rstrip("\n")


@pytest.mark.parametrize("place", ["/{}", "/{}.ics", "/wtcr/{}.ics", "/de/wtcr/2021/{}/", "/static/{}", "/api/v1/{}"])
def test_what_would_steer_the_terminal_of_a_program_is_answered_as_escapes(client: httpx.Client, place: str) -> None:
    """Whoever is sent such an address, and asks with curl, sees what came back in a terminal."""
    response = client.get(place.format("%1b%5b31m%0a%c2%9b%07%e2%80%ae%e2%80%a8%c2%85"))
    detail = response.json()["detail"] if place.startswith("/api") else response.text
    assert response.status_code == 404
    assert place.format(r"\x1b[31m\n\x9b\x07\u202e\u2028\x85") in detail
    assert printable(response.text) == response.text
