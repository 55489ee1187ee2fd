"""What a text that is no time zone may mean."""

from __future__ import annotations

import re
import unicodedata

from season_calendar.countries import country_code
from season_calendar.zone_names.called import city_meant, long_name_meant, near_city, zones_of_country
from season_calendar.zone_names.clocks import abbreviation_meant, offset_meant, well_known_first

_LONGEST_TEXT = 100
_MOST_NAMED = 4
_EXAMPLE = "an IANA name such as Europe/Berlin"


def meant_by(text: str) -> str:
    """What helps whoever wrote a text that is no IANA time zone."""
    if len(text) > _LONGEST_TEXT:
        return _EXAMPLE
    text = unicodedata.normalize("NFKC", text)  # letters and digits may be those of a Japanese keyboard
    said = abbreviation_meant(text) or offset_meant(text)
    if said is not None:
        return said
    # As a whole first: Korea (South) is not in the zone of Australia/South.
    place = (_country(text) if country_code(text) else None) or _city(text)
    if place is not None:
        return place
    for part in re.split(r"[/,()]", text):  # CET/CEST, CEST (UTC+2)
        said = abbreviation_meant(part) or offset_meant(part)
        if said is not None:
            return said
    # Sweden is near to Wiedeń, the Polish Vienna, and Australia/Melborne is no matter of the country.
    ways = (_long_name, _near, _country) if "/" in text else (_long_name, _country, _near)
    return next((said for way in ways if (said := way(text))), _EXAMPLE)


def _city(text: str) -> str | None:
    city = city_meant(text)
    return f"did you mean {city!r}?" if city else None


def _long_name(text: str) -> str | None:
    zones = well_known_first(long_name_meant(text))
    return f"that is the time in, for instance, {zones[0]}" if zones else None


def _near(text: str) -> str | None:
    near = near_city(text)
    return f"did you mean {near!r}?" if near else None


def _country(text: str) -> str | None:
    zones = well_known_first(zones_of_country(text))
    if len(zones) == 1:
        return f"did you mean {zones[0]!r}?"
    more = f" and {len(zones) - _MOST_NAMED} more" if len(zones) > _MOST_NAMED else ""
    return f"that country has several: {', '.join(zones[:_MOST_NAMED])}{more}" if zones else None
