"""Whatever the document allows is answered as it says, and what it does not allow is refused."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl

import schemathesis
from hypothesis import settings
from starlette.responses import Response
from starlette.types import Receive, Scope, Send
from support.published_site import two_series
from support.reminding import at

from season_calendar.api.answers import answer

SITE = two_series()


async def _app(scope: Scope, receive: Receive, send: Send) -> None:
    """Whatever stands in an address comes here; a route would not match what has a line break in it."""
    query = parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True)
    answered = answer(scope["path"], query, SITE.publications, at("06-04 12:00"), SITE.changes_of)
    assert answered is not None
    response = Response(answered.body, answered.status, media_type=answered.media_type)
    if scope["method"] != "GET":  # methods are the server's business
        response = Response(status_code=405, headers={"Allow": "GET"})
    await response(scope, receive, send)


SCHEMA = schemathesis.openapi.from_asgi("/api/v1/openapi.json", _app)


@SCHEMA.parametrize()
@settings(max_examples=25, deadline=None)
def test_any_request_is_answered_as_the_document_tells(case: schemathesis.Case[Any]) -> None:
    case.call_and_validate()
