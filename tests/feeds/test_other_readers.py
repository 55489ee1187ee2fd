"""Other people's readers see what the model says, whatever the texts are: vobject, Home Assistant's ical, icalendar."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.calendar_readers import Seen, by_home_assistant, by_icalendar, by_vobject, told
from support.ics_lint import faults
from support.racing import FIRST_NOW, NORDSCHLEIFE, germany, published, season, session

from season_calendar.feeds.addresses import find_feed
from season_calendar.feeds.feed import build_feed
from season_calendar.feeds.render import Renderer
from season_calendar.model import Status
from season_calendar.publishing.publication import Publication


def body_of(publication: Publication) -> bytes:
    source = find_feed("/wtcr.ics", [publication])
    choice = source.choice([("alarm", "1d,30m")])
    return build_feed(source, choice, FIRST_NOW, renderer=Renderer()).body


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
        assert reader(body_of(publication)) == told(publication, FIRST_NOW)


AWKWARD = '\\,;:"nN\r\n\t \u2028\x85\x00\x0bäé👍\u200f'
ANY_TEXT = st.text(
    st.one_of(st.characters(exclude_categories=["Cs"]), st.sampled_from(AWKWARD)), min_size=1, max_size=120
)


@given(round_name=ANY_TEXT, venue_name=ANY_TEXT, note=ANY_TEXT)
def test_no_text_breaks_a_feed_and_every_reader_sees_it_as_it_is(round_name: str, venue_name: str, note: str) -> None:
    venue = replace(NORDSCHLEIFE, name=venue_name)
    publication = published(season(replace(germany(note=note), name=round_name, venue=venue)))
    body = body_of(publication)
    assert faults(body) == []
    for reader in (by_icalendar, by_vobject, by_home_assistant):
        assert reader(body) == told(publication, FIRST_NOW)
