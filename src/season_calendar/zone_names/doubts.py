"""Which time zones exist, and are hardly ever a venue's."""

from __future__ import annotations

import re

from season_calendar.zone_names.clocks import abbreviation_meant, readings

_INVERTED = re.compile(r"(?:Etc/)?GMT([+-])(\d\d?)", re.ASCII)


def doubt_about(name: str) -> tuple[str, str] | None:
    """What is doubtful about a time zone that exists but is hardly ever a venue's, and what to write instead."""
    inverted = _INVERTED.fullmatch(name)
    if inverted is not None and int(inverted[2]):
        offset = f"{'-' if inverted[1] == '+' else '+'}{int(inverted[2]):02}:00"
        what = f"the time zone {name!r} is at {offset}, for its sign is inverted, and never has summer time"
        return what, "write the zone of the place, such as Europe/Berlin"
    if "/" in name or name == "UTC" or {name} != {reading.abbreviation for reading in readings(name)}:
        return None
    meant = abbreviation_meant(name) or f"{name} is no place"
    return f"the time zone {name!r} never has summer time", f"{meant}: write the zone of the place"
