"""Deliveries to rows of their table and back, and the conditions on rows that several queries share."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, Update, and_, or_, text, update

from season_calendar.reminders.delivery import TRANSITIONS, Delivery, Draft, Kind, Move, Reason, State
from season_calendar.storage.damage import damage_told
from season_calendar.storage.tables import DELIVERIES

_MINUTE = timedelta(minutes=1)

# Written out as in the index of the open rows: SQLite uses that one only where it sees the very same words.
IS_OPEN = text("state IN ('pending', 'sending')")

# A row of this table; what is in it, SQLAlchemy cannot tell a type checker.
DeliveryRow = Row[Any]


def moving(move: Move) -> Update:
    """Make a move: of the rows that a caller goes on to choose, those whose state allows it.

    No other statement changes a state.
    """
    allowed, to = TRANSITIONS[move]
    return update(DELIVERIES).where(DELIVERIES.c.state.in_([str(state) for state in allowed])).values(state=str(to))


def claimable(channel: str, season_keys: Collection[str], now: datetime) -> ColumnElement[bool]:
    """A row is due, or the lease of whoever was sending it has run out."""
    return and_(
        DELIVERIES.c.channel == channel,
        DELIVERIES.c.next_attempt_at <= now,
        IS_OPEN,
        or_(DELIVERIES.c.state == State.PENDING, DELIVERIES.c.lease_until <= now),
        DELIVERIES.c.season_key.in_(season_keys),
    )


def new_row(draft: Draft, now: datetime) -> dict[str, object]:
    """The row of a new delivery: to be sent when due, or with a reason, on record as skipped."""
    return {
        "key": draft.key,
        "kind": str(draft.kind),
        "subscriber_id": draft.subscriber_id,
        "channel": draft.channel,
        "uid": draft.uid,
        "season_key": draft.season_key,
        "lead_minutes": None if draft.lead is None else draft.lead // _MINUTE,
        "start_revision": draft.start_revision,
        **times(draft),
        "state": str(State.PENDING if draft.reason is None else State.SKIPPED),
        "attempt": 0,
        "reason": None if draft.reason is None else str(draft.reason),
        "created_at": now,
        "settled_at": None if draft.reason is None else now,
    }


def times(draft: Draft) -> dict[str, datetime]:
    """The columns that follow the event's start."""
    return {
        "start_at": draft.start_at,
        "due_at": draft.due_at,
        "expires_at": draft.expires_at,
        "next_attempt_at": draft.due_at,
    }


@damage_told("a delivery")
def from_row(row: DeliveryRow) -> Delivery:
    """The delivery in a row of all the table's columns."""
    return Delivery(
        id=row.id,
        key=row.key,
        kind=Kind(row.kind),
        subscriber_id=row.subscriber_id,
        channel=row.channel,
        uid=row.uid,
        season_key=row.season_key,
        lead=None if row.lead_minutes is None else row.lead_minutes * _MINUTE,
        start_revision=row.start_revision,
        start_at=row.start_at,
        due_at=row.due_at,
        expires_at=row.expires_at,
        state=State(row.state),
        attempt=row.attempt,
        next_attempt_at=row.next_attempt_at,
        lease_owner=row.lease_owner,
        lease_until=row.lease_until,
        last_error=row.last_error,
        reason=None if row.reason is None else Reason(row.reason),
        settled_at=row.settled_at,
    )
