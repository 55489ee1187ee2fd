"""What changed between two publications of one event, aspect by aspect, as a subscriber would be told of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from season_calendar.publishing.facts import EventFacts


class Aspect(StrEnum):
    """In which respect an event changed."""

    ADDED = "added"
    WITHDRAWN = "withdrawn"
    STATUS = "status"
    TIME = "time"
    VENUE = "venue"
    NAME = "name"
    DETAILS = "details"

    @property
    def is_weighty(self) -> bool:
        """Whether it is more than a detail."""
        return self is not Aspect.DETAILS


@dataclass(frozen=True, slots=True)
class Change:
    """One aspect of one event that changed at ``at``, with the event's facts before and after.

    ``before`` is None for an event that was added, ``after`` for one that was withdrawn, never both.
    """

    aspect: Aspect
    at: datetime
    before: EventFacts | None
    after: EventFacts | None

    @property
    def facts(self) -> EventFacts:
        """The facts that tell which event this is: those after it or, withdrawn, those before."""
        facts = self.after or self.before
        if facts is None:
            raise ValueError("a change has facts before or after")
        return facts


def differences(before: EventFacts | None, after: EventFacts | None, at: datetime) -> tuple[Change, ...]:
    """Every aspect in which one event changed, the weightiest first; none where nothing did."""
    if before == after:
        return ()
    if before is None:
        return (Change(Aspect.ADDED, at, None, after),)
    if after is None:
        return (Change(Aspect.WITHDRAWN, at, before, None),)
    if replace(before, round_label=after.round_label) == after:
        return ()  # its round tells it
    aspects = [
        aspect
        for aspect, names in _ASPECT_FIELDS.items()
        if any(getattr(before, name) != getattr(after, name) for name in names)
    ]
    return tuple(Change(aspect, at, before, after) for aspect in aspects or [Aspect.DETAILS])


def told_once(changes: Iterable[Change]) -> list[Change]:
    """The changes of one publication without those that a session only shares with its round, in the same order.

    A round that is cancelled, goes to another venue or leaves takes its sessions along, and nobody wants to read it
    for each of them.
    """
    listed = list(changes)
    of_rounds = {_shared(change) for change in listed if change.facts.is_round}
    return [change for change in listed if change.facts.is_round or _shared(change) not in of_rounds]


def _shared(change: Change) -> tuple[object, ...]:
    """What a session and its round have in common where they change alike; for anything else, its very self."""
    facts, after = change.facts, change.after
    round_ = (facts.season_key, facts.round_id, change.aspect)
    match change.aspect:
        case Aspect.WITHDRAWN:
            return round_
        case Aspect.STATUS if after is not None:
            return (*round_, after.status)
        case Aspect.VENUE if after is not None:
            return (*round_, after.venue_name, after.place)
        case _:
            return (facts.uid, change.aspect)


def is_off(facts: EventFacts | None) -> bool:
    """There is nothing to go to: it is not there, cancelled, or postponed."""
    return facts is None or facts.status.is_off


# A session's end alone is a detail: nobody has to come at another time for it. So is a zone put right: where that
# makes a session start at another time, it has moved.
_ASPECT_FIELDS = {
    Aspect.STATUS: ("status",),
    Aspect.TIME: ("first_day", "last_day", "start_at"),
    Aspect.VENUE: ("venue_name", "place"),
    Aspect.NAME: ("round_name", "session_name"),
}
