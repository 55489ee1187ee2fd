"""What somebody wants to hear of a round, and when: pure, and the same for all who chose alike.

Lead times are elapsed time: "1d" before is 24 hours before, also over a change of the clocks.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from season_calendar.choices.choice import Choice, ChosenRounds
from season_calendar.reminders.known import Known, truth_of
from season_calendar.reminders.occasions import Occasion, Subject

LONGEST_LATENESS = timedelta(hours=12)
"""After this long no reminder is of use any more, however long its lead time."""

_SHORTEST_LEAD_OF_A_DAY = timedelta(days=1)
"""Where only the day is known, "in 30 minutes" would be a guess."""


@dataclass(frozen=True, slots=True)
class Slot:
    """When a reminder is of use: from ``due_at`` until just before ``expires_at``, which is never after the start."""

    lead: timedelta
    due_at: datetime
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class WantedEvent:
    """An event that is wanted, what is true of it, and its slots, the nearest to the start first; none if it is off."""

    occasion: Occasion
    truth: Known
    slots: tuple[Slot, ...]

    def nearest_due(self, since: datetime, now: datetime) -> Slot | None:
        """The slot nearest to the start that has come, if it came after ``since``. What lies before, it says too."""
        slot = next((slot for slot in self.slots if slot.due_at <= now), None)
        return slot if slot is not None and slot.due_at >= since else None


@dataclass(frozen=True, slots=True)
class Wanted:
    """What one choice wants of one subject: its events by UID."""

    subject: Subject
    events: Mapping[str, WantedEvent] = field(default_factory=dict)


def wanted_of(subject: Subject, choice: Choice) -> Wanted:
    """What a choice wants of a round. To be asked once for all who chose alike."""
    rounds = choice.narrowed_to(subject.season)
    events = {
        uid: WantedEvent(occasion, truth_of(occasion), _slots(occasion, choice))
        for uid, occasion in subject.occasions.items()
        if _wants(choice, occasion, rounds)
    }
    return Wanted(subject, events)


def _wants(choice: Choice, occasion: Occasion, rounds: ChosenRounds | None) -> bool:
    """Of what left the season nobody can tell who would have entered it, or what it would have counted towards.

    Whoever was told of it is to hear that, unless they have chosen other events since.
    """
    if occasion.entry.withdrawn_at is not None and (choice.drivers or choice.titles):
        choice = replace(choice, drivers=None, titles=None)
        rounds = choice.narrowed_to(occasion.season)
    return choice.wants(occasion.facts, rounds)


def _slots(occasion: Occasion, choice: Choice) -> tuple[Slot, ...]:
    if occasion.is_off:
        return ()
    own = choice.own_lead_times(occasion.facts.kind)
    leads = occasion.usual_lead_times if own is None else own
    shortest = timedelta(0) if occasion.has_time else _SHORTEST_LEAD_OF_A_DAY
    return tuple(_slot(occasion.start_at, lead) for lead in sorted(leads) if lead >= shortest)


def _slot(start_at: datetime, lead: timedelta) -> Slot:
    due_at = start_at - lead
    return Slot(lead, due_at, due_at + min(lead / 2, LONGEST_LATENESS))
