"""Which reminders fall due in a window of time: a pure function of the events, the subscribers and the window.

Lead times are elapsed time: "1d" before is 24 hours before, also over a change of the clocks.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from season_calendar.choices.choice import Choice, ChosenRounds
from season_calendar.reminders.occasions import Occasion
from season_calendar.reminders.subscribers import Audience, Subscriber
from season_calendar.zoned_time import format_span

LONGEST_LATENESS = timedelta(hours=12)
"""After this long no reminder is of use any more, however long its lead time."""

_SHORTEST_LEAD_OF_A_DAY = timedelta(days=1)
"""Where only the day is known, "in 30 minutes" would be a guess."""


@dataclass(frozen=True, slots=True)
class Reminder:
    """One reminder to one subscriber.

    ``key`` is the same whenever it is planned, until the event's start really moves. It is of use from ``due_at``
    until just before ``expires_at``, which is never after the start.
    """

    key: str
    occasion: Occasion
    subscriber: Subscriber
    lead: timedelta
    due_at: datetime
    expires_at: datetime


def plan(occasions: Iterable[Occasion], audience: Audience, after: datetime, until: datetime) -> list[Reminder]:
    """Every reminder due after ``after`` and not after ``until``, in the order in which they fall due."""
    reminders = [
        reminder_of(occasion, subscriber, lead)
        for occasion, group, lead in _leads(occasions, audience)
        if after < (due_at := occasion.start_at - lead) <= until
        for subscriber in group
        if subscriber.since <= due_at
    ]
    reminders.sort(key=lambda reminder: reminder.due_at)
    return reminders


def next_due_at(occasions: Iterable[Occasion], audience: Audience, after: datetime) -> datetime | None:
    """When the first reminder after ``after`` falls due; None where none does."""
    return min(
        (due_at for occasion, _, lead in _leads(occasions, audience) if (due_at := occasion.start_at - lead) > after),
        default=None,
    )


def reminder_of(occasion: Occasion, subscriber: Subscriber, lead: timedelta) -> Reminder:
    """The reminder ``lead`` before an event, whether or not the subscriber wants one then."""
    due_at = occasion.start_at - lead
    key = f"{occasion.facts.key}/{format_span(lead)}/{subscriber.id}/{subscriber.channel}/{occasion.revision}"
    return Reminder(key, occasion, subscriber, lead, due_at, due_at + min(lead / 2, LONGEST_LATENESS))


def wants(occasion: Occasion, subscriber: Subscriber) -> bool:
    """Whether the subscriber wants to hear of this event.

    Of what left the season nobody can tell who would have entered it, or what it would have counted towards; whoever
    was told of it is to hear that, unless they have chosen other events since.
    """
    choice = subscriber.choice
    if occasion.entry.withdrawn_at is not None:
        choice = replace(choice, drivers=None, titles=None)
    return choice.wants(occasion.facts, choice.narrowed_to(occasion.season))


def wanted_leads(occasion: Occasion, subscriber: Subscriber) -> tuple[timedelta, ...]:
    """How long before this event the subscriber is to be reminded; never, where it does not take place."""
    return _wanted_leads(occasion, subscriber.choice, subscriber.choice.narrowed_to(occasion.season))


def _wanted_leads(occasion: Occasion, choice: Choice, rounds: ChosenRounds | None) -> tuple[timedelta, ...]:
    if occasion.is_off or not choice.wants(occasion.facts, rounds):
        return ()
    own = choice.own_lead_times(occasion.facts.kind)
    leads = occasion.usual_lead_times if own is None else own
    if occasion.has_time:
        return leads
    return tuple(lead for lead in leads if lead >= _SHORTEST_LEAD_OF_A_DAY)


def nearer_is_due(occasion: Occasion, subscriber: Subscriber, lead: timedelta, now: datetime) -> bool:
    """A reminder nearer to the start is due too, and says the same and more."""
    return any(other < lead and occasion.start_at - other <= now for other in wanted_leads(occasion, subscriber))


def _leads(
    occasions: Iterable[Occasion], audience: Audience
) -> Iterator[tuple[Occasion, tuple[Subscriber, ...], timedelta]]:
    """Each event with each lead time wanted, and those who want it, all of one group."""
    narrowed: dict[str, list[ChosenRounds | None]] = {}  # by season, for each group: worked out once
    for occasion in occasions:
        key = occasion.facts.season_key
        if key not in narrowed:
            narrowed[key] = [group[0].choice.narrowed_to(occasion.season) for group in audience.groups]
        for group, rounds in zip(audience.groups, narrowed[key], strict=True):
            for lead in _wanted_leads(occasion, group[0].choice, rounds):
                yield occasion, group, lead
