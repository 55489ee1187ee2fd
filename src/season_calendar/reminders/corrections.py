"""When what a subscriber was told of an event is no longer true: one correction, once."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from season_calendar.model import Status
from season_calendar.publishing.journal import REAL_MOVE
from season_calendar.reminders.delivery import Delivery, Draft, Kind, Reason, State
from season_calendar.reminders.occasions import Occasion
from season_calendar.reminders.subscribers import Subscriber
from season_calendar.zoned_time import DAY_ANCHOR, to_wall

_INSTANT = "%Y%m%dT%H%M%SZ"


@dataclass(frozen=True, slots=True)
class Belief:
    """What a subscriber knows of an event from what we last told them.

    ``off_as`` is how it is off, if they were told so; ``start_at`` is the start they were told, or would have been.
    """

    revision: int
    start_at: datetime
    off_as: Status | None


def may_have_arrived(row: Delivery, occasion: Occasion | None, now: datetime) -> bool:
    """A reminder that no longer stands was tried before it was withdrawn: nobody can say that it was not received.

    Who got it must hear what is true; who did not is told once more than needed.
    """
    if row.kind is not Kind.REMINDER or occasion is None:
        return False
    withdrawn = row.reason in (Reason.OFF, Reason.MOVED)
    abandoned = row.state is State.SENDING and row.lease_until is not None and row.lease_until <= now
    tried = abandoned or (row.attempt > 0 and (row.state is State.PENDING or withdrawn))
    return tried and (occasion.is_off or row.start_revision < occasion.revision)


def belief_after(told: Collection[Delivery]) -> Belief | None:
    """What a subscriber believes of one event after all that they were told of it; None where that is nothing.

    The states of ``told`` do not matter: that it was sent, or may have been, is the caller's to know.
    """
    if not told:
        return None
    last = max(
        told, key=lambda delivery: (delivery.start_revision, delivery.settled_at or delivery.due_at, delivery.id)
    )
    status = _status_told(last) if last.kind is Kind.CORRECTION else Status.CONFIRMED
    return Belief(last.start_revision, last.start_at, status if status.is_off else None)


def is_true(belief: Belief, occasion: Occasion) -> bool:
    """Whether what the subscriber believes still holds. A small move is not worth a message."""
    if occasion.is_off:
        return belief.off_as is occasion.facts.status
    if belief.off_as is not None:
        return False
    if abs(occasion.start_at - belief.start_at) < REAL_MOVE:
        return True
    return occasion.revision <= belief.revision and not _begins_otherwise(belief, occasion)


def _begins_otherwise(belief: Belief, occasion: Occasion) -> bool:
    """A round begins at another time than was told though it did not move itself: its first session is another.

    That the hour of a known day becomes known, or unknown, is no move.
    """
    if not occasion.facts.is_round:
        return False
    zone = occasion.facts.zone
    told_wall, start_wall = to_wall(belief.start_at, zone), to_wall(occasion.start_at, zone)
    return told_wall.date() != start_wall.date() or (occasion.has_time and told_wall.time() != DAY_ANCHOR)


def says_how_it_stands(correction: Draft, occasion: Occasion) -> bool:
    """A correction tells of the event as it is now, not of a state before."""
    return correction.start_revision == occasion.revision and _status_told(correction) is occasion.facts.status


def start_told_before(correction: Draft) -> datetime:
    """The start that its reader was told of before."""
    return datetime.strptime(correction.key.rsplit("-", 2)[1], _INSTANT).replace(tzinfo=UTC)


def _status_told(correction: Draft) -> Status:
    return Status(correction.key.rsplit("-", 1)[1])


def _key(occasion: Occasion, subscriber: Subscriber, belief: Belief, told: Iterable[Delivery]) -> str:
    """The key of a correction: what it tells, how often it told just that before, and the start told before.

    An event may be cancelled, postponed, and cancelled again: that is news each time.
    """
    facts = occasion.facts
    before = sum(
        its.kind is Kind.CORRECTION and its.state is State.SENT and says_how_it_stands(its, occasion) for its in told
    )
    return (
        f"{facts.season_key}/{facts.round_id}/{facts.session_id or '-'}/correction/{subscriber.id}/{subscriber.channel}"
        f"/{occasion.revision}.{before}-{belief.start_at:{_INSTANT}}-{facts.status}"
    )


def correction_of(
    occasion: Occasion, subscriber: Subscriber, belief: Belief, now: datetime, told: Iterable[Delivery] = ()
) -> Draft | None:
    """The correction to send now, if one is due. Of ``told``, the rows of the event, those sent count.

    It is of use while the start that was told, or the new one, is still ahead: before that, somebody may yet set
    out for nothing, or stay at home. That a round begins otherwise is of use before it was to begin.
    """
    if is_true(belief, occasion) or not subscriber.follows(occasion.facts.series_id):
        return None
    if not occasion.is_off and occasion.revision == belief.revision and belief.start_at <= now:
        return None
    start_at = belief.start_at if occasion.is_off else occasion.start_at
    expires_at = max(belief.start_at, start_at)
    if expires_at <= now:
        return None
    return Draft(
        key=_key(occasion, subscriber, belief, told),
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
