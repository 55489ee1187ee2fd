"""What changed between two publications of one event, aspect by aspect, as a subscriber would be told of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from season_calendar.publishing.facts import EventFacts


class Aspect(StrEnum):
    """In which respect an event changed, the weightiest first. Journals keep the words for ever."""

    ADDED = "added"
    WITHDRAWN = "withdrawn"
    STATUS = "status"
    TIME = "time"
    VENUE = "venue"
    NAME = "name"
    END = "end"
    KIND = "kind"
    LABEL = "label"
    LINK = "link"
    LIVE = "live"
    NOTE = "note"
    DETAILS = "details"

    @property
    def is_weighty(self) -> bool:
        """It says whether, when or where to be, or what for: no smaller change that follows may hide it."""
        return self not in _SMALL


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
    """Every aspect in which one event changed that is worth telling, the weightiest first.

    None where nothing did, or only facts that nobody is told of: ids, and what a session shows of its round.
    """
    if before == after:
        return ()
    if before is None:
        return (Change(Aspect.ADDED, at, None, after),)
    if after is None:
        return (Change(Aspect.WITHDRAWN, at, before, None),)
    differing = [
        aspect
        for aspect, names in _FACTS_OF.items()
        if any(getattr(before, name) != getattr(after, name) for name in names)
    ]
    return tuple(Change(aspect, at, before, after) for aspect in _worth_telling(differing))


def _worth_telling(differing: list[Aspect]) -> list[Aspect]:
    """Those aspects that say something beside the others.

    A new time tells the new end too. Of what weighs less than the end nothing is told beside what weighs more, and
    DETAILS, which names no detail, stands alone.
    """
    weighty = [aspect for aspect in differing if aspect.is_weighty]
    if Aspect.TIME in weighty:
        return [aspect for aspect in weighty if aspect is not Aspect.END]
    if weighty not in ([], [Aspect.END]):
        return weighty
    return [aspect for aspect in differing if aspect is not Aspect.DETAILS] or differing


def told_once(changes: Iterable[Change]) -> list[Change]:
    """The changes of one publication without those that a session only shares with its round, in the same order.

    A round that is cancelled, goes to another venue, has a new link or leaves takes its sessions along, and nobody
    wants to read it for each of them.
    """
    listed = list(changes)
    of_rounds = {_shared(change) for change in listed if change.facts.is_round}
    return [change for change in listed if change.facts.is_round or _shared(change) not in of_rounds]


def _shared(change: Change) -> tuple[object, ...]:
    """What a session and its round have in common where they change alike; for anything else, its very self."""
    facts, aspect = change.facts, change.aspect
    round_ = (facts.season_key, facts.round_id, aspect)
    if aspect is Aspect.WITHDRAWN:
        return round_
    if aspect in _FROM_ROUND:
        return (*round_, *(getattr(facts, name) for name in _FACTS_OF[aspect]))
    return (facts.uid, aspect)


def is_off(facts: EventFacts | None) -> bool:
    """There is nothing to go to: it is not there, cancelled, or postponed."""
    return facts is None or facts.status.is_off


# A zone put right is a detail: where that makes a session start at another time, it has moved.
_FACTS_OF = {
    Aspect.STATUS: ("status",),
    Aspect.TIME: ("first_day", "last_day", "start_at"),
    Aspect.VENUE: ("venue_name", "place"),
    Aspect.NAME: ("round_name", "session_name"),
    Aspect.END: ("end_at",),
    Aspect.KIND: ("kind",),
    Aspect.LABEL: ("label",),
    Aspect.LINK: ("link",),
    Aspect.LIVE: ("live",),
    Aspect.NOTE: ("note",),
    Aspect.DETAILS: ("series_name", "zone_name", "coordinates", "country"),
}
_SMALL = frozenset({Aspect.KIND, Aspect.LABEL, Aspect.LINK, Aspect.LIVE, Aspect.NOTE, Aspect.DETAILS})
_FROM_ROUND = frozenset({Aspect.STATUS, Aspect.VENUE, Aspect.LINK, Aspect.LIVE, Aspect.DETAILS})
