"""Days, times, lengths of time and lists as the readers of a language write them: by the CLDR, through Babel.

Each function is told a CLDR locale such as ``en_GB`` first. Times are on a clock of 24 hours in every language, as
timetables are, and are written as they are: naive wall times, or aware ones as the clock of their zone shows them. Of
the aware ones, those that could be taken for another hour are written with their offset. Knows no sentences.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from babel import Locale
from babel.dates import format_date, format_interval, format_skeleton, format_timedelta
from babel.lists import format_list
from babel.numbers import format_decimal

from season_calendar.zoned_time import format_offset, happens_twice

# Babel takes some 50 µs for a day or an hour. A season of ten thousand events has few of either.
_kept = lru_cache(maxsize=8192)

_ANY_DAY = date(2000, 1, 1)  # Babel would put a time without a day on today's, and read a clock for it
_UNITS = (timedelta(days=1), timedelta(hours=1), timedelta(minutes=1))


@_kept
def write_day(locale: str, day: date) -> str:
    """``Sat, 5 Jun 2021``."""
    return format_skeleton("yMMMEd", datetime.combine(day, time()), locale=locale)


@_kept
def write_days(locale: str, first: date, last: date) -> str:
    """``3–5 Jun 2021``, or the one day.

    Without weekdays: with them the CLDR's Swedish has ``tors 03 juni–lör 05 juni 2021``, and others are long.
    """
    if first == last:
        return write_day(locale, first)
    return _with_plain_spaces(format_interval(first, last, "yMMMd", locale=locale))


@_kept
def write_day_of_year(locale: str, day: date) -> str:
    """``Sat, 5 Jun``, where the year is known."""
    return format_skeleton("MMMEd", datetime.combine(day, time()), locale=locale)


@_kept
def write_days_of_year(locale: str, first: date, last: date) -> str:
    """``3–5 Jun``, or the one day, ``5 Jun``, where the year is known."""
    return _with_plain_spaces(format_interval(first, last, "MMMd", locale=locale))


@_kept
def write_weekday(locale: str, day: date) -> str:
    """``Sat``."""
    return format_skeleton("E", datetime.combine(day, time()), locale=locale)


def write_weekday_and_hour(locale: str, local: datetime) -> str:
    """``Sat 09:30``; the hour as ``write_hour`` has it."""
    return f"{write_weekday(locale, local.date())}{between_weekday_and_hour(locale)}{write_hour(locale, local)}"


@_kept
def between_weekday_and_hour(locale: str) -> str:
    """What stands between the two: a space, or ``, ``."""
    pattern = str(Locale.parse(locale).datetime_skeletons["EHm"])
    return pattern[pattern.rindex("E") + 1 : pattern.index("H")]


@_kept
def write_day_numbers(locale: str, first: date, last: date) -> str:
    """``3–5``, or the one, for where the months stand below."""
    return _with_plain_spaces(format_interval(first, last, "d", locale=locale))


@_kept
def write_months(locale: str, first: date, last: date) -> str:
    """``Jun``, or ``Jul–Aug``, as they stand alone."""
    names = dict.fromkeys(str(format_date(day, "LLL", locale=locale)).removesuffix(".") for day in (first, last))
    return "–".join(names)


@_kept
def write_own_name(locale: str) -> str:
    """A language in its own words, as a heading: ``Svenska``."""
    own = Locale.parse(locale)
    name = str(own.languages[own.language])
    return name[:1].upper() + name[1:]


@_kept
def write_decimal(locale: str, value: float) -> str:
    """``25.378``."""
    return str(format_decimal(value, locale=locale))


def write_hour(locale: str, local: datetime) -> str:
    """``14:30``; ``02:30 +02:00`` where that hour happens twice."""
    if happens_twice(local):
        return _write_clear_hour(locale, local)
    return _write_hours(locale, local.time(), local.time())


def write_moment(locale: str, local: datetime) -> str:
    """``Thu, 3 Jun 2021, 14:30``; ``Sun, 31 Oct 2021, 02:30 +02:00`` where that hour happens twice."""
    return _on_day(locale, local.date(), write_hour(locale, local))


def write_period(locale: str, start: datetime, end: datetime) -> str:
    """``Thu, 3 Jun 2021, 14:30–15:10``, or ``Sat, 5 Jun 2021, 23:30 – Sun, 6 Jun 2021, 00:10``."""
    if start.date() == end.date():
        return _on_day(locale, start.date(), _write_hours(locale, start.time(), end.time()))
    pattern = _with_plain_spaces(Locale.parse(locale).interval_formats[None])
    return pattern.format(write_moment(locale, start), write_moment(locale, end))


def write_hours(locale: str, start: datetime, end: datetime) -> str:
    """``14:30–15:10``, or ``23:30 – Sun, 6 Jun, 00:10``, where the day on which it starts is known."""
    if start.date() == end.date():
        return _write_hours(locale, start.time(), end.time())
    pattern = _with_plain_spaces(Locale.parse(locale).interval_formats[None])
    last = _day_and_time_pattern(locale).format(write_hour(locale, end), write_day_of_year(locale, end.date()))
    return pattern.format(write_hour(locale, start), last)


def write_clear_period(locale: str, start: datetime, end: datetime, pattern: str) -> str:
    """The same with offsets: ``Sun, 31 Oct 2021, 02:30 +02:00 to 02:30 +01:00``.

    ``pattern`` joins ``{start}`` and ``{end}``; the CLDR has only dashes for it, that read as minus before an offset.
    """
    first, last = _write_clear_hour(locale, start), _write_clear_hour(locale, end)
    if start.date() == end.date():
        return _on_day(locale, start.date(), pattern.format(start=first, end=last))
    return pattern.format(start=_on_day(locale, start.date(), first), end=_on_day(locale, end.date(), last))


@_kept
def write_length(locale: str, length: timedelta) -> str:
    """A length of time in its two largest units: ``2 days and 3 hours``, ``43 minutes``; at least one minute."""
    return write_list(locale, [_write_units(locale, part) for part in _two_largest_units(length)])


def write_countdown(locale: str, length: timedelta) -> str | None:
    """A length of time counted from now: ``in 2 days``; in German ``in 2 Tagen``, in another case than the length.

    None where it takes two units to say it: no language is sure to count from now in two.
    """
    parts = _two_largest_units(length)
    return _write_units(locale, parts[0], from_now=True) if len(parts) == 1 else None


def write_list(locale: str, items: Sequence[str]) -> str:
    """``F1, GT3 and WTCR``."""
    if len(items) == 1:
        return items[0]  # Babel would parse the locale for it
    return format_list(items, locale=locale)


@_kept
def _write_hours(locale: str, start: time, end: time) -> str:
    first, last = datetime.combine(_ANY_DAY, start), datetime.combine(_ANY_DAY, end)
    return _with_plain_spaces(format_interval(first, last, "Hm", locale=locale))


def _write_clear_hour(locale: str, local: datetime) -> str:
    offset = local.utcoffset()
    if offset is None:
        raise ValueError(f"{local} has no offset from UTC")
    return f"{_write_hours(locale, local.time(), local.time())} {format_offset(offset)}"


def _on_day(locale: str, day: date, hours: str) -> str:
    return _day_and_time_pattern(locale).format(hours, write_day(locale, day))


@_kept
def _day_and_time_pattern(locale: str) -> str:
    return str(Locale.parse(locale).datetime_formats["medium"]).replace("'", "")  # as Babel itself reads it


def _two_largest_units(length: timedelta) -> list[timedelta]:
    """One or two parts of a length, each a whole number of days, hours or minutes, and all of it but what is less."""
    left = max(length, _UNITS[-1])
    parts = []
    for unit in _UNITS:
        parts.append(left // unit * unit)
        left %= unit
    largest = next(place for place, part in enumerate(parts) if part)
    return [part for part in parts[largest : largest + 2] if part]


def _write_units(locale: str, part: timedelta, *, from_now: bool = False) -> str:
    count = next(part // unit for unit in _UNITS if part >= unit)
    # Babel takes the largest unit of which there are so many: with as many as there are, never weeks for days.
    return format_timedelta(part, threshold=count, add_direction=from_now, locale=locale)


def _with_plain_spaces(text: str) -> str:
    """The thin spaces that many languages have around a dash are a box, or as wide as a letter, on some screens."""
    return text.replace("\N{THIN SPACE}", " ")
