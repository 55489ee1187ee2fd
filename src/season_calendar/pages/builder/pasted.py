"""An address as somebody pastes it: which feed of this site it names, or which page, and with which options.

Nothing of it but that is ever used: what is not an address of a feed or page here leads nowhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from season_calendar.errors import FeedOptionError, UnknownFeedError
from season_calendar.feeds.files import FeedFile, find_file
from season_calendar.feeds.sent_addresses import feed_path, read_options
from season_calendar.feeds.source import FeedSource, Scope
from season_calendar.publishing.publication import Publication

_SCHEMES = frozenset({"", "http", "https", "webcal", "webcals"})

_AROUND = " \t\r\n<>()[]\"'“”„‘’‚«».,;:!"
"""What stands around an address in a sentence or a mail."""

_HOST = re.compile(r"(?![^/]*\.ics\b)(?:(?:[a-z0-9-]+\.)+[a-z0-9-]+(?::\d+)?|[a-z0-9-]+:\d+)/", re.IGNORECASE)
"""A host at the beginning of an address that does not say its scheme."""

_MOST_PARTS = 3
"""Of the path of a feed or a page, without the folder of the site: ``titles/wtcr/junior``."""

_TAKING = {"calendar.google.com": "cid", "outlook.live.com": "url", "outlook.office.com": "url"}
"""Who takes the address of a calendar in an option of an address of their own."""


class Pasted(NamedTuple):
    """The address of a feed that there is, and the options beside it as they were written; ``path`` is None where it is
    an address of the builder, whose own options say of which feed.
    """

    path: str | None
    options: list[tuple[str, str]]


def read_address(text: str, publications: Sequence[Publication], base_url: str | None) -> Pasted | None:
    """What a pasted text names: a feed, or a page by the feed of what it shows. None where it names nothing here, or
    is of another host.

    Where it is not known at which address the site is, any host may be its own.
    """
    try:
        parts = urlsplit(_inside(_plain(text)))
        host, own_host = _host(parts), _host(urlsplit(base_url or ""))
        options = read_options(parts.query.encode())
    except (ValueError, FeedOptionError):
        return None
    if parts.scheme not in _SCHEMES or (host and own_host and host != own_host):
        return None
    path = unquote(parts.path)
    if f"/{path.strip('/')}".endswith("/subscribe"):
        return Pasted(None, options)
    if (feed := next(_feeds(path, publications), None)) is None:
        return None
    return Pasted(feed.source.path, [*feed.options, *options])


def _plain(text: str) -> str:
    """An address without what stands around it, and with the slashes of its host."""
    text = text.strip(_AROUND)
    return f"//{text}" if _HOST.match(text) else text


def _inside(text: str) -> str:
    """The address in the link of a calendar, as ``doors`` makes them. Raises ValueError."""
    link = urlsplit(text)
    option = _TAKING.get(link.hostname or "")
    return dict(parse_qsl(link.query)).get(option, text) if option else text


def _host(address: SplitResult) -> str | None:
    """The host of an address; this machine has several names."""
    return "localhost" if address.hostname in ("127.0.0.1", "::1") else address.hostname


def _feeds(path: str, publications: Sequence[Publication]) -> Iterator[FeedFile]:
    """The feeds that a path may be of: a site may lie in a folder of its host, and may have moved to another one."""
    parts = [part for part in path.split("/") if part.strip()][-_MOST_PARTS:]
    for start in range(len(parts)):
        named = "/".join(parts[start:])
        # A page lies beside the feed of what it shows, and a round's below that of its season.
        for feed, of_round in ((named, None), (f"{named}.ics", None), (f"{named.rpartition('/')[0]}.ics", parts[-1])):
            try:
                file = find_file(feed_path(feed) or "", publications)
            except UnknownFeedError:
                continue
            if of_round is None:
                yield file
            elif of_round in _rounds(file.source):
                yield replace(file, options=(("round", of_round),))


def _rounds(source: FeedSource) -> set[str]:
    """The rounds that have a page below that of a season."""
    if source.scope is not Scope.SEASON:
        return set()
    return {entry.facts.round_id for publication in source.publications for entry in publication.entries.values()}
