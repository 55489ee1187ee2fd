"""What programs are answered by the server itself."""

from __future__ import annotations

import asyncio
from typing import Any, NoReturn

import httpx
import pytest
import schemathesis
from hypothesis import settings
from support.fake_source import FakeSource, StillClock
from support.published_site import two_series

from season_calendar.web.answers import making
from season_calendar.web.app import create_app

SOURCE = FakeSource(*two_series().publications)
APP = create_app(SOURCE, StillClock())
SCHEMA = schemathesis.openapi.from_asgi("/api/v1/openapi.json", APP)
# Every bound of every option is made where the tests are collected, in each process of theirs: .ci/run tries them too.
SCHEMA.config.phases.coverage.enabled = settings().max_examples >= 100


@SCHEMA.parametrize()
@settings(max_examples=10, deadline=None)
def test_any_request_is_answered_as_the_document_tells(case: schemathesis.Case[Any]) -> None:
    case.call_and_validate()


async def answered(method: str, path: str) -> httpx.Response:
    transport = httpx.ASGITransport(APP)
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
        return await client.request(method, path)


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/api/v1/drivers/a%0Ab", 404),
        ("GET", "/api/v1/nothing", 404),
        ("GET", "/api/v1/", 404),
        ("GET", "/api/v1", 404),
        ("GET", "/api/v1/next?limit=0", 400),
        ("GET", "/api/v1/next?series=%ff", 400),
        ("POST", "/api/v1/next", 405),
        ("POST", "/api/v1", 405),
    ],
)
def test_what_cannot_be_answered_is_a_problem(method: str, path: str, status: int) -> None:
    response = asyncio.run(answered(method, path))
    assert (response.status_code, response.headers["content-type"]) == (status, "application/problem+json")
    assert response.json()["status"] == status
    assert response.headers["cache-control"] == "no-store"
    assert response.headers["access-control-allow-origin"] == "*"


def test_what_goes_wrong_inside_is_a_problem_too(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> NoReturn:
        raise RuntimeError("a defect")

    monkeypatch.setattr(making, "answer", fail)
    response = asyncio.run(answered("GET", "/api/v1/changes?limit=7"))
    assert (response.status_code, response.headers["content-type"]) == (500, "application/problem+json")
    assert "defect" not in response.text


def test_an_answer_can_be_read_by_scripts_and_asked_for_again() -> None:
    response = asyncio.run(answered("GET", "/api/v1/seasons"))
    assert response.headers["content-type"] == "application/json"
    assert response.headers["access-control-allow-origin"] == "*"
    assert response.headers["etag"]
