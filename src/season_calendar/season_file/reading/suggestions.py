"""Suggestions: what a good season file could say besides. Nobody need follow them, so only ``check`` asks for them."""

from __future__ import annotations

from collections.abc import Iterator

from season_calendar.countries import country_of_zone
from season_calendar.errors import Problem, Severity
from season_calendar.season_file.format import keys
from season_calendar.season_file.format.report import Report
from season_calendar.season_file.format.schema import Named, Record
from season_calendar.yaml_source import Node, parse_yaml
from season_calendar.zone_names.clocks import abbreviation_meant
from season_calendar.zone_names.doubts import doubt_about


def suggest(source: bytes, path: str) -> tuple[Problem, ...]:
    """What to add to a season file that is good, in its order; ``path`` is only for messages."""
    document = parse_yaml(source, path)
    report = Report(document)
    season = document.root and keys.SEASON.conform(document.root, "a season file", report)
    report.unless_wrong()
    return tuple(
        document.problem(where, message, hint, Severity.SUGGESTION)
        for venue in (season.get(keys.VENUES) if season else None) or ()
        for where, message, hint in _for_venue(venue)
    )


def _for_venue(venue: Named[str, Record]) -> Iterator[tuple[Node, str, str]]:
    if venue.value is None:
        return
    if not venue.value.is_written(keys.VENUE_COUNTRY):
        yield venue.entry.key, f"the venue {venue.key!r} has no country", _country_hint(venue.value)
    zone = venue.value.get(keys.VENUE_ZONE) or ""
    meant = None if "/" in zone or zone == "UTC" or doubt_about(zone) else abbreviation_meant(zone)
    if meant is not None:
        what = f"the time zone {zone!r} is an abbreviation"
        yield venue.value.place(keys.VENUE_ZONE), what, f"{meant}: write the zone of the place"


def _country_hint(venue: Record) -> str:
    country = country_of_zone(venue.get(keys.VENUE_ZONE) or "")
    return f"by its zone: country: {country}" if country else "write its ISO 3166-1 code, such as country: DE"
