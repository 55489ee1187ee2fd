"""What comes next, how long until then, and when that is on the reader's own clock. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from season_calendar.model import Season
from season_calendar.publishing.facts import EventFacts, facts_of
from season_calendar.wording.events import when_at_venue
from season_calendar.wording.texts import Texts
from season_calendar.zoned_time import to_wall


def upcoming(seasons: Iterable[Season], now: datetime) -> list[EventFacts]:
    """Everything of these seasons that takes place and is not over at ``now``, by its start.

    Sessions, and the rounds that have no session left to wait for.
    """
    return upcoming_events((facts for season in seasons for facts in facts_of(season)), now)


def upcoming_events(events: Iterable[EventFacts], now: datetime) -> list[EventFacts]:
    """The same of some events, which may be of several seasons."""
    going = [
        facts for facts in events if facts.first_day is not None and not facts.status.is_off and now < facts.over_at
    ]
    with_sessions = {(facts.season_key, facts.round_id) for facts in going if not facts.is_round}
    ahead = [facts for facts in going if not facts.is_round or (facts.season_key, facts.round_id) not in with_sessions]
    return sorted(ahead, key=lambda facts: facts.starts_at)


def countdown(facts: EventFacts, now: datetime, texts: Texts) -> str:
    """How long until it starts, counted in days where only the day is known; or that it is on."""
    if facts.first_day is None:
        return texts.no_date()
    ahead = time_until(facts, now)
    if ahead > timedelta(0):
        return f"starts in {texts.span(ahead)}"
    if facts.start_at is not None:
        return "is on now"
    return "is on these days" if facts.is_round else "is today"


def time_until(facts: EventFacts, now: datetime) -> timedelta:
    """How long until it starts; whole days at the venue where only the day is known. Nothing or less once it has begun.

    It must have a date.
    """
    if facts.start_at is not None:
        return facts.start_at - now
    if facts.first_day is None:
        raise ValueError(f"{facts.uid} has no date")
    return facts.first_day - to_wall(now, facts.zone).date()


def when_here(facts: EventFacts, zone: ZoneInfo, texts: Texts) -> str | None:
    """The time of a session on the reader's own clock; None where it is not known, or the same as at the venue."""
    if facts.start_at is None or facts.end_at is None:
        return None
    here = texts.period(facts.start_at.astimezone(zone), facts.end_at.astimezone(zone))
    return None if here == when_at_venue(facts, texts) else here
