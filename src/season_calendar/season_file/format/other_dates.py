"""Dates as people write them elsewhere: what each would be in a season file. Only to be told, never taken as meant."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

_YEAR_FIRST = re.compile(r"(\d{4})[-./](\d{1,2})[-./](\d{1,2})", re.ASCII)
_YEAR_LAST = re.compile(r"(\d{1,2})([-./]) ?(\d{1,2})\2 ?(\d{4})", re.ASCII)
_BETWEEN = re.compile(r"\s+to\s+|\s*–\s*|\s+-\s+")
_CLOCK = re.compile(r"([01]?\d|2[0-3])[:.]([0-5]\d)", re.ASCII)


def days_meant(text: str) -> list[str]:
    """What a day or two may be: ``28.8.2027 - 30.8.2027`` is ``2027-08-28 to 2027-08-30``."""
    parts = _BETWEEN.split(text.strip())
    return [" to ".join(days) for days in _readings(parts)] if len(parts) <= 2 else []


def moment_meant(text: str) -> list[str]:
    """What a day, a time or both may be: ``28.8.2027 9.30`` is ``2027-08-28 09:30``."""
    day, _, clock = text.strip().partition(" ")
    if not clock:
        return [days[0] for days in _readings([day])] or _times(day)
    return [f"{days[0]} {time}" for days in _readings([day]) for time in _times(clock)]


def _readings(texts: Sequence[str]) -> list[list[str]]:
    """The days that texts can be, all read alike: two ways where nobody can tell the day from the month."""
    both = [[_day(text, month_first) for text in texts] for month_first in (False, True)]
    good = [[day for day in days if day is not None] for days in both if None not in days]
    return good[:1] if len(good) == 2 and good[0] == good[1] else good


def _times(text: str) -> list[str]:
    match = _CLOCK.fullmatch(text)
    return [f"{int(match[1]):02}:{match[2]}"] if match else []


def _day(text: str, month_first: bool) -> str | None:
    """With dots the day comes first everywhere (CLDR); with slashes and dashes the month does in America."""
    if match := _YEAR_FIRST.fullmatch(text):
        year, month, day = match.groups()
    elif match := _YEAR_LAST.fullmatch(text):
        day, sign, month, year = match.groups()
        if month_first and sign != ".":
            day, month = month, day
    else:
        return None
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return None
