"""The states of a delivery, and the one table of what moves it from one to another.

Nothing else may change a state: the ledger takes from here from which states a move is allowed, and where it leads.

::

                 claim            deliver
    (new) ─► pending ─────► sending ─────► sent
              ▲ ▲ │ ◄──────── │ │ retry, release
              │ │ │           │ └─ reject ─► dead ── resend ─► pending
              │ │ └─ skip, supersede, cancel (also from sending, before anything was handed over)
              │ └──────── reinstate: it is wanted after all, and nothing was sent
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class State(StrEnum):
    """How a delivery stands."""

    PENDING = "pending"
    SENDING = "sending"
    SENT = "sent"
    SKIPPED = "skipped"
    SUPERSEDED = "superseded"
    CANCELLED = "cancelled"
    DEAD = "dead"


class Move(StrEnum):
    """What can happen to a delivery."""

    CLAIM = "claim"
    DELIVER = "deliver"
    RETRY = "retry"
    RELEASE = "release"
    REJECT = "reject"
    SKIP = "skip"
    SUPERSEDE = "supersede"
    CANCEL = "cancel"
    REINSTATE = "reinstate"
    RESEND = "resend"


_OPEN = frozenset({State.PENDING, State.SENDING})

TRANSITIONS: Mapping[Move, tuple[frozenset[State], State]] = {
    Move.CLAIM: (_OPEN, State.SENDING),  # one being sent may be claimed anew when its lease has run out
    Move.DELIVER: (frozenset({State.SENDING}), State.SENT),
    Move.RETRY: (frozenset({State.SENDING}), State.PENDING),
    Move.RELEASE: (frozenset({State.SENDING}), State.PENDING),
    Move.REJECT: (frozenset({State.SENDING}), State.DEAD),
    Move.SKIP: (_OPEN, State.SKIPPED),
    Move.SUPERSEDE: (_OPEN, State.SUPERSEDED),
    Move.CANCEL: (_OPEN, State.CANCELLED),
    Move.REINSTATE: (frozenset({State.SKIPPED, State.SUPERSEDED, State.CANCELLED}), State.PENDING),
    Move.RESEND: (frozenset({State.DEAD}), State.PENDING),
}
"""From which states each move is allowed, and to which it leads."""


class Kind(StrEnum):
    """What a delivery tells: that something is to come, or that what was told of it is no longer true."""

    REMINDER = "reminder"
    CORRECTION = "correction"


class Reason(StrEnum):
    """Why a delivery was not sent, for whoever asks the ledger."""

    TOO_LATE = "it was no longer of use"
    UNDELIVERED = "it could not be handed over while it was of use"
    NEARER = "a reminder nearer to the start was due too"
    TOLD = "the subscriber has been told already"
    CORRECTED = "the correction says it"
    MOVED = "the start moved"
    CHANGED_AGAIN = "it changed again before the correction was sent"
    OFF = "the event does not take place"
    NOBODY = "the subscriber is gone, or reached another way"
    UNWANTED = "no longer wanted"


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What a delivery is, from the start: all but how it fares.

    ``lead`` is None for a correction. ``start_at`` is the start it tells of; ``reason`` is given where it is
    recorded only to say why it is not sent.
    """

    key: str
    kind: Kind
    subscriber_id: str
    channel: str
    uid: str
    season_key: str
    lead: timedelta | None
    start_revision: int
    start_at: datetime
    due_at: datetime
    expires_at: datetime
    reason: Reason | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery(Draft):
    """One delivery as the ledger holds it.

    ``attempt`` counts the tries that failed so far. While it is being sent, ``lease_owner`` names the claim that
    holds it until ``lease_until``. ``settled_at`` is when its state last became a final one.
    """

    id: int
    state: State
    attempt: int
    next_attempt_at: datetime
    lease_owner: str | None = None
    lease_until: datetime | None = None
    last_error: str | None = None
    settled_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a delivery that was claimed. ``next_attempt_at`` is given where it is to be tried again."""

    move: Move
    next_attempt_at: datetime | None = None
    reason: Reason | None = None
    error: str | None = None
    costs_attempt: bool = False
