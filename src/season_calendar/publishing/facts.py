"""A season as the flat facts of its events: one for each round and each session, told in no language.

The facts are what a subscriber's calendar shows of one event; they are what the journal keeps and compares. They
come out of a ``Season`` and go into JSON and back, nothing else.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from datetime import date, datetime, timedelta
from operator import attrgetter
from typing import Any
from zoneinfo import ZoneInfo

from season_calendar.model import ROUND_KIND, Coordinates, Round, Season, Session, Status
from season_calendar.zoned_time import day_anchor, find_zone, format_instant, parse_instant

UID_DOMAIN = "season-calendar"


@dataclass(frozen=True, slots=True)
class EventFacts:
    """One event: a round (``session_id`` is None and ``kind`` is ``round``) or a session.

    Days are dates at the venue, the last one included. ``first_day`` and ``last_day`` are None only where no date
    is known. A session whose time is known has ``start_at`` and ``end_at``. A round never has: its event is all-day,
    and stands still when only its timetable changes.
    """

    uid: str
    series_id: str
    season_id: str
    round_id: str
    session_id: str | None
    kind: str
    series_name: str
    round_name: str
    session_name: str | None
    label: str | None
    first_day: date | None
    last_day: date | None
    start_at: datetime | None
    end_at: datetime | None
    status: Status
    venue_name: str
    place: str | None
    zone_name: str
    coordinates: Coordinates | None
    note: str | None
    link: str | None
    _json: str | None = field(default=None, init=False, repr=False, compare=False)

    @property
    def is_round(self) -> bool:
        """It is the round itself, not one of its sessions."""
        return self.session_id is None

    @property
    def season_key(self) -> str:
        """The season it belongs to: ``wtcr/2021``."""
        return f"{self.series_id}/{self.season_id}"

    @property
    def zone(self) -> ZoneInfo:
        """The venue's time zone."""
        return find_zone(self.zone_name)

    @property
    def starts_at(self) -> datetime:
        """When it starts, to count from: the start, or 09:00 at the venue of its first day.

        Only events with a date reach a publication, and only those may be asked.
        """
        if self.start_at is not None:
            return self.start_at
        if self.first_day is None:
            raise ValueError(f"{self.uid} has no date")
        return day_anchor(self.first_day, self.zone)

    @property
    def over_at(self) -> datetime:
        """When it is certainly over: its end, or the end of its last day at the venue."""
        if self.end_at is not None:
            return self.end_at
        if self.last_day is None:
            raise ValueError(f"{self.uid} has no date")
        return day_anchor(self.last_day, self.zone) + timedelta(hours=15)

    def to_plain(self) -> dict[str, object]:
        """The facts as JSON has them, in the order of the fields; what is not known is None."""
        plain: dict[str, object] = dict(zip(_FIELDS, _values(self), strict=True))
        plain["first_day"] = self.first_day.isoformat() if self.first_day else None
        plain["last_day"] = self.last_day.isoformat() if self.last_day else None
        plain["start_at"] = format_instant(self.start_at) if self.start_at else None
        plain["end_at"] = format_instant(self.end_at) if self.end_at else None
        place = self.coordinates
        plain["coordinates"] = [place.latitude, place.longitude] if place else None
        return plain

    def to_json(self) -> str:
        """JSON on one line, keys in the order of the fields: the same facts are always the same text."""
        text = self._json
        if text is None:
            # Made once: an edition needs it to compare the facts, and again to keep them.
            text = _encode(self.to_plain())
            object.__setattr__(self, "_json", text)
        return text


def uid_of(series_id: str, season_id: str, round_id: str, session_id: str | None = None) -> str:
    """The UID of an event for ever: made of ids alone, which hold no dot, so no two events can share one.

    RFC 7986 §5.3 asks for a globally unique value; positions, dates and names all change and cannot be part of it.
    """
    ids = (series_id, season_id, round_id) if session_id is None else (series_id, season_id, round_id, session_id)
    return f"{'.'.join(ids)}@{UID_DOMAIN}"


def facts_of(season: Season) -> tuple[EventFacts, ...]:
    """The facts of every round and session, in the order of the file: each round, then its sessions."""
    return tuple(facts for round_ in season.rounds for facts in _round_facts(season, round_))


def facts_from_json(text: str) -> EventFacts:
    """What ``EventFacts.to_json`` wrote. Raises what ``facts_from_plain`` raises for anything else."""
    return facts_from_plain(json.loads(text))


def facts_from_plain(plain: Mapping[str, Any]) -> EventFacts:
    """What ``EventFacts.to_plain`` gave. Raises ValueError, KeyError, TypeError or TimeExpressionError otherwise."""
    values = dict(plain)
    for name in ("first_day", "last_day"):
        values[name] = date.fromisoformat(plain[name]) if plain[name] else None
    for name in ("start_at", "end_at"):
        values[name] = parse_instant(plain[name]) if plain[name] else None
    values["status"] = Status(plain["status"])
    values["coordinates"] = Coordinates(*plain["coordinates"]) if plain["coordinates"] else None
    return EventFacts(**values)


_FIELDS = tuple(its.name for its in fields(EventFacts) if its.init)
_values = attrgetter(*_FIELDS)
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), check_circular=False).encode


def _round_facts(season: Season, round_: Round) -> Iterator[EventFacts]:
    whole = EventFacts(
        uid=uid_of(season.series.id, season.id, round_.id),
        series_id=season.series.id,
        season_id=season.id,
        round_id=round_.id,
        session_id=None,
        kind=ROUND_KIND,
        series_name=season.series.short_name,
        round_name=round_.name,
        session_name=None,
        label=round_.label,
        first_day=round_.first_day,
        last_day=round_.last_day,
        start_at=None,
        end_at=None,
        status=round_.status,
        venue_name=round_.venue.name,
        place=round_.venue.place,
        zone_name=round_.venue.zone_name,
        coordinates=round_.venue.coordinates,
        note=round_.note,
        link=round_.link or season.series.link,
    )
    yield whole
    for session in round_.sessions:
        yield _session_facts(whole, round_, session)


def _session_facts(whole: EventFacts, round_: Round, session: Session) -> EventFacts:
    # dataclasses.replace would say this shorter, at five times the cost for each of ten thousand sessions.
    return EventFacts(
        uid=uid_of(whole.series_id, whole.season_id, whole.round_id, session.id),
        series_id=whole.series_id,
        season_id=whole.season_id,
        round_id=whole.round_id,
        session_id=session.id,
        kind=session.kind,
        series_name=whole.series_name,
        round_name=whole.round_name,
        session_name=session.name,
        label=None,
        first_day=session.day,
        last_day=session.day,
        start_at=session.start_at,
        end_at=session.end_at,
        status=round_.status_of(session),
        venue_name=whole.venue_name,
        place=whole.place,
        zone_name=whole.zone_name,
        coordinates=whole.coordinates,
        note=session.note,
        link=session.link or whole.link,
    )
