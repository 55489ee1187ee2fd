"""Dates as people write them elsewhere: what each would be in a season file. Only to be told, never taken as meant."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

_LONGEST_TEXT = 60
_LONGEST_SPAN = timedelta(days=60)

_DASHES = re.compile("[\u2010-\u2015\u2212]")
_QUOTES = re.compile("[\"'`\u00b4\u2018-\u201f\u00ab\u00bb]")
_ORDINAL = re.compile(r"(?<=\d)(?:st|nd|rd|th|er)\b")
_MIDNIGHT = re.compile(r"(?<=\d)t00:00(?::00)?(?:\.0+)?z?\b")
_WORD = re.compile(r"[^\W\d_]+\.?")
_TO = frozenset({"to", "till", "until", "through", "bis", "til", "au"})
_SMALL_WORDS = frozenset({"the", "of", "from", "den", "der", "vom", "le", "de", "el"})
_BETWEEN = re.compile(r"~| - |\.\.")
_MAYBE_BETWEEN = re.compile("[-/ ]")
_PART = re.compile(r"m?\d+")
_YEAR_FIRST = re.compile(r"\d{4}\D")


class _Day(NamedTuple):
    """A day as far as it is written."""

    year: int | None
    month: int | None
    day: int


def days_meant(text: str) -> list[str]:
    """What a day or two may be: ``28.–30. August 2027`` is ``2027-08-28 to 2027-08-30``; read in two ways, both."""
    return [" to ".join(day.isoformat() for day in days) for days in _readings(text)]


def day_meant(text: str) -> list[str]:
    """The same for a text that must be one day."""
    return [days[0].isoformat() for days in _readings(text) if len(days) == 1]


def plain_signs(text: str) -> str:
    """A text with the digits, dashes and spaces of a plain keyboard, and without the quotes around it."""
    text = _DASHES.sub("-", unicodedata.normalize("NFKC", text))
    return " ".join(_QUOTES.sub("", text).split())


def _readings(text: str) -> list[tuple[date, ...]]:
    """The days that a text can be: two ways where nobody can tell the day from the month."""
    if len(text) > _LONGEST_TEXT:
        return []
    ready = _ready(text)
    both = [_read(ready, month_first) for month_first in (False, True)]
    return list(dict.fromkeys(days for days in both if days))


def _ready(text: str) -> str:
    """A text with ~ for "to" and m8 for August, without small words and days of the week."""
    from season_calendar.season_file.format.calendar_words import days_of_the_week, months

    def short(match: re.Match[str]) -> str:
        word = match[0].rstrip(".")
        if word in _TO:
            return "~"
        if word in months():
            return f" m{months()[word]} "
        return " " if word in _SMALL_WORDS or word in days_of_the_week() else match[0]

    text = _MIDNIGHT.sub("", _ORDINAL.sub("", plain_signs(text).casefold()))
    return " ".join(_WORD.sub(short, text).replace(",", " ").split())


def _read(ready: str, month_first: bool) -> tuple[date, ...]:
    """The day or two days of a text that is made ready; none where it cannot be read."""
    whole = _date(_part(ready, month_first))
    if whole is not None:
        return (whole,)
    for left, right in _halves(ready):
        first, last = _part(left, month_first), _part(right, month_first, like=left)
        if first is None or last is None:
            continue
        # 28-30.8.2027, and 2027-08-28 to 30: what one of them lacks stands in the other.
        pair = _date(_filled(first, last)), _date(_filled(last, first))
        if pair[0] is not None and pair[1] is not None and timedelta() <= pair[1] - pair[0] < _LONGEST_SPAN:
            return (pair[0], pair[1])
    return ()


def _halves(ready: str) -> Iterator[tuple[str, str]]:
    marks = list((_BETWEEN if _BETWEEN.search(ready) else _MAYBE_BETWEEN).finditer(ready))
    for mark in marks:
        yield ready[: mark.start()].strip(), ready[mark.end() :].strip()


def _part(text: str, month_first: bool, like: str = "") -> _Day | None:
    """A day as far as a text says it, in digits or with m8 for August; ``like`` is what it stands behind."""
    parts = _PART.findall(text)
    if not 1 <= len(parts) <= 3 or _PART.sub("", text).strip("-./ "):
        return None
    months = [part[1:] for part in parts if part.startswith("m")]
    numbers = [part for part in parts if not part.startswith("m")]
    if not months:
        signs = {sign.strip() for sign in _PART.split(text)[1:-1]}
        # With dots the day comes first everywhere (CLDR); with slashes and dashes the month does in America.
        return _of_numbers(numbers, signs, "." not in signs and (month_first or bool(_YEAR_FIRST.match(like))))
    day, *year = sorted(numbers, key=len) or [""]
    return _day("".join(year), months[0], day) if day and len(months) == 1 else None


def _of_numbers(numbers: list[str], signs: set[str], month_first: bool) -> _Day | None:
    if len(signs) > 1:
        return None
    if len(numbers[0]) == 4 and len(numbers) == 3:
        return _day(numbers[0], numbers[1], numbers[2])
    if len(numbers) == 1 or len(numbers[1]) == 4:  # what is behind the dash of August 28-30, 2027
        return _day("".join(numbers[1:]), "", numbers[0]) if len(numbers) < 3 else None
    day_and_month, year = numbers[:2], "".join(numbers[2:])
    if len(year) == 2 and "-" in signs:  # 27-08-28 may be of 2027, and of 2028
        return None
    day, month = reversed(day_and_month) if month_first else day_and_month
    return _day(year, month, day)


def _day(year: str, month: str, day: str) -> _Day | None:
    if len(year) not in (0, 2, 4) or len(month) > 2 or len(day) > 2:
        return None
    return _Day(int(year) + (2000 if len(year) == 2 else 0) if year else None, int(month) if month else None, int(day))


def _filled(day: _Day, other: _Day) -> _Day:
    """A day with the year and the month of another one where it lacks them."""
    return _Day(day.year or other.year, day.month or other.month, day.day)


def _date(day: _Day | None) -> date | None:
    if day is None or day.year is None or day.month is None:
        return None
    try:
        return date(day.year, day.month, day.day)
    except ValueError:
        return None
