"""What comes next, and how rounds and sessions are told on the terminal. Pure: the commands print what comes out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from season_calendar.model import Season
from season_calendar.publishing.facts import EventFacts, facts_of
from season_calendar.wording import events as wording
from season_calendar.wording.texts import Texts, texts_for
from season_calendar.zoned_time import format_instant, to_wall


def upcoming(seasons: Sequence[Season], now: datetime) -> list[EventFacts]:
    """Everything that takes place and is not over at ``now``, by its start.

    Sessions, and the rounds that have no session left to wait for.
    """
    ahead: list[EventFacts] = []
    for season in seasons:
        going = [
            facts
            for facts in facts_of(season)
            if facts.first_day is not None and not facts.status.is_off and now < facts.over_at
        ]
        with_sessions = {facts.round_id for facts in going if not facts.is_round}
        ahead += [facts for facts in going if not (facts.is_round and facts.round_id in with_sessions)]
    return sorted(ahead, key=lambda facts: facts.starts_at)


def countdown(facts: EventFacts, now: datetime, texts: Texts) -> str:
    """How long until it starts, counted in days where only the day is known; or that it is on."""
    if facts.start_at is not None:
        return "is on now" if facts.start_at <= now else f"starts in {texts.span(facts.start_at - now)}"
    if facts.first_day is None:
        return texts.no_date()
    ahead = facts.first_day - to_wall(now, facts.zone).date()
    if ahead > timedelta(0):
        return f"starts in {texts.span(ahead)}"
    return "is on these days" if facts.is_round else "is today"


def when_here(facts: EventFacts, zone: ZoneInfo, texts: Texts) -> str | None:
    """The time of a session on the reader's own clock; None where it is not known, or the same as at the venue."""
    if facts.start_at is None or facts.end_at is None:
        return None
    start_wall, end_wall = to_wall(facts.start_at, zone), to_wall(facts.end_at, zone)
    if start_wall == to_wall(facts.start_at, facts.zone):
        return None
    return texts.period(start_wall, end_wall)


def as_data(facts: EventFacts) -> dict[str, object]:
    """One event for ``--json``: ids, names, days at the venue, instants in UTC."""
    return {
        "uid": facts.uid,
        "season": facts.season_key,
        "round": facts.round_id,
        "session": facts.session_id,
        "kind": facts.kind,
        "round_name": facts.round_name,
        "session_name": facts.session_name,
        "status": facts.status.value,
        "first_day": facts.first_day.isoformat() if facts.first_day else None,
        "last_day": facts.last_day.isoformat() if facts.last_day else None,
        "start_at": format_instant(facts.start_at) if facts.start_at else None,
        "end_at": format_instant(facts.end_at) if facts.end_at else None,
        "venue": wording.location(facts, texts_for()),
        "country": facts.country,
        "zone": facts.zone_name,
        "label": facts.label,
        "note": facts.note,
        "link": facts.link,
        "live": facts.live,
    }
