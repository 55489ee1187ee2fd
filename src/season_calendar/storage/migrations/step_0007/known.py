"""What one reader knows of one subject, from the deliveries of it that there were."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, TypeAlias

from season_calendar.storage.migrations.step_0007.events import Event

Facts: TypeAlias = dict[str, Any]

_OFF = ("cancelled", "postponed")
_MOST_ATTEMPTS = 8


@dataclass(frozen=True)
class Delivery:
    """A delivery as it was kept. ``lead`` is in minutes, None for a correction."""

    id: int
    key: str
    subscriber_id: str
    season_key: str
    uid: str
    lead: int | None
    start_revision: int
    start_at: datetime
    due_at: datetime
    state: str
    attempt: int
    next_attempt_at: datetime
    last_error: str | None
    created_at: datetime
    settled_at: datetime | None

    @property
    def off(self) -> str | None:
        """How its event is off, as a correction says in the last word of its key."""
        word = self.key.rpartition("-")[2]
        return word if self.lead is None and word in _OFF else None

    @property
    def mark(self) -> str:
        """The end of its key, after its reader: a repeat has the same."""
        return self.key.partition(f"/{self.subscriber_id}/")[2]

    @property
    def ended_at(self) -> datetime:
        return self.settled_at or self.due_at

    @property
    def was_tried(self) -> bool:
        """It was begun to be sent, and is not settled: it may have arrived."""
        return self.state == "sending" or (self.state == "pending" and self.next_attempt_at > self.due_at)

    @property
    def holds_until(self) -> datetime | None:
        return self.next_attempt_at if self.state == "pending" and self.next_attempt_at > self.due_at else None


def told_row(deliveries: Sequence[Delivery], events: dict[str, Event]) -> Facts:
    """The row of one reader and one subject. It wakes at once, so that whatever is due is looked at."""
    by_uid: dict[str, list[Delivery]] = defaultdict(list)
    for delivery in deliveries:
        by_uid[delivery.uid].append(delivery)
    known = {uid: told for uid, its in by_uid.items() if (told := _told(its, events[uid]))}
    held = [its for its in deliveries if its.holds_until is not None]
    last = max(held, key=lambda its: its.next_attempt_at, default=None)
    return {
        "subscriber_id": deliveries[0].subscriber_id,
        "subject": events[deliveries[0].uid].subject,
        "season_key": deliveries[0].season_key,
        "wake_at": min(its.created_at for its in deliveries),
        "known": json.dumps(known, separators=(",", ":")),
        "tries": 0 if last is None else last.attempt,
        "held_at": None if last is None else last.due_at,
        "held_seconds": None if last is None else (last.next_attempt_at - last.due_at).total_seconds(),
        "last_error": None if last is None else last.last_error,
    }


def _told(deliveries: Sequence[Delivery], event: Event) -> Facts:
    sent = [its for its in deliveries if its.state == "sent"]
    last = max(sent, key=lambda its: (its.start_revision, its.ended_at, its.id), default=None)
    tried = [
        its
        for its in deliveries
        if its.was_tried or (its.state == "dead" and (last is None or its.ended_at > last.ended_at))
    ]
    passed = [its for its in deliveries if its.state == "skipped" and its.start_at == event.start_at]
    told: Facts = {}
    if last is not None:
        told["told"] = _known(last, event) | _lead(_nearest_lead(sent, last))
    if sent or tried:
        told["times"] = len(sent) + len(tried)
    if tried:
        told["attempts"] = [_attempt(its, event) for its in tried[-_MOST_ATTEMPTS:]]
    leads = [its.lead for its in passed if its.lead is not None]
    if leads:
        told["passed"] = _known(passed[0], event) | _lead(min(leads))
    return told


def _known(delivery: Delivery, event: Event) -> Facts:
    """What was said. All that is beside the start is taken from the journal, where it has that start still."""
    known: Facts = {"start": _text(delivery.start_at)}
    is_as_ever = delivery.start_at == event.start_at
    if not (event.has_time if is_as_ever else not event.is_morning(delivery.start_at)):
        known["timed"] = False
    if is_as_ever:
        known |= {"day": event.day, "ends": _text(event.over_at), "venue": event.venue}
    if delivery.off is not None:
        known["off"] = delivery.off
    return known


def _nearest_lead(sent: Iterable[Delivery], last: Delivery) -> int | None:
    """The nearest lead time that was said with the last start; a correction said what was due when it was sent."""
    if last.off is not None:
        return None
    leads = []
    for its in sent:
        if its.start_revision != last.start_revision or its.off is not None:
            continue
        lead = its.lead if its.lead is not None else -((its.ended_at - its.start_at) // timedelta(minutes=1))
        if lead > 0:
            leads.append(lead)
    return min(leads, default=None)


def _attempt(delivery: Delivery, event: Event) -> Facts:
    """A message that may have arrived, or that was refused for good."""
    kind = "correction" if delivery.lead is None else "reminder"
    attempt = _known(delivery, event) | _lead(delivery.lead) | {"mark": delivery.mark, "kind": kind}
    return attempt | ({"arrived": False, "refused": True} if delivery.state == "dead" else {})


def _lead(minutes: int | None) -> Facts:
    return {} if minutes is None else {"lead": minutes}


def _text(instant: datetime) -> str:
    return instant.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="seconds") + "Z"
