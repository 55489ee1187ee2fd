"""What a request's header fields ask for: what the client has already, and which codings and languages it reads.

RFC 9110 §13 (conditional requests), §12.5.3 (Accept-Encoding) and §12.5.4 (Accept-Language), as functions of text.
Knows no framework.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from functools import lru_cache

_ENTITY_TAG = re.compile(r'(?:W/)?("[\x21\x23-\x7e\x80-\xff]*")')
_QUALITY = re.compile(r"(?:0(?:\.\d{0,3})?|1(?:\.0{0,3})?)")


def matching_tag(if_none_match: str, tags: Sequence[str]) -> str | None:
    """The first of ``tags`` (quoted, strong) that the client has, None where it has none of them.

    The comparison is weak, as RFC 9110 §13.1.2 asks for; ``*`` matches whatever there is.
    """
    if if_none_match.strip() == "*":
        return tags[0]
    named = set(_ENTITY_TAG.findall(if_none_match))
    return next((tag for tag in tags if tag in named), None)


def is_unmodified_since(if_modified_since: str, last_modified_at: datetime) -> bool:
    """Nothing changed since the date the client names. What is no date is ignored (RFC 9110 §13.1.3)."""
    try:
        since = parsedate_to_datetime(if_modified_since)
    except (ValueError, TypeError, OverflowError):
        return False
    if since.tzinfo is None:  # "-0000": in UTC, though nobody knows where it was written
        since = since.replace(tzinfo=UTC)
    return last_modified_at <= since


def http_date(instant: datetime) -> str:
    """An instant as HTTP writes it: ``Thu, 03 Jun 2021 12:30:00 GMT`` (RFC 9110 §5.6.7)."""
    return format_datetime(instant.astimezone(UTC), usegmt=True)


@lru_cache(maxsize=64)  # most clients ask in the same few ways
def accepts_gzip(accept_encoding: str) -> bool:
    """The client asks for gzip, and likes it no less than the plain body.

    A field that says nothing of gzip, or gives it ``q=0``, does not ask; ``*`` stands for what is not named.
    """
    qualities = _qualities(accept_encoding)
    others = qualities.get("*", 0.0)
    gzip = qualities.get("gzip", qualities.get("x-gzip", others))
    return gzip > 0 and gzip >= qualities.get("identity", others)


def preferred_languages(accept_language: str) -> list[str]:
    """The language tags that the client reads, in small letters, the most wanted first; ``*`` is none of them."""
    qualities = _qualities(accept_language)
    return sorted((tag for tag, its in qualities.items() if its > 0 and tag != "*"), key=lambda tag: -qualities[tag])


def _qualities(listed: str) -> dict[str, float]:
    """What is listed, in small letters and in its order, with the weight of each (RFC 9110 §12.4.2)."""
    items = (tuple(part.strip().lower() for part in item.partition(";")) for item in listed.split(","))
    return {name: _quality(parameter) for name, _, parameter in items if name}


def _quality(parameter: str) -> float:
    """The weight that ``q=0.5`` gives; 1 where there is none, 0 where it is none that can be read."""
    if not parameter:
        return 1.0
    name, _, value = (part.strip() for part in parameter.partition("="))
    return float(value) if name == "q" and _QUALITY.fullmatch(value) else 0.0
