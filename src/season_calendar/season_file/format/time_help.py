"""What is said of a text that is no date or time, so that a volunteer sees what to write.

How else dates and times are written is known to modules that are needed for mistakes only.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from season_calendar.errors import UnreadableValueError

_LATEST_HOUR = 29
"""Broadcasters count on after midnight: 25:30 is half past one."""


def no_dates(text: str) -> UnreadableValueError:
    """That a text is no date or two, with those that may be meant."""
    from season_calendar.season_file.format.other_dates import days_meant
    from season_calendar.season_file.format.other_times import is_not_known_yet

    if is_not_known_yet(text):
        hint = "while it is not known, leave 'dates' out and write status: provisional"
        return UnreadableValueError(f"{text!r} is not a date or two", hint)
    return _unreadable(text, "a date or two", days_meant(text), "2021-06-03 to 2021-06-05, or as one date")


def no_start(text: str) -> UnreadableValueError:
    """That a text is no date and time, with those that may be meant."""
    from season_calendar.season_file.format.other_times import moment_meant

    meant = moment_meant(text)
    if meant and not meant[0][:5].endswith("-"):  # a time alone
        return UnreadableValueError(
            f"{text!r} is not a date and time", f"write its date too, as in 2021-06-03 {meant[0]}"
        )
    return _unreadable(text, "a date and time", meant, "2021-06-03 14:30, or the date alone")


def no_end(text: str) -> UnreadableValueError:
    """That a text is no time, with what may be meant."""
    from season_calendar.season_file.format.other_times import is_not_known_yet, moment_meant

    if is_not_known_yet(text):
        return UnreadableValueError(f"{text!r} is not a time", "while it is not known, leave 'end' out")
    meant = [each for each in moment_meant(text) if ":" in each]
    return _unreadable(text, "a time", meant, "15:10, or with its date as 2021-06-04 01:30")


def no_day(year: int, month: int, day: int) -> UnreadableValueError:
    """That there is no such month, with the day that may be meant."""
    try:
        hint = f"did you mean {date(year, day, month)}?"
    except ValueError:
        hint = "write it as year-month-day: 2021-06-05"
    return UnreadableValueError(f"there is no day {year:04}-{month:02}-{day:02}", hint)


def no_time(hour: int, minute: int, day: date | None) -> UnreadableValueError:
    """That there is no such time of day, with the one after midnight that may be meant."""
    hint = "from 00:00 to 23:59"
    if 24 <= hour <= _LATEST_HOUR and minute < 60:
        clock = f"{hour - 24:02}:{minute:02}"
        after = f": {day + timedelta(days=1)} {clock}" if day else f", such as 2021-06-04 {clock}"
        hint = f"from midnight on, write the date of the next day{after}"
    return UnreadableValueError(f"there is no time {hour:02}:{minute:02}", hint)


def _unreadable(text: str, kind: str, meant: Sequence[str], example: str) -> UnreadableValueError:
    hint = f"write it as {' or '.join(meant) or example}"
    if len(meant) > 1:
        hint += ": which is the month cannot be told"
    return UnreadableValueError(f"{text!r} is not {kind}", hint)
