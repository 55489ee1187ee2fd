"""A resource in the form in which it is answered: its header fields and its body as bytes, prepared once.

Header fields are lines, as they go over the wire, each with its end.
"""

from __future__ import annotations

import gzip
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from http import HTTPStatus
from typing import NamedTuple

from season_calendar.web.answers.conditional_requests import (
    accepts_gzip,
    http_date,
    is_unmodified_since,
    matching_tag,
)
from season_calendar.web.answers.resource import Resource

# A script of any website may read all there is, and why there is nothing. It is the same for all of them, so that Vary
# need not name Origin, of which there are too many for a cache.
TO_SCRIPTS = {"Access-Control-Allow-Origin": "*", "Access-Control-Expose-Headers": "ETag, Last-Modified"}
SAFE = {"X-Content-Type-Options": "nosniff"}

_OBJECTS = 700
"""Bytes of a form's own objects, without its texts."""


class Answer(NamedTuple):
    """A status, header fields but for those that every answer of the server has, and a body."""

    status: int
    fields: bytes
    body: bytes


@dataclass(frozen=True, slots=True)
class Form:
    """One resource, plain or gzipped, and the answers to whoever asks for it so.

    Each form has a tag of its own, as RFC 9110 §8.8.3.3 asks of a strong one. ``tags`` are this form's and the other's;
    ``unchanged`` are the answers to whoever has one of them, by the tag; none where the resource has no status 200.
    ``bare`` is the resource without its body.
    """

    tags: tuple[str, str]
    since: datetime
    until: datetime
    unchanged: Mapping[bytes, Answer]
    whole: Answer
    bare: Resource
    zipped: bool

    @classmethod
    def of(cls, resource: Resource, *, zipped: bool) -> Form:
        """The form of a resource."""
        # Without mtime=0 the same bytes would be zipped to others, under the same strong tag, each time.
        body = gzip.compress(resource.body, compresslevel=6, mtime=0) if zipped else resource.body
        gzip_tag = f'{resource.etag[:-1]}-gzip"'
        tags = (gzip_tag, resource.etag) if zipped else (resource.etag, gzip_tag)
        changed_at = resource.changed_at
        common = _lines(
            {
                **SAFE,
                **TO_SCRIPTS,
                **({} if changed_at is None else {"Last-Modified": http_date(changed_at)}),
                "Cache-Control": resource.cache_control,
                "Vary": ", ".join(("Accept-Encoding", *resource.varies)),
                **resource.fields,
            }
        )
        own = {
            **({"Content-Encoding": "gzip"} if zipped else {}),
            "ETag": tags[0],
            "Content-Type": resource.media_type,
            "Content-Length": str(len(body)),
        }
        unchanged = {tag.encode("latin-1"): Answer(304, common + _lines({"ETag": tag}), b"") for tag in tags}
        return cls(
            tags,
            resource.since,
            resource.until,
            unchanged if resource.status == HTTPStatus.OK else {},
            Answer(resource.status, common + _lines(own), body),
            replace(resource, body=b""),
            zipped,
        )

    def other(self) -> Form:
        """The other form of the same resource."""
        body = gzip.decompress(self.whole.body) if self.zipped else self.whole.body
        return Form.of(replace(self.bare, body=body), zipped=not self.zipped)

    def is_right(self, now: datetime) -> bool:
        """Whether it may still be given, or already: time alone changes what some resources are."""
        return self.since <= now < self.until

    @property
    def size(self) -> int:
        """Bytes it takes to keep."""
        fields = (answer.fields for answer in self.unchanged.values())
        return _OBJECTS + sum(map(sys.getsizeof, (*self.tags, *fields, self.whole.fields, self.whole.body)))

    def answer(self, asked: Mapping[bytes, bytes]) -> Answer:
        """The answer to a request with these header fields: all of it, or 304 where the client has either form."""
        # Nearly all name the one tag that they were given, as they were given it.
        unchanged = self.unchanged.get(asked.get(b"if-none-match", b""))
        if unchanged is not None:
            return unchanged
        known_tag = self._known_tag(asked)
        return self.whole if known_tag is None else self.unchanged.get(known_tag.encode("latin-1"), self.whole)

    def _known_tag(self, asked: Mapping[bytes, bytes]) -> str | None:
        """The tag of the form that the client has, None where it has none that is still right.

        If-Modified-Since counts only where there is no If-None-Match (RFC 9110 §13.1.3).
        """
        tags = asked.get(b"if-none-match")
        if tags is not None:
            return matching_tag(tags.decode("latin-1"), self.tags)
        since = asked.get(b"if-modified-since")
        changed_at = self.bare.changed_at
        if since is None or changed_at is None:
            return None
        return self.tags[0] if is_unmodified_since(since.decode("latin-1"), changed_at) else None


def fields_asked(headers: Iterable[tuple[bytes, bytes]]) -> dict[bytes, bytes]:
    """Header fields by their names, which are in small letters; one in several lines is one list (RFC 9110 §5.3)."""
    fields: dict[bytes, bytes] = {}
    for name, value in headers:
        fields[name] = fields[name] + b", " + value if name in fields else value
    return fields


def wants_gzip(asked: Mapping[bytes, bytes]) -> bool:
    """Whether a request with these header fields is to be answered with the gzipped form."""
    codings = asked.get(b"accept-encoding")
    return codings is not None and accepts_gzip(codings.decode("latin-1"))


def pairs(fields: bytes) -> list[tuple[bytes, bytes]]:
    """Header fields as an application gives them to a server."""
    lines = (line.partition(b": ") for line in fields.split(b"\r\n") if line)
    return [(name, value) for name, _, value in lines]


def _lines(fields: Mapping[str, str]) -> bytes:
    return "".join(f"{name.lower()}: {value}\r\n" for name, value in fields.items()).encode("latin-1")
