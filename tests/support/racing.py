"""Small seasons and their publications, for tests that need one and say only what matters to them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from season_calendar.model import Coordinates, Round, Season, Series, Session, Venue
from season_calendar.publishing.publication import History, Publication
from season_calendar.publishing.publish import publish

FIRST_NOW = datetime(2021, 6, 1, 8, 0, tzinfo=UTC)
"""When seasons here are first published."""

WTCR = Series("wtcr", "FIA World Touring Car Cup", "WTCR", link="https://www.fiawtcr.com/", color="dodgerblue")
NORDSCHLEIFE = Venue(
    "nordschleife", "Nürburgring Nordschleife", "Europe/Berlin", "Nürburg, Germany", Coordinates(50.3356, 6.9475)
)


def session(
    id_: str, kind: str, name: str, day: date, start: str | None = None, minutes: int = 60, **other: object
) -> Session:
    """A session; ``start`` is in UTC, such as ``12:30``, or not known."""
    start_at = None if start is None else datetime.fromisoformat(f"{day.isoformat()}T{start}:00+00:00")
    end_at = None if start_at is None else start_at + timedelta(minutes=minutes)
    return Session(id_, kind, name, day, start_at, end_at, **other)  # type: ignore[arg-type]


def germany(**other: object) -> Round:
    """A round of three days: a qualifying, a race, and a second race of which only the day is known."""
    facts: dict[str, object] = {
        "id": "germany",
        "name": "Race of Germany",
        "venue": NORDSCHLEIFE,
        "first_day": date(2021, 6, 3),
        "last_day": date(2021, 6, 5),
        "sessions": (
            session("qualifying", "qualifying", "Qualifying", date(2021, 6, 3), "12:30", 40),
            session("race-1", "race", "Race 1", date(2021, 6, 5), "09:00"),
            session("race-2", "race", "Race 2", date(2021, 6, 5)),
        ),
    }
    return Round(**{**facts, **other})  # type: ignore[arg-type]


def season(*rounds: Round, series: Series = WTCR, id_: str = "2021") -> Season:
    """A season of these rounds, or of the one in Germany."""
    return Season(series, id_, rounds or (germany(),))


def history(publication: Publication) -> History:
    """What the journal would give back of a publication."""
    season = replace(publication.season, rounds=())
    return History(publication.edition, publication.published_at, publication.entries, season, publication.seen_at)


def published(*seasons: Season, every: timedelta = timedelta(hours=1), start: datetime = FIRST_NOW) -> Publication:
    """States of one season published one after the other, an hour apart: the last publication."""
    return _published(seasons, every, start)


def many_rounds(count: int, sessions: int = 9) -> Season:
    """A season of ``count`` rounds, each with so many sessions: ``count * (sessions + 1)`` events."""
    rounds = []
    for number in range(count):
        day = date(2021, 1, 1) + timedelta(days=number % 330)
        rounds.append(
            Round(
                f"round-{number}",
                f"Race of Place {number}",
                NORDSCHLEIFE,
                day,
                day + timedelta(days=1),
                label=f"Round {number}",
                note="Doors open at nine, free parking at the north gate.",
                sessions=tuple(
                    session(f"session-{n}", "race" if n % 2 else "practice", f"Session {n}", day, f"{8 + n:02}:30", 45)
                    for n in range(sessions)
                ),
            )
        )
    return season(*rounds)


def _published(seasons: Iterable[Season], every: timedelta, start: datetime) -> Publication:
    publication: Publication | None = None
    for step, state in enumerate(seasons):
        before = History() if publication is None else history(publication)
        publication = publish(state, before, start + step * every)
    if publication is None:
        raise ValueError("name a season to publish")
    return publication
