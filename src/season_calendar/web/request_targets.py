"""Request targets: a whole URL, as clients send it to a proxy, is taken as the path in it. Knows no feed."""

from __future__ import annotations

import re

from starlette.types import ASGIApp, Receive, Scope, Send

_ORIGIN = re.compile(r"(?:https?|webcals?)://[^/]*", re.IGNORECASE)


class OriginFormOnly:
    """Hands a request on with a path, where its target was in absolute form.

    Every server must accept that form (RFC 9112 §3.2.2). Which host it names does not matter here, as the Host field
    does not; nor does ``webcal``, by which an address says that it is for a calendar.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer as the application does."""
        if scope["type"] == "http":
            origin = _ORIGIN.match(scope["path"])
            if origin:
                scope = {**scope, "path": scope["path"][origin.end() :] or "/"}
        await self._app(scope, receive, send)
