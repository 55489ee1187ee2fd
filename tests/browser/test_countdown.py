"""The timing screen counts to what is next, whenever the page was made and however long it stays open.

In Italy FP1 is on Saturday from 08:30 to 09:15 UTC, FP2 from 11:30 to 12:00. Russia's times are not known.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect
from support.browsing import Visited
from support.served_site import Site

from .conftest import Visit

if TYPE_CHECKING:
    from playwright.sync_api import Locator

SATURDAY = datetime.fromisoformat("2021-11-06T00:00Z")
LIT = "rgb(255, 42, 31)"
DAY = 24 * 60 * 60 * 1000


def count(visited: Visited) -> Locator:
    return visited.page.get_by_role("timer")


def until(visited: Visited) -> Locator:
    return visited.page.locator("[data-part=until]")


def lit(visited: Visited) -> int:
    """How many of the five lights are on."""
    colors: list[str] = visited.page.evaluate(
        "[...document.querySelectorAll('.lamp')].map(each => getComputedStyle(each).backgroundColor)"
    )
    assert len(colors) == 5
    return colors.count(LIT)


def stop_at(visited: Visited, time: str) -> None:
    """Let the time run on until this one of Saturday, and stand still."""
    hours, minutes, seconds = map(int, time.split(":"))
    visited.page.clock.pause_at(SATURDAY + timedelta(hours=hours, minutes=minutes, seconds=seconds))
    visited.page.clock.run_for(1000)


def test_it_counts_to_the_next_session_and_lights_a_lamp_for_each_of_the_last_hours(site: Site, visit: Visit) -> None:
    with visit(site, reduced_motion="reduce") as visited:
        visited.go("/en/wtcr/2021/")
        for time, shown, lamps in (("07:00:00", "1:29:59", 4), ("07:42:25", "47:34", 5), ("08:29:50", "0:09", 5)):
            stop_at(visited, time)
            expect(count(visited)).to_have_text(shown)
            expect(until(visited)).to_have_text("until FP1")
            assert lit(visited) == lamps


@pytest.mark.parametrize(
    ("now", "shown"),
    [
        ("2021-11-03T03:29:59Z", "3d 5h"),
        ("2021-11-05T08:30:00Z", "1d 0h"),
        ("2021-11-05T08:30:01Z", "23:59:59"),
        ("2021-11-06T02:03:04Z", "6:26:56"),
        ("2021-11-06T07:30:00Z", "1:00:00"),
        ("2021-11-06T07:30:01Z", "59:59"),
        ("2021-11-06T08:29:50.5Z", "0:10"),
        ("2021-11-06T08:29:59.999Z", "0:01"),
    ],
)
def test_what_is_left_is_told_in_days_and_hours_or_to_the_second_and_never_as_nothing(
    site: Site, visit: Visit, now: str, shown: str
) -> None:
    with visit(site, now=SATURDAY - timedelta(days=5)) as visited:
        visited.page.clock.pause_at(datetime.fromisoformat(now))
        visited.go("/en/wtcr/2021/italy/")
        expect(count(visited)).to_have_text(shown)


def test_whoever_comes_back_to_a_page_sees_at_once_what_is_left(site: Site, visit: Visit) -> None:
    with visit(site) as visited:
        visited.go("/en/wtcr/2021/italy/")
        visited.page.clock.pause_at(SATURDAY + timedelta(hours=7))
        # A browser may let the timers of a page that nobody sees wait for a minute.
        visited.page.clock.set_system_time(SATURDAY + timedelta(hours=8))
        visited.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
        expect(count(visited)).to_have_text("30:00")


def test_at_the_start_the_lights_go_out_and_it_is_on_until_the_next_one_is_waited_for(site: Site, visit: Visit) -> None:
    with visit(site, reduced_motion="reduce") as visited:
        visited.go("/en/wtcr/2021/")
        stop_at(visited, "08:30:00")
        assert "On now" in visited.page.locator(".board").inner_text()
        expect(count(visited)).to_have_class("count on")
        assert lit(visited) == 0
        expect(until(visited)).to_have_text("FP1")

        stop_at(visited, "09:14:58")
        assert "On now" in visited.page.locator(".board").inner_text()

        stop_at(visited, "09:15:00")
        expect(count(visited)).to_have_text("2:14:59")
        expect(count(visited)).to_have_class("count")
        expect(until(visited)).to_have_text("until FP2")


def test_a_page_that_was_kept_for_hours_counts_to_what_is_next_when_it_is_opened(site: Site, visit: Visit) -> None:
    with visit(site, now=datetime.fromisoformat("2021-11-07T10:00Z")) as visited:
        visited.go("/en/wtcr/2021/")
        expect(until(visited)).to_have_text("until Race 2")
        expect(count(visited)).to_contain_text("1:1")


def test_a_page_that_stays_open_for_weeks_goes_on_to_the_next_round_and_to_the_end_of_the_season(
    site: Site, visit: Visit
) -> None:
    with visit(site) as visited:
        visited.go("/en/wtcr/2021/")
        visited.page.clock.fast_forward(10 * DAY)
        expect(visited.page.locator(".weekend:visible")).to_contain_text("Race of Russia")
        assert "FP1" not in visited.page.locator(".board").inner_text()

        visited.page.clock.fast_forward(25 * DAY)
        expect(count(visited)).to_have_text("Season over")
        expect(until(visited)).to_have_text("8 rounds raced")
        expect(visited.page.locator(".weekend:visible")).to_have_count(0)
        visited.assert_faultless()


def test_the_page_of_a_round_says_that_it_is_raced_and_marks_none_of_its_sessions(site: Site, visit: Visit) -> None:
    with visit(site) as visited:
        visited.go("/en/wtcr/2021/italy/")
        expect(visited.page.locator("tr.next:visible")).to_have_count(2)
        visited.page.clock.pause_at(SATURDAY + timedelta(hours=9))
        expect(count(visited)).to_have_text("On now")
        visited.page.clock.fast_forward(2 * DAY)

        expect(count(visited)).to_have_text("Raced")
        expect(count(visited)).to_have_class("count words")
        expect(until(visited)).to_have_text("6–7 Nov 2021")
        assert lit(visited) == 0
        expect(visited.page.locator("tr.next")).to_have_count(0)


def test_where_a_clock_that_was_years_ahead_is_put_right_it_counts_again(site: Site, visit: Visit) -> None:
    with visit(site) as visited:
        visited.go("/en/wtcr/2021/")
        visited.page.clock.set_system_time("2031-01-01T00:00Z")
        expect(count(visited)).to_have_text("Season over")
        visited.page.clock.set_system_time(SATURDAY + timedelta(hours=6))

        expect(until(visited)).to_have_text("until FP1")
        expect(count(visited)).to_contain_text("2:29:")
        expect(visited.page.locator(".weekend:visible")).to_contain_text("Race of Italy")
