"""Rounds as search engines read them: https://schema.org/SportsEvent as JSON-LD."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime

from markupsafe import Markup

from season_calendar.pages.drawings.rounds import RoundState
from season_calendar.pages.shown.programme import Programme
from season_calendar.pages.shown.rounds import ShownRound
from season_calendar.pages.visit import Visit
from season_calendar.publishing.facts import EventFacts
from season_calendar.wording.events import location, title
from season_calendar.wording.texts import Texts

_SAFE = {ord(character): f"\\u{ord(character):04x}" for character in "<>&\u2028\u2029"}
"""In a script element no text may end it or begin another one; in JSON these stand in strings alone."""

_STATUS = {RoundState.CANCELLED: "EventCancelled", RoundState.POSTPONED: "EventPostponed"}


def structured_data(programme: Programme, visit: Visit, *, with_sessions: bool) -> Markup:
    """The rounds that have a date, for a script element of the type ``application/ld+json``."""
    events = [_event(its, visit, with_sessions) for its in programme.rounds if its.facts.first_day is not None]
    written = json.dumps(
        {"@context": "https://schema.org", "@graph": events}, ensure_ascii=False, separators=(",", ":")
    )
    return Markup(written.translate(_SAFE))


def _event(round_: ShownRound, visit: Visit, with_sessions: bool) -> Mapping[str, object]:
    facts = round_.facts
    if facts.first_day is None or facts.last_day is None:
        raise ValueError(f"{facts.uid} has no date")
    venue = {"@type": "Place", "name": facts.venue_name, "address": location(facts, visit.texts)}
    place: dict[str, object] = dict(venue)
    if facts.coordinates is not None:
        place["geo"] = {
            "@type": "GeoCoordinates",
            "latitude": facts.coordinates.latitude,
            "longitude": facts.coordinates.longitude,
        }
    address = visit.absolute(f"{visit.prefix}{round_.path}")
    return {
        "@type": "SportsEvent",
        "name": title(facts, visit.texts),
        "startDate": facts.first_day.isoformat(),
        "endDate": facts.last_day.isoformat(),
        "eventStatus": f"https://schema.org/{_STATUS.get(round_.state, 'EventScheduled')}",
        "location": place,
        **({"url": address} if address else {}),
        **({"subEvent": _sessions(round_, venue, visit.texts)} if with_sessions else {}),
    }


def _at_venue(instant: datetime, facts: EventFacts) -> str:
    """With the offset there: search engines show the hour as it stands, and in UTC no clock at the venue shows it."""
    return instant.astimezone(facts.zone).isoformat(timespec="seconds")


def _sessions(round_: ShownRound, venue: Mapping[str, object], texts: Texts) -> list[Mapping[str, object]]:
    """Those that take place at a known time."""
    return [
        {
            "@type": "SportsEvent",
            "name": title(its.facts, texts),
            "startDate": _at_venue(its.facts.starts_at, round_.facts),
            "endDate": _at_venue(its.facts.over_at, round_.facts),
            "location": venue,
        }
        for its in round_.sessions
        if its.facts.start_at is not None and not its.state.is_off
    ]
