"""A page as it is written or served."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

HTML = "text/html; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Page:
    """The bytes of a page. They are right from ``since`` on and until before ``until``, unless something else is
    published. ``may_be_framed``: it is made to stand on pages of others. ``is_refusal``: it says what is wrong with the
    address, of which nothing could be read.
    """

    body: bytes
    since: datetime
    until: datetime
    media_type: str = HTML
    may_be_framed: bool = False
    is_refusal: bool = False
