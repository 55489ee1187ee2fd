"""Adopted events → the history of a season, from which its next publication goes on.

SEQUENCE and stamps of an event are those it was published with, and stay where it is shown as it was. Where it is not,
its entry has no fingerprint: the next publication finds it changed, and the stamps rise.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace

from season_calendar.feeds.adopting.facts import facts_before, is_shown_removed, told_facts
from season_calendar.feeds.adopting.reading import AdoptedEvent
from season_calendar.feeds.alarms import alarm_set
from season_calendar.feeds.render import render_event
from season_calendar.feeds.shown import Shown
from season_calendar.model import Season
from season_calendar.publishing.facts import EventFacts, facts_of
from season_calendar.publishing.identity import PublishedUids
from season_calendar.publishing.publication import Entry, History
from season_calendar.publishing.publish import fingerprint

_NO_ALARMS = alarm_set([])


def adopted_history(season: Season, events: Iterable[AdoptedEvent]) -> History | None:
    """What was published of a season, by its events in feeds; None where there are none.

    Of several events with one UID the one published last counts. The history's edition is 0: no journal has it yet.
    """
    newest = _newest(events)
    if not newest:
        return None
    told = _told(newest)
    entries = {event.uid: _entry(event, told[event.uid]) for event in newest}
    in_file = {facts.uid: facts for facts in facts_of(season, PublishedUids(season, entries.values()).uid)}
    for event in newest:
        if event.uid in in_file:
            facts = facts_before(told[event.uid], in_file[event.uid], event)
            entries[event.uid] = _entry(event, facts)
    return History(0, max(event.modified_at for event in newest), entries)


def _newest(events: Iterable[AdoptedEvent]) -> list[AdoptedEvent]:
    """Of each UID the event that was published last. Of two with the same ids, the later one stands behind."""
    by_uid: dict[str, AdoptedEvent] = {}
    for event in events:
        known = by_uid.get(event.uid)
        if known is None or (event.sequence, event.modified_at) > (known.sequence, known.modified_at):
            by_uid[event.uid] = event
    return sorted(by_uid.values(), key=lambda event: event.number)


def _told(events: Collection[AdoptedEvent]) -> dict[str, EventFacts]:
    """The facts of each event by its UID; a session's names with the help of its round's."""
    rounds = {event.ids[0]: told_facts(event).round_name for event in events if event.ids[1] is None}
    return {event.uid: told_facts(event, rounds.get(event.ids[0])) for event in events}


def _entry(event: AdoptedEvent, facts: EventFacts) -> Entry:
    is_removed = is_shown_removed(event)
    entry = Entry(
        facts,
        fingerprint(facts, is_removed=is_removed),
        event.sequence,
        start_revision=0,
        first_published_at=event.created_at,
        modified_at=event.modified_at,
        counted_start_at=facts.start_at,
        withdrawn_at=event.modified_at if is_removed else None,
    )
    is_as_it_was = render_event(Shown(entry, event.texts)).with_alarms(_NO_ALARMS) == event.content
    return entry if is_as_it_was else replace(entry, fingerprint="")
