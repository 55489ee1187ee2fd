"""What a journal knows, as reading a season file asks for it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from season_calendar.model import Status
from season_calendar.publishing.facts import EventFacts
from season_calendar.publishing.identity import last_is_there
from season_calendar.season_file import PublishedRound, PublishedSession


class Record(Protocol):
    """What was ever published, of whichever journal, open or only looked at."""

    def has_series(self, series_id: str) -> bool:
        """Whether anything of a series was ever published."""

    def events(self, series_id: str, season_id: str) -> Iterable[tuple[EventFacts, datetime | None]]:
        """Every event that was ever published of a season, and since when it is a tombstone, if it is one."""


@dataclass(frozen=True, slots=True)
class PublishedBefore:
    """What a journal tells of the time before ``now``; a ``season_file.Published``."""

    record: Record
    now: datetime

    def has(self, ids: tuple[str, ...]) -> bool:
        """Whether a series (by its id), or a round (by the ids of series, season and round), was ever published."""
        if len(ids) == 1:
            return self.record.has_series(ids[0])
        series_id, season_id, round_id = ids
        return any(facts.round_id == round_id for facts, _ in self.record.events(series_id, season_id))

    def rounds(self, series_id: str, season_id: str) -> tuple[PublishedRound, ...]:
        """The rounds of a season by the ids they had last.

        Of several that had the same id, the one that is there counts, or the one that left last.
        """
        weekends: dict[str, tuple[EventFacts, bool]] = {}
        sessions: dict[str, dict[str, PublishedSession]] = {}
        for facts, withdrawn_at in sorted(
            self.record.events(series_id, season_id), key=lambda event: last_is_there(event[1])
        ):
            if facts.session_id is None:
                weekends[facts.round_id] = facts, withdrawn_at is not None
            else:
                session = _session(facts, facts.session_id, self.now)
                sessions.setdefault(facts.round_id, {})[session.id] = session
        return tuple(
            _round(facts, sessions.get(round_id, {}).values(), has_left, self.now)
            for round_id, (facts, has_left) in weekends.items()
        )


def _round(facts: EventFacts, sessions: Iterable[PublishedSession], has_left: bool, now: datetime) -> PublishedRound:
    first_day, last_day = _days(facts)
    is_over = facts.over_at <= now
    return PublishedRound(
        facts.round_id,
        facts.venue_name,
        first_day,
        last_day,
        tuple(sessions),
        has_left=has_left,
        is_over=is_over,
        took_place=is_over and facts.status is Status.CONFIRMED,
    )


def _session(facts: EventFacts, its_id: str, now: datetime) -> PublishedSession:
    return PublishedSession(its_id, facts.kind, _days(facts)[0], facts.start_at, facts.over_at <= now)


def _days(facts: EventFacts) -> tuple[date, date]:
    if facts.first_day is None or facts.last_day is None:
        raise AssertionError("what was published has days")
    return facts.first_day, facts.last_day
