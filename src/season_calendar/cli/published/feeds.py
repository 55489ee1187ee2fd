"""Feeds that were published, wherever they are: in a folder, or under a web address.

Here they are only found and fetched; what is in them is the business of ``feeds.adopting``.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import httpx

from season_calendar import disk
from season_calendar.channels.failures import network_failure
from season_calendar.errors import AdoptionError
from season_calendar.model import Season

LARGEST_FEED = disk.LARGEST_FILE
"""In bytes, unpacked: some 50,000 events."""

LONGEST_FETCH_SECONDS = 60.0
"""How long a server may take for one feed, however it lets its bytes drip."""

_TIMEOUT_SECONDS = 20.0
"""How long to wait for a connection, and for the next bytes."""

_NOT_FOUND = 404


def is_address(source: str) -> bool:
    """Whether it is a web address, not a folder. Raises ValueError for an address that is wrong."""
    if "://" not in source:
        return False
    try:
        url = httpx.URL(source)
    except httpx.InvalidURL as error:
        raise ValueError(str(error)) from None
    if url.scheme not in ("http", "https") or not url.host:
        raise ValueError("not a web address")
    return True


def feeds_in(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Name and content of every ``.ics`` file in a folder and those below it.

    Raises AdoptionError where there is no such folder, FileAccessError for a file that cannot be read.
    """
    if not folder.is_dir():
        raise AdoptionError(
            str(folder), "there is no such folder", "name the one that the feeds are in, or their web address"
        )
    for path in sorted(folder.rglob("*.ics")):
        yield str(path), disk.read(path).content


def feeds_under(url: str, season: Season) -> Iterator[tuple[str, bytes]]:
    """Name and content of the feed at an address or, where it is none of a feed, of the season's feed below it.

    There is none where the server says that there is no such feed (404): nothing was published there yet. Raises
    AdoptionError for any other failure: what is out of reach now may well have been published.
    """
    address = httpx.URL(url)
    if not address.path.endswith(".ics"):
        address = address.copy_with(path=f"{address.path.rstrip('/')}/{season.key}.ics")
    name = str(address.copy_with(userinfo=b"", query=None))
    try:
        body = _fetch(address, name)
    except httpx.HTTPError as error:
        raise AdoptionError(name, f"the server {network_failure(error)}", "try again when it can be reached") from None
    if body is not None:
        yield name, body


def _fetch(url: httpx.URL, name: str) -> bytes | None:
    """What a server gives, None for 404. Raises AdoptionError and httpx's errors."""
    ends_at = time.monotonic() + LONGEST_FETCH_SECONDS
    with httpx.stream("GET", url, follow_redirects=True, timeout=_TIMEOUT_SECONDS) as response:
        if response.status_code == _NOT_FOUND:
            return None
        if response.status_code != httpx.codes.OK:
            raise AdoptionError(name, f"the server answered {response.status_code}", "try again when it gives the feed")
        body = bytearray()
        for chunk in response.iter_bytes():
            body += chunk
            if len(body) > LARGEST_FEED:
                raise AdoptionError(name, f"this is larger than {LARGEST_FEED >> 20} MiB", "name a feed")
            if time.monotonic() > ends_at:
                raise AdoptionError(name, "the server takes too long", "try again when it is faster")
    return bytes(body)
