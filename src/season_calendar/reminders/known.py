"""What a reader knows of a round: what they were told, what they may have been told, and whether it is true.

All of it is content, not plans: nothing here says what is to be done, that is ``next_step``'s to decide.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum

from season_calendar.model import Status
from season_calendar.reminders.occasions import Occasion

EARLIER, LATER = timedelta(minutes=5), timedelta(minutes=15)
"""From how much on a start that moved is worth a message: nobody minds to wait a little, but to miss it."""


class Kind(StrEnum):
    """What a message tells: that something is to come, or that what was told of it is no longer true."""

    REMINDER = "reminder"
    CORRECTION = "correction"


@dataclass(frozen=True, slots=True)
class Known:
    """What is true of an event, or was when somebody was told of it.

    ``start_at`` is what lead times count back from; ``has_time`` is False where that is only the morning of a known
    day. ``day`` is its first day at the venue; of a round ``first_session_day`` is that of its first session, None
    where it has none. ``off`` is how it is off, None where it takes place. ``day``, ``first_session_day``, ``ends_at``
    and ``venue`` are None where it was not kept what was said of them.
    """

    start_at: datetime
    has_time: bool = True
    day: date | None = None
    ends_at: datetime | None = None
    venue: str | None = None
    off: Status | None = None
    first_session_day: date | None = None

    @property
    def over_at(self) -> datetime:
        """When nothing of it matters any more."""
        return self.ends_at or self.start_at

    def matters_until(self, truth: Known) -> datetime | None:
        """Until when it matters that this is not true; None where it is, or by so little that nobody minds.

        That something is off, or elsewhere, matters until it would have ended, and when it starts until it has
        started: by what is known, or in truth.
        """
        if self.off is not truth.off or (self.off is None and self._is_elsewhere(truth)):
            return max(self.over_at, truth.over_at)
        if self.off is None and self._starts_otherwise(truth):
            return max(self.start_at, truth.start_at)
        return None

    def agrees_with(self, truth: Known) -> bool:
        """Whether it is true, or so nearly that nobody minds."""
        return self.matters_until(truth) is None

    def _is_elsewhere(self, truth: Known) -> bool:
        return None not in (self.venue, truth.venue) and self.venue != truth.venue

    def _starts_otherwise(self, truth: Known) -> bool:
        of_days = (self.day, truth.day), (self.first_session_day, truth.first_session_day)
        if any(None not in days and days[0] != days[1] for days in of_days):
            return True
        if self.has_time and truth.has_time:
            later = truth.start_at - self.start_at
            return later <= -EARLIER or later >= LATER
        # Of a time that is not known any more they must hear; that one is known by now is for the next reminder.
        return self.has_time


def truth_of(occasion: Occasion) -> Known:
    """What is true of an event now."""
    facts = occasion.facts
    return Known(
        start_at=occasion.start_at,
        has_time=occasion.has_time,
        day=facts.first_day,
        ends_at=occasion.ends_at,
        venue=facts.venue_name,
        off=occasion.status if occasion.is_off else None,
        first_session_day=None if occasion.first_session is None else occasion.first_session.first_day,
    )


@dataclass(frozen=True, slots=True)
class Saying:
    """What one message says of one event. ``lead`` is the nearest lead time that has been said with it."""

    known: Known
    lead: timedelta | None = None

    def covers(self, lead: timedelta, truth: Known) -> bool:
        """Whether a reminder so long before would say nothing new."""
        return self.lead is not None and self.lead <= lead and self.known.agrees_with(truth)


@dataclass(frozen=True, slots=True)
class Attempt:
    """A message that was handed over and is not settled as told.

    ``mark`` is the end of its key, which every repeat of it has. ``may_have_arrived`` is False where it certainly did
    not; one that ``was_refused`` for good is not tried again. One that ``is_on_record`` was noted as lost, when what it
    was to put right mattered no more, be it that nobody came to try it: it is kept, because a clock that was ahead
    comes back, and it may have arrived.
    """

    mark: str
    kind: Kind
    saying: Saying
    may_have_arrived: bool = True
    was_refused: bool = False
    is_on_record: bool = False

    def says(self, kind: Kind, saying: Saying) -> bool:
        """Whether a message of this kind would only repeat it. Corrections are the same whatever lead they cover."""
        same_lead = kind is Kind.CORRECTION or self.saying.lead == saying.lead
        return self.kind is kind and same_lead and self.saying.known.agrees_with(saying.known)

    def may_be_repeated_by(self, kind: Kind, saying: Saying) -> bool:
        """Whether such a message may have the same key.

        Not where another start may have arrived with it, however near: a receiver that drops what it has seen would
        believe that one for ever, and after some such moves a wrong one.
        """
        same_start = self.saying.known.start_at == saying.known.start_at
        return self.says(kind, saying) and (same_start or not self.may_have_arrived)


@dataclass(frozen=True, slots=True)
class Told:
    """What a reader knows of one event.

    ``saying`` is what they were told last, and ``attempts``, oldest first, what was tried since. ``times`` is how many
    different messages of it there were, ever. ``passed`` holds the nearest lead time of which it is on record
    that it passed unsaid, and what was true then.
    """

    saying: Saying | None = None
    times: int = 0
    attempts: tuple[Attempt, ...] = ()
    passed: Saying | None = None

    def beliefs(self) -> Iterator[Known]:
        """All that they may believe, what they were told for certain first."""
        if self.saying is not None:
            yield self.saying.known
        yield from (attempt.saying.known for attempt in self.attempts if attempt.may_have_arrived)

    def untrue_until(self, truth: Known) -> datetime | None:
        """Until when it matters that something they may believe is not true; None where all is true."""
        untils = (known.matters_until(truth) for known in self.beliefs())
        return max((until for until in untils if until is not None), default=None)

    def has_said(self, lead: timedelta, truth: Known) -> bool:
        """Whether they were told all that a reminder so long before would say."""
        return self.saying is not None and self.saying.covers(lead, truth)

    def was_refused(self, kind: Kind, saying: Saying) -> bool:
        """Whether this very message was refused for good."""
        return any(its.was_refused and its.says(kind, saying) for its in self.attempts)

    def mark_of(self, kind: Kind, saying: Saying) -> str | None:
        """The mark of this very message where nothing else was tried since."""
        last = self.attempts[-1] if self.attempts else None
        return last.mark if last is not None and last.may_be_repeated_by(kind, saying) else None


@dataclass(frozen=True, slots=True)
class Hold:
    """A wait before the next attempt: a back-off, or as long as the receiver asked for."""

    set_at: datetime
    length: timedelta

    def until(self, now: datetime) -> datetime | None:
        """When it ends; None where it holds no more.

        A clock that was put back to before it was set tells nothing of how long was waited: then it is void.
        """
        return self.ends_at if self.set_at <= now < self.ends_at else None

    @property
    def ends_at(self) -> datetime:
        """When it ends by the clock that set it."""
        return self.set_at + self.length


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What one reader knows of one subject, by UIDs, and how their attempts fare. ``tries`` failed since the last one
    that did not.
    """

    events: Mapping[str, Told] = field(default_factory=dict)
    tries: int = 0
    hold: Hold | None = None
    last_error: str | None = None

    def of(self, uid: str) -> Told:
        """What they know of one event."""
        return self.events.get(uid, _NOTHING)

    def tried(self, mark: str) -> Mapping[str, Attempt]:
        """The attempt of that mark at each event that it tells of, by UID; none where it is settled since."""
        return {uid: its for uid, told in self.events.items() for its in told.attempts if its.mark == mark}

    def mark_for(self, kind: Kind, says: Mapping[str, Saying]) -> str:
        """What tells a message from every other one to this reader, the same each time that it is tried.

        It is another one where something else was tried in between: a receiver that drops what it has seen before
        would drop the second of "cancelled, on again, cancelled".
        """
        told = {uid: self.of(uid) for uid in says}
        marks = {its.mark_of(kind, says[uid]) for uid, its in told.items()}
        if len(marks) == 1 and (mark := marks.pop()) is not None:
            return mark
        content = repr(sorted((uid, its.times, says[uid]) for uid, its in told.items()))
        return f"{sum(its.times for its in told.values())}-{hashlib.sha256(content.encode()).hexdigest()[:10]}"


_NOTHING = Told()
