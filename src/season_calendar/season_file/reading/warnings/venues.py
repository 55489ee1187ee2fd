"""Warnings of venues that no round is at, and of time zones that hardly a place has."""

from __future__ import annotations

from datetime import timedelta

from season_calendar.countries import zones_of
from season_calendar.season_file.format import keys
from season_calendar.season_file.format.report import Report
from season_calendar.season_file.format.schema import Record
from season_calendar.zone_lookup import zone_at
from season_calendar.zone_names.clocks import readings, well_known_first
from season_calendar.zone_names.doubts import doubt_about

_UTC = frozenset({"UTC", "UCT", "Universal", "Zulu", "Etc/UTC", "Etc/UCT", "Etc/Universal", "Etc/Zulu", "Etc/GMT"})

_MOST_NAMED = 3


def warn_of_zones(season: Record, report: Report) -> None:
    """Warn of zones that never have summer time because they are abbreviations or offsets, not places."""
    for venue in season.get(keys.VENUES) or ():
        zone = venue.value.get(keys.VENUE_ZONE) if venue.value is not None else None
        if venue.value is None or zone is None:
            continue
        doubt = _doubt_about_utc(zone, venue.value) if zone in _UTC else doubt_about(zone)
        if doubt is not None:
            report.warning(venue.value.place(keys.VENUE_ZONE), *doubt)


def _doubt_about_utc(name: str, venue: Record) -> tuple[str, str] | None:
    """What is doubtful about UTC at a place where the clocks show another time; a race on screens may be at none."""
    told_by, zones = _zones_of_place(venue)
    if not zones or any({reading.offset for reading in readings(zone)} == {timedelta()} for zone in zones):
        return None
    return f"the time zone {name!r} is not that of the place", f"by its {told_by}: {' or '.join(zones[:_MOST_NAMED])}"


def _zones_of_place(venue: Record) -> tuple[str, list[str]]:
    """By what a place is told, and its zones; none where it is not told."""
    numbers = venue.get(keys.VENUE_COORDINATES) or ()
    zone = zone_at(*(number.value for number in numbers)) if len(numbers) == 2 else None
    if zone is not None:
        return "coordinates", [zone]
    return "country", well_known_first(zones_of(venue.get(keys.VENUE_COUNTRY) or ""))


def warn_of_unused_venues(season: Record, report: Report) -> None:
    """Warn of venues that no round is at."""
    used = {placed.value.get(keys.ROUND_VENUE) for placed in season.get(keys.ROUNDS) or ()}
    venues = season.get(keys.VENUES) or ()
    if not used or not used <= {venue.key for venue in venues}:
        return  # nothing is written yet, or a venue's name is wrong and this one may be meant
    for venue in venues:
        if venue.key not in used:
            report.warning(venue.entry.key, f"no round is at the venue {venue.key!r}", "hold one there, or remove it")
