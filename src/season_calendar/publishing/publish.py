"""The journal's rules: given what was published before, what is published now.

Pure: history in, publication out. Where the history is kept is the business of ``storage``.

The rules:

- An event keeps its UID for ever. When its content changes, SEQUENCE, LAST-MODIFIED and DTSTAMP rise together; when it
  does not, all three stand still. (Calendars ignore a moved event whose stamps stand still: RFC 5545 §3.8.7.4,
  RFC 5546 §2.1.4, and what clients were seen to do.)
- When only the form changes in which facts are shown, the stamps rise too, but no change is told, and the last one that
  was told stays the last one.
- What is ahead when it leaves the season stays as a tombstone until 30 days after its date: most clients drop a missing
  event without a word. It keeps the status it was published with, or takes that of its round where that is off.
- What is over when it leaves the season stays as it is.
- A round that loses its date keeps the last one it had, postponed.
- Publishing the same season again changes nothing.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from season_calendar.model import Season, Status
from season_calendar.publishing.changes import Change, differences
from season_calendar.publishing.facts import EventFacts, facts_of
from season_calendar.publishing.facts_codec import content_of
from season_calendar.publishing.identity import PublishedUids
from season_calendar.publishing.publication import Entry, FormerKind, History, Note, Publication

RENDER_VERSION = 3
"""The form in which facts are shown. Raise it when rendering changes, so that every client takes the new form."""

REAL_MOVE = timedelta(minutes=15)
"""From how far on a start that moves is a new start, of which to remind again."""

NOTED_FOR = timedelta(days=14)
"""How long before a change the weighty ones are still noted beside it: Google looks once or twice a day, and people
less often."""

MOST_WEIGHTY_NOTES = 3

FORMER_KIND_TIME = timedelta(days=30)
"""How long feeds of the kind that an event was of before show that it is so no more."""


@dataclass(frozen=True, slots=True)
class _Event:
    """What there is to publish of one event; ``is_withdrawn`` makes it a tombstone."""

    facts: EventFacts
    is_withdrawn: bool = False

    @property
    def is_removed(self) -> bool:
        return self.is_withdrawn and not self.facts.status.is_off

    @property
    def is_off(self) -> bool:
        return self.is_withdrawn or self.facts.status.is_off


@dataclass(frozen=True, slots=True)
class _Moment:
    """When something is published: ``seen_at`` by the clock, ``stamp`` as it is stamped.

    Stamps never go back, whatever the clock did; what subscribers are told of a day is what the clock said.
    """

    seen_at: datetime
    stamp: datetime


def publish(season: Season, history: History, now: datetime) -> Publication:
    """Publish ``season`` after ``history``. Without any change, the publication is the history's own edition."""
    moment = _moment(history, now)
    facts = facts_of(season, PublishedUids(season, history.entries.values()).uid)
    there = {its.uid: its for its in _dated(facts, history)}
    events = [*map(_Event, there.values()), *_no_longer_there(history, there, moment.seen_at)]
    return _publication(season, history, events, moment)


def forget(history: History, uids: Collection[str], now: datetime) -> Publication:
    """Withdraw events on purpose, also what is over: that is gone at once, and what is ahead becomes a tombstone.

    Raises ValueError where the history does not know the season, or an event.
    """
    unknown = set(uids) - history.entries.keys()
    if history.season is None or unknown:
        raise ValueError(f"never published: {', '.join(sorted(unknown)) or 'this season'}")
    events = [
        _Event(entry.facts, is_withdrawn=entry.withdrawn_at is not None or entry.uid in uids)
        for entry in history.entries.values()
    ]
    return _publication(history.season, history, events, _moment(history, now))


def fingerprint(facts: EventFacts, *, is_removed: bool = False) -> str:
    """What tells whether an event's content is the same: of its facts and the form they are shown in."""
    removed = "\nremoved" if is_removed else ""
    return hashlib.sha256(f"{RENDER_VERSION}\n{content_of(facts)}{removed}".encode()).hexdigest()


def _publication(season: Season, history: History, events: Collection[_Event], moment: _Moment) -> Publication:
    entries: dict[str, Entry] = {}
    changed: list[Entry] = []
    changes: list[Change] = []
    for event in sorted(events, key=_place):
        before = history.entries.get(event.facts.uid)
        entry = _entry(event, before, moment)
        entries[entry.uid] = entry
        if entry is not before:
            changed.append(entry)
            # What the first edition holds is not news: everything is. But adopted events were published before it.
            if history.edition or before is not None:
                changes.extend(_told(before, entry, moment.seen_at))
    if history.edition and history.published_at is not None and not changed:
        return Publication(season, history.edition, history.published_at, entries, seen_at=history.seen_at)
    seen_at = None if moment.seen_at == moment.stamp else moment.seen_at
    return Publication(season, history.edition + 1, moment.stamp, entries, tuple(changed), tuple(changes), seen_at)


def _place(event: _Event) -> tuple[object, ...]:
    """By day, a round before its sessions, and those without a time last.

    It is not the file's order: that rounds change places there is no change.
    """
    facts = event.facts
    return facts.first_day, not facts.is_round, facts.start_at is None, facts.starts_at, facts.uid


def _moment(history: History, now: datetime) -> _Moment:
    """``now`` in whole seconds (as iCalendar counts), its stamp always after the last publication's."""
    seen_at = now.replace(microsecond=0)
    if history.published_at is None:
        return _Moment(seen_at, seen_at)
    return _Moment(seen_at, max(seen_at, history.published_at + timedelta(seconds=1)))


def _dated(season_facts: tuple[EventFacts, ...], history: History) -> Iterator[EventFacts]:
    """The facts that can be published: an event without a date takes its last one, or is left out."""
    for facts in season_facts:
        if facts.first_day is not None:
            yield facts
        elif (before := history.entries.get(facts.uid)) is not None:
            status = Status.CANCELLED if facts.status is Status.CANCELLED else Status.POSTPONED
            yield replace(facts, first_day=before.facts.first_day, last_day=before.facts.last_day, status=status)


def _no_longer_there(history: History, there: Mapping[str, EventFacts], seen_at: datetime) -> Iterator[_Event]:
    """What was published before and is not in the season.

    What was over stays as it was; but not where the season has the event under another UID, which is now the one.
    Either goes with its round where that has another id now.
    """
    ids = {facts.ids for facts in there.values()}
    now_called = {was.facts.round_id: there[uid].round_id for uid, was in history.entries.items() if uid in there}
    statuses = {facts.round_id: facts.status for facts in there.values() if facts.is_round}
    for uid, entry in history.entries.items():
        if uid in there:
            continue
        facts = entry.facts
        if (round_id := now_called.get(facts.round_id, facts.round_id)) != facts.round_id:
            facts = replace(facts, round_id=round_id)
        round_status = statuses.get(round_id)
        if entry.withdrawn_at is not None:
            yield _Event(_buried(facts, round_status), is_withdrawn=True)
        elif facts.over_at <= seen_at and facts.ids not in ids:
            yield _Event(facts)
        else:
            yield _Event(_leaving(facts, round_status), is_withdrawn=True)


def _leaving(facts: EventFacts, round_status: Status | None) -> EventFacts:
    """An event that leaves with its round cancelled or postponed was called off with it."""
    if round_status is None or not round_status.is_off or facts.status is Status.CANCELLED:
        return facts
    return replace(facts, status=round_status)


def _buried(facts: EventFacts, round_status: Status | None) -> EventFacts:
    """A tombstone keeps the status with which it left, but what was postponed is cancelled with its round."""
    if facts.status is Status.POSTPONED and round_status is Status.CANCELLED:
        return replace(facts, status=Status.CANCELLED)
    return facts


def _entry(event: _Event, before: Entry | None, moment: _Moment) -> Entry:
    """The event's entry now; the very same one as before where nothing changed."""
    facts = event.facts
    its_fingerprint = fingerprint(facts, is_removed=event.is_removed)
    if before is None:
        return Entry(facts, its_fingerprint, 0, 0, moment.stamp, moment.stamp, counted_start_at=facts.start_at)
    withdrawn_at = (before.withdrawn_at or moment.seen_at) if event.is_withdrawn else None
    if its_fingerprint == before.fingerprint:
        # Where it was off before it left the file, or came back to it off, nobody sees a difference.
        return before if withdrawn_at == before.withdrawn_at else replace(before, withdrawn_at=withdrawn_at)
    anew = _starts_anew(before, event)
    return replace(
        before,
        facts=facts,
        fingerprint=its_fingerprint,
        sequence=before.sequence + 1,
        modified_at=moment.stamp,
        start_revision=before.start_revision + anew,
        counted_start_at=facts.start_at if anew else before.counted_start_at or facts.start_at,
        notes=_notes(before, event, moment.seen_at),
        former_kinds=_former_kinds(before, event, moment.seen_at),
        withdrawn_at=withdrawn_at,
    )


def _starts_anew(before: Entry, event: _Event) -> bool:
    """The start moved so far, or the event came back, that those already reminded must be reminded again.

    That the time of a known day becomes known is no move. Small moves add up: each is counted from the start that
    the revision stands for. What moves while it is off starts anew when it comes back.
    """
    facts = event.facts
    if event.is_off or before.is_off:
        return not event.is_off
    if facts.start_at is None or before.counted_start_at is None:
        return before.facts.first_day != facts.first_day
    return abs(facts.start_at - before.counted_start_at) >= REAL_MOVE


def _told(before: Entry | None, entry: Entry, at: datetime) -> tuple[Change, ...]:
    """The changes that its newest note tells, if that is of now."""
    if before is None:
        return differences(None, entry.facts, at)
    return entry.last_changes if entry.notes is not before.notes else ()


def _note(before: Entry, event: _Event, at: datetime) -> Note:
    """What changed as subscribers see it, if anything did.

    What is removed is not there for them. What was, and comes back called off, did not join: they are told how it is
    off.
    """
    was = None if before.is_removed and not event.facts.status.is_off else before.facts
    return Note(at, was, None if event.is_removed else event.facts)


def _notes(before: Entry, event: _Event, at: datetime) -> tuple[Note, ...]:
    """The change that is published now and the weighty ones shortly before it; where it is none, those there were."""
    note = _note(before, event, at)
    if not note.changes:
        return before.notes
    # One that says a day far ahead was seen by a clock that was wrong, and is noted no longer.
    recent = [earlier for earlier in before.notes if earlier.is_weighty and abs(at - earlier.at) <= NOTED_FOR]
    return (note, *recent[: MOST_WEIGHTY_NOTES - note.is_weighty])


def _former_kinds(before: Entry, event: _Event, at: datetime) -> tuple[FormerKind, ...]:
    """All that it was of, also where nothing shows that any more: an address that names such a kind stays good."""
    former_kinds = (FormerKind(before.facts.kind, at + FORMER_KIND_TIME), *before.former_kinds)
    return tuple(former for former in former_kinds if former.kind != event.facts.kind)
