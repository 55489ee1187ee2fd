"""Warnings of venues that no round is at, and of time zones that hardly a place has."""

from __future__ import annotations

from season_calendar.season_file.format import keys
from season_calendar.season_file.format.report import Report
from season_calendar.season_file.format.schema import Record
from season_calendar.zone_names.doubts import doubt_about


def warn_of_zones(season: Record, report: Report) -> None:
    """Warn of zones that never have summer time because they are abbreviations or offsets, not places."""
    for venue in season.get(keys.VENUES) or ():
        zone = venue.value.get(keys.VENUE_ZONE) if venue.value is not None else None
        doubt = doubt_about(zone) if zone is not None else None
        if venue.value is not None and doubt is not None:
            report.warning(venue.value.place(keys.VENUE_ZONE), *doubt)


def warn_of_unused_venues(season: Record, report: Report) -> None:
    """Warn of venues that no round is at."""
    used = {placed.value.get(keys.ROUND_VENUE) for placed in season.get(keys.ROUNDS) or ()}
    venues = season.get(keys.VENUES) or ()
    if not used or not used <= {venue.key for venue in venues}:
        return  # nothing is written yet, or a venue's name is wrong and this one may be meant
    for venue in venues:
        if venue.key not in used:
            report.warning(venue.entry.key, f"no round is at the venue {venue.key!r}", "hold one there, or remove it")
