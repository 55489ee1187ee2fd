"""Other people's readers see what the model says, whatever the texts are: vobject, Home Assistant's ical, icalendar."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta

import icalendar
import pytest
import vobject
from hypothesis import given, settings
from hypothesis import strategies as st
from ical.calendar_stream import IcsCalendarStream
from support.ics_lint import faults
from support.racing import FIRST_NOW, NORDSCHLEIFE, germany, published, season, session

from season_calendar.feeds.addresses import find_feed
from season_calendar.feeds.feed import build_feed
from season_calendar.feeds.render import Renderer
from season_calendar.model import Status
from season_calendar.publishing.journal import Publication
from season_calendar.publishing.wording import location, summary
from season_calendar.texts import texts_for


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


def told(publication: Publication) -> list[Seen]:
    """The same from the model, with nothing of iCalendar in between."""
    seen = []
    for entry in publication.entries_at(FIRST_NOW):
        facts = entry.facts
        assert facts.first_day is not None
        assert facts.last_day is not None
        tentative = facts.status is Status.PROVISIONAL or (facts.session_id is not None and facts.start_at is None)
        seen.append(
            Seen(
                facts.uid,
                facts.start_at or facts.first_day,
                facts.end_at or facts.last_day + timedelta(days=1),
                cleaned(summary(facts, texts_for("en"))),
                cleaned(location(facts)),
                "CANCELLED" if facts.status.is_off else "TENTATIVE" if tentative else "CONFIRMED",
                entry.sequence,
            )
        )
    return seen


def cleaned(text: str) -> str:
    """What is left of a text in a feed: no control characters, and one kind of line break."""
    one_break = re.sub("\r\n|[\r\x85\u2028\u2029]", "\n", text)
    return "".join(c for c in one_break if c in "\t\n" or unicodedata.category(c) not in ("Cc", "Cs"))


def body_of(publication: Publication) -> bytes:
    source = find_feed("/wtcr.ics", [publication])
    selection = source.selection([("alarm", "1d,30m")])
    return build_feed(source, selection, FIRST_NOW, renderer=Renderer(), texts=texts_for("en")).body


READERS = pytest.mark.parametrize("reader", [by_icalendar, by_vobject, by_home_assistant])


@READERS
def test_a_reader_sees_every_kind_of_event_as_the_model_has_it(reader: Callable[[bytes], list[Seen]]) -> None:
    """A round with timed and day-only sessions; then all of it moves, is provisional, or is off, or leaves."""
    moved = session("qualifying", "qualifying", "Qualifying", date(2021, 6, 4), "22:45", 90)
    for later in (
        germany(),
        germany(status=Status.PROVISIONAL),
        germany(status=Status.CANCELLED),
        germany(first_day=None, last_day=None, status=Status.POSTPONED, sessions=()),
        germany(sessions=(moved,)),
    ):
        publication = published(season(), season(later))
        assert reader(body_of(publication)) == told(publication)


AWKWARD = '\\,;:"nN\r\n\t \u2028\x85\x00\x0bäé👍\u200f'
ANY_TEXT = st.text(st.one_of(st.characters(), st.sampled_from(AWKWARD)), min_size=1, max_size=120)


@settings(max_examples=60, deadline=None)
@given(round_name=ANY_TEXT, venue_name=ANY_TEXT, note=ANY_TEXT)
def test_no_text_breaks_a_feed_and_every_reader_sees_it_as_it_is(round_name: str, venue_name: str, note: str) -> None:
    venue = replace(NORDSCHLEIFE, name=venue_name)
    publication = published(season(replace(germany(note=note), name=round_name, venue=venue)))
    body = body_of(publication)
    assert faults(body) == []
    for reader in (by_icalendar, by_vobject, by_home_assistant):
        assert reader(body) == told(publication)
