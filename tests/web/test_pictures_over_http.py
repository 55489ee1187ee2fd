"""Pictures for sharing over HTTP: made when they are asked for, in the language of the address."""

from __future__ import annotations

import re

import httpx


def test_the_picture_that_a_page_names_is_there(client: httpx.Client) -> None:
    page = client.get("/sv/wtcr/2021/").text
    named = re.search(r'property="og:image" content="https://example\.org(/[^"]+)"', page)
    assert named is not None
    picture = client.get(named[1])
    assert picture.status_code == 200
    assert picture.headers["Content-Type"] == "image/png"
    assert picture.content.startswith(b"\x89PNG")
    assert picture.headers["Cache-Control"] == "public, max-age=86400"
    assert client.get("/sv/wtcr/2021/card.png").content == picture.content
    assert client.get("/de/wtcr/2021/card.png").content != picture.content


def test_a_client_that_has_it_is_told_so(client: httpx.Client) -> None:
    tag = client.get("/en/card.png").headers["ETag"]
    assert client.get("/en/card.png?v=old", headers={"If-None-Match": tag}).status_code == 304


def test_there_is_no_picture_of_what_there_is_not(client: httpx.Client) -> None:
    assert client.get("/en/wtcr/2021/none/card.png").status_code == 404
    assert client.get("/en/wtcr/2021/germany/other.png").status_code == 404
