"""A page as it is written or served."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

HTML = "text/html; charset=utf-8"

MAY_LOAD = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
    "frame-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'"
)
"""What a page may load: only what is beside it, and nothing written into it."""

FILES_MAY_LOAD = MAY_LOAD.replace("'self'", "'self' file:")
"""The same of a page that is a file: hosts of files send no such field. Opened from a disk, a page may not know what is
beside it for its own.
"""


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
