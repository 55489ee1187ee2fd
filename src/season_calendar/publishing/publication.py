"""What was published: each event as an entry, a season's history, and a publication of it. Values only, no rules."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from season_calendar.model import Season
from season_calendar.publishing.changes import Change, differences
from season_calendar.publishing.facts import EventFacts

TOMBSTONE_TIME = timedelta(days=30)
"""How long after its date an event that left the season is still shown, as off."""


@dataclass(frozen=True, slots=True)
class Note:
    """What changed of one event when an edition was published, as subscribers are told it.

    ``at`` is the day and hour at which it was seen by the clock of that time. ``before`` is None where the event joined
    the season again, ``after`` where it left it.
    """

    at: datetime
    before: EventFacts | None
    after: EventFacts | None

    @property
    def changes(self) -> tuple[Change, ...]:
        """The same aspect by aspect, the weightiest first."""
        return differences(self.before, self.after, self.at)

    @property
    def is_weighty(self) -> bool:
        """Whether anything in it is more than a detail."""
        return any(change.aspect.is_weighty for change in self.changes)


@dataclass(frozen=True, slots=True)
class FormerKind:
    """A kind of session that an event was of; feeds of that kind show it as off ``until`` then."""

    kind: str
    until: datetime


@dataclass(frozen=True, slots=True)
class Entry:
    """One event as last published.

    ``facts`` of a tombstone are those it was published with. ``sequence`` is its SEQUENCE, ``modified_at`` its
    LAST-MODIFIED and DTSTAMP (whole seconds). ``start_revision`` counts how often its start really moved: reminders
    already given count for one revision only; ``counted_start_at`` is the start that revision stands for, None while
    only its day is known. ``notes`` are its last change and the weighty ones shortly before that, newest first.
    ``former_kinds`` are all that it was ever of, the latest first. ``withdrawn_at`` says since when it is a tombstone.
    """

    facts: EventFacts
    fingerprint: str
    sequence: int
    start_revision: int
    first_published_at: datetime
    modified_at: datetime
    counted_start_at: datetime | None = None
    notes: tuple[Note, ...] = ()
    former_kinds: tuple[FormerKind, ...] = ()
    withdrawn_at: datetime | None = None

    @property
    def uid(self) -> str:
        """The event's UID."""
        return self.facts.uid

    @property
    def facts_of_each_kind(self) -> tuple[EventFacts, ...]:
        """Its facts, and what they would be if it were still of a kind that it was of."""
        return (self.facts, *(replace(self.facts, kind=former.kind) for former in self.former_kinds))

    @property
    def is_removed(self) -> bool:
        """It left the season without having been called off; all that is known is that it is there no more."""
        return self.withdrawn_at is not None and not self.facts.status.is_off

    @property
    def is_off(self) -> bool:
        """There is nothing to go to: it was removed, cancelled or postponed."""
        return self.withdrawn_at is not None or self.facts.status.is_off

    @property
    def last_changes(self) -> tuple[Change, ...]:
        """What its last change changed; nothing for an event that stands as it was first published."""
        return self.notes[0].changes if self.notes else ()

    @property
    def tombstone_until(self) -> datetime | None:
        """When a tombstone leaves the feed; None for an event that is in the season, or was over when it left the file.

        One that was over and is withdrawn all the same is a mistake put right, of which nothing is to be seen.
        """
        if self.withdrawn_at is None:
            return None
        over_at = self.facts.over_at
        return self.withdrawn_at if over_at <= self.withdrawn_at else over_at + TOMBSTONE_TIME


@dataclass(frozen=True, slots=True)
class History:
    """What was published of one season so far. ``edition`` counts its publications, 0 before the first.

    A history of edition 0 may have entries all the same: events adopted from feeds that no journal knows.

    ``season`` is the season as last published, without its rounds, None before the first publication.
    ``seen_at`` is when the last one was by the clock of that time, None where that is ``published_at``.
    """

    edition: int = 0
    published_at: datetime | None = None
    entries: Mapping[str, Entry] = field(default_factory=dict)
    season: Season | None = None
    seen_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Publication:
    """A season as last published.

    ``entries`` are all events ever published, tombstones too, by UID: in order of date, a round before its sessions.
    ``changed`` are the entries that this edition added or changed, ``changes`` what changed in them, both empty
    where the season was published before as it is. ``published_at`` is when this edition came to be; ``seen_at`` is
    when that was by the clock, None where it is the same: ``published_at`` never goes back.
    """

    season: Season
    edition: int
    published_at: datetime
    entries: Mapping[str, Entry]
    changed: tuple[Entry, ...] = ()
    changes: tuple[Change, ...] = ()
    seen_at: datetime | None = None

    @property
    def last_seen_at(self) -> datetime:
        """When this edition came to be, by the clock."""
        return self.seen_at or self.published_at

    def entries_at(self, now: datetime) -> Iterator[Entry]:
        """The events to show at ``now``: all but the tombstones whose time is over, in their order."""
        for entry in self.entries.values():
            tombstone_until = entry.tombstone_until
            if tombstone_until is None or now < tombstone_until:
                yield entry

    def leavings(self) -> Iterator[datetime]:
        """When what is shown changes without a publication: at the end of a tombstone's time, or of a former kind's."""
        for entry in self.entries.values():
            yield from (former.until for former in entry.former_kinds)
            if (tombstone_until := entry.tombstone_until) is not None:
                yield tombstone_until
