"""The events of the journal, as far as it matters for what readers were told of them."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa

_ENTRIES = sa.table(
    "journal_entries",
    *(sa.column(name) for name in ("uid", "series_id", "season_id", "position", "withdrawn_at", "facts")),
)
_MORNING = time(9)
_OFF = ("cancelled", "postponed")


@dataclass(frozen=True)
class Event:
    """One event. ``start_at`` is what lead times count back from; a round's is that of its first session.

    ``has_time`` is False where that is the morning of a known day. ``over_at`` is when it, or a round's last session,
    is over; ``subject_over_at`` when all events of its subject are.
    """

    uid: str
    subject: str
    start_at: datetime
    has_time: bool
    day: str
    over_at: datetime
    subject_over_at: datetime
    venue: str
    zone: ZoneInfo

    def is_morning(self, instant: datetime) -> bool:
        """Whether that is when a day without a known time is taken to begin."""
        return instant.astimezone(self.zone).time() == _MORNING


def read_events(connection: sa.Connection) -> dict[str, Event]:
    """Every event of the journal by its UID."""
    seasons: dict[tuple[str, str], list[_Entry]] = defaultdict(list)
    order = (_ENTRIES.c.series_id, _ENTRIES.c.season_id, _ENTRIES.c.position)
    for row in connection.execute(sa.select(_ENTRIES).order_by(*order)):
        seasons[row.series_id, row.season_id].append(_Entry(json.loads(row.facts), row.withdrawn_at is not None))
    return {event.uid: event for entries in seasons.values() for event in _events_of_season(entries)}


def subject_of_uid(uid: str) -> str:
    """The subject of an event that is in no journal any more: the season and round that its UID names."""
    ids = uid.partition("@")[0].split(".")
    return "/".join((*ids[:2], *(id_.partition("+")[0] for id_ in ids[2:3])))


class _Entry:
    """An event as the journal has it, with its times worked out."""

    def __init__(self, facts: dict[str, Any], is_withdrawn: bool) -> None:
        self.facts = facts
        self.is_withdrawn = is_withdrawn
        self.is_off = is_withdrawn or facts["status"] in _OFF
        self.is_round = facts["session_id"] is None
        self.uid: str = facts["uid"]
        self.zone = ZoneInfo(facts["zone_name"])
        self.has_time = facts["start_at"] is not None
        self.start_at = self._instant("start_at") or self._morning_of("first_day")
        self.over_at = self._instant("end_at") or self._morning_of("last_day") + timedelta(hours=15)

    @property
    def own_key(self) -> str:
        return "/".join(self.uid.partition("@")[0].split(".")[:3])

    def _instant(self, name: str) -> datetime | None:
        text = self.facts[name]
        return None if text is None else datetime.fromisoformat(text)

    def _morning_of(self, name: str) -> datetime:
        day = date.fromisoformat(self.facts[name])
        return datetime.combine(day, _MORNING, tzinfo=self.zone).astimezone(UTC)


def _events_of_season(entries: list[_Entry]) -> Iterator[Event]:
    # Of two rounds that had one id, the one that is in the season.
    rounds = sorted((entry for entry in entries if entry.is_round), key=lambda entry: not entry.is_withdrawn)
    keys = {entry.facts["round_id"]: entry.own_key for entry in rounds}
    subjects: dict[str, list[_Entry]] = defaultdict(list)
    for entry in entries:
        key = entry.own_key if entry.is_round else keys.get(entry.facts["round_id"])
        subjects[key or subject_of_uid(entry.uid)].append(entry)
    for subject, its in subjects.items():
        yield from _events_of_subject(subject, its)


def _events_of_subject(subject: str, entries: Iterable[_Entry]) -> Iterator[Event]:
    sessions = [entry for entry in entries if not entry.is_round]
    first = min((its for its in sessions if not its.is_off), key=lambda its: its.start_at, default=None)
    ends = [its.over_at for its in sessions if not its.is_withdrawn]
    subject_over_at = max(max(its.start_at, its.over_at) for its in entries)
    for entry in entries:
        start = first if entry.is_round and first is not None else entry
        yield Event(
            uid=entry.uid,
            subject=subject,
            start_at=start.start_at,
            has_time=start.has_time,
            day=entry.facts["first_day"],
            over_at=max(ends, default=entry.over_at) if entry.is_round else entry.over_at,
            subject_over_at=subject_over_at,
            venue=entry.facts["venue_name"],
            zone=entry.zone,
        )
