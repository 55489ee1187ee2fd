"""The rounds of a season as they stand at a moment, with their timetables: which are over, on, to come, off."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property
from itertools import groupby

from season_calendar.countries import country_of_venue
from season_calendar.memo import Memo
from season_calendar.model import Round, Status
from season_calendar.pages.drawings.rounds import RoundState
from season_calendar.publishing.facts import EventFacts, facts_of
from season_calendar.publishing.publication import Entry, Publication


@dataclass(frozen=True, slots=True)
class ShownSession:
    """One session. ``is_next``: it is on, or what everybody waits for."""

    facts: EventFacts
    state: RoundState
    is_next: bool = False
    is_removed: bool = False

    @property
    def is_awaited(self) -> bool:
        """It takes place, and is not over."""
        return self.state.is_awaited

    @property
    def awaited_for(self) -> datetime:
        """What orders what is waited for: its start; of one whose time is not known, the end of its day."""
        return self.facts.start_at or self.facts.over_at


@dataclass(frozen=True)
class ShownRound:
    """One round with its sessions by time, those of which only the day is known behind the others of that day.

    ``round`` is what the season file says of it, None where no file is at hand.
    """

    facts: EventFacts
    sessions: tuple[ShownSession, ...]
    state: RoundState
    round: Round | None = None
    is_next: bool = False
    is_removed: bool = False

    @property
    def path(self) -> str:
        """The address of its page, without a language."""
        return f"/{self.facts.season_key}/{self.facts.round_id}/"

    @property
    def is_awaited(self) -> bool:
        """It takes place, and is not over."""
        return self.state.is_awaited

    @property
    def awaited_for(self) -> datetime:
        """The same of its next session; without one, the end of its days, of which it must have some."""
        return min((its.awaited_for for its in self.sessions if its.is_awaited), default=self.facts.over_at)

    @cached_property
    def _going(self) -> list[EventFacts]:
        """Its sessions that take place."""
        return [its.facts for its in self.sessions if not its.state.is_off]

    @property
    def begins_at(self) -> datetime:
        """When it is on: from its first session on, or from the morning of its first day, of which it must have one. On
        days that nobody has confirmed and without a time, nobody knows whether anything is on: not before it is over.
        """
        if self.facts.status is Status.PROVISIONAL and not self.has_times:
            return self.over_at
        return min((its.starts_at for its in self._going), default=self.facts.starts_at)

    @property
    def over_at(self) -> datetime:
        """When it is over: with its last session, or where there may be more to come with its last day."""
        return max(its.over_at for its in self._going) if self.is_whole else self.facts.over_at

    @property
    def has_times(self) -> bool:
        """It is known of a session when it begins."""
        return any(its.start_at is not None for its in self._going)

    @property
    def is_whole(self) -> bool:
        """Its timetable reaches its last day, and tells when it is over."""
        return any(its.first_day == self.facts.last_day for its in self._going)

    @cached_property
    def days(self) -> tuple[tuple[date, tuple[ShownSession, ...]], ...]:
        """The sessions of each day at the venue."""
        by_day = groupby(self.sessions, lambda session: session.facts.first_day)
        return tuple((day, tuple(sessions)) for day, sessions in by_day if day is not None)

    @property
    def country(self) -> str | None:
        """The code of the country that it is in, as far as its venue tells."""
        facts = self.facts
        return country_of_venue(facts.country, facts.zone_name, facts.place, facts.coordinates)

    @property
    def length_km(self) -> float | None:
        """The length of a lap, where it is known."""
        return None if self.round is None else self.round.venue.length_km


def shown_rounds(publication: Publication, now: datetime, *, also_gone: bool = False) -> tuple[ShownRound, ...]:
    """The rounds of a season at ``now``, by date: what was published, and behind it what has no date yet.

    Those that left the season long ago are there only if ``also_gone``: somebody may have been sent their address.
    """
    return _shown_rounds(publication, now, also_gone)


def _rounds_at(publication: Publication, now: datetime, also_gone: bool) -> tuple[ShownRound, ...]:
    by_id = {round_.id: round_ for round_ in publication.season.rounds}
    entries = _ever_shown(publication) if also_gone else publication.entries_at(now)
    dated = list(_dated(entries, by_id, now))
    known = {its.facts.round_id for its in dated}
    return (*dated, *(its for its in _undated(publication, by_id) if its.facts.round_id not in known))


# A site that is written at one moment shows the same ones on each of its pages.
_shown_rounds = Memo(_rounds_at, most=64)


def ids_of_rounds(publication: Publication) -> list[str]:
    """The id of every round of a season that has a page: those that are shown, and those that were."""
    published = (entry.facts.round_id for entry in _ever_shown(publication) if entry.facts.is_round)
    return list(dict.fromkeys((*published, *(round_.id for round_ in publication.season.rounds))))


def _ever_shown(publication: Publication) -> Iterator[Entry]:
    """All but mistakes that were put right when they were over."""
    return (
        its
        for its in publication.entries.values()
        if its.tombstone_until is None or its.tombstone_until != its.withdrawn_at
    )


def _dated(entries: Iterable[Entry], by_id: dict[str, Round], now: datetime) -> Iterator[ShownRound]:
    """Every round that was published. Of one that left the season and came back, the one that is there counts."""
    rounds: dict[str, list[Entry]] = {}
    for entry in entries:
        rounds.setdefault(entry.facts.round_id, []).append(entry)
    for id_, its in rounds.items():
        whole = min((entry for entry in its if entry.facts.is_round), key=_is_withdrawn, default=None)
        if whole is not None:
            sessions = tuple(_session(entry, now) for entry in its if not entry.facts.is_round)
            round_ = ShownRound(whole.facts, sessions, RoundState.TO_COME, by_id.get(id_), is_removed=whole.is_removed)
            yield replace(round_, state=_state_of_round(whole, round_, now))


def _undated(publication: Publication, by_id: dict[str, Round]) -> Iterator[ShownRound]:
    undated = tuple(replace(its, sessions=()) for its in publication.season.rounds if its.first_day is None)
    for facts in facts_of(replace(publication.season, rounds=undated)):
        state = _OFF.get(facts.status, RoundState.PROVISIONAL)
        yield ShownRound(facts, (), state, by_id[facts.round_id])


def _session(entry: Entry, now: datetime) -> ShownSession:
    return ShownSession(entry.facts, _state_of_session(entry, now), is_removed=entry.is_removed)


def _state_of_session(entry: Entry, now: datetime) -> RoundState:
    facts = entry.facts
    if entry.is_off:
        return _OFF.get(facts.status, RoundState.CANCELLED)
    if facts.over_at <= now:
        return RoundState.RACED
    if facts.start_at is not None and facts.start_at <= now:
        return RoundState.ON_NOW
    if facts.status is Status.PROVISIONAL:
        return RoundState.PROVISIONAL
    return RoundState.TIMES_TO_COME if facts.start_at is None else RoundState.TO_COME


def _state_of_round(whole: Entry, round_: ShownRound, now: datetime) -> RoundState:
    facts = whole.facts
    if whole.is_off:
        return _OFF.get(facts.status, RoundState.CANCELLED)
    if round_.over_at <= now:
        return RoundState.RACED
    if round_.begins_at <= now:
        return RoundState.ON_NOW
    if facts.status is Status.PROVISIONAL:
        return RoundState.PROVISIONAL
    return RoundState.TO_COME if round_.has_times else RoundState.TIMES_TO_COME


def _is_withdrawn(entry: Entry) -> bool:
    return entry.withdrawn_at is not None


_OFF = {Status.CANCELLED: RoundState.CANCELLED, Status.POSTPONED: RoundState.POSTPONED}
