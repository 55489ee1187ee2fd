"""What goes on record of messages, and what the log says of those that were lost. Pure but for the log."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from datetime import datetime

from season_calendar.daemon.in_hand import InHand, Settlement
from season_calendar.errors import ChannelError, TemporaryChannelError
from season_calendar.reminders.composing import key_of, lead_of
from season_calendar.reminders.known import Kind
from season_calendar.reminders.next_step import Step
from season_calendar.reminders.occasions import Subject
from season_calendar.reminders.passing import Passed, WhyNot
from season_calendar.reminders.record import Entry, Outcome
from season_calendar.reminders.subscribers import Subscriber

log = logging.getLogger(__name__)


def entries_of(settlement: Settlement, now: datetime) -> Iterator[Entry]:
    """That a message was sent, or refused for good. What is tried again does not go on record yet."""
    item, error = settlement.item, settlement.error
    if settlement.is_delivered:
        yield entry_of(item, Outcome.SENT, None, now)
    elif isinstance(error, ChannelError) and not isinstance(error, TemporaryChannelError):
        yield entry_of(item, Outcome.DEAD, str(error), now)


def entry_of(item: InHand, outcome: Outcome, why: str | None, now: datetime) -> Entry:
    """How a message ended that was handed over."""
    telling = item.telling
    return Entry(
        at=now,
        subscriber_id=item.subscriber.id,
        channel=item.subscriber.channel,
        subject=item.subject.key,
        season_key=item.subject.season.key,
        uid=next(iter(telling.says)),
        kind=telling.kind,
        lead=lead_of(telling),
        key=item.key,
        outcome=outcome,
        why=why,
    )


def entries_of_passed(step: Step, subject: Subject, subscriber: Subscriber, now: datetime) -> Iterator[Entry]:
    """What passed its use unsaid; a correction of several events is one message, and one entry."""
    messages: dict[tuple[Kind, str | None, str | None], list[Passed]] = {}
    for passed in step.passed:
        alone = None if passed.kind is Kind.CORRECTION else f"{passed.uid} {passed.lead}"
        messages.setdefault((passed.kind, passed.mark, alone), []).append(passed)
    for (kind, mark, _), parts in messages.items():
        first, uids = parts[0], [part.uid for part in parts]
        is_lost = first.why is WhyNot.UNDELIVERED
        yield Entry(
            at=now,
            subscriber_id=subscriber.id,
            channel=subscriber.channel,
            subject=subject.key,
            season_key=subject.season.key,
            uid=first.uid,
            kind=kind,
            lead=first.lead,
            key=None if mark is None else key_of(subject, uids, kind, first.lead, subscriber.id, mark),
            outcome=Outcome.DEAD if is_lost else Outcome.SKIPPED,
            why=step.knowledge.last_error or str(first.why) if is_lost else str(first.why),
        )


def tell_what_was_lost(entries: Sequence[Entry]) -> None:
    """Warn of what is dead among these. To be called when it is on record: what was not committed is decided anew."""
    lost = [entry for entry in entries if entry.outcome is Outcome.DEAD]
    if lost:
        first = lost[0]
        what = "correction" if first.kind is Kind.CORRECTION else "reminder"
        log.warning(
            "%d lost; the first: a %s of %s, by %s: %s", len(lost), what, first.subject, first.channel, first.why
        )
