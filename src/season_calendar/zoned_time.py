"""Wall time and zone to instant and back, and spans of time as people write them.

An instant is an aware ``datetime`` in UTC. A wall time is a naive one, as the clock at the venue shows it. Nothing
here reads a clock.
"""

from __future__ import annotations

import contextlib
import re
from datetime import UTC, date, datetime, time, timedelta
from functools import cache, lru_cache
from zoneinfo import ZoneInfo

from season_calendar.errors import (
    RepeatedTimeError,
    SkippedTimeError,
    TimeExpressionError,
    UnknownZoneError,
)
from season_calendar.zone_names.known import is_no_zone

DAY_ANCHOR = time(9, 0)
"""Where a day without a known time is taken to begin, at the venue: lead times of such a day count back from it."""

FIRST_YEAR, LAST_YEAR = 1900, 2200
"""The years that a date may be of: far from where time zones, and the numbers of instants, end."""

_SPAN = re.compile(r"(?:(\d{1,6})w)?(?:(\d{1,6})d)?(?:(\d{1,6})h)?(?:(\d{1,6})m)?", re.ASCII)
_MINUTES = {"w": 7 * 24 * 60, "d": 24 * 60, "h": 60, "m": 1}
_LONGEST = timedelta(days=366)
_OFFSET = re.compile(r"([+-])(\d\d):?(\d\d)", re.ASCII)


@cache
def find_zone(name: str) -> ZoneInfo:
    """The IANA time zone of that name.

    Raises UnknownZoneError, with what may be meant.
    """
    if not is_no_zone(name):
        with contextlib.suppress(KeyError, ValueError, OSError):  # OSError: "Europe" is a folder of the zone database
            return ZoneInfo(name)
    from season_calendar.zone_names.meant import meant_by  # names in many languages, for mistakes only

    raise UnknownZoneError(name, meant_by(name))


def to_instant(wall: datetime, zone: ZoneInfo, offset: timedelta | None = None) -> datetime:
    """The instant at which the clock in ``zone`` shows ``wall``.

    ``offset`` says which of two is meant where the wall time happens twice; elsewhere it must be the zone's own.
    The rule for folds and gaps is PEP 495's: the two readings ``fold=0`` and ``fold=1`` differ only there.

    Raises SkippedTimeError, RepeatedTimeError, and TimeExpressionError for an offset the zone does not have then.
    """
    first, second = (wall.replace(tzinfo=zone, fold=fold) for fold in (0, 1))
    first_offset, second_offset = _offset(first), _offset(second)
    if first_offset < second_offset:
        raise SkippedTimeError(wall, zone.key, second_offset - first_offset)
    if offset is not None:
        for reading, its_offset in ((first, first_offset), (second, second_offset)):
            if its_offset == offset:
                return _utc(reading)
        raise TimeExpressionError(
            f"{zone.key} is not at {format_offset(offset)} on {wall:%Y-%m-%d %H:%M}",
            f"it is at {format_offset(first_offset)}; the offset can be left out",
        )
    if first_offset > second_offset:
        raise RepeatedTimeError(wall, zone.key, (format_offset(first_offset), format_offset(second_offset)))
    return _utc(first)


def to_wall(instant: datetime, zone: ZoneInfo) -> datetime:
    """What the clock in ``zone`` shows at ``instant``: a naive wall time."""
    return instant.astimezone(zone).replace(tzinfo=None)


def happens_twice(local: datetime) -> bool:
    """Whether the clock of ``local``'s zone shows that time twice, as in the night when summer time ends.

    A naive time never does: it has no zone. The times that clocks jump over are not asked for, no instant has them.
    """
    return local.utcoffset() != local.replace(fold=1 - local.fold).utcoffset()


def need_offsets(start: datetime, end: datetime) -> bool:
    """Whether a period on one clock is clear only with offsets: the clock changes in it, or shows an end twice."""
    return start.utcoffset() != end.utcoffset() or happens_twice(start) or happens_twice(end)


def day_anchor(day: date, zone: ZoneInfo) -> datetime:
    """The instant at which a day without a known time is taken to begin: 09:00 at the venue."""
    return _utc(datetime.combine(day, DAY_ANCHOR, tzinfo=zone))


def parse_instant(text: str) -> datetime:
    """An instant from ISO 8601 text with an offset, such as ``2021-06-02T12:00Z``.

    Raises TimeExpressionError.
    """
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise TimeExpressionError(f"{text!r} is not an instant", "write it as 2021-06-02T12:00Z")
    instant = _utc(moment)
    # In other zones than UTC a year begins and ends at another instant.
    if not FIRST_YEAR - 1 <= instant.year <= LAST_YEAR + 1:
        raise TimeExpressionError(f"{text!r} is too long ago or too far ahead", f"from {FIRST_YEAR} to {LAST_YEAR}")
    return instant


def format_instant(instant: datetime) -> str:
    """ISO 8601 in UTC to the second: ``2021-06-02T12:00:00Z``; the form of every file and message we write."""
    return _format_in_utc(instant.astimezone(UTC))


# By no other zone: there two instants are taken for equal in the hour that happens twice.
@lru_cache(maxsize=8192)
def _format_in_utc(instant: datetime) -> str:
    return instant.replace(tzinfo=None).isoformat(timespec="seconds") + "Z"


def parse_span(text: str) -> timedelta:
    """A span of time from text such as ``1w``, ``7d``, ``1h30m`` or ``45m``; more than nothing, at most 366 days.

    Raises TimeExpressionError.
    """
    match = _SPAN.fullmatch(text.strip())
    if match is None or not any(match.groups()):
        raise TimeExpressionError(f"{text!r} is not a length of time", "write it as 7d, 1h30m or 45m")
    numbers = [int(number or 0) for number in match.groups()]
    minutes = sum(number * unit for number, unit in zip(numbers, _MINUTES.values(), strict=True))
    span = timedelta(minutes=minutes)
    if not timedelta(0) < span <= _LONGEST:
        raise TimeExpressionError(f"{text!r} is not a usable length of time", "more than nothing, at most 366d")
    return span


def format_span(span: timedelta) -> str:
    """The shortest text that ``parse_span`` reads back as ``span``: ``7d``, ``1h30m``, ``45m``. No weeks."""
    minutes = int(span.total_seconds()) // 60
    parts = []
    for unit in "dhm":
        count, minutes = divmod(minutes, _MINUTES[unit])
        if count:
            parts.append(f"{count}{unit}")
    return "".join(parts) or "0m"


def parse_offset(text: str) -> timedelta:
    """A UTC offset from text such as ``+02:00`` or ``Z``. Raises TimeExpressionError."""
    if text == "Z":
        return timedelta(0)
    match = _OFFSET.fullmatch(text)
    if match is None:
        raise TimeExpressionError(f"{text!r} is not a UTC offset", "write it as +02:00")
    sign = 1 if match[1] == "+" else -1
    return sign * timedelta(hours=int(match[2]), minutes=int(match[3]))


def format_offset(offset: timedelta) -> str:
    """A UTC offset as ``+02:00``."""
    minutes = int(offset.total_seconds()) // 60
    return f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}"


def _offset(moment: datetime) -> timedelta:
    offset = moment.utcoffset()
    if offset is None:
        raise AssertionError("a zoned moment has an offset")
    return offset


def _utc(moment: datetime) -> datetime:
    try:
        return moment.astimezone(UTC)
    except OverflowError:
        raise TimeExpressionError(
            f"{moment:%Y-%m-%d} is out of the range of time we can count", "use a year of this century"
        ) from None
