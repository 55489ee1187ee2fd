"""The alarms that a subscriber asked for, as VALARM blocks (RFC 5545 §3.6.6)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from icalendar.prop import vDuration

from season_calendar.feeds.lines import escaped, to_bytes
from season_calendar.zoned_time import DAY_ANCHOR

_DAY = timedelta(days=1)
_ANCHOR = timedelta(hours=DAY_ANCHOR.hour, minutes=DAY_ANCHOR.minute)


@dataclass(frozen=True, slots=True)
class AlarmSet:
    """How each alarm opens, whatever the event: for timed events, and for all-day ones."""

    timed: tuple[bytes, ...]
    all_day: tuple[bytes, ...]

    def blocks(self, ending: bytes, *, all_day: bool) -> bytes:
        """The alarms of one event, of which ``alarm_ending`` made the ending."""
        openings = self.all_day if all_day else self.timed
        return b"".join([opening + ending for opening in openings])


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


def alarm_ending(event_uid: str, description: str) -> bytes:
    """How every alarm of one event ends; ``description`` is its DESCRIPTION line.

    It goes on in the UID with which the opening left off: an alarm has one of its own (RFC 9074 §4), that of the event
    behind the trigger. So it stays while the alarm stays, and no two have the same. A line may be folded anywhere, and
    folded there it costs a feed of many alarms nothing.
    """
    return to_bytes([f" {escaped(event_uid)}", description, "END:VALARM"])


def _opening(before_start: timedelta) -> bytes:
    trigger = vDuration(-before_start).to_ical().decode()  # type: ignore[no-untyped-call]
    return to_bytes(["BEGIN:VALARM", "ACTION:DISPLAY", f"TRIGGER:{trigger}", f"UID:alarm{trigger}."])
