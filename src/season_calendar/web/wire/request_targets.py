"""Request targets: a whole URL, as clients send it to a proxy, is taken as the path in it. Knows no feed."""

from __future__ import annotations

import re

_ORIGIN = re.compile(rb"(?:https?|webcals?)://[^/?]*", re.IGNORECASE)


def origin_form(target: bytes) -> bytes:
    """A target as a path with its query, where it was in absolute form.

    Every server must accept that form (RFC 9112 §3.2.2). Which host it names does not matter here, as the Host field
    does not; nor does ``webcal``, by which an address says that it is for a calendar. Raises ValueError where the
    target is neither, nor ``*``.
    """
    origin = _ORIGIN.match(target)
    if origin:
        target = target[origin.end() :]
        return target if target.startswith(b"/") else b"/" + target
    if not target.startswith((b"/", b"*")):
        raise ValueError("neither a path nor the URL of a page")
    return target
