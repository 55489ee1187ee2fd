"""Whether a recorded delivery still stands, given the season and the subscribers as they are now.

Asked twice: when the season changed, and again in the moment before sending.
"""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from season_calendar.reminders.corrections import correction_key
from season_calendar.reminders.delivery import Draft, Kind, Move, Reason
from season_calendar.reminders.occasions import Occasion
from season_calendar.reminders.plan import nearer_is_due, reminder_of, wanted_leads, wants
from season_calendar.reminders.subscribers import Subscriber


class Verdict(NamedTuple):
    """A delivery is not to be sent: what to do with it instead, and why."""

    move: Move
    reason: Reason


def knows_less(delivery: Draft, occasion: Occasion | None) -> bool:
    """The delivery was planned by someone with a newer edition of the season: it is not ours to judge."""
    return occasion is not None and delivery.start_revision > occasion.revision


def judge(delivery: Draft, occasion: Occasion | None, subscriber: Subscriber | None, now: datetime) -> Verdict | None:
    """Why a delivery is not to be sent any more; None where it stands."""
    if occasion is None:
        return Verdict(Move.CANCEL, Reason.OFF)
    if subscriber is None or subscriber.channel != delivery.channel:
        return Verdict(Move.CANCEL, Reason.NOBODY)
    if not wants(occasion, subscriber):
        return Verdict(Move.CANCEL, Reason.UNWANTED)
    if delivery.kind is Kind.CORRECTION:
        return _judge_correction(delivery, occasion, subscriber, now)
    return _judge_reminder(delivery, occasion, subscriber, now)


def _judge_correction(delivery: Draft, occasion: Occasion, subscriber: Subscriber, now: datetime) -> Verdict | None:
    if delivery.key != correction_key(occasion, subscriber):
        return Verdict(Move.SUPERSEDE, Reason.CHANGED_AGAIN)
    return Verdict(Move.SKIP, Reason.TOO_LATE) if delivery.expires_at <= now else None


def _judge_reminder(delivery: Draft, occasion: Occasion, subscriber: Subscriber, now: datetime) -> Verdict | None:
    if occasion.is_off:
        return Verdict(Move.CANCEL, Reason.OFF)
    if delivery.start_revision < occasion.revision:
        return Verdict(Move.SUPERSEDE, Reason.MOVED)
    lead = delivery.lead
    if lead is None or lead not in wanted_leads(occasion, subscriber):
        return Verdict(Move.CANCEL, Reason.UNWANTED)
    if reminder_of(occasion, subscriber, lead).expires_at <= now:
        return Verdict(Move.SKIP, Reason.TOO_LATE)
    if nearer_is_due(occasion, subscriber, lead, now):
        return Verdict(Move.SKIP, Reason.NEARER)
    return None
