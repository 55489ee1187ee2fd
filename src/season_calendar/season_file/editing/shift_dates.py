"""Dates and times of a season file moved as they are written: the form stays, whatever else the text says."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

from season_calendar.errors import UnreadableValueError
from season_calendar.season_file.format.schema import Scalar
from season_calendar.season_file.format.times import END, START, Moment

_DATE = re.compile(r"\d{4}-\d\d-\d\d")
_WRITTEN_END = re.compile(r"(?:\d{4}-\d\d-\d\d(?P<between>[ T]))?\d\d:\d\d(?P<offset>.*)")


def first_date(text: str) -> date | None:
    """The first date in a text, where there is one that exists."""
    match = _DATE.search(text)
    try:
        return date.fromisoformat(match[0]) if match else None
    except ValueError:
        return None


def shifted(text: str, by: timedelta) -> str:
    """The text with every date in it moved; times of day and offsets stay.

    Raises ValueError or OverflowError for a date that does not exist.
    """
    return _DATE.sub(lambda match: (date.fromisoformat(match[0]) + by).isoformat(), text)


def moved_end(end: str, start: str, new_start: str) -> str:
    """An end moved as its session's start is, on the clock at the venue; where it leaves that day, with its date.

    It stays as it is where one of the three cannot be read, or no time of day stands in a start.
    """
    written = _WRITTEN_END.fullmatch(end)
    end_wall, start_wall, new_start_wall = _wall(END, end, start), _wall(START, start), _wall(START, new_start)
    if written is None or end_wall is None or start_wall is None or new_start_wall is None:
        return end
    new_wall = end_wall + (new_start_wall - start_wall)
    if written["between"] is None and new_wall.date() == new_start_wall.date():
        return f"{new_wall:%H:%M}"
    return f"{new_wall.date()}{written['between'] or ' '}{new_wall:%H:%M}{written['offset']}"


def _wall(form: Scalar[Moment], text: str, start: str = "") -> datetime | None:
    """The wall time in a text, on the day of ``start`` where it names none."""
    try:
        moment = form.read(text)
    except UnreadableValueError:
        return None
    day = moment.day or first_date(start)
    return None if day is None or moment.clock is None else datetime.combine(day, moment.clock)
