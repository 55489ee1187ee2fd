"""Whose reminders come into sight: which rounds are to be looked at for whom, and when first. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from season_calendar.reminders.wanted import LONGEST_LATENESS, Wanted


@dataclass(frozen=True, slots=True)
class Sighting:
    """A subject of which some lead times come: for all of one choice who subscribed no later than ``last_due_at``.

    ``wake_at`` is when the first of them comes.
    """

    subject: str
    season_key: str
    wake_at: datetime
    last_due_at: datetime


def sighted(wanted: Iterable[Wanted], after: datetime, until: datetime) -> Iterator[Sighting]:
    """The subjects of which a slot comes after ``after`` and not after ``until``, each once."""
    for its in wanted:
        due = [slot.due_at for event in its.events.values() for slot in event.slots if after < slot.due_at <= until]
        if due:
            yield Sighting(its.subject.key, its.subject.season.key, min(due), max(due))


def earliest_of_use(now: datetime) -> datetime:
    """What came before this is of no use any more, whatever its lead time."""
    return now - LONGEST_LATENESS
