"""Which time zones people mean by a city, a country or a zone's long name, in the languages that they write.

The names are CLDR's and the zone database's own. They are read when a zone is not known, and once: never at a start.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from season_calendar.countries import country_code, zones_of
from season_calendar.errors import suggestion
from season_calendar.zone_names.known import zone_names

LANGUAGES = ("en", "de", "sv", "da", "nb", "fi", "nl", "fr", "es", "pt", "it", "pl", "cs", "hu", "ja")
"""Those in which people write names, those of most files first."""

_SURELY_MEANT = 0.81
"""How alike a name must be to that of a city with a zone: Lisabon is to Lisbon, Munich is not to Zurich."""

_FOLDERS_OF_NO_CITIES = ("Etc/", "SystemV/", "posix/", "right/")


def city_meant(text: str) -> str | None:
    r"""The zone of the city that is named in a text: ``São Paulo``, ``Europe\Wien``, ``Rom, Italy``."""
    by_name, by_city = _zones_by_name(), _zones_by_city()
    return next((zone for name in _names_in(text) if (zone := by_name.get(name) or by_city.get(name))), None)


def near_city(text: str) -> str | None:
    """The zone of the city that is named with a slip: ``Europe/Lisabon``."""
    cities = _zones_by_city()
    near = suggestion(plain(re.split(r"[/\\]", text.split(",")[0])[-1]), cities, alike=_SURELY_MEANT)
    return cities[near] if near else None


def long_name_meant(text: str) -> list[str]:
    """The zones of that long name in CLDR, or in Windows: ``Central European Time``, ``W. Europe Standard Time``."""
    return _zones_by_long_name().get(plain(text), [])


def zones_of_country(text: str) -> list[str]:
    """The zones of the country in a text, that is written there by name or code; none where there is no country."""
    names = [name for name in _names_in(text) if len(name) > 1]
    codes = [code for name in names if (code := country_code(name) or _countries_by_name().get(name))]
    return zones_of(codes[0]) if codes else []


def plain(text: str) -> str:
    """What is left of a name where accents, capitals, punctuation and the widths of characters do not count."""
    letters = "".join(letter for letter in unicodedata.normalize("NFKD", text) if not unicodedata.combining(letter))
    return re.sub(r"[\W_]+", " ", letters).strip().casefold()


def _names_in(text: str) -> list[str]:
    """A text as a whole, and what stands in it between commas and slashes: what is behind a slash is the city."""
    parts = [part for between in re.split(r"[,()]", text) for part in reversed(re.split(r"[/\\]", between))]
    return [name for part in (text, *parts) if (name := plain(part))]


@cache
def _zones_by_name() -> Mapping[str, str]:
    return {plain(name): _of_today(name) for name in _names_with_city()}


@cache
def _zones_by_city() -> Mapping[str, str]:
    """By cities as the zone database has them, and by CLDR's names for these."""
    # Of America/Louisville and America/Kentucky/Louisville, the short one: it comes last.
    cities = {plain(name.split("/")[-1]): _of_today(name) for name in sorted(_names_with_city(), key=len, reverse=True)}
    for zone, names in _in_every_language("time_zones"):
        if "city" in names:
            cities.setdefault(plain(names["city"]), _of_today(zone))
    return cities


def _names_with_city() -> list[str]:
    return sorted(name for name in zone_names() if "/" in name and not name.startswith(_FOLDERS_OF_NO_CITIES))


@cache
def _zones_by_long_name() -> Mapping[str, list[str]]:
    from babel.core import get_global

    zones_in: dict[str, list[str]] = {}
    for zone, meta_zone in get_global("meta_zones").items():
        zones_in.setdefault(meta_zone, []).append(_of_today(zone))
    named: dict[str, list[str]] = {}
    for windows_name, zone in get_global("windows_zone_mapping").items():
        named[plain(windows_name)] = [_of_today(zone)]
    for meta_zone, names in _in_every_language("meta_zones"):
        for name in names.get("long", {}).values():
            named.setdefault(plain(name), zones_in.get(meta_zone, []))
    for zone, names in _in_every_language("time_zones"):  # British Summer Time
        for name in names.get("long", {}).values():
            named.setdefault(plain(name), [_of_today(zone)])
    return {name: zones for name, zones in named.items() if zones and not zones[0].startswith("Etc/")}


@cache
def _countries_by_name() -> Mapping[str, str]:
    return {plain(name): code for code, name in _in_every_language("territories") if len(code) == 2}


def _in_every_language(what: str) -> Iterator[tuple[str, Any]]:
    """What CLDR says of zones, or of countries, by their ids; the first languages first."""
    from babel import Locale

    for language in LANGUAGES:
        yield from getattr(Locale.parse(language), what).items()


def _of_today(zone: str) -> str:
    """The name that a zone has today: Europe/Kyiv for Europe/Kiev, America/New_York for US/Eastern."""
    from babel.core import get_global

    today = get_global("zone_aliases").get(zone, zone)
    return today if today in zone_names() else zone
