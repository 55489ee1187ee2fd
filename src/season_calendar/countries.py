"""Countries by their ISO 3166-1 alpha-2 codes, out of the tables that come with the time zones.

The tables (https://www.iana.org/time-zones) are read when something is asked for, and once.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache

_MOST_NEAR = 5
_BEGINNING = 4
_LONGEST_NAME = 100
_WORD = re.compile(r"\w+")
_SMALL_WORDS = {"the", "and", "of"}

_ALSO_CALLED = {
    "GB": "UK, Great Britain, England, Scotland, Wales, Northern Ireland",
    "US": "United States of America, America",
    "AE": "UAE, Emirates",
    "BA": "Bosnia",
    "BG": "BUL",
    "CD": "DR Congo, Democratic Republic of the Congo",
    "CG": "Congo, Republic of the Congo",
    "CH": "SUI",
    "CI": "Ivory Coast",
    "CL": "CHI",
    "CN": "PR China, People's Republic of China",
    "DE": "GER",
    "DK": "DEN",
    "GR": "GRE",
    "HR": "CRO",
    "ID": "INA",
    "IE": "Republic of Ireland",
    "KR": "Korea, Republic of Korea",
    "LV": "LAT",
    "MK": "Macedonia",
    "MY": "MAS",
    "NL": "NED, Holland",
    "PT": "POR",
    "PY": "PAR",
    "RU": "Russian Federation",
    "SA": "KSA",
    "SI": "SLO",
    "SK": "Slovak Republic",
    "SZ": "Swaziland",
    "TW": "Chinese Taipei, TPE",
    "UY": "URU",
    "VA": "Vatican",
    "ZA": "RSA",
}
"""What else those who write of races call countries: short names, and Olympic codes that are not ISO's."""


@cache
def country_names() -> Mapping[str, str]:
    """Every code there is, in capitals, with the country's usual English name."""
    return {code: name for code, name, *_ in _rows("iso3166.tab")}


def country_of_zone(zone_name: str) -> str | None:
    """The code of the country an IANA time zone is of; None for one of no country, such as UTC, and for an alias."""
    return _countries_of_zones().get(zone_name)


def country_of_venue(country: str | None, zone_name: str, place: str | None, coordinates: object | None) -> str | None:
    """The code of the country that a venue is in, as far as its own facts tell.

    Where nothing says where it is, as of one that is still to be announced, its zone is no more than a guess.
    """
    if country or not (place or coordinates):
        return country
    return country_of_zone(zone_name) or country_code((place or "").split(",")[-1])


def zones_of(code: str) -> list[str]:
    """The IANA time zones of a country by its code, the main one first in most; none for no country."""
    return [zone for zone, its in _countries_of_zones().items() if its == code]


def country_code(text: str) -> str | None:
    """The code of a country that is written as people do: its code of two or three letters, or an English name.

    ``SE``, ``Sweden``, ``UK`` and ``the Netherlands`` are read, in capitals or not; of anything else it is None.
    """
    return _codes_by_name().get(_plain(text)) if len(text) <= _LONGEST_NAME else None


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


@cache
def _codes_by_name() -> Mapping[str, str]:
    from babel import Locale
    from babel.core import get_global

    codes, names = country_names(), Locale("en").territories
    now_called = get_global("territory_aliases")  # the codes of three letters are among them
    called = [(alias, code) for alias, (code, *more) in now_called.items() if code in codes and not more]
    called = [(alias, code) for alias, code in called if alias.isalpha() and len(alias) == 3]
    called += [(name, code) for code, also in _ALSO_CALLED.items() for name in also.split(", ")]
    called += [(name, code) for code in codes for name in (codes[code], names.get(code, code), code)]
    return {_plain(name): code for name, code in called}


def _plain(name: str) -> str:
    """What is left of a name where accents, capitals, punctuation and small words do not count."""
    letters = "".join(letter for letter in unicodedata.normalize("NFKD", name) if not unicodedata.combining(letter))
    words = _WORD.findall(letters.casefold())
    telling = [word for word in words if word not in _SMALL_WORDS] or words  # AND is a code, of Andorra
    return "".join("st" if word == "saint" else word for word in telling)


def _words_in_common(text: str, name: str) -> int:
    beginnings = tuple(word[:_BEGINNING] for word in _WORD.findall(text.casefold()))
    return sum(word.startswith(beginnings) for word in set(_WORD.findall(name.casefold())))


def _rows(table: str) -> Iterator[list[str]]:
    from importlib.resources import files  # not cheap to load, and most commands need no table

    for line in (files("tzdata.zoneinfo") / table).read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            yield line.split("\t")
