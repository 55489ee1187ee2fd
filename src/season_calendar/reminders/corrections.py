"""When what a subscriber was told of an event is no longer true: one correction, once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from season_calendar.model import Status
from season_calendar.publishing.publish import REAL_MOVE
from season_calendar.reminders.delivery import Delivery, Draft, Kind, State
from season_calendar.reminders.occasions import Occasion
from season_calendar.reminders.plan import wants
from season_calendar.reminders.subscribers import Subscriber


@dataclass(frozen=True, slots=True)
class Belief:
    """What a subscriber knows of an event from what we last told them.

    ``off_as`` is how it is off, if they were told so; ``start_at`` is the start they were told, or would have been.
    """

    revision: int
    start_at: datetime
    off_as: Status | None


def belief_after(told: Iterable[Delivery]) -> Belief | None:
    """What a subscriber believes of one event after all that was sent to them of it; None where nothing was."""
    sent = [delivery for delivery in told if delivery.state is State.SENT]
    if not sent:
        return None
    last = max(
        sent, key=lambda delivery: (delivery.start_revision, delivery.settled_at or delivery.due_at, delivery.id)
    )
    status = Status(last.key.rsplit("-", 1)[1]) if last.kind is Kind.CORRECTION else Status.CONFIRMED
    return Belief(last.start_revision, last.start_at, status if status.is_off else None)


def is_true(belief: Belief, occasion: Occasion) -> bool:
    """Whether what the subscriber believes still holds. A small move is not worth a message."""
    if occasion.is_off:
        return belief.off_as is occasion.status
    if belief.off_as is not None:
        return False
    moved = abs(occasion.start_at - belief.start_at) >= REAL_MOVE
    return not (moved and occasion.revision > belief.revision)


def correction_key(occasion: Occasion, subscriber: Subscriber) -> str:
    """The key of the correction that tells how the event stands now. It ends in the status told."""
    who = f"{subscriber.id}/{subscriber.channel}"
    return f"{occasion.facts.key}/correction/{who}/{occasion.revision}-{occasion.status}"


def correction_of(occasion: Occasion, subscriber: Subscriber, belief: Belief, now: datetime) -> Draft | None:
    """The correction to send now, if one is due.

    It is of use while the start that was told, or the new one, is still ahead: before that, somebody may yet set
    out for nothing, or stay at home.
    """
    if is_true(belief, occasion) or not wants(occasion, subscriber):
        return None
    start_at = belief.start_at if occasion.is_off else occasion.start_at
    expires_at = max(belief.start_at, start_at)
    if expires_at <= now:
        return None
    return Draft(
        key=correction_key(occasion, subscriber),
        kind=Kind.CORRECTION,
        subscriber_id=subscriber.id,
        channel=subscriber.channel,
        uid=occasion.uid,
        season_key=occasion.facts.season_key,
        lead=None,
        start_revision=occasion.revision,
        start_at=start_at,
        due_at=now,
        expires_at=expires_at,
    )
