"""Months and days of the week by their names in the languages that people write. Read where a date is a mistake."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache

from season_calendar.zone_names.called import LANGUAGES


@cache
def months() -> Mapping[str, int]:
    """The number of each month by its names, whole and short, in small letters and without a dot: August, aug."""
    return {name: number for number, name in _names("months")}


@cache
def days_of_the_week() -> frozenset[str]:
    """The names of the days, whole and short, in small letters and without a dot, where they are not a month's too."""
    return frozenset(name for _, name in _names("days")) - frozenset(months())


def _names(what: str) -> Iterator[tuple[int, str]]:
    from babel import Locale

    for language in LANGUAGES:
        of_contexts = getattr(Locale.parse(language), what)
        for context in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                for number, name in of_contexts[context][width].items():
                    yield number, name.casefold().rstrip(".")
