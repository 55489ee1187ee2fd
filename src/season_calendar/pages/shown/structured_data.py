"""Rounds as search engines read them: https://schema.org/SportsEvent as JSON-LD."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import TypeAlias

from markupsafe import Markup

from season_calendar.model import Season
from season_calendar.pages.cards.pictures import lasting_pictures
from season_calendar.pages.drawings.rounds import RoundState
from season_calendar.pages.shown.earlier_starts import earlier_starts, facts_before
from season_calendar.pages.shown.programme import Programme
from season_calendar.pages.shown.rounds import ShownRound, ShownSession
from season_calendar.pages.visit import Visit
from season_calendar.publishing.facts import EventFacts
from season_calendar.publishing.publication import Publication
from season_calendar.wording.events import title
from season_calendar.wording.texts import Texts

_Before: TypeAlias = Mapping[str, Sequence[EventFacts]]
"""What was published of each event, by its UID."""

_UNSAFE = re.compile("[<>&\u2028\u2029]")
"""In a script element no text may end it or begin another one; in JSON these stand in strings alone."""

_STATUS = {RoundState.CANCELLED: "EventCancelled", RoundState.POSTPONED: "EventPostponed"}


def structured_data(programme: Programme, publication: Publication, visit: Visit, *, in_full: bool) -> Markup:
    """The rounds of a season that have a date, for a script element of the type ``application/ld+json``.

    ``in_full``: with their sessions, the season, and who races.
    """
    before = facts_before(visit.changes_of(publication))
    pictures = lasting_pictures(visit, publication)
    rounds = [
        {
            **_event(its, before, visit.texts),
            **_whereabouts(its, visit, pictures),
            **(_the_rest(its, before, publication.season, visit) if in_full else {}),
        }
        for its in programme.rounds
        if its.facts.first_day is not None
    ]
    written = json.dumps(
        {"@context": "https://schema.org", "@graph": rounds}, ensure_ascii=False, separators=(",", ":")
    )
    return Markup(_UNSAFE.sub(lambda found: f"\\u{ord(found[0]):04x}", written))


def _whereabouts(round_: ShownRound, visit: Visit, pictures: Mapping[str, str]) -> Mapping[str, object]:
    where = {"location": {**_place(round_), **_geo(round_.facts)}}
    picture = pictures.get(round_.facts.round_id)
    return {**where, **_url(round_.path, visit), **({"image": picture} if picture else {})}


def _the_rest(round_: ShownRound, before: _Before, season: Season, visit: Visit) -> Mapping[str, object]:
    texts, place = visit.texts, _place(round_)
    name = texts.calendar_name(season.series.name, season.id)
    drivers = [its for its in season.drivers if its.rounds is None or round_.facts.round_id in its.rounds]
    return {
        "superEvent": {"@type": "EventSeries", "name": name, **_url(f"/{season.key}/", visit)},
        "competitor": [{"@type": "Person", "name": its.name, **_url(f"/drivers/{its.id}/", visit)} for its in drivers],
        "subEvent": [{**_event(its, before, texts), "location": place} for its in round_.sessions],
    }


def _url(path: str, visit: Visit) -> Mapping[str, str]:
    """That of a page in the same language; nothing where nobody knows where the site is."""
    address = visit.absolute(f"{visit.prefix}{path}")
    return {"url": address} if address else {}


def _event(its: ShownRound | ShownSession, before: _Before, texts: Texts) -> dict[str, object]:
    """What a round and a session have alike. One that was moved tells its earlier starts for good, also when it is
    over: nobody knows who still has them. Beside another status search engines want none.
    """
    facts = its.facts
    earlier = [
        _at_venue(was.start_at or was.first_day, was) for was in earlier_starts(facts, before.get(facts.uid, ()))
    ]
    status = _STATUS.get(its.state, "EventRescheduled" if earlier else "EventScheduled")
    return {
        "@type": "SportsEvent",
        "name": title(facts, texts),
        "startDate": _at_venue(facts.start_at or facts.first_day, facts),
        "endDate": _at_venue(facts.end_at or facts.last_day, facts),
        "eventStatus": f"https://schema.org/{status}",
        **({"previousStartDate": earlier if earlier[1:] else earlier[0]} if status == "EventRescheduled" else {}),
    }


def _at_venue(when: date | None, facts: EventFacts) -> str:
    """A day, or an instant with the offset there: search engines show the hour as it stands, and in UTC no clock at the
    venue shows it.
    """
    if when is None:
        raise ValueError(f"{facts.uid} has no date")
    return when.astimezone(facts.zone).isoformat(timespec="seconds") if isinstance(when, datetime) else when.isoformat()


def _place(round_: ShownRound) -> Mapping[str, object]:
    """Search engines want an address: where only the name is known, it is that."""
    facts = round_.facts
    known = {"addressLocality": facts.place, "addressCountry": round_.country}
    address = {key: its for key, its in known.items() if its}
    return {
        "@type": "Place",
        "name": facts.venue_name,
        "address": {"@type": "PostalAddress", **address} if address else facts.venue_name,
    }


def _geo(facts: EventFacts) -> Mapping[str, object]:
    where = facts.coordinates
    if where is None:
        return {}
    return {"geo": {"@type": "GeoCoordinates", "latitude": where.latitude, "longitude": where.longitude}}
