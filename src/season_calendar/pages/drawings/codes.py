"""What a round is called where there is little room: three letters on the strip, a town on the map.

Only for the eye: nothing is known by a code, which may change when a round joins the season.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations, count

from season_calendar.countries import country_of_venue
from season_calendar.model import Round, Venue
from season_calendar.pages.drawings.country_codes import COUNTRY_CODES

_COMMA = re.compile("[,،、，]")
_LENGTH = 3
_LONGEST_PLACE = 24

# What rounds are called in many seasons, and says nothing of one of them.
_COMMON = (
    "race races round rally rallye rallying of the de da do di du des la le los el grand grande gran grosser großer"
    " prix preis premio prêmio prémio gp eprix e-prix eprix lauf rennen lopp deltävling tävling runde weekend"
    " international circuit autodrom autódromo autodromo motor speedway raceway ring in von av og och and und et"
)
_COMMON_WORDS = frozenset(_COMMON.split())


def short_codes(rounds: Sequence[Round]) -> Mapping[str, str]:
    """A code for each round of a season, by its id: its country's letters, or its own where a country has several.

    No two are the same as long as letters and figures last, and none is the code of a country that it is not in.
    """
    countries = {round_.id: _country_code(round_.venue) for round_ in rounds}
    rounds_there = Counter(countries.values())
    codes = {id_: code for id_, code in countries.items() if code is not None and rounds_there[code] == 1}
    used = set(codes.values())
    for round_ in rounds:
        if round_.id not in codes:
            codes[round_.id] = next(code for code in _candidates(round_, countries[round_.id]) if code not in used)
            used.add(codes[round_.id])
    return codes


def short_place(venue: Venue) -> str:
    """The town of a venue, or its name where no town is known; cut where it would cover the map."""
    town = _COMMA.split(venue.place or venue.name)[0].strip() or venue.name
    return town if len(town) <= _LONGEST_PLACE else f"{town[: _LONGEST_PLACE - 1].rstrip()}…"


def _country_code(venue: Venue) -> str | None:
    country = country_of_venue(venue.country, venue.zone_name, venue.place, venue.coordinates)
    return COUNTRY_CODES.get(country) if country else None


def _candidates(round_: Round, country: str | None) -> Iterator[str]:
    """Codes to try, the best one first, without an end."""
    taken_by_countries = set(COUNTRY_CODES.values()) if country else set()
    names = (short_place(round_.venue), round_.venue.name, round_.name) if country else (round_.name,)
    for name in names:
        for code in _codes_of(_letters(name)):
            if code not in taken_by_countries:
                yield code
    stem = country or _letters(round_.name)[:_LENGTH] or "R"
    for number in count(1):
        yield f"{stem[: max(1, _LENGTH - len(str(number)))]}{number}"


def _codes_of(letters: str) -> Iterator[str]:
    """The first three letters, then the first one with any two behind it, consonants before vowels: MON, MNZ, …"""
    if len(letters) < _LENGTH:
        yield from [letters] if letters else []
        return
    yield letters[:_LENGTH]
    pairs = ["".join(pair) for pair in combinations(letters[1:_LONGEST_PLACE], _LENGTH - 1)]
    yield from (letters[0] + pair for pair in sorted(pairs, key=_vowels))


def _vowels(text: str) -> int:
    return sum(letter in "AEIOUY" for letter in text)


def _letters(name: str) -> str:
    """The letters of what tells the name from others, in capitals and without accents, as many as are of use."""
    words = "".join(character if character.isalnum() else " " for character in name).split()
    telling = [word for word in words if word.casefold() not in _COMMON_WORDS and not word[0].isdigit()] or words
    plain = unicodedata.normalize("NFKD", "".join(telling).upper())
    return "".join(character for character in plain if character.isalnum())
