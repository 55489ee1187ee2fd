"""Countries by their ISO 3166-1 alpha-2 codes, out of the tables that come with the time zones.

The tables (https://www.iana.org/time-zones) are read when something is asked for, and once.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache

_MOST_NEAR = 5
_BEGINNING = 4
_LONGEST_NAME = 100
_WORD = re.compile(r"\w+")


@cache
def country_names() -> Mapping[str, str]:
    """Every code there is, in capitals, with the country's usual English name."""
    return {code: name for code, name, *_ in _rows("iso3166.tab")}


def country_of_zone(zone_name: str) -> str | None:
    """The code of the country an IANA time zone is of; None for one of no country, such as UTC, and for an alias."""
    return _countries_of_zones().get(zone_name)


def near_countries(text: str) -> list[str]:
    """The codes that a text which is none may mean, at most five: by words of the name, or by the first letter."""
    if len(text) > _LONGEST_NAME:
        return []
    from babel import Locale  # the tables have one name each: Britain (UK) is the United Kingdom too

    names = Locale("en").territories
    alike = {code: _words_in_common(text, f"{name} {names.get(code, '')}") for code, name in country_names().items()}
    by_name = sorted((code for code in alike if alike[code]), key=lambda code: -alike[code])
    by_letter = [code for code in alike if len(text) == len(code) and code[0] == text[0].upper()]
    return (by_name or by_letter)[:_MOST_NEAR]


@cache
def _countries_of_zones() -> Mapping[str, str]:
    return {zone: code for code, _, zone, *_ in _rows("zone.tab")}


def _words_in_common(text: str, name: str) -> int:
    beginnings = tuple(word[:_BEGINNING] for word in _WORD.findall(text.casefold()))
    return sum(word.startswith(beginnings) for word in set(_WORD.findall(name.casefold())))


def _rows(table: str) -> Iterator[list[str]]:
    from importlib.resources import files  # not cheap to load, and most commands need no table

    for line in (files("tzdata.zoneinfo") / table).read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            yield line.split("\t")
