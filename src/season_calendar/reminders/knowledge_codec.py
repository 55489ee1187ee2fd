"""What a reader knows as text, for the ledger: JSON of instants and minutes, in which nothing tells whose it is.

So thousands who were told the same have the same text, which is read and written once for all of them.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any

from season_calendar.model import Status
from season_calendar.reminders.known import Attempt, Kind, Known, Saying, Told
from season_calendar.zoned_time import format_instant

_MINUTE = timedelta(minutes=1)


def write_events(events: Mapping[str, Told]) -> str:
    """The text of what is known, by UID."""
    return json.dumps({uid: _told_data(told) for uid, told in events.items()}, separators=(",", ":"))


@lru_cache(maxsize=1024)
def read_events(text: str) -> Mapping[str, Told]:
    """What is known, by UID. Where this is no such text: ValueError, KeyError, TypeError or
    AttributeError."""
    return {uid: _told(its) for uid, its in json.loads(text).items()}


def _told_data(told: Told) -> dict[str, object]:
    data: dict[str, object] = {}
    if told.saying is not None:
        data["told"] = _saying_data(told.saying)
    if told.times:
        data["times"] = told.times
    if told.attempts:
        data["attempts"] = [_attempt_data(attempt) for attempt in told.attempts]
    if told.passed is not None:
        data["passed"] = _saying_data(told.passed)
    return data


def _told(data: Mapping[str, Any]) -> Told:
    return Told(
        saying=_saying(data["told"]) if "told" in data else None,
        times=int(data.get("times", 0)),
        attempts=tuple(_attempt(its) for its in data.get("attempts", ())),
        passed=_saying(data["passed"]) if "passed" in data else None,
    )


def _attempt_data(attempt: Attempt) -> dict[str, object]:
    data = _saying_data(attempt.saying) | {"mark": attempt.mark, "kind": str(attempt.kind)}
    if not attempt.may_have_arrived:
        data["arrived"] = False
    if attempt.was_refused:
        data["refused"] = True
    if attempt.is_on_record:
        data["recorded"] = True
    return data


def _attempt(data: Mapping[str, Any]) -> Attempt:
    return Attempt(
        mark=str(data["mark"]),
        kind=Kind(data["kind"]),
        saying=_saying(data),
        may_have_arrived=bool(data.get("arrived", True)),
        was_refused=bool(data.get("refused", False)),
        is_on_record=bool(data.get("recorded", False)),
    )


def _saying_data(saying: Saying) -> dict[str, object]:
    known = saying.known
    data: dict[str, object] = {"start": format_instant(known.start_at)}
    if not known.has_time:
        data["timed"] = False
    if known.day is not None:
        data["day"] = known.day.isoformat()
    if known.first_session_day is not None:
        data["first"] = known.first_session_day.isoformat()
    if known.ends_at is not None:
        data["ends"] = format_instant(known.ends_at)
    if known.venue is not None:
        data["venue"] = known.venue
    if known.off is not None:
        data["off"] = str(known.off)
    if saying.lead is not None:
        data["lead"] = saying.lead // _MINUTE
    return data


def _saying(data: Mapping[str, Any]) -> Saying:
    known = Known(
        start_at=datetime.fromisoformat(data["start"]),
        has_time=bool(data.get("timed", True)),
        day=date.fromisoformat(data["day"]) if "day" in data else None,
        ends_at=datetime.fromisoformat(data["ends"]) if "ends" in data else None,
        venue=data.get("venue"),
        off=Status(data["off"]) if "off" in data else None,
        first_session_day=date.fromisoformat(data["first"]) if "first" in data else None,
    )
    return Saying(known, data["lead"] * _MINUTE if "lead" in data else None)
