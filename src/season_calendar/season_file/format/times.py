"""The dates, times and lengths of time of a season file, one by one. Each read on its own, without the others."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, time, timedelta
from typing import NamedTuple

from season_calendar.errors import UnreadableValueError
from season_calendar.season_file.format.schema import Scalar
from season_calendar.season_file.format.time_help import no_dates, no_day, no_end, no_start, no_time
from season_calendar.zoned_time import FIRST_YEAR, LAST_YEAR, parse_offset, parse_span

LONGEST_ROUND = timedelta(days=60)

_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})", re.ASCII)
_CLOCK = re.compile(r"(\d{2}):(\d{2})", re.ASCII)
_MOMENT = re.compile(r"(\d{4}-\d{2}-\d{2})(?:[ T](\d{2}:\d{2})(?: ?(Z|[+-]\d{2}:?\d{2}))?)?", re.ASCII)


class Days(NamedTuple):
    """From the first day to the last, both included."""

    first: date
    last: date


class Moment(NamedTuple):
    """A wall time as far as it is written: ``day`` is None for a clock alone, ``clock`` for a day alone."""

    day: date | None
    clock: time | None
    offset: timedelta | None = None


def _read_day(text: str) -> date:
    match = _DAY.fullmatch(text)
    if match is None:
        raise UnreadableValueError(f"{text!r} is not a date", "write it as 2021-06-05")
    year, month, day = (int(part) for part in match.groups())
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise UnreadableValueError(f"the year {year} is out of range", f"{FIRST_YEAR} to {LAST_YEAR}")
    if not 1 <= month <= 12:
        raise no_day(year, month, day)
    if not 1 <= day <= monthrange(year, month)[1]:
        hint = f"that month has {monthrange(year, month)[1]} days"
        raise UnreadableValueError(f"there is no day {text}", hint)
    return date(year, month, day)


def _read_days(text: str) -> Days:
    parts = text.split(" to ")
    if len(parts) > 2 or not all(_DAY.fullmatch(part.strip()) for part in parts):
        raise no_dates(text)
    days = Days(_read_day(parts[0].strip()), _read_day(parts[-1].strip()))
    if days.last < days.first:
        hint = f"did you mean {days.last} to {days.first}?"
        raise UnreadableValueError(f"{days.last} is before {days.first}", hint)
    if days.last - days.first >= LONGEST_ROUND:
        what = f"{(days.last - days.first).days + 1} days are too long for a round"
        raise UnreadableValueError(what, f"at most {LONGEST_ROUND.days}; is the year right?")
    return days


def _read_clock(text: str, day: date | None) -> time:
    """A time of day; ``day`` is the one it is written with."""
    hour, minute = (int(part) for part in text.split(":"))
    if hour > 23 or minute > 59:
        raise no_time(hour, minute, day)
    return time(hour, minute)


def _read_start(text: str) -> Moment:
    match = _MOMENT.fullmatch(text)
    if match is None:
        raise no_start(text)
    offset = parse_offset(match[3]) if match[3] else None
    day = _read_day(match[1])
    return Moment(day, _read_clock(match[2], day) if match[2] else None, offset)


def _read_end(text: str) -> Moment:
    if _CLOCK.fullmatch(text):
        return Moment(None, _read_clock(text, None))
    match = _MOMENT.fullmatch(text)
    if match is None or match[2] is None:
        raise no_end(text)
    return _read_start(text)


DAYS = Scalar(
    "dates",
    "2021-06-03 to 2021-06-05",
    _read_days,
    {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}( +to +\d{4}-\d{2}-\d{2})?$"},
)
START = Scalar(
    "a date and time",
    "2021-06-03 14:30",
    _read_start,
    {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}([ T]\d{2}:\d{2}( ?(Z|[+-]\d{2}:?\d{2}))?)?$"},
)
END = Scalar(
    "a time",
    "15:10",
    _read_end,  # 15:10 is the number 910 to an editor that follows YAML 1.1
    {
        "type": ["string", "integer"],
        "pattern": r"^(\d{4}-\d{2}-\d{2}[ T])?\d{2}:\d{2}( ?(Z|[+-]\d{2}:?\d{2}))?$",
    },
)
SPAN = Scalar(
    "a length of time",
    "45m",
    parse_span,
    {"type": "string", "pattern": r"^\s*(\d{1,6}w)?(\d{1,6}d)?(\d{1,6}h)?(\d{1,6}m)?\s*$"},
)
