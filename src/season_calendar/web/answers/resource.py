"""What is answered with: bytes of a media type, and how long caches may believe them."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http import HTTPStatus

from season_calendar.api.answers import ApiAnswer
from season_calendar.feeds.feed import Feed
from season_calendar.pages.assets import Asset
from season_calendar.pages.page import MAY_LOAD, Page

ALWAYS = datetime.min.replace(tzinfo=UTC)
NEVER = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Resource:
    """The ``body`` is right from ``since`` on and until before ``until``, unless something else is published.

    ``etag`` is strong and quoted (RFC 9110 §8.8.3). ``changed_at`` is told as Last-Modified, where it is known.
    ``varies`` are the fields of a request, beside Accept-Encoding, by which another answer would be given.
    """

    body: bytes
    etag: str
    media_type: str
    cache_control: str
    changed_at: datetime | None = None
    since: datetime = ALWAYS
    until: datetime = NEVER
    varies: tuple[str, ...] = ()
    fields: Mapping[str, str] = field(default_factory=dict)
    status: int = 200

    @classmethod
    def of_feed(cls, feed: Feed, changed_at: datetime) -> Resource:
        """A feed that, as far as anybody may know, last changed at ``changed_at`` (whole seconds)."""
        return cls(feed.body, feed.etag, "text/calendar; charset=utf-8", "public, max-age=300", changed_at)

    @classmethod
    def of_page(cls, page: Page, *, negotiated: bool) -> Resource:
        """A page; ``negotiated`` where its language was."""
        varies = ("Accept-Language",) if negotiated else ()
        # To be asked for each time: an edit shows at once, and most of the time the answer is that nothing changed.
        return cls(
            page.body,
            _etag(page.body),
            page.media_type,
            "no-store" if page.is_refusal else "no-cache",
            since=page.since,
            until=page.until,
            varies=varies,
            fields=_fields_of(page),
            status=HTTPStatus.BAD_REQUEST if page.is_refusal else HTTPStatus.OK,
        )

    @classmethod
    def of_api(cls, answered: ApiAnswer, now: datetime) -> Resource:
        """What a program is told ``now``; not to be kept where it is a problem, which may be none a moment later."""
        cache_control = "no-cache" if answered.status == HTTPStatus.OK else "no-store"
        return cls(
            answered.body,
            _etag(answered.body),
            answered.media_type,
            cache_control,
            since=now,
            until=answered.until,
            status=answered.status,
        )

    @classmethod
    def of_picture(cls, png: bytes, *, negotiated: bool) -> Resource:
        """A picture for sharing; ``negotiated`` where its language was. Pages name another address when it changes."""
        varies = ("Accept-Language",) if negotiated else ()
        return cls(png, _etag(png), "image/png", "public, max-age=86400", varies=varies)

    @classmethod
    def of_icon(cls, icon: Asset) -> Resource:
        """An icon at an address that stays when it changes."""
        return cls(icon.body, _etag(icon.body), icon.media_type, "public, max-age=86400")

    @classmethod
    def of_asset(cls, asset: Asset) -> Resource:
        """A packaged file, which has another address as soon as anything in it changes."""
        return cls(asset.body, _etag(asset.body), asset.media_type, "public, max-age=31536000, immutable")


def _fields_of(page: Page) -> dict[str, str]:
    # A star stands for what comes by a network (CSP 3), and not for a page that a display has on its disk.
    framed_by = "* file:" if page.may_be_framed else "'none'"
    return {
        "Content-Security-Policy": f"{MAY_LOAD}; frame-ancestors {framed_by}",
        "Referrer-Policy": "strict-origin-when-cross-origin",
    }


def _etag(body: bytes) -> str:
    return f'"{hashlib.sha256(body).hexdigest()[:32]}"'
