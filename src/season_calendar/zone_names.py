"""What a text that is no time zone may mean: an abbreviation, an offset, a city. And which zones are rarely meant.

What zones abbreviate and when they have summer time is asked of the zone database itself; here is only which of them
are named first.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import cache
from typing import NamedTuple
from zoneinfo import ZoneInfo, available_timezones

from season_calendar.errors import suggestion

# Names in zone databases that mean another zone on another machine, or count leap seconds: no place has such a zone.
_NO_ZONES = frozenset({"localtime", "posixrules", "Factory"})
_FOLDERS_OF_NO_ZONES = ("posix/", "right/")

# What zones are called. For any other name Python imports a package a slash, and falls over odd and very deep ones.
_A_NAME = re.compile(r"[A-Z0-9][A-Z0-9_+-]*(?:/[A-Z0-9][A-Z0-9_+-]*){0,3}", re.ASCII | re.IGNORECASE)

# Those that are named first: the zones of most races before others in which the clocks are alike.
_WELL_KNOWN = """
Europe/Berlin Europe/London Europe/Helsinki Europe/Lisbon Europe/Moscow America/New_York America/Chicago America/Denver
America/Los_Angeles America/Anchorage America/Phoenix America/Halifax America/St_Johns America/Sao_Paulo
Pacific/Honolulu Asia/Tokyo Asia/Seoul Asia/Shanghai Asia/Kolkata Asia/Jerusalem Asia/Dubai Asia/Singapore
Asia/Hong_Kong Asia/Manila Asia/Karachi Asia/Jakarta Asia/Kathmandu Asia/Tehran Africa/Johannesburg Africa/Nairobi
Africa/Lagos Australia/Sydney Australia/Adelaide Australia/Perth Pacific/Auckland
"""

_MOST_NAMED = 2
_JANUARY_AND_JULY = (datetime(2025, 1, 15), datetime(2025, 7, 15))  # noqa: DTZ001  each is read in every zone

# As German and American volunteers write them; the zone database has other names for them, or none.
_ALSO = {"MEZ": "CET", "MESZ": "CEST", "ET": "EST", "CT": "CST", "MT": "MST", "PT": "PST"}

_OFFSET = re.compile(r"(?:UTC|GMT)?([+-]|\N{MINUS SIGN})(\d{1,2})(?::?(\d\d))?", re.ASCII)
_INVERTED = re.compile(r"(?:Etc/)?GMT([+-])(\d\d?)", re.ASCII)


class _Reading(NamedTuple):
    """What the clocks of a zone show at one time of the year."""

    abbreviation: str
    offset: timedelta
    is_summer_time: bool


@cache
def zone_names() -> frozenset[str]:
    """Every IANA time zone there is."""
    return frozenset(available_timezones()) - _NO_ZONES  # walks through the whole zone database


def is_no_zone(name: str) -> bool:
    """Whether a name is not one of a place's zone, though the zone database may well know it."""
    return name in _NO_ZONES or name.startswith(_FOLDERS_OF_NO_ZONES) or not _A_NAME.fullmatch(name)


def meant_by(text: str) -> str:
    """What helps whoever wrote a text that is no IANA time zone."""
    said = abbreviation_meant(text) or _offset_meant(text)
    if said is not None:
        return said
    # Those without a slash are abbreviations and names of old, so that GST would be near to MST.
    near = _city_meant(text) or suggestion(text, (name for name in zone_names() if "/" in name))
    return f"did you mean {near!r}?" if near else "an IANA name such as Europe/Berlin"


def doubt_about(name: str) -> tuple[str, str] | None:
    """What is doubtful about a time zone that exists but is hardly ever a venue's, and what to write instead."""
    inverted = _INVERTED.fullmatch(name)
    if inverted is not None and int(inverted[2]):
        offset = f"{'-' if inverted[1] == '+' else '+'}{int(inverted[2]):02}:00"
        what = f"the time zone {name!r} is at {offset}, for its sign is inverted, and never has summer time"
        return what, "write the zone of the place, such as Europe/Berlin"
    if "/" in name or name == "UTC" or {name} != {reading.abbreviation for reading in _readings(name)}:
        return None
    meant = abbreviation_meant(name) or f"{name} is no place"
    return f"the time zone {name!r} never has summer time", f"{meant}: write the zone of the place"


def abbreviation_meant(text: str) -> str | None:
    """Where the clocks show an abbreviation such as CEST, and in which half of the year; None for what is none."""
    written = text.strip().upper()
    abbreviation = _ALSO.get(written, written)
    if not abbreviation.isalpha():  # +0545 is how the zone database abbreviates Kathmandu's
        return None
    places = _places(lambda reading: reading.abbreviation == abbreviation)
    return f"{abbreviation} is {places}" if places else None


@cache
def _readings(name: str) -> tuple[_Reading, ...]:
    moments = [moment.replace(tzinfo=ZoneInfo(name)) for moment in _JANUARY_AND_JULY]
    offsets = [moment.utcoffset() or timedelta() for moment in moments]
    return tuple(
        _Reading(moment.tzname() or "", offset, offset > min(offsets))
        for moment, offset in zip(moments, offsets, strict=True)
    )


def _offset_meant(text: str) -> str | None:
    match = _OFFSET.fullmatch("".join(text.upper().split()))
    if match is None:
        return None
    hours, minutes = int(match[2]), int(match[3] or 0)
    offset = timedelta(hours=hours, minutes=minutes) * (1 if match[1] == "+" else -1)
    return _places_at(offset) or "a zone has a name such as Europe/Berlin, and its offset follows from it"


def _places_at(offset: timedelta) -> str:
    places = _places(lambda reading: reading.offset == offset)
    minutes = abs(offset) // timedelta(minutes=1)
    sign = "-" if offset < timedelta() else "+"
    return f"{sign}{minutes // 60:02}:{minutes % 60:02} is {places}" if places else ""


def _places(is_meant: Callable[[_Reading], bool]) -> str:
    """In which zones a reading is standard time, and in which summer time; empty where it is in none."""
    told = []
    for season, is_summer_time in (("standard", False), ("summer", True)):
        zones = [
            zone
            for zone in _WELL_KNOWN.split()
            if any(its.is_summer_time is is_summer_time and is_meant(its) for its in _readings(zone))
        ]
        if zones:
            told.append(f"{season} time in {' or '.join(zones[:_MOST_NAMED])}")
    return ", and ".join(told).replace(" in ", " in, for instance, ", 1)


def _city_meant(text: str) -> str | None:
    """The zone that is named after a city, as ``São Paulo`` is written there without its accents and its space."""
    city = _plain(text.split(",")[0].split("/")[-1])
    named = sorted(name for name in zone_names() if "/" in name and _plain(name.split("/")[-1]) == city)
    return min(named, key=len) if named else None


def _plain(text: str) -> str:
    letters = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[\W_]+", " ", letters).strip().casefold()
