"""An address of a calendar as somebody pastes it: which feed of this site it names, and with which options.

Nothing of it but that is ever used: what is not an address of a feed here leads nowhere.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple
from urllib.parse import parse_qsl, unquote, urlsplit

from season_calendar.errors import FeedOptionError, UnknownFeedError
from season_calendar.feeds.addresses import find_feed
from season_calendar.feeds.sent_addresses import feed_path, read_options
from season_calendar.publishing.publication import Publication

_SCHEMES = frozenset({"", "http", "https", "webcal", "webcals"})

_TAKING = {"calendar.google.com": "cid", "outlook.live.com": "url", "outlook.office.com": "url"}
"""Who takes the address of a calendar in an option of an address of their own."""


class Pasted(NamedTuple):
    """The address of a feed that there is, and the options beside it as they were written."""

    path: str
    options: list[tuple[str, str]]


def read_address(text: str, publications: Sequence[Publication], base_url: str | None) -> Pasted | None:
    """What a pasted text names; None where it is no address of a feed here, or is one of another host.

    Where it is not known at which address the site is, any host may be its own.
    """
    try:
        parts = urlsplit(_inside(text.strip()))
        host, own_host = parts.hostname, urlsplit(base_url or "").hostname
        options = read_options(parts.query.encode())
    except (ValueError, FeedOptionError):
        return None
    if parts.scheme not in _SCHEMES or (host and own_host and host != own_host):
        return None
    path = next(_feeds(unquote(parts.path), publications), None)
    return None if path is None else Pasted(path, options)


def _inside(text: str) -> str:
    """The address in the link of a calendar, as ``doors`` makes them, or in a mail's brackets. Raises ValueError."""
    text = text.removeprefix("<").removesuffix(">")
    link = urlsplit(text)
    option = _TAKING.get(link.hostname or "")
    return dict(parse_qsl(link.query)).get(option, text) if option else text


def _feeds(path: str, publications: Sequence[Publication]) -> Iterator[str]:
    """The feeds that a path may be of: a site may lie in a folder of its host, and may have moved to another one."""
    parts = path.split("/")
    for start in range(len(parts)):
        if (plain := feed_path("/".join(parts[start:]))) is None:
            continue
        try:
            yield find_feed(plain, publications).path
        except UnknownFeedError:
            continue
