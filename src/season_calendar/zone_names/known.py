"""Which names are time zones of places."""

from __future__ import annotations

import re
from functools import cache
from zoneinfo import available_timezones

# Names in zone databases that mean another zone on another machine, or count leap seconds: no place has such a zone.
_NO_ZONES = frozenset({"localtime", "posixrules", "Factory"})
_FOLDERS_OF_NO_ZONES = ("posix/", "right/")

# What zones are called. For any other name Python imports a package a slash, and falls over odd and very deep ones.
_A_NAME = re.compile(r"[A-Z0-9][A-Z0-9_+-]*(?:/[A-Z0-9][A-Z0-9_+-]*){0,3}", re.ASCII | re.IGNORECASE)


@cache
def zone_names() -> frozenset[str]:
    """Every IANA time zone there is."""
    return frozenset(available_timezones()) - _NO_ZONES  # walks through the whole zone database


def is_no_zone(name: str) -> bool:
    """Whether a name is not one of a place's zone, though the zone database may well know it."""
    return name in _NO_ZONES or name.startswith(_FOLDERS_OF_NO_ZONES) or not _A_NAME.fullmatch(name)
