"""The events of a publication as reminders see them: when each starts, whether it takes place, when to remind.

Those of one round belong together: they are one subject, of which a reader hears from one hand.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from season_calendar.model import Season, Status
from season_calendar.publishing.facts import EventFacts
from season_calendar.publishing.publication import Entry, Publication


@dataclass(frozen=True, slots=True)
class Occasion:
    """One event to remind of.

    ``start_at`` is what lead times count back from: a session's start, a round's first session that takes place,
    or 09:00 at the venue where only the day is known; ``has_time`` tells the last apart. ``ends_at`` is when a session
    is over, or a round's last session. ``usual_lead_times`` are the season's for this kind, ``first_session`` is what
    a round starts with, if anything is known of it.
    """

    season: Season = field(compare=False, repr=False)
    entry: Entry
    start_at: datetime
    ends_at: datetime
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
    def is_off(self) -> bool:
        """It does not take place as said: cancelled, postponed, or no longer in the season."""
        return self.entry.is_off

    @property
    def status(self) -> Status:
        """How it stands; what left the season without a word is as good as cancelled."""
        return Status.CANCELLED if self.entry.is_removed else self.facts.status


@dataclass(frozen=True, slots=True)
class Subject:
    """A round with its sessions, those that were ever published too.

    ``key`` outlives every renaming: ``wtcr/2021/spain``. ``occasions`` are by UID, the round before its sessions.
    """

    key: str
    season: Season = field(compare=False, repr=False)
    occasions: Mapping[str, Occasion]

    def is_like(self, other: Subject | None) -> bool:
        """Whether nothing differs that anybody is told of, or by which they choose."""
        if other is None or self != other:
            return False
        season, others = self.season, other.season
        return (season.drivers, season.titles) == (others.drivers, others.titles)


def subjects_of(publications: Iterable[Publication]) -> dict[str, Subject]:
    """Every round ever published, by its key."""
    return {subject.key: subject for publication in publications for subject in _subjects_of_season(publication)}


def _subjects_of_season(publication: Publication) -> Iterable[Subject]:
    season = publication.season
    keys = {
        entry.facts.round_id: _own_key(entry.facts)
        for entry in sorted(publication.entries.values(), key=lambda entry: entry.withdrawn_at is None)
        if entry.facts.is_round  # of two that had one id, the one that is in the season
    }
    by_subject: dict[str, list[Entry]] = defaultdict(list)
    for entry in publication.entries.values():
        facts = entry.facts
        key = _own_key(facts) if facts.is_round else keys.get(facts.round_id)
        by_subject[key or f"{facts.season_key}/{facts.round_id_in_uid}"].append(entry)
    for key, entries in by_subject.items():
        yield Subject(key, season, {its.uid: its for its in _occasions(season, entries)})


def _own_key(round_: EventFacts) -> str:
    return round_.key.removesuffix("/-")


def _occasions(season: Season, entries: list[Entry]) -> Iterable[Occasion]:
    """The events of one round, of which there may be several that followed each other."""
    sessions = [entry for entry in entries if not entry.facts.is_round]
    taking_place = [entry.facts for entry in sessions if not entry.is_off]
    first = min(taking_place, key=lambda facts: facts.starts_at, default=None)
    last_ends = [entry.facts.over_at for entry in sessions if entry.withdrawn_at is None]
    for entry in entries:
        facts = entry.facts
        usual = tuple(season.lead_times.get(facts.kind, ()))
        if facts.is_round:
            start = first or facts
            ends_at = max(last_ends, default=facts.over_at)
            yield Occasion(season, entry, start.starts_at, ends_at, start.start_at is not None, usual, first)
        else:
            yield Occasion(season, entry, facts.starts_at, facts.over_at, facts.start_at is not None, usual)
