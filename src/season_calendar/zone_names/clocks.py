"""What clocks show in the zones of most races: abbreviations and offsets, and which zones are meant by them.

What zones abbreviate and when they have summer time is asked of the zone database itself; here is only which of them
are named first.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from functools import cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

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


class Reading(NamedTuple):
    """What the clocks of a zone show at one time of the year."""

    abbreviation: str
    offset: timedelta
    is_summer_time: bool


def abbreviation_meant(text: str) -> str | None:
    """Where the clocks show an abbreviation such as CEST, and in which half of the year; None for what is none."""
    written = text.strip().upper()
    abbreviation = _ALSO.get(written, written)
    if not abbreviation.isalpha():  # +0545 is how the zone database abbreviates Kathmandu's
        return None
    places = _places(lambda reading: reading.abbreviation == abbreviation)
    return f"{abbreviation} is {places}" if places else None


@cache
def readings(name: str) -> tuple[Reading, ...]:
    """What the clocks of a zone show in January and in July."""
    moments = [moment.replace(tzinfo=ZoneInfo(name)) for moment in _JANUARY_AND_JULY]
    offsets = [moment.utcoffset() or timedelta() for moment in moments]
    return tuple(
        Reading(moment.tzname() or "", offset, offset > min(offsets))
        for moment, offset in zip(moments, offsets, strict=True)
    )


def offset_meant(text: str) -> str | None:
    """Where the clocks are at an offset such as GMT+2, and in which half of the year; None for what is none."""
    match = _OFFSET.fullmatch("".join(text.upper().split()))
    if match is None:
        return None
    hours, minutes = int(match[2]), int(match[3] or 0)
    offset = timedelta(hours=hours, minutes=minutes) * (1 if match[1] == "+" else -1)
    return _places_at(offset) or "a zone has a name such as Europe/Berlin, and its offset follows from it"


def well_known_first(zones: Iterable[str]) -> list[str]:
    """Of zones whose clocks show the same one, the best known; of these the best known first."""
    known = _WELL_KNOWN.split()
    alike: dict[tuple[Reading, ...], str] = {}
    for zone in sorted(zones, key=lambda zone: known.index(zone) if zone in known else len(known)):
        alike.setdefault(readings(zone), zone)
    return list(alike.values())


def _places_at(offset: timedelta) -> str:
    places = _places(lambda reading: reading.offset == offset)
    minutes = abs(offset) // timedelta(minutes=1)
    sign = "-" if offset < timedelta() else "+"
    return f"{sign}{minutes // 60:02}:{minutes % 60:02} is {places}" if places else ""


def _places(is_meant: Callable[[Reading], bool]) -> str:
    """In which zones a reading is standard time, and in which summer time; empty where it is in none."""
    told = []
    for season, is_summer_time in (("standard", False), ("summer", True)):
        zones = [
            zone
            for zone in _WELL_KNOWN.split()
            if any(its.is_summer_time is is_summer_time and is_meant(its) for its in readings(zone))
        ]
        if zones:
            told.append(f"{season} time in {' or '.join(zones[:_MOST_NAMED])}")
    return ", and ".join(told).replace(" in ", " in, for instance, ", 1)
