"""How a feed shows what was cancelled, postponed or removed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from support.feeds import events, states
from support.racing import FIRST_NOW, germany, published, season

from season_calendar.feeds.feed import Feed
from season_calendar.feeds.shown import Shown
from season_calendar.model import Round, Status
from season_calendar.publishing.publication import Entry
from season_calendar.wording.texts import texts_for

FeedOf = Callable[..., Feed]
RACE_1 = "wtcr.2021.germany.race-1@season-calendar"


def test_what_is_off_cannot_be_watched(feed_of: FeedOf) -> None:
    off = germany(live="https://example.org/live", status=Status.CANCELLED)
    event = events(feed_of(published(season(off))))[RACE_1]
    assert "CONFERENCE" not in event.lines
    assert "live" not in event.one("DESCRIPTION")


@pytest.mark.parametrize(
    ("status", "word", "shown"),
    [
        (Status.CANCELLED, "CANCELLED", "Cancelled: WTCR Race 1: Race of Germany"),
        (Status.POSTPONED, "CANCELLED", "Postponed: WTCR Race 1: Race of Germany"),
        (Status.PROVISIONAL, "TENTATIVE", "WTCR Race 1: Race of Germany (TBC)"),
    ],
)
def test_a_rounds_status_shows_on_its_sessions(feed_of: FeedOf, status: Status, word: str, shown: str) -> None:
    race = events(feed_of(published(*states(germany(), germany(status=status)))))[RACE_1]
    assert (race.one("STATUS"), race.one("SUMMARY")) == (word, shown)


@pytest.mark.parametrize(
    ("later", "summary"),
    [
        (germany(status=Status.CANCELLED), "Cancelled: WTCR Race 1: Race of Germany"),
        (germany(status=Status.POSTPONED), "Postponed: WTCR Race 1: Race of Germany"),
        (germany(sessions=()), "Removed: WTCR Race 1: Race of Germany"),
    ],
)
def test_for_calendars_that_hide_what_is_cancelled_it_is_tentative_under_the_same_title_and_says_why(
    feed_of: FeedOf, later: Round, summary: str
) -> None:
    publication = published(*states(germany(), later))
    marked = events(feed_of(publication, alarm="30m"))[RACE_1]
    shown = events(feed_of(publication, alarm="30m", cancelled="shown"))[RACE_1]
    assert (marked.one("STATUS"), shown.one("STATUS")) == ("CANCELLED", "TENTATIVE")
    assert marked.one("SUMMARY") == shown.one("SUMMARY") == summary
    assert shown.one("DESCRIPTION") == (
        marked.one("DESCRIPTION") + r"\nMarked as tentative\, because some calendars hide what is marked as cancelled."
    )
    assert shown.parts == []


def test_what_takes_place_looks_the_same_in_a_calendar_that_hides_what_is_cancelled(feed_of: FeedOf) -> None:
    publication = published(*states(germany(), germany(status=Status.PROVISIONAL)))
    usual, shown = (feed_of(publication, **options) for options in ({}, {"cancelled": "shown"}))
    assert usual.body.split(b"BEGIN:VEVENT")[1:] == shown.body.split(b"BEGIN:VEVENT")[1:]


def test_a_cancelled_event_stays_with_risen_stamps_and_without_its_alarm(feed_of: FeedOf) -> None:
    before = events(feed_of(published(season()), alarm="30m"))[RACE_1]
    after = events(feed_of(published(*states(germany(), germany(status=Status.CANCELLED))), alarm="30m"))[RACE_1]
    assert len(before.parts) == 1
    assert after.parts == []
    assert (before.one("SEQUENCE"), after.one("SEQUENCE")) == ("0", "1")
    for stamp in ("DTSTAMP", "LAST-MODIFIED"):
        assert (before.one(stamp), after.one(stamp)) == ("20210601T080000Z", "20210601T090000Z")
    assert after.one("CREATED") == "20210601T080000Z"


def test_what_left_the_file_without_having_been_called_off_is_removed_and_not_cancelled(feed_of: FeedOf) -> None:
    live = germany(live="https://example.org/live")
    publication = published(*states(live, replace(live, sessions=())))
    race = events(feed_of(publication, alarm="30m"))[RACE_1]
    assert (race.one("STATUS"), race.one("SUMMARY")) == ("CANCELLED", "Removed: WTCR Race 1: Race of Germany")
    assert race.one("DESCRIPTION").endswith(
        r"\nUpdated Tue\, 1 Jun 2021: WTCR Race 1: Race of Germany is no longer on the calendar."
    )
    assert race.one("DESCRIPTION").count("no longer") == 1
    assert ("CONFERENCE" in race.lines, race.parts) == (False, [])


@pytest.mark.parametrize(
    ("status", "shown"),
    [
        (Status.CANCELLED, "Cancelled: WTCR Race 1: Race of Germany"),
        (Status.POSTPONED, "Postponed: WTCR Race 1: Race of Germany"),
    ],
)
def test_what_was_called_off_before_it_left_the_file_keeps_that_title(
    feed_of: FeedOf, status: Status, shown: str
) -> None:
    race = germany().sessions[1]
    called_off = germany(sessions=(replace(race, status=status),))
    publication = published(*states(germany(sessions=(race,)), called_off, germany(sessions=())))
    event = events(feed_of(publication))[RACE_1]
    assert (event.one("STATUS"), event.one("SUMMARY")) == ("CANCELLED", shown)


def test_a_removed_event_stays_until_30_days_after_its_date(feed_of: FeedOf) -> None:
    publication = published(*states(germany(), germany(sessions=())))
    last = FIRST_NOW.replace(month=7, day=5, hour=9, minute=59)
    assert RACE_1 in events(feed_of(publication, now=last))
    assert RACE_1 not in events(feed_of(publication, now=last + timedelta(minutes=1)))


def shown(entry: Entry, **how: Any) -> Shown:
    return Shown(entry, **{"texts": texts_for("en"), **how})
