"""The data behind each address for programs: values that JSON can hold. Knows no addresses."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import TypeAlias

from season_calendar.choices.choice import Choice
from season_calendar.errors import UnknownThingError
from season_calendar.feeds.addresses import age_of
from season_calendar.model import Driver
from season_calendar.publishing.facts import EventFacts
from season_calendar.publishing.publication import Publication
from season_calendar.views.change_log import ChangesOf, LoggedChange, change_log
from season_calendar.views.season import (
    StandingSeason,
    published_events,
    published_season,
    season_data,
    standing_publications,
)
from season_calendar.views.upcoming import upcoming_events
from season_calendar.wording.event_data import event_data
from season_calendar.zoned_time import format_instant

Data: TypeAlias = dict[str, object]

MOST_NEXT_OF_A_DRIVER = 10


@dataclass(frozen=True, slots=True)
class Asked:
    """What is published, at which moment it is asked for, and what was chosen. ``changes_of`` knows what changed."""

    publications: tuple[Publication, ...]
    now: datetime
    changes_of: ChangesOf
    choice: Choice
    limit: int


def seasons(asked: Asked) -> Data:
    """Every season, by their keys."""
    in_order = sorted(asked.publications, key=lambda its: its.season.key)
    return {"seasons": [_summary(publication) for publication in in_order]}


def season(asked: Asked, series: str, season: str) -> Data:
    """One season with its events. Raises UnknownThingError."""
    publication = published_season(asked.publications, series, season)
    return {**_about(publication), **season_data(_standing(asked, publication))}


def round_(asked: Asked, series: str, season: str, round: str) -> Data:  # noqa: A002  the name in the address
    """One round with its sessions; an id that it had before will do. Raises UnknownThingError."""
    publication = published_season(asked.publications, series, season)
    events = published_events(publication)
    rounds = [facts for facts in events if facts.is_round]
    by_former_id = {id_: facts for facts in rounds for id_ in facts.round_ids}
    by_id = by_former_id | {facts.round_id: facts for facts in rounds}
    if round not in by_id:
        known = [facts.round_id for facts in rounds]
        raise UnknownThingError("round", round, known, f"in the season {publication.season.key}")
    whole = by_id[round]
    (standings,) = (words for facts, words in _standing(asked, publication).rounds if facts.uid == whole.uid)
    sessions = [facts for facts in events if facts.round_id == whole.round_id and not facts.is_round]
    return {
        **event_data(whole),
        "standing": list(standings),
        "sessions": [event_data(facts) for facts in sessions],
    }


def next_(asked: Asked) -> Data:
    """What comes next of what is chosen."""
    return {"events": _next(asked, _of_series(asked), asked.choice, asked.limit)}


def changes(asked: Asked) -> Data:
    """What changed, the newest first."""
    texts = asked.choice.texts
    log = change_log(_of_series(asked), texts, asked.changes_of, most=asked.limit)
    return {"language": texts.language, "changes": [_change(its) for its in log]}


def drivers(asked: Asked) -> Data:
    """Every driver, by their ids, with the name they have in the newest season."""
    by_id: dict[str, list[tuple[Publication, Driver]]] = {}
    for publication in sorted(asked.publications, key=age_of):
        for its in publication.season.drivers:
            by_id.setdefault(its.id, []).append((publication, its))
    return {
        "drivers": [
            {**_driver(known[-1][1]), "seasons": [publication.season.key for publication, _ in known]}
            for _, known in sorted(by_id.items())
        ]
    }


def driver(asked: Asked, driver: str) -> Data:
    """One driver in every series, and what comes next for them. Raises UnknownThingError."""
    known = [
        (publication, its)
        for publication in sorted(asked.publications, key=age_of)
        for its in publication.season.drivers
        if its.id == driver
    ]
    if not known:
        everybody = sorted({its.id for publication in asked.publications for its in publication.season.drivers})
        raise UnknownThingError("driver", driver, everybody)
    theirs = Choice(drivers=frozenset({driver}))
    return {
        **_driver(known[-1][1]),
        "seasons": [
            {
                "season": publication.season.key,
                "titles": list(its.titles),
                "rounds": [facts.round_id for facts in _chosen(publication, theirs) if facts.is_round],
            }
            for publication, its in known
        ],
        "next": _next(asked, [publication for publication, _ in known], theirs, MOST_NEXT_OF_A_DRIVER),
    }


def _of_series(asked: Asked) -> list[Publication]:
    """The seasons of the series that are chosen."""
    series = asked.choice.series
    return [its for its in asked.publications if series is None or its.season.series.id in series]


def _standing(asked: Asked, publication: Publication) -> StandingSeason:
    """A season beside all others of its series: the round that is next may be in one of these."""
    season = publication.season
    of_series = [its for its in asked.publications if its.season.series.id == season.series.id]
    return next(its for its in standing_publications(of_series, asked.now) if its.season is season)


def _about(publication: Publication) -> Data:
    series = publication.season.series
    return {
        "season": publication.season.key,
        "series": series.name,
        "short_name": series.short_name,
        "color": series.color,
        "link": series.link,
        "edition": publication.edition,
        "published_at": format_instant(publication.published_at),
    }


def _summary(publication: Publication) -> Data:
    rounds = [facts for facts in published_events(publication) if facts.is_round]
    first_days = [facts.first_day for facts in rounds if facts.first_day is not None]
    last_days = [facts.last_day for facts in rounds if facts.last_day is not None]
    return {
        **_about(publication),
        "first_day": min(first_days).isoformat() if first_days else None,
        "last_day": max(last_days).isoformat() if last_days else None,
        "rounds": len(rounds),
    }


def _driver(its: Driver) -> Data:
    return {"id": its.id, "name": its.name, "country": its.country}


def _next(asked: Asked, publications: Sequence[Publication], choice: Choice, most: int) -> list[Data]:
    """What is chosen of that which comes next: a round that has no timetable yet, else its sessions."""
    rounds = {its.season.key: choice.narrowed_to(its.season) for its in publications}
    ahead = upcoming_events((facts for its in publications for facts in published_events(its)), asked.now)
    chosen = (facts for facts in ahead if choice.wants(facts, rounds[facts.season_key]))
    return [event_data(facts) for facts in islice(chosen, most)]


def _chosen(publication: Publication, choice: Choice) -> Iterator[EventFacts]:
    rounds = choice.narrowed_to(publication.season)
    return (facts for facts in published_events(publication) if choice.wants(facts, rounds))


def _change(its: LoggedChange) -> Data:
    return {
        "at": format_instant(its.at),
        "season": its.season_key,
        "round": its.round_id,
        "round_name": its.round_name,
        "uid": its.uid,
        "title": its.event_title,
        "aspects": [aspect.value for aspect in its.aspects],
        "sentences": list(its.sentences),
        "before_text": its.before_text,
        "after_text": its.after_text,
        "before": event_data(its.before) if its.before else None,
        "after": event_data(its.after) if its.after else None,
    }
