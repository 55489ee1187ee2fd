"""What other people's calendar libraries see in a feed, and what they should see, side by side."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import icalendar
import vobject
from ical.calendar_stream import IcsCalendarStream

from season_calendar.model import Status
from season_calendar.publishing.publication import Publication
from season_calendar.wording.events import location, summary, title
from season_calendar.wording.texts import texts_for


@dataclass(frozen=True)
class Seen:
    """What a calendar shows of one event."""

    uid: str
    start: date | None
    end: date | None
    summary: str
    location: str
    status: str
    sequence: int


def by_icalendar(body: bytes) -> list[Seen]:
    """What icalendar sees."""
    return [
        Seen(
            str(event.uid),
            event.start,
            event.end,
            str(event.summary),
            str(event.location),
            str(event.status),
            event.sequence,
        )
        for event in icalendar.Calendar.from_ical(body).events
    ]


def by_vobject(body: bytes) -> list[Seen]:
    """What vobject sees, after it found nothing wrong."""
    calendar = vobject.readOne(body.decode())
    assert calendar.validate(raiseException=True)
    return [
        Seen(
            event.uid.value,
            event.dtstart.value,
            event.dtend.value,
            event.summary.value,
            event.location.value,
            event.status.value,
            int(event.sequence.value),
        )
        for event in calendar.vevent_list
    ]


def by_home_assistant(body: bytes) -> list[Seen]:
    """What the library of Home Assistant sees."""
    return [
        Seen(
            event.uid or "",
            event.dtstart,
            event.dtend,
            event.summary or "",
            event.location or "",
            event.status or "",
            event.sequence or 0,
        )
        for event in IcsCalendarStream.calendar_from_ics(body.decode()).events
    ]


READERS = (by_icalendar, by_vobject, by_home_assistant)


def told(publication: Publication, now: datetime) -> list[Seen]:
    """What all should see of a publication: the same from the model, with nothing of iCalendar in between."""
    seen, texts = [], texts_for("en")
    for entry in publication.entries_at(now):
        facts = entry.facts
        assert facts.first_day is not None
        assert facts.last_day is not None
        tentative = facts.status is Status.PROVISIONAL or (facts.session_id is not None and facts.start_at is None)
        seen.append(
            Seen(
                facts.uid,
                facts.start_at or facts.first_day,
                facts.end_at or facts.last_day + timedelta(days=1),
                cleaned(f"Removed: {title(facts, texts)}" if entry.is_removed else summary(facts, texts)),
                cleaned(location(facts, texts)),
                "CANCELLED" if entry.is_off else "TENTATIVE" if tentative else "CONFIRMED",
                entry.sequence,
            )
        )
    return seen


def cleaned(text: str) -> str:
    """What is left of a text in a feed: no control characters, and one kind of line break."""
    one_break = re.sub("\r\n|[\r\x85\u2028\u2029]", "\n", text)
    return "".join(c for c in one_break if c in "\t\n" or unicodedata.category(c) not in ("Cc", "Cs"))
