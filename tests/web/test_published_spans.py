"""For how long what is published shows the same, and since when it is said to have been so."""

from __future__ import annotations

from datetime import timedelta

import pytest
from support.racing import FIRST_NOW, germany, published, season

from season_calendar.web.answers.published import Published

WITH_TOMBSTONES = (published(season(), season(germany(sessions=()))),)
(FIRST, *_, LAST) = sorted(set(WITH_TOMBSTONES[0].leavings()))
MOMENT = timedelta(microseconds=1)
NOW = FIRST_NOW + timedelta(hours=2, microseconds=5)


def shown_at(now: object) -> Published:
    return Published.nothing(NOW).then(WITH_TOMBSTONES, now)  # type: ignore[arg-type]


def test_before_any_tombstone_goes_all_stays_until_the_first_does() -> None:
    shown = shown_at(NOW)
    assert shown.holds(WITH_TOMBSTONES, NOW - timedelta(days=1))
    assert shown.holds(WITH_TOMBSTONES, FIRST - MOMENT)
    assert not shown.holds(WITH_TOMBSTONES, FIRST)


@pytest.mark.parametrize("after", [timedelta(0), timedelta(minutes=1)])
def test_once_a_tombstone_is_gone_that_is_when_all_last_changed(after: timedelta) -> None:
    shown = shown_at(FIRST + after)
    assert shown.changed_at == FIRST
    assert shown.holds(WITH_TOMBSTONES, FIRST)
    assert not shown.holds(WITH_TOMBSTONES, FIRST - MOMENT)


def test_after_the_last_one_nothing_changes_any_more() -> None:
    assert shown_at(LAST).holds(WITH_TOMBSTONES, LAST + timedelta(days=10_000))


def test_what_changed_in_the_course_of_a_second_changed_at_its_beginning_and_each_change_a_second_after_the_other() -> (
    None
):
    first = Published.nothing(NOW).then((published(season()),), NOW)
    second = first.then(WITH_TOMBSTONES, NOW + MOMENT)
    third = second.then((published(season()),), NOW + timedelta(seconds=30))
    assert [its.changed_at - NOW.replace(microsecond=0) for its in (first, second, third)] == [
        timedelta(seconds=seconds) for seconds in (0, 1, 30)
    ]
