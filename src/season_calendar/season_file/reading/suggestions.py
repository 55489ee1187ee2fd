"""Suggestions: what a good season file could say besides. Nobody need follow them, so only ``check`` asks for them."""

from __future__ import annotations

from season_calendar.countries import country_of_zone
from season_calendar.errors import Problem, Severity
from season_calendar.season_file.format import keys
from season_calendar.season_file.format.report import Report
from season_calendar.season_file.format.schema import Record
from season_calendar.yaml_source import parse_yaml


def suggest(source: bytes, path: str) -> tuple[Problem, ...]:
    """What to add to a season file that is good, in its order; ``path`` is only for messages."""
    document = parse_yaml(source, path)
    report = Report(document)
    season = document.root and keys.SEASON.conform(document.root, "a season file", report)
    report.unless_wrong()
    return tuple(
        document.problem(
            venue.entry.key, f"the venue {venue.key!r} has no country", _country_hint(venue.value), Severity.SUGGESTION
        )
        for venue in (season.get(keys.VENUES) if season else None) or ()
        if venue.value is not None and not venue.value.is_written(keys.VENUE_COUNTRY)
    )


def _country_hint(venue: Record) -> str:
    country = country_of_zone(venue.get(keys.VENUE_ZONE) or "")
    return f"by its zone: country: {country}" if country else "write its ISO 3166-1 code, such as country: DE"
