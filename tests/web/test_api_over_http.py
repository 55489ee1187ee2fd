"""What programs ask over HTTP: answered as JSON, to scripts of any website, and problems as problems."""

from __future__ import annotations

import httpx
import pytest


def test_a_program_is_answered_as_json_and_may_ask_whether_it_changed(client: httpx.Client) -> None:
    response = client.get("/api/v1/seasons/wtcr/2021")
    assert (response.status_code, response.headers["Content-Type"]) == (200, "application/json")
    assert response.json()["season"] == "wtcr/2021"
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert response.headers["Cache-Control"] == "no-cache"
    again = client.get("/api/v1/seasons/wtcr/2021", headers={"If-None-Match": response.headers["ETag"]})
    assert again.status_code == 304


def test_the_document_names_the_server(client: httpx.Client) -> None:
    document = client.get("/api/v1/openapi.json").json()
    assert document["servers"][0]["url"].startswith("https://example.org")


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/api/v1/nothing", 404),
        ("/api/v1/seasons/wtcr/1999", 404),
        ("/api/v1/next?limit=none", 400),
        ("/api/v1/next?%ff=1", 400),
        ("/api/v1/next?series=" + "x" * 3000, 400),
    ],
)
def test_a_problem_is_told_as_one_and_never_kept(client: httpx.Client, path: str, status: int) -> None:
    for _ in range(2):  # made, and at hand
        response = client.get(path, headers={"If-None-Match": "*"})
        assert (response.status_code, response.headers["Content-Type"]) == (status, "application/problem+json")
        assert response.json()["status"] == status
        assert response.headers["Cache-Control"] == "no-store"
