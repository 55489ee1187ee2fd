"""Whatever the document allows is answered as it says, and what it does not allow is refused."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl

import schemathesis
from hypothesis import settings
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from support.published_site import two_series
from support.reminding import at

from season_calendar.api.answers import answer

SITE = two_series()


async def _answer(request: Request) -> Response:
    query = parse_qsl(request.scope["query_string"].decode("latin-1"), keep_blank_values=True)
    answered = answer(request.scope["path"], query, SITE.publications, at("06-04 12:00"), SITE.changes_of)
    assert answered is not None
    return Response(answered.body, answered.status, media_type=answered.media_type)


APP = Starlette(routes=[Route("/api/v1/{path:path}", _answer, methods=["GET"])])
SCHEMA = schemathesis.openapi.from_asgi("/api/v1/openapi.json", APP)


@SCHEMA.parametrize()
@settings(max_examples=25, deadline=None)
def test_any_request_is_answered_as_the_document_tells(case: schemathesis.Case[Any]) -> None:
    case.call_and_validate()
