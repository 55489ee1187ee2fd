"""A season as checked values: frozen, complete, without I/O and without a clock.

Whoever holds a ``Season`` may rely on it: ids are unique, every venue is there, every wall time has become an
instant, sessions stand inside their round.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from zoneinfo import ZoneInfo

from season_calendar.zoned_time import find_zone


class Status(StrEnum):
    """Whether a round or session takes place as said, from the most certain to the least."""

    CONFIRMED = "confirmed"
    PROVISIONAL = "provisional"
    POSTPONED = "postponed"
    CANCELLED = "cancelled"

    @property
    def is_off(self) -> bool:
        """It does not take place when it was said to: cancelled, or postponed."""
        return self in (Status.POSTPONED, Status.CANCELLED)


@dataclass(frozen=True, slots=True)
class SessionKind:
    """What is usual for one kind of session: its name, its length, and when to remind of it."""

    name: str
    duration: timedelta
    lead_times: tuple[timedelta, ...] = ()


_MINUTE, _HOUR, _DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def N_(text: str) -> str:  # noqa: N802  the name that gettext's tools look for
    """Mark a word that stands here in English to be translated where it is shown."""
    return text


SESSION_KINDS: Mapping[str, SessionKind] = {
    "practice": SessionKind(N_("Practice"), 45 * _MINUTE),
    "qualifying": SessionKind(N_("Qualifying"), 30 * _MINUTE, (30 * _MINUTE,)),
    "race": SessionKind(N_("Race"), _HOUR, (_HOUR,)),
    "sprint": SessionKind(N_("Sprint"), 30 * _MINUTE, (_HOUR,)),
    "warm-up": SessionKind(N_("Warm-up"), 15 * _MINUTE),
    "test": SessionKind(N_("Test"), _HOUR),
    "ceremony": SessionKind(N_("Ceremony"), 30 * _MINUTE),
}
"""The kinds every season knows. Any other kind may be used; it has ``OTHER_KIND``'s habits and its own name."""

OTHER_KIND = SessionKind("", _HOUR)

ROUND_KIND = "round"
"""The word that stands for the round itself where kinds of sessions are listed: lead times, feed events."""

ROUND_LEAD_TIMES = (7 * _DAY, _DAY)

_NUMBERED_ID = re.compile(r"(.+)-(\d+)")


@dataclass(frozen=True, slots=True)
class Coordinates:
    """A place on the globe, in degrees: north and east are positive (WGS 84)."""

    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class Series:
    """A championship. ``live`` is a link to where its sessions can be watched.

    ``uid_domain`` is what the UIDs of its events end in, None for the usual one.
    """

    id: str
    name: str
    short_name: str
    link: str | None = None
    color: str | None = None
    live: str | None = None
    uid_domain: str | None = None


@dataclass(frozen=True, slots=True)
class Title:
    """Something to be won in a season. ``counts`` are the ids of the rounds that count towards it, None for all."""

    id: str
    name: str
    counts: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Driver:
    """Someone who races in a season, and for which titles (ids of the season's).

    ``rounds`` are the ids of the rounds they enter, None for all.
    """

    id: str
    name: str
    country: str | None = None
    titles: tuple[str, ...] = ()
    rounds: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Venue:
    """Where a round takes place. ``zone_name`` is an IANA name, ``country`` an ISO 3166-1 code, both known to exist."""

    id: str
    name: str
    zone_name: str
    place: str | None = None
    coordinates: Coordinates | None = None
    length_km: float | None = None
    country: str | None = None

    @property
    def zone(self) -> ZoneInfo:
        """The venue's time zone."""
        return find_zone(self.zone_name)


@dataclass(frozen=True, slots=True)
class Session:
    """One item of a round's timetable.

    ``day`` is the date at the venue. ``start_at`` and ``end_at`` are instants, both there or, where only the day
    is known, both None. ``was`` is the id under which it was published before.
    """

    id: str
    kind: str
    name: str
    day: date
    start_at: datetime | None = None
    end_at: datetime | None = None
    status: Status = Status.CONFIRMED
    note: str | None = None
    link: str | None = None
    live: str | None = None
    was: str | None = None


@dataclass(frozen=True, slots=True)
class Round:
    """One race weekend. Its days are dates at the venue, both there or, while no date is known, both None.

    ``was`` is the id under which it was published before.
    """

    id: str
    name: str
    venue: Venue
    first_day: date | None = None
    last_day: date | None = None
    status: Status = Status.CONFIRMED
    label: str | None = None
    note: str | None = None
    link: str | None = None
    live: str | None = None
    sessions: tuple[Session, ...] = ()
    was: str | None = None

    def status_of(self, session: Session) -> Status:
        """The less certain of the session's own status and its round's."""
        return max(self.status, session.status, key=list(Status).index)


@dataclass(frozen=True, slots=True)
class Season:
    """One year of a series. Rounds stand in the order of the file.

    ``lead_times`` maps a session kind, or ``round``, to how long before its start to remind, longest first; it
    holds every kind for which there is a reminder.
    """

    series: Series
    id: str
    rounds: tuple[Round, ...] = ()
    titles: tuple[Title, ...] = ()
    drivers: tuple[Driver, ...] = ()
    lead_times: Mapping[str, tuple[timedelta, ...]] = field(default_factory=dict, hash=False)

    @property
    def key(self) -> str:
        """The season's name in addresses and ids: ``wtcr/2021``."""
        return f"{self.series.id}/{self.id}"

    def round(self, round_id: str) -> Round | None:
        """The round of that id, if there is one."""
        return next((round_ for round_ in self.rounds if round_.id == round_id), None)


@lru_cache(maxsize=1024)  # a page asks three times of each session; seasons have the same ids
def session_number(id_: str, kind: str) -> int | None:
    """The number in an id that is made of its kind: 2 in ``race-2`` of the kind race; None in any other id."""
    numbered = _NUMBERED_ID.fullmatch(id_)
    return int(numbered[2]) if numbered and numbered[1] == kind else None


def default_session_name(id_: str, kind: str, kind_name: str) -> str:
    """What a session is called that has no name: ``race-1`` of the kind race is Race 1, ``race`` is Race."""
    number = session_number(id_, kind)
    return kind_name if number is None else f"{kind_name} {number}"


def default_lead_times() -> dict[str, tuple[timedelta, ...]]:
    """When to remind where the season file says nothing: rounds 7 days and 1 day before, races 1 hour, …"""
    by_kind = {kind: habits.lead_times for kind, habits in SESSION_KINDS.items() if habits.lead_times}
    return {ROUND_KIND: ROUND_LEAD_TIMES, **by_kind}
