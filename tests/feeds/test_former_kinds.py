"""An event that comes to be of another kind does not just drop out of the feeds of the kind that it was of."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from support.ics_lint import Component, faults, read
from support.racing import FIRST_NOW, germany, published, season, session

from season_calendar.feeds.feed import Feed
from season_calendar.model import Season, Status

FeedOf = Callable[..., Feed]
RACE_2 = "wtcr.2021.germany.race-2@season-calendar"
RACE = session("race-2", "race", "Race 2", date(2021, 6, 5), "09:00")
SPRINT = replace(RACE, kind="sprint")
CHANGED_AT = FIRST_NOW + timedelta(hours=1)


def with_session(*sessions: object) -> Season:
    return season(germany(sessions=sessions))


def event_of(feed: Feed) -> Component | None:
    assert faults(feed.body) == []
    return next((event for event in read(feed.body).parts if event.one("UID") == RACE_2), None)


def test_feeds_of_the_kind_it_was_of_show_it_as_off_and_say_what_is_true(feed_of: FeedOf) -> None:
    publication = published(with_session(RACE), with_session(SPRINT))
    event = event_of(feed_of(publication, sessions="race", alarm="30m"))
    assert event is not None
    assert event.one("STATUS") == "CANCELLED"
    assert event.one("SUMMARY") == r"WTCR Race 2: Race of Germany (now: Sprint\, no longer in this choice)"
    assert event.one("DESCRIPTION").endswith(
        r"\nNot cancelled\, but now of another kind (Sprint)\, which is not in this calendar's choice."
    )
    assert (event.one("SEQUENCE"), event.one("LAST-MODIFIED")) == ("1", "20210601T090000Z")
    assert event.parts == []


@pytest.mark.parametrize("options", [{}, {"sessions": "sprint"}, {"sessions": "race,sprint"}])
def test_feeds_of_the_kind_it_is_of_show_it_as_it_is(feed_of: FeedOf, options: dict[str, str]) -> None:
    event = event_of(feed_of(published(with_session(RACE), with_session(SPRINT)), **options))
    assert event is not None
    assert (event.one("STATUS"), event.one("SUMMARY")) == ("CONFIRMED", "WTCR Race 2: Race of Germany")


@pytest.mark.parametrize("options", [{"sessions": "qualifying"}, {"rounds": "only"}, {"round": "spain"}])
def test_feeds_that_never_had_it_do_not_show_it(feed_of: FeedOf, options: dict[str, str]) -> None:
    spain = replace(germany(), id="spain")
    states = (season(germany(sessions=(its,)), spain) for its in (RACE, SPRINT))
    assert event_of(feed_of(published(*states), **options)) is None


def test_after_30_days_it_leaves_those_feeds(feed_of: FeedOf) -> None:
    publication = published(with_session(RACE), with_session(SPRINT))
    last = CHANGED_AT + timedelta(days=30) - timedelta(seconds=1)
    assert event_of(feed_of(publication, sessions="race", now=last)) is not None
    assert event_of(feed_of(publication, sessions="race", now=last + timedelta(seconds=1))) is None


def test_an_address_that_names_a_kind_of_its_own_stays_good_when_nothing_is_of_it_any_more(feed_of: FeedOf) -> None:
    practice = replace(RACE, kind="night-practice")
    publication = published(*map(with_session, (practice, SPRINT, RACE)))
    for days, shown in ((1, True), (29, True), (31, False), (500, False)):
        now = FIRST_NOW + timedelta(days=days)
        event = event_of(feed_of(publication, sessions="night-practice", alarm="night-practice:30m", now=now))
        assert (event is not None) == shown


def test_it_comes_back_as_it_was_when_its_kind_does(feed_of: FeedOf) -> None:
    event = event_of(feed_of(published(*map(with_session, (RACE, SPRINT, RACE))), sessions="race"))
    assert event is not None
    assert (event.one("STATUS"), event.one("SEQUENCE")) == ("CONFIRMED", "2")
    assert event.one("SUMMARY") == "WTCR Race 2: Race of Germany"


@pytest.mark.parametrize(
    ("last", "shown"),
    [
        (with_session(replace(SPRINT, status=Status.CANCELLED)), "Cancelled: WTCR Race 2: Race of Germany"),
        (with_session(), "Removed: WTCR Race 2: Race of Germany"),
    ],
)
def test_where_it_does_not_take_place_that_is_said_and_nothing_of_its_kind(
    feed_of: FeedOf, last: Season, shown: str
) -> None:
    event = event_of(feed_of(published(with_session(RACE), with_session(SPRINT), last), sessions="race"))
    assert event is not None
    assert (event.one("STATUS"), event.one("SUMMARY")) == ("CANCELLED", shown)
    assert "choice" not in event.one("DESCRIPTION")


def test_a_calendar_that_hides_what_is_cancelled_shows_it_too(feed_of: FeedOf) -> None:
    publication = published(with_session(RACE), with_session(SPRINT))
    event = event_of(feed_of(publication, sessions="race", cancelled="shown"))
    assert event is not None
    assert event.one("STATUS") == "TENTATIVE"
    assert event.one("DESCRIPTION").endswith("because some calendars hide what is marked as cancelled.")


def test_in_every_language_it_is_said_in_whole_sentences(feed_of: FeedOf) -> None:
    publication = published(with_session(RACE), with_session(SPRINT))
    titles = {
        language: event.one("SUMMARY").replace("\\,", ",")
        for language in ("sv", "de")
        if (event := event_of(feed_of(publication, sessions="race", lang=language)))
    }
    assert titles == {
        "sv": "WTCR Race 2: Race of Germany (nu: Sprint, inte längre i det här urvalet)",
        "de": "WTCR Race 2: Race of Germany (jetzt: Sprint, nicht mehr in dieser Auswahl)",
    }
