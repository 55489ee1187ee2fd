"""A season at a glance: its rounds and how they stand, one round with its sessions, all of it as JSON. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from season_calendar.errors import UnknownThingError
from season_calendar.model import ROUND_KIND, SESSION_KINDS, Season
from season_calendar.publishing.facts import EventFacts, facts_of
from season_calendar.season_file.format.scalars import kind_slug
from season_calendar.views.upcoming import upcoming
from season_calendar.wording.event_data import event_data


def rounds_standing(seasons: Sequence[Season], now: datetime) -> Iterator[tuple[Season, list[tuple[EventFacts, str]]]]:
    """Each season with its rounds, in the order of the file, and how each stands.

    A round is ``next`` (one of all the seasons at most), ``over``, or what its status says.
    """
    ahead = upcoming(seasons, now)
    next_up = (ahead[0].season_key, ahead[0].round_id) if ahead else None
    for season in seasons:
        rounds = [facts for facts in facts_of(season) if facts.is_round]
        yield season, [(facts, _standing(facts, next_up, now)) for facts in rounds]


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


def season_data(season: Season) -> dict[str, object]:
    """The season as JSON values: its titles, drivers, and the events of every round and session."""
    return {
        "season": season.key,
        "series": season.series.name,
        "titles": {title.id: title.name for title in season.titles},
        "drivers": [
            {"id": driver.id, "name": driver.name, "country": driver.country, "titles": list(driver.titles)}
            for driver in season.drivers
        ],
        "events": [event_data(facts) for facts in facts_of(season)],
    }


def _standing(facts: EventFacts, next_up: tuple[str, str] | None, now: datetime) -> str:
    if (facts.season_key, facts.round_id) == next_up:
        return "next"
    if facts.status.is_off or facts.first_day is None:
        return facts.status.value
    return "over" if facts.over_at <= now else facts.status.value
