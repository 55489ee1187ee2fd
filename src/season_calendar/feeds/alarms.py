"""The alarms that a subscriber asked for, as VALARM blocks (RFC 5545 §3.6.6)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from icalendar.prop import vDuration

from season_calendar.feeds.lines import to_bytes
from season_calendar.zoned_time import DAY_ANCHOR

_DAY = timedelta(days=1)
_ANCHOR = timedelta(hours=DAY_ANCHOR.hour, minutes=DAY_ANCHOR.minute)
_END = to_bytes(["END:VALARM"])


@dataclass(frozen=True, slots=True)
class AlarmSet:
    """The opening lines of each alarm, up to its TRIGGER: for timed events, and for all-day ones."""

    timed: tuple[bytes, ...]
    all_day: tuple[bytes, ...]

    def blocks(self, description: bytes, *, all_day: bool) -> bytes:
        """The alarms of one event; ``description`` is their DESCRIPTION line, which differs from event to event."""
        openings = self.all_day if all_day else self.timed
        return b"".join([opening + description + _END for opening in openings])


def alarm_set(lead_times: Iterable[timedelta]) -> AlarmSet:
    """The alarms so long before the start.

    An all-day event begins at midnight on a subscriber's phone, and an alarm a day before would ring in the night.
    So its alarms count back from 09:00 of its first day: one day before is ``-PT15H``. Those of less than a day are
    left out, for they would say nothing about when to be there.
    """
    wanted = list(lead_times)
    return AlarmSet(
        timed=tuple(_opening(lead_time) for lead_time in wanted),
        all_day=tuple(_opening(lead_time - _ANCHOR) for lead_time in wanted if lead_time >= _DAY),
    )


def _opening(before_start: timedelta) -> bytes:
    trigger: bytes = vDuration(-before_start).to_ical()  # type: ignore[no-untyped-call]
    return to_bytes(["BEGIN:VALARM", "ACTION:DISPLAY", f"TRIGGER:{trigger.decode()}"])
