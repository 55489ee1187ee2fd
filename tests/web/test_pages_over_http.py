"""Pages over HTTP: in the language that is asked for, right for their time, and safe to open."""

from __future__ import annotations

import re

import httpx
import pytest


@pytest.mark.parametrize(
    ("path", "asked", "language"),
    [
        ("/", "sv-SE,sv;q=0.9,en;q=0.8", "sv"),
        ("/wtcr/", "fr, de;q=0.5, en;q=0.1", "de"),
        ("/wtcr/2021/", "fr", "en"),
        ("/wtcr/2021/", ", ".join(["fr"] * 1000 + ["sv"]), "sv"),
        ("/wtcr/2021/", "en;q=0.1, sv;q=0", "en"),
        ("/wtcr/2021/", None, "en"),
        ("/de/wtcr/2021/", "sv", "de"),
    ],
)
def test_a_page_is_in_the_language_of_its_address_or_the_one_the_browser_reads(
    client: httpx.Client, path: str, asked: str | None, language: str
) -> None:
    for _ in range(2):  # made, and at hand
        response = client.get(path, headers={} if asked is None else {"Accept-Language": asked})
        assert response.status_code == 200
        assert f'<html lang="{language}"' in response.text
        negotiated = not path.startswith("/de/")
        assert response.headers["Vary"] == ("Accept-Encoding, Accept-Language" if negotiated else "Accept-Encoding")


def test_a_page_may_load_only_what_is_beside_it_and_is_asked_for_each_time(client: httpx.Client) -> None:
    response = client.get("/wtcr/2021/")
    assert response.headers["Content-Type"] == "text/html; charset=utf-8"
    assert "default-src 'none'" in response.headers["Content-Security-Policy"]
    assert "unsafe" not in response.headers["Content-Security-Policy"]
    assert response.headers["Cache-Control"] == "no-cache"
    again = client.get("/wtcr/2021/", headers={"If-None-Match": response.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_what_a_page_uses_is_beside_it_and_may_be_kept_for_ever(client: httpx.Client) -> None:
    page = client.get("/sv/wtcr/2021/").text
    names = re.findall(r'(?:href|src)="(?:\.\./)*(static/[^"]+)"', page)
    assert names
    for name in names:
        response = client.get(f"/{name}")
        assert response.status_code == 200
        assert response.headers["Cache-Control"] == "public, max-age=31536000, immutable"


def test_the_widget_may_stand_on_any_website_and_no_other_page_may(client: httpx.Client) -> None:
    policies = {path: client.get(path).headers["Content-Security-Policy"] for path in ("/widget/wtcr/", "/wtcr/")}
    assert policies["/widget/wtcr/"].endswith("; frame-ancestors * file:")
    assert policies["/wtcr/"].endswith("; frame-ancestors 'none'")
    assert all("default-src 'none'" in policy for policy in policies.values())


@pytest.mark.parametrize("query", ["x" * 7000, "address=" + "%C3%A9" * 1200, "sessions=%ff", "address=%ff"])
@pytest.mark.parametrize(("tag", "words"), [("en", "too long or damaged"), ("sv", "skadad"), ("de", "zu lang")])
def test_a_query_that_cannot_be_read_is_refused_in_words_in_the_page_s_language_with_the_form_to_go_on(
    client: httpx.Client, query: str, tag: str, words: str
) -> None:
    for path, asked in ((f"/{tag}/subscribe/", "en"), ("/subscribe/", tag)):
        refused = client.get(f"{path}?{query}", headers={"Accept-Language": asked})
        assert (refused.status_code, refused.headers["Cache-Control"]) == (400, "no-store")
        assert words in refused.text
        assert 'class="builder-form"' in refused.text
        assert client.get(path, headers={"Accept-Language": asked}).status_code == 200


def test_a_form_may_send_all_that_a_long_season_has_to_tick(client: httpx.Client) -> None:
    ticked = "&".join(f"round=wtcr/2021/round-{number}" for number in range(100))
    assert client.get(f"/subscribe/?form=/wtcr.ics&sessions=race&{ticked}").status_code == 200


@pytest.mark.parametrize(
    ("path", "media_type", "begins"),
    [
        ("/favicon.ico", "image/vnd.microsoft.icon", b"\0\0\1\0"),
        ("/apple-touch-icon.png", "image/png", b"\x89PNG"),
        ("/apple-touch-icon-precomposed.png", "image/png", b"\x89PNG"),
    ],
)
def test_the_icons_that_browsers_ask_for_of_their_own_accord_are_there(
    client: httpx.Client, path: str, media_type: str, begins: bytes
) -> None:
    response = client.get(path)
    assert (response.status_code, response.headers["Content-Type"]) == (200, media_type)
    assert response.headers["Cache-Control"] == "public, max-age=86400"
    assert response.content.startswith(begins)
    assert client.get(path, headers={"If-None-Match": response.headers["ETag"]}).status_code == 304
