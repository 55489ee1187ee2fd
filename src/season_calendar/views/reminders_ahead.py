"""Which reminders lie ahead, were the seasons published as they are. Pure: nothing is published and none recorded."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from season_calendar.model import Season
from season_calendar.publishing.publication import History, Publication
from season_calendar.publishing.publish import publish
from season_calendar.reminders.occasions import Occasion, subjects_of
from season_calendar.reminders.subscribers import Subscriber, alike
from season_calendar.reminders.wanted import wanted_of
from season_calendar.zoned_time import format_instant, format_span


@dataclass(frozen=True, slots=True)
class Reminder:
    """One subscriber is reminded of one event at ``due_at``, so long before it starts."""

    occasion: Occasion
    subscriber: Subscriber
    lead: timedelta
    due_at: datetime


def reminders_ahead(
    seasons: Sequence[Season], subscribers: Iterable[Subscriber], now: datetime, kept: Iterable[Publication] = ()
) -> list[Reminder]:
    """Every reminder that lies ahead of ``now``, by when it is due: of the seasons, and of those only ``kept``.

    Of those who subscribed later, what they would be told if they had subscribed by then: ``now`` may be another time
    than the one in which they did.
    """
    publications = {its.season.key: its for its in kept}
    publications.update({season.key: publish(season, History(), now) for season in seasons})
    subjects = subjects_of(publications.values()).values()
    ahead = [
        Reminder(event.occasion, subscriber, slot.lead, slot.due_at)
        for choice, group in alike(subscribers)
        for subject in subjects
        for event in wanted_of(subject, choice).events.values()
        for slot in event.slots
        if slot.due_at > now
        for subscriber in group
    ]
    return sorted(ahead, key=lambda its: (its.due_at, its.occasion.facts.key, its.lead, its.subscriber.id))


def reminder_data(reminder: Reminder) -> dict[str, object]:
    """A reminder as JSON values."""
    return {
        "uid": reminder.occasion.uid,
        "due_at": format_instant(reminder.due_at),
        "lead": format_span(reminder.lead),
        "start_at": format_instant(reminder.occasion.start_at),
        "start_is_known": reminder.occasion.has_time,
        "subscriber": reminder.subscriber.name,
        "channel": reminder.subscriber.channel,
    }
