"""A season at a glance: its rounds and how they stand, one round with its sessions, all of it as JSON. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TypeAlias

from season_calendar.errors import UnknownThingError
from season_calendar.model import ROUND_KIND, SESSION_KINDS, Season, Status
from season_calendar.publishing.facts import EventFacts, facts_of
from season_calendar.publishing.identity import PublishedUids
from season_calendar.publishing.publication import Publication
from season_calendar.season_file.format.scalars import kind_slug
from season_calendar.views.upcoming import time_until, upcoming_events
from season_calendar.wording.event_data import event_data


class Standing(StrEnum):
    """How a round or session stands at a moment, where that is to be said; of several, all are said in this order."""

    OVER = "over"
    ON_NOW = "on now"
    NEXT = "next"
    PROVISIONAL = "provisional"
    POSTPONED = "postponed"
    CANCELLED = "cancelled"


Standings: TypeAlias = tuple[Standing, ...]
"""All that is to be said of one event; nothing where it lies ahead, as confirmed."""


@dataclass(frozen=True, slots=True)
class StandingSeason:
    """A season at a moment: its rounds in the order of the file, whether one is on, or how long until the next begins.

    ``events`` are those of rounds and sessions, each round before its sessions. ``next_in`` is None while one is on,
    and where the next round of the series is of another season, or there is none.
    """

    season: Season
    events: tuple[EventFacts, ...]
    rounds: tuple[tuple[EventFacts, Standings], ...]
    is_on: bool
    next_in: timedelta | None


def standing_seasons(seasons: Iterable[Season], now: datetime) -> list[StandingSeason]:
    """How each season stands at ``now``. Of every series, one round at most is next."""
    return _standing_seasons([(season, facts_of(season)) for season in seasons], now)


def standing_publications(publications: Iterable[Publication], now: datetime) -> list[StandingSeason]:
    """The same of seasons as they are published, whether or not a file of them is at hand."""
    return _standing_seasons([(its.season, published_events(its)) for its in publications], now)


def published_season(publications: Iterable[Publication], series_id: str, season_id: str) -> Publication:
    """The season of those ids. Raises UnknownThingError."""
    by_key = {its.season.key: its for its in publications}
    key = f"{series_id}/{season_id}"
    if key not in by_key:
        raise UnknownThingError("season", key, sorted(by_key))
    return by_key[key]


def published_events(publication: Publication) -> tuple[EventFacts, ...]:
    """The events that are in a season as calendars have them, by date; behind them those that have no date yet.

    Each round stands before its sessions. What left the season is not among them.
    """
    dated = tuple(entry.facts for entry in publication.entries.values() if entry.withdrawn_at is None)
    undated = tuple(round_ for round_ in publication.season.rounds if round_.first_day is None)
    if not undated:  # as is usual: to find out UIDs takes longer than all the rest
        return dated
    uids = PublishedUids(publication.season, publication.entries.values())
    facts = facts_of(replace(publication.season, rounds=undated), uids.uid)
    return (*dated, *(its for its in facts if its.uid not in publication.entries))


def _standing_seasons(seasons: Sequence[tuple[Season, tuple[EventFacts, ...]]], now: datetime) -> list[StandingSeason]:
    rounds = [facts for _, events in seasons for facts in events if facts.is_round]
    next_ones = {facts.series_id: facts for facts in reversed(_ahead(rounds, now))}
    return [_standing_season(season, events, next_ones.get(season.series.id), now) for season, events in seasons]


@dataclass(frozen=True, slots=True)
class StandingRound:
    """A round at a moment, with its sessions in the order of the file.

    ``next_in`` is how long until it begins; None where it has begun, is off or has no date.
    """

    season: Season
    facts: EventFacts
    standings: Standings
    sessions: tuple[tuple[EventFacts, Standings], ...]
    next_in: timedelta | None


def standing_round(seasons: Sequence[Season], round_id: str, now: datetime) -> StandingRound:
    """How the first round of that id in any of the seasons stands at ``now``. Raises UnknownThingError.

    Of its sessions, the next one is next where the round is on, or next itself.
    """
    whole, sessions = find_round(seasons, round_id)
    its = next(its for its in standing_seasons(seasons, now) if its.season.key == whole.season_key)
    standings = dict(its.rounds)[whole]
    is_awaited = Standing.ON_NOW in standings or Standing.NEXT in standings
    next_one = next(iter(_ahead(sessions, now)), None) if is_awaited else None
    standing_sessions = tuple((facts, _standings(facts, facts == next_one, now)) for facts in sessions)
    begins = next(iter(_ahead([whole], now) and _ahead(sessions or [whole], now)), None)
    return StandingRound(
        its.season, whole, standings, standing_sessions, time_until(begins, now) if begins is not None else None
    )


def find_round(seasons: Sequence[Season], round_id: str) -> tuple[EventFacts, list[EventFacts]]:
    """The first round of that id in any of the seasons, and its sessions. Raises UnknownThingError."""
    for season in seasons:
        if season.round(round_id) is not None:
            whole, *sessions = [facts for facts in facts_of(season) if facts.round_id == round_id]
            return whole, sessions
    raise UnknownThingError("round", round_id, [round_.id for season in seasons for round_ in season.rounds])


def find_kind(seasons: Sequence[Season], kind: str) -> str:
    """The kind as kinds are compared, of those that every season knows or one of these has.

    Raises UnknownThingError.
    """
    slug = kind_slug(kind)
    in_use = {session.kind for season in seasons for round_ in season.rounds for session in round_.sessions}
    known = dict.fromkeys([*SESSION_KINDS, ROUND_KIND, *sorted(in_use)])
    if slug not in known:
        raise UnknownThingError("kind", kind, known)
    return slug


def season_data(standing: StandingSeason) -> dict[str, object]:
    """The season as JSON values: its titles, drivers, and the events of every round and session.

    Of a round also how it stands, as a list of words: none where it lies ahead, as confirmed.
    """
    season, standings = standing.season, {facts.uid: its for facts, its in standing.rounds}
    return {
        "season": season.key,
        "series": season.series.name,
        "titles": {title.id: title.name for title in season.titles},
        "drivers": [
            {"id": driver.id, "name": driver.name, "country": driver.country, "titles": list(driver.titles)}
            for driver in season.drivers
        ],
        "events": [
            {**event_data(facts), **({"standing": list(standings[facts.uid])} if facts.is_round else {})}
            for facts in standing.events
        ],
    }


def _standing_season(
    season: Season, events: tuple[EventFacts, ...], next_one: EventFacts | None, now: datetime
) -> StandingSeason:
    rounds = tuple((facts, _standings(facts, facts == next_one, now)) for facts in events if facts.is_round)
    is_on = any(Standing.ON_NOW in standings for _, standings in rounds)
    begins = [its for its in upcoming_events(events, now) if next_one in events and its.round_id == next_one.round_id]
    return StandingSeason(season, events, rounds, is_on, time_until(begins[0], now) if begins and not is_on else None)


def _ahead(events: Iterable[EventFacts], now: datetime) -> list[EventFacts]:
    """Those that take place and have not begun, by their start."""
    ahead = [its for its in events if its.first_day and not its.status.is_off and time_until(its, now) > timedelta(0)]
    return sorted(ahead, key=lambda facts: facts.starts_at)


def _standings(facts: EventFacts, is_next: bool, now: datetime) -> Standings:
    if facts.first_day is None or facts.status.is_off:
        return _said_of_status(facts.status)
    if facts.over_at <= now:
        return (Standing.OVER,)
    if time_until(facts, now) <= timedelta(0):
        return (Standing.ON_NOW, *_said_of_status(facts.status))
    return (*([Standing.NEXT] if is_next else []), *_said_of_status(facts.status))


def _said_of_status(status: Status) -> Standings:
    return () if status is Status.CONFIRMED else (Standing(status.value),)
