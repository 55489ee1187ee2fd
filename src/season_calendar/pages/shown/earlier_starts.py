"""Where events stood before they were moved, from what changed of them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from itertools import pairwise, takewhile

from season_calendar.publishing.changes import Change
from season_calendar.publishing.facts import EventFacts


def facts_before(changes: Iterable[Change]) -> dict[str, list[EventFacts]]:
    """All facts that events had in changes, the oldest first, by their UIDs."""
    known: dict[str, list[EventFacts]] = {}
    for change in changes:
        known.setdefault(change.facts.uid, []).extend(its for its in (change.before, change.after) if its is not None)
    return known


def earlier_starts(facts: EventFacts, before: Iterable[EventFacts]) -> list[EventFacts]:
    """Of the facts that an event had ``before``, the oldest first, those of each start that it was moved away from.

    What came back to a start that it had was not moved: what lay between is taken back. Neither was what only got a
    time on its day.
    """
    until_now = takewhile(lambda its: _start(its) != _start(facts), before)
    starts: dict[date | None, EventFacts] = {}
    for its, then in pairwise([*until_now, facts]):
        got_a_time = its.start_at is None and its.first_day == then.first_day
        if not got_a_time and _start(its) != _start(then):
            starts.setdefault(_start(its), its)
    return list(starts.values())


def _start(facts: EventFacts) -> date | None:
    return facts.start_at or facts.first_day
