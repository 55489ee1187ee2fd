"""Warnings: what can be read, but is likely not what was meant. Looks at the season as a whole, changes nothing."""

from __future__ import annotations

from season_calendar.season_file.format.report import Report
from season_calendar.season_file.format.schema import Record
from season_calendar.season_file.reading.timetable import PlacedRound
from season_calendar.season_file.reading.warnings.kinds import warn_of_kinds
from season_calendar.season_file.reading.warnings.rounds import warn_of_order, warn_of_overlaps, warn_of_years
from season_calendar.season_file.reading.warnings.venues import warn_of_unused_venues, warn_of_zones


def warn(season: Record, rounds: tuple[PlacedRound, ...], report: Report) -> None:
    """Note every warning about a season's record and the good ones of its rounds."""
    warn_of_years(season, rounds, report)
    warn_of_order(rounds, report)
    for placed in rounds:
        warn_of_overlaps(placed, report)
    warn_of_unused_venues(season, report)
    warn_of_zones(season, report)
    warn_of_kinds(season, report)
