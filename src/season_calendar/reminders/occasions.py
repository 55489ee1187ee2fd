"""The events of a publication as reminders see them: when each starts, whether it takes place, when to remind."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from season_calendar.model import Season, Status
from season_calendar.publishing.facts import EventFacts
from season_calendar.publishing.publication import Entry, Publication


@dataclass(frozen=True, slots=True)
class Occasion:
    """One event to remind of.

    ``start_at`` is what lead times count back from: a session's start, a round's first session that takes place,
    or 09:00 at the venue where only the day is known; ``has_time`` tells the last apart. ``usual_lead_times`` are
    the season's for this kind, ``first_session`` is what a round starts with, if anything is known of it.
    """

    season: Season
    entry: Entry
    start_at: datetime
    has_time: bool
    usual_lead_times: tuple[timedelta, ...]
    first_session: EventFacts | None = None

    @property
    def facts(self) -> EventFacts:
        """The event's facts."""
        return self.entry.facts

    @property
    def uid(self) -> str:
        """The event's UID."""
        return self.entry.uid

    @property
    def revision(self) -> int:
        """How often its start really moved."""
        return self.entry.start_revision

    @property
    def is_off(self) -> bool:
        """It does not take place as said: cancelled, postponed, or no longer in the season."""
        return self.entry.is_off

    @property
    def status(self) -> Status:
        """How it stands; what left the season without a word is as good as cancelled."""
        return Status.CANCELLED if self.entry.is_removed else self.facts.status


def occasions_of(publications: Iterable[Publication]) -> dict[str, Occasion]:
    """Every event ever published, by UID."""
    return {occasion.uid: occasion for publication in publications for occasion in _occasions_of_season(publication)}


def _occasions_of_season(publication: Publication) -> Iterable[Occasion]:
    first_sessions = _first_sessions(publication)
    season = publication.season
    for entry in publication.entries.values():
        facts = entry.facts
        usual = tuple(season.lead_times.get(facts.kind, ()))
        if not facts.is_round:
            yield Occasion(season, entry, facts.starts_at, facts.start_at is not None, usual)
            continue
        first = first_sessions.get(facts.round_id)
        start = first or facts
        yield Occasion(season, entry, start.starts_at, start.start_at is not None, usual, first)


def _first_sessions(publication: Publication) -> dict[str, EventFacts]:
    """The earliest session of each round that takes place, by round id."""
    first: dict[str, EventFacts] = {}
    for entry in publication.entries.values():
        facts = entry.facts
        if facts.is_round or entry.is_off:
            continue
        known = first.get(facts.round_id)
        if known is None or facts.starts_at < known.starts_at:
            first[facts.round_id] = facts
    return first
