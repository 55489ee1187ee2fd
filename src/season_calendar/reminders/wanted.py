"""What somebody wants to hear of a round, and when: pure, and the same for all who chose alike.

Lead times are elapsed time: "1d" before is 24 hours before, also over a change of the clocks.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from season_calendar.choices.choice import Choice, ChosenRounds
from season_calendar.reminders.known import Known, Saying, truth_of
from season_calendar.reminders.occasions import Occasion, Subject

LONGEST_LATENESS = timedelta(hours=12)
"""After this long no reminder is of use any more, however long its lead time."""

_SHORTEST_LEAD_OF_A_DAY = timedelta(days=1)
"""Where only the day is known, "in 30 minutes" would be a guess."""

_AFTER_ALL = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Slot:
    """When a reminder is of use: from ``due_at`` until just before ``expires_at``, which is never after the start."""

    lead: timedelta
    due_at: datetime
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class WantedEvent:
    """An event of which somebody may have been told, and what is true of it.

    ``slots``, the nearest to the start first, are when they want to be reminded of it: never of what is off.
    """

    occasion: Occasion
    truth: Known
    slots: tuple[Slot, ...]

    def nearest_due(self, since: datetime, now: datetime) -> Slot | None:
        """The slot nearest to the start that has come, if it came after ``since``. What lies before, it says too."""
        slot = next((slot for slot in self.slots if slot.due_at <= now), None)
        return slot if slot is not None and slot.due_at >= since else None

    def saying(self, since: datetime, now: datetime) -> Saying:
        """What a message says of it at ``now``: a correction too says what the reminder that has come would."""
        slot = self.nearest_due(since, now)
        return Saying(self.truth, None if slot is None else slot.lead)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What one choice wants of one subject: by UID, the events of which somebody with that choice may have been told.

    Who enters an event, what it counts towards and of which kind it is may change in the season file. Whoever was told
    of it before is to hear what becomes of it; who chose other series, sessions or rounds since is not.
    """

    subject: Subject
    events: Mapping[str, WantedEvent] = field(default_factory=dict)
    _due_ats: Sequence[datetime] = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        """When its slots come, in order."""
        due_ats = sorted(slot.due_at for event in self.events.values() for slot in event.slots)
        object.__setattr__(self, "_due_ats", due_ats)

    def counted_since(self, since: datetime) -> datetime:
        """When the first slot comes that is not before ``since``: the same object for all to whom the same slots count.

        It says the same of every slot as ``since`` does, and where none is left, that none counts.
        """
        place = bisect_left(self._due_ats, since)
        return self._due_ats[place] if place < len(self._due_ats) else _AFTER_ALL


def wanted_of(subject: Subject, choice: Choice) -> Wanted:
    """What a choice wants of a round. To be asked once for all who chose alike."""
    rounds = choice.narrowed_to(subject.season)
    lasting = replace(choice, drivers=None, titles=None)
    lasting_rounds = lasting.narrowed_to(subject.season)
    events = {
        uid: WantedEvent(occasion, truth_of(occasion), _slots(occasion, choice, rounds))
        for uid, occasion in subject.occasions.items()
        if any(lasting.wants(facts, lasting_rounds) for facts in occasion.entry.facts_of_each_kind)
    }
    return Wanted(subject, events)


def _slots(occasion: Occasion, choice: Choice, rounds: ChosenRounds | None) -> tuple[Slot, ...]:
    if occasion.is_off or not choice.wants(occasion.facts, rounds):
        return ()
    own = choice.own_lead_times(occasion.facts.kind)
    leads = occasion.usual_lead_times if own is None else own
    shortest = timedelta(0) if occasion.has_time else _SHORTEST_LEAD_OF_A_DAY
    return tuple(_slot(occasion.start_at, lead) for lead in sorted(leads) if lead >= shortest)


def _slot(start_at: datetime, lead: timedelta) -> Slot:
    due_at = start_at - lead
    return Slot(lead, due_at, due_at + min(lead / 2, LONGEST_LATENESS))
