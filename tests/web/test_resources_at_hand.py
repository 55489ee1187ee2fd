"""Feeds that were made are at hand: no longer than they are right, and no more than there is room for."""

from __future__ import annotations

import asyncio
import gzip
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from support.fake_source import FakeSource, StillClock
from support.racing import FIRST_NOW, WTCR, germany, published, season

from season_calendar.errors import FeedOptionError
from season_calendar.feeds import feed
from season_calendar.model import Driver
from season_calendar.pages.page import Page
from season_calendar.pages.site import find_page
from season_calendar.pages.visit import Visit
from season_calendar.publishing.publication import Publication
from season_calendar.web.answers import making
from season_calendar.web.answers.form import Form
from season_calendar.web.answers.making import Maker
from season_calendar.web.answers.resources import Resources

PLAIN: dict[bytes, bytes] = {}
ZIPPED = {b"accept-encoding": b"gzip"}


class Desk:
    """Feeds, and what they are of."""

    def __init__(self, *publications: Publication, capacity: int = 1_000_000) -> None:
        self.source, self.clock = FakeSource(*(publications or (published(season()),))), StillClock()
        self.resources = Resources(self.source, self.clock, Maker(None), capacity)

    async def take(self, query: str = "", *, zipped: bool = False) -> Form:
        return await self.resources.form("/wtcr.ics", b"/wtcr.ics", query.encode(), ZIPPED if zipped else PLAIN)

    def form(self, query: str = "", *, zipped: bool = False) -> Form:
        return asyncio.run(self.take(query, zipped=zipped))


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """The choices of which feeds were made."""
    choices = []
    build = feed.build_feed

    def counting(source: Any, choice: Any, *rest: Any, **options: Any) -> Any:
        choices.append(choice)
        return build(source, choice, *rest, **options)

    monkeypatch.setattr(making, "build_feed", counting)
    return choices


def test_a_target_is_at_hand_once_it_was_made_and_only_in_the_form_it_was_made_in() -> None:
    desk = Desk()
    assert desk.resources.at_hand(b"/wtcr.ics", PLAIN) is None
    form = desk.form()
    assert desk.resources.at_hand(b"/wtcr.ics", PLAIN) is form
    assert desk.resources.at_hand(b"/wtcr.ics", ZIPPED) is None
    assert gzip.decompress(desk.form(zipped=True).whole.body) == form.whole.body


def test_one_choice_is_made_once_however_it_is_spelt(made: list[Any]) -> None:
    desk = Desk()
    forms = [desk.form(query) for query in ("alarm=30m,1d", "alarm=1d,30m", "alarm=1d&alarm=30m")]
    assert len({id(form) for form in forms}) == len(made) == 1


def test_many_who_ask_at_once_for_what_is_not_made_yet_wait_for_the_same(made: list[Any]) -> None:
    desk = Desk()

    async def all_at_once() -> list[Form]:
        return await asyncio.gather(*(desk.take("rounds=only") for _ in range(20)))

    assert len({id(form) for form in asyncio.run(all_at_once())}) == len(made) == 1


def test_what_cannot_be_had_is_refused_each_time() -> None:
    desk = Desk()
    for _ in range(2):
        with pytest.raises(FeedOptionError):
            desk.form("rounds=some")
    assert desk.resources.at_hand(b"/wtcr.ics?rounds=some", PLAIN) is None


def test_a_new_publication_and_a_tombstones_end_leave_nothing_at_hand() -> None:
    desk, tags = Desk(), []
    for publication, days in (
        (published(season()), 0),
        (after := published(season(), season(germany(sessions=()))), 1),
        (after, 60),
    ):
        desk.source.publications, desk.clock.at = (publication,), FIRST_NOW + timedelta(days=days)
        assert desk.resources.at_hand(b"/wtcr.ics", PLAIN) is None
        tags.append(desk.form().tags[0])
    assert len(set(tags)) == 3


def test_a_clock_that_is_put_back_shows_a_tombstone_again() -> None:
    desk = Desk(published(season(), season(germany(sessions=()))))
    desk.clock.at = FIRST_NOW + timedelta(days=1)
    shown = desk.form().tags
    desk.clock.at = FIRST_NOW + timedelta(days=60)
    assert desk.form().tags != shown
    desk.clock.at = FIRST_NOW + timedelta(days=2)
    assert desk.form().tags == shown


def test_time_alone_takes_nothing_away() -> None:
    desk = Desk()
    form = desk.form()
    desk.clock.at += timedelta(days=300)
    assert desk.resources.at_hand(b"/wtcr.ics", PLAIN) is form


def test_a_page_is_at_hand_until_something_begins_and_not_before_it_was_made() -> None:
    desk = Desk()
    asyncio.run(desk.resources.form("/wtcr/", b"/wtcr/", b"", PLAIN))
    first_session = datetime(2021, 6, 3, 12, 30, tzinfo=UTC)
    made_at = desk.clock.at
    for at, is_there in (
        (made_at, True),
        (made_at.replace(hour=23, minute=59), True),
        (made_at + timedelta(days=1), False),
        (first_session, False),
        (made_at - timedelta(minutes=1), False),
    ):
        desk.clock.at = at
        assert (desk.resources.at_hand(b"/wtcr/", PLAIN) is not None) is is_there, at


def test_a_page_is_made_once_whatever_stands_behind_its_address_but_for_the_one_that_reads_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    desk, found = Desk(), []

    def counting(visit: Visit) -> Page | None:
        found.append(visit.path)
        return find_page(visit)

    def take(path: str, query: bytes) -> Form:
        return asyncio.run(desk.resources.form(path, path.encode(), query, PLAIN))

    monkeypatch.setattr(making, "find_page", counting)
    forms = [take("/wtcr/", query) for query in (b"", b"alarm=race:5m", b"ref=mail", b"ref=%ff")]
    assert all(form is forms[0] for form in forms)
    assert found == ["/wtcr/"]

    builders = [take("/subscribe/", query) for query in (b"", b"alarm=race:5m")]
    assert builders[0].whole.body != builders[1].whole.body


def test_a_feed_made_while_another_publication_came_is_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    desk, build = Desk(), feed.build_feed

    def publish_meanwhile(*arguments: Any, **options: Any) -> Any:
        desk.source.publications = (published(season(germany(sessions=()))),)
        desk.resources.at_hand(b"/all.ics", PLAIN)
        return build(*arguments, **options)

    monkeypatch.setattr(making, "build_feed", publish_meanwhile)
    old = desk.form()
    monkeypatch.setattr(making, "build_feed", build)
    assert desk.resources.at_hand(b"/wtcr.ics", PLAIN) is None
    assert desk.form().tags != old.tags


def test_a_series_new_color_shows_though_no_event_changed() -> None:
    desk = Desk()
    before = desk.form()
    desk.source.publications = (published(season(), season(series=replace(WTCR, color="green"))),)
    after = desk.form()
    assert b"COLOR:green\r\n" in after.whole.body
    assert before.tags != after.tags


def test_a_driver_who_enters_fewer_rounds_shows_though_no_event_changed() -> None:
    publication = published(season(germany(), replace(germany(), id="spain")))

    def events(*rounds: str) -> int:
        entered = replace(publication.season, drivers=(Driver("guest", "A Guest", rounds=rounds),))
        desk = Desk(replace(publication, season=entered))
        return desk.form("driver=guest").whole.body.count(b"BEGIN:VEVENT")

    assert (events("germany", "spain"), events("spain")) == (8, 4)


def test_the_feeds_asked_for_longest_ago_make_room(made: list[Any]) -> None:
    desk = Desk(capacity=Desk().form().size * 5 // 2)
    made.clear()
    for query in ("", "lang=en", "", "lang=de", ""):
        desk.form(query)
    assert [choice.language for choice in made] == [None, "en", "de"]
    desk.form("lang=en")
    assert len(made) == 4


def test_a_feed_larger_than_the_room_is_given_all_the_same() -> None:
    desk = Desk(capacity=1)
    assert desk.form().tags == desk.form().tags
