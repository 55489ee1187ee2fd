"""A season as the flat facts of its events: one for each round and each session, told in no language.

The facts are what a subscriber's calendar shows of one event; they are what the journal keeps and compares. How they
are kept is the business of ``facts_codec``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import TypeAlias
from zoneinfo import ZoneInfo

from season_calendar.model import ROUND_KIND, Coordinates, Round, Season, Session, Status
from season_calendar.zoned_time import day_anchor, find_zone

UID_DOMAIN = "season-calendar"
"""What UIDs end in where the series does not say otherwise."""

Ids: TypeAlias = tuple[str, str | None]
"""The ids of a round and of one of its sessions, None for the round itself."""


@dataclass(frozen=True, slots=True)
class EventFacts:
    """One event: a round (``session_id`` is None and ``kind`` is ``round``) or a session.

    Days are dates at the venue, the last one included. ``first_day`` and ``last_day`` are None only where no date
    is known. A session whose time is known has ``start_at`` and ``end_at``. A round never has: its event is all-day,
    and stands still when only its timetable changes.

    A fact that is added later stands at the end, and may be unknown. ``round_label`` is the label of a session's round.
    ``content`` is no fact but where the codec keeps
    what it made of them.
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
    country: str | None = None
    live: str | None = None
    round_label: str | None = None
    content: str | None = field(default=None, init=False, repr=False, compare=False)

    @property
    def is_round(self) -> bool:
        """It is the round itself, not one of its sessions."""
        return self.session_id is None

    @property
    def ids(self) -> Ids:
        """Which event of its season it is."""
        return self.round_id, self.session_id

    @property
    def key(self) -> str:
        """What tells it from every other event, whatever its ids become: ``wtcr/2021/spain/race-1``, or ``…/-``."""
        ids = self._ids_in_uid
        return "/".join((*ids, "-") if self.is_round else ids)

    @property
    def round_id_in_uid(self) -> str:
        """What its round was called when its UID was made."""
        return self._ids_in_uid[2].partition("+")[0]

    @property
    def round_ids(self) -> frozenset[str]:
        """What its round is called, and what it was when its UID was made."""
        return frozenset((self.round_id, self.round_id_in_uid))

    @property
    def _ids_in_uid(self) -> list[str]:
        """Of series, season, round and, for a session, session; an event's number stands at the last one."""
        return self.uid.partition("@")[0].split(".")

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


def uid_of(
    series_id: str,
    season_id: str,
    round_id: str,
    session_id: str | None = None,
    *,
    domain: str | None = None,
    number: int = 1,
) -> str:
    """The UID that an event gets: made of ids alone, which hold no dot, so no two events can share one.

    RFC 7986 §5.3 asks for a globally unique value; positions, dates and names all change and cannot be part of it.
    ``number`` tells apart events that had the same ids one after the other.
    """
    ids = (series_id, season_id, round_id) if session_id is None else (series_id, season_id, round_id, session_id)
    return f"{'.'.join(ids)}{'' if number == 1 else f'+{number}'}@{domain or UID_DOMAIN}"


def facts_of(season: Season, uid: Callable[[Round, Session | None], str] | None = None) -> tuple[EventFacts, ...]:
    """The facts of every round and session, in the order of the file: each round, then its sessions.

    ``uid`` knows under which UID each was published; without it, they have those that they would get.
    """

    def made_of_ids(round_: Round, session: Session | None) -> str:
        session_id = (session.was or session.id) if session else None
        return uid_of(season.series.id, season.id, round_.was or round_.id, session_id, domain=season.series.uid_domain)

    find_uid = uid or made_of_ids
    return tuple(
        _event(season, round_, session, find_uid(round_, session))
        for round_ in season.rounds
        for session in (None, *round_.sessions)
    )


def _event(season: Season, round_: Round, session: Session | None, uid: str) -> EventFacts:
    """The round's own event, or that of one of its sessions."""
    series, venue, its = season.series, round_.venue, session or round_
    return EventFacts(
        uid=uid,
        series_id=series.id,
        season_id=season.id,
        round_id=round_.id,
        session_id=session.id if session else None,
        kind=session.kind if session else ROUND_KIND,
        series_name=series.short_name,
        round_name=round_.name,
        session_name=session.name if session else None,
        label=None if session else round_.label,
        first_day=session.day if session else round_.first_day,
        last_day=session.day if session else round_.last_day,
        start_at=session.start_at if session else None,
        end_at=session.end_at if session else None,
        status=round_.status_of(session) if session else round_.status,
        venue_name=venue.name,
        place=venue.place,
        zone_name=venue.zone_name,
        coordinates=venue.coordinates,
        note=its.note,
        link=its.link or round_.link or series.link,
        country=venue.country,
        live=its.live or round_.live or series.live,
        round_label=round_.label if session else None,
    )
