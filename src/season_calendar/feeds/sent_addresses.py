"""Addresses as the world sends them: which feed a request's path names, and which options its query gives.

Mail programs, websites, proxies and people change an address on its way. What they add is ignored, and how they spell
it says nothing. Which feeds there are is not known here, nor what the options mean and how their values are spelt. The
same for what a client asks a server for, and for what somebody pastes into a form.
"""

from __future__ import annotations

import re
from urllib.parse import unquote_to_bytes

from season_calendar.errors import FeedOptionError

LONGEST_QUERY = 2048
"""Octets of a query; the longest that means something is far shorter."""

LONGEST_FORM = 3 * LONGEST_QUERY
"""Octets of a query that a form sends: in it stands what an address lists, each by itself and with its name."""

# `&amp;` is a `&` that was taken from the source of a page, once or more often, and perhaps encoded since. A second `?`
# comes from whoever adds to an address without a look at it. A name or value with such a character has it encoded.
_SEPARATORS = re.compile(rb"&(?:amp(?:;|%3b))*|[;?]", re.IGNORECASE)

_ADDED_BY_OTHERS = re.compile(r"utm_.*|mc_.*|fbclid|gclid|_", re.IGNORECASE | re.DOTALL)
_DIGITS = re.compile(r"[0-9]+")


def feed_path(path: str) -> str | None:
    """The address of the feed that a path (percent-decoded) names, if there is one; None where it can name none.

    Feeds are known by their ``.ics``. ``//WTCR/2021.ICS/`` is ``/wtcr/2021.ics``: an id is of small letters, and has
    neither slashes nor blanks in it.
    """
    parts = (part.strip() for part in path.partition("#")[0].lower().split("/"))
    plain = "/" + "/".join(part for part in parts if part)
    return plain if plain.endswith(".ics") else None


def read_options(query: bytes, longest: int = LONGEST_QUERY) -> list[tuple[str, str]]:
    """The options that a query (as it was sent, without its ``?``) gives, in its order, as pairs of name and value.

    What others add is left out: what they follow people by, and what keeps caches from answering. Values may be
    anything; only what is left out need not be UTF-8. Raises FeedOptionError, also where the query is longer than the
    ``longest`` there may be.
    """
    if len(query) > longest:
        raise FeedOptionError("the query is too long", [f"at most {longest} octets"])
    options = []
    for part in _SEPARATORS.split(query.partition(b"#")[0]):
        name, _, value = part.partition(b"=")
        option = _text(name)
        if not _says_nothing(option, value):
            options.append((option, _text(value)))
    return options


def _says_nothing(name: str, value: bytes) -> bool:
    """Nobody chose anything by it. A name of digits says nothing only without a value."""
    if _ADDED_BY_OTHERS.fullmatch(name):
        return True
    return not value and (not name or _DIGITS.fullmatch(name) is not None)


def _text(encoded: bytes) -> str:
    """A name or value, without the blanks around it."""
    try:
        return unquote_to_bytes(encoded.replace(b"+", b" ")).decode().strip()
    except ValueError:
        raise FeedOptionError("the query is not readable", ["percent-encoded UTF-8"]) from None
