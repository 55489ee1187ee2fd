"""The journal's rules: given what was published before, what is published now.

Pure: history in, publication out. Where the history is kept is the business of ``storage``.

The rules:

- An event keeps its UID for ever. When its content changes, SEQUENCE, LAST-MODIFIED and DTSTAMP rise together; when it
  does not, all three stand still. (Calendars ignore a moved event whose stamps stand still: RFC 5545 §3.8.7.4,
  RFC 5546 §2.1.4, and what clients were seen to do.)
- When only the form changes in which facts are shown, the stamps rise too, but no change is told, and the last one that
  was told stays the last one.
- An event that leaves the season stays as a tombstone, cancelled, until 30 days after its date: most clients drop
  a missing event without a word.
- A round that loses its date keeps the last one it had, postponed.
- Publishing the same season again changes nothing.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from season_calendar.model import Season, Status
from season_calendar.publishing.changes import Change, differences, is_off
from season_calendar.publishing.facts import EventFacts, facts_of
from season_calendar.publishing.facts_codec import content_of

RENDER_VERSION = 2
"""The form in which facts are shown. Raise it when rendering changes, so that every client takes the new form."""

TOMBSTONE_TIME = timedelta(days=30)
"""How long after its date an event that left the season is still published as cancelled."""

REAL_MOVE = timedelta(minutes=15)
"""From how far on a start that moves is a new start, of which to remind again."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One event as last published.

    ``sequence`` is its SEQUENCE, ``modified_at`` its LAST-MODIFIED and DTSTAMP (whole seconds). ``start_revision``
    counts how often its start really moved: reminders already given count for one revision only; ``counted_start_at``
    is the start that revision stands for, None while only its day is known. ``before`` are the facts before their last
    change and ``changed_at`` is when that was, both None where they never changed; ``modified_at`` may be later, when
    they came to be shown in another form. ``withdrawn_at`` says since when it is a tombstone.
    """

    facts: EventFacts
    fingerprint: str
    sequence: int
    start_revision: int
    first_published_at: datetime
    modified_at: datetime
    counted_start_at: datetime | None = None
    before: EventFacts | None = None
    changed_at: datetime | None = None
    withdrawn_at: datetime | None = None

    @property
    def uid(self) -> str:
        """The event's UID."""
        return self.facts.uid

    @property
    def last_changes(self) -> tuple[Change, ...]:
        """What its last change changed; nothing for an event that stands as it was first published."""
        if self.before is None or self.changed_at is None:
            return ()
        return differences(self.before, self.facts, self.changed_at)

    @property
    def tombstone_until(self) -> datetime | None:
        """When a tombstone leaves the feed; None for an event that is in the season."""
        return None if self.withdrawn_at is None else self.facts.over_at + TOMBSTONE_TIME


@dataclass(frozen=True, slots=True)
class History:
    """What was published of one season so far. ``edition`` counts its publications, 0 before the first."""

    edition: int = 0
    published_at: datetime | None = None
    entries: Mapping[str, Entry] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Publication:
    """A season as last published.

    ``entries`` are all events ever published, tombstones too, by UID: in order of date, a round before its sessions.
    ``changed`` are the entries that this edition added or changed, ``changes`` what changed in them, both empty
    where the season was published before as it is. ``published_at`` is when this edition came to be.
    """

    season: Season
    edition: int
    published_at: datetime
    entries: Mapping[str, Entry]
    changed: tuple[Entry, ...] = ()
    changes: tuple[Change, ...] = ()

    def entries_at(self, now: datetime) -> Iterator[Entry]:
        """The events to show at ``now``: all but the tombstones whose time is over, in their order."""
        for entry in self.entries.values():
            tombstone_until = entry.tombstone_until
            if tombstone_until is None or now < tombstone_until:
                yield entry

    def last_tombstone_end_before(self, now: datetime) -> datetime:
        """When what is to be shown last changed: this publication, or a tombstone's leaving since."""
        burials = [at for entry in self.entries.values() if (at := entry.tombstone_until) and at <= now]
        return max([self.published_at, *burials])


def publish(season: Season, history: History, now: datetime) -> Publication:
    """Publish ``season`` after ``history``. Without any change, the publication is the history's own edition."""
    at = _next_moment(history, now)
    facts_by_uid = {facts.uid: facts for facts in _dated(facts_of(season), history)}
    entries: dict[str, Entry] = {}
    changed: list[Entry] = []
    changes: list[Change] = []
    for facts in sorted((*facts_by_uid.values(), *_withdrawn(season, history, facts_by_uid)), key=_place):
        before = history.entries.get(facts.uid)
        entry = _entry(facts, before, at, withdrawn=facts.uid not in facts_by_uid)
        entries[entry.uid] = entry
        if entry is not before:
            changed.append(entry)
            # What the first edition holds is not news: everything is.
            if history.edition:
                changes.extend(_told(before, entry, at))
    if history.published_at is not None and not changed:
        return Publication(season, history.edition, history.published_at, entries)
    return Publication(season, history.edition + 1, at, entries, tuple(changed), tuple(changes))


def _place(facts: EventFacts) -> tuple[object, ...]:
    """By day, a round before its sessions, and those without a time last.

    It is not the file's order: that rounds change places there is no change.
    """
    return facts.first_day, not facts.is_round, facts.start_at is None, facts.starts_at, facts.uid


def fingerprint(facts: EventFacts) -> str:
    """What tells whether an event's content is the same: of its facts and the form they are shown in."""
    return hashlib.sha256(f"{RENDER_VERSION}\n{content_of(facts)}".encode()).hexdigest()


def _next_moment(history: History, now: datetime) -> datetime:
    """``now`` in whole seconds (as iCalendar counts), but always after the last publication, whatever the clock did."""
    at = now.replace(microsecond=0)
    if history.published_at is None:
        return at
    return max(at, history.published_at + timedelta(seconds=1))


def _dated(season_facts: tuple[EventFacts, ...], history: History) -> Iterator[EventFacts]:
    """The facts that can be published: an event without a date takes its last one, or is left out."""
    for facts in season_facts:
        if facts.first_day is not None:
            yield facts
        elif (before := history.entries.get(facts.uid)) is not None:
            status = Status.CANCELLED if facts.status is Status.CANCELLED else Status.POSTPONED
            yield replace(facts, first_day=before.facts.first_day, last_day=before.facts.last_day, status=status)


def _withdrawn(season: Season, history: History, facts_by_uid: Mapping[str, EventFacts]) -> Iterator[EventFacts]:
    """The facts of what was published before and is no longer in the season: as they were, but cancelled.

    A session that left a postponed round is postponed with it.
    """
    postponed = {round_.id for round_ in season.rounds if round_.status is Status.POSTPONED}
    for uid, entry in history.entries.items():
        if uid not in facts_by_uid:
            status = Status.POSTPONED if entry.facts.round_id in postponed else Status.CANCELLED
            yield replace(entry.facts, status=status)


def _entry(facts: EventFacts, before: Entry | None, at: datetime, *, withdrawn: bool) -> Entry:
    """The event's entry now; the very same one as before where nothing changed."""
    its_fingerprint = fingerprint(facts)
    if before is None:
        return Entry(facts, its_fingerprint, 0, 0, at, at, counted_start_at=facts.start_at)
    withdrawn_at = (before.withdrawn_at or at) if withdrawn else None
    if its_fingerprint == before.fingerprint:
        # Where it was cancelled before it left the file, or came back to it cancelled, nobody sees a difference.
        return before if withdrawn_at == before.withdrawn_at else replace(before, withdrawn_at=withdrawn_at)
    shown_anew = replace(
        before,
        fingerprint=its_fingerprint,
        sequence=before.sequence + 1,
        modified_at=at,
        withdrawn_at=withdrawn_at,
    )
    if facts == before.facts:
        return shown_anew  # only the form is another: its last change is still the one before
    anew = _starts_anew(before, facts)
    return replace(
        shown_anew,
        facts=facts,
        start_revision=before.start_revision + anew,
        counted_start_at=facts.start_at if anew else before.counted_start_at or facts.start_at,
        before=before.facts,
        changed_at=at,
    )


def _starts_anew(before: Entry, facts: EventFacts) -> bool:
    """The start moved so far, or the event came back, that those already reminded must be reminded again.

    That the time of a known day becomes known is no move. Small moves add up: each is counted from the start that
    the revision stands for. What moves while it is off starts anew when it comes back.
    """
    if is_off(facts) or is_off(before.facts):
        return not is_off(facts)
    if facts.start_at is None or before.counted_start_at is None:
        return before.facts.first_day != facts.first_day
    return abs(facts.start_at - before.counted_start_at) >= REAL_MOVE


def _told(before: Entry | None, entry: Entry, at: datetime) -> tuple[Change, ...]:
    """What changed as subscribers see it: a tombstone is a withdrawal, and its return an addition."""
    if before is not None and before.facts == entry.facts:
        return ()
    was = None if before is None or before.withdrawn_at is not None else before.facts
    now = None if entry.withdrawn_at is not None else entry.facts
    return differences(was, now, at)
