"""When a clock is not believed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from support.racing import FIRST_NOW, germany, history, published, season

from season_calendar.publishing.clock_doubts import FAR, is_behind, is_far_ahead
from season_calendar.publishing.publication import History
from season_calendar.publishing.publish import publish

DAY, SECOND = timedelta(days=1), timedelta(seconds=1)
BEFORE = history(published(season()))
EDITED = season(germany(note="Wet"))


@pytest.mark.parametrize(
    ("now", "behind"),
    [(FIRST_NOW + DAY, False), (FIRST_NOW, False), (FIRST_NOW - DAY, False), (FIRST_NOW - DAY - SECOND, True)],
)
def test_a_clock_more_than_a_day_before_the_last_publication_is_behind(now: datetime, behind: bool) -> None:
    assert is_behind(publish(EDITED, BEFORE, now), BEFORE, now) is behind


def test_where_there_is_nothing_new_no_clock_is_behind() -> None:
    long_ago = FIRST_NOW.replace(year=2000)

    assert not is_behind(publish(season(), BEFORE, long_ago), BEFORE, long_ago)


def test_a_clock_that_was_put_right_is_believed_from_its_first_publication_on() -> None:
    in_2036 = published(season(), start=FIRST_NOW.replace(year=2036))
    put_right = publish(EDITED, history(in_2036), FIRST_NOW)
    again = publish(season(), history(put_right), FIRST_NOW + DAY)

    assert is_behind(put_right, history(in_2036), FIRST_NOW)
    assert put_right.seen_at == FIRST_NOW
    assert not is_behind(again, history(put_right), FIRST_NOW + DAY)


def test_a_publication_stamped_by_a_clock_that_is_right_keeps_no_other_time() -> None:
    assert published(season()).seen_at is None


def test_before_anything_was_published_no_clock_is_doubted() -> None:
    first = published(season(), start=FIRST_NOW.replace(year=2036))

    assert not is_behind(first, History(), FIRST_NOW)
    assert not is_far_ahead(first, History(), FIRST_NOW.replace(year=2036))


@pytest.mark.parametrize(
    ("days", "ahead"), [(1, False), (300, False), (365, False), (366, False), (370, False), (371, True), (5000, True)]
)
def test_a_clock_a_year_after_the_last_publication_and_after_every_event_is_far_ahead(days: int, ahead: bool) -> None:
    """The last event ends late on 5 June, four days after the publication."""
    now = FIRST_NOW + days * DAY
    publication = publish(EDITED, BEFORE, now)

    assert is_far_ahead(publication, BEFORE, now) is ahead


@pytest.mark.parametrize(("before_that", "ahead"), [(timedelta(0), True), (SECOND, False)])
def test_where_every_event_was_over_at_the_last_publication_a_year_after_that_counts(
    before_that: timedelta, ahead: bool
) -> None:
    july = FIRST_NOW.replace(month=7)
    last, now = history(published(season(), start=july)), july + FAR - before_that

    assert is_far_ahead(publish(EDITED, last, now), last, now) is ahead


@pytest.mark.parametrize(("before_that", "ahead"), [(timedelta(0), True), (SECOND, False)])
def test_a_clock_is_far_from_an_event_a_year_after_that_was_over(before_that: timedelta, ahead: bool) -> None:
    now = datetime.fromisoformat("2021-06-05T22:00Z") + FAR - before_that  # the end of that day at the venue

    assert is_far_ahead(publish(EDITED, BEFORE, now), BEFORE, now) is ahead


def test_a_clock_that_is_near_one_event_is_believed_however_far_the_others_are() -> None:
    next_july = germany(sessions=(), first_day=date(2022, 7, 1), last_day=date(2022, 7, 3))
    now = FIRST_NOW.replace(year=2022, month=8)

    assert not is_far_ahead(publish(season(germany(), replace(next_july, id="spain")), BEFORE, now), BEFORE, now)


def test_where_nothing_is_published_anew_no_clock_is_far_ahead() -> None:
    now = FIRST_NOW.replace(year=2036)

    assert not is_far_ahead(publish(season(), BEFORE, now), BEFORE, now)
