"""A page that was kept, open or in a cache, says of its rounds what is true when it is looked at.

The server's pages are of the first morning in Italy, 6 November; FP1 is from 08:30 UTC, the last race over on Sunday.
Italy was changed on 1 November.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect
from support.browsing import Visited
from support.served_site import IN_ITALY, Site, served

from .conftest import Visit

if TYPE_CHECKING:
    from playwright.sync_api import Locator

MINUTE, HOUR, DAY = 60_000, 60 * 60_000, 24 * 60 * 60_000


def card(visited: Visited, round_id: str) -> Locator:
    return visited.page.locator(f"#round-{round_id}")


def chips(locator: Locator) -> list[str]:
    return locator.locator(".chip:visible").all_inner_texts()


@pytest.mark.parametrize(("path", "part"), [("/en/wtcr/2021/", "#round-italy"), ("/en/wtcr/2021/italy/", ".board")])
def test_a_round_is_on_as_long_as_it_is_and_no_longer(site: Site, visit: Visit, path: str, part: str) -> None:
    with visit(site) as visited:
        visited.go(path)
        on_now = visited.page.locator(part).locator(".chip", has_text="On now")
        expect(on_now).to_have_count(0)
        visited.page.clock.fast_forward(3 * HOUR)
        expect(on_now).to_be_visible()
        visited.page.clock.fast_forward(2 * DAY)
        expect(on_now).to_be_hidden()
        visited.assert_faultless()


def test_a_round_that_is_on_is_not_to_come_any_more(site: Site, visit: Visit) -> None:
    with visit(site, now=datetime.fromisoformat("2021-11-27T12:00Z")) as visited:
        visited.go("/en/wtcr/2021/")
        assert chips(card(visited, "russia")) == ["On now"]


def test_what_changed_is_told_for_two_weeks(site: Site, visit: Visit) -> None:
    with visit(site) as visited:
        visited.go("/en/wtcr/2021/")
        changed = card(visited, "italy").locator(".chip, .change-note", has_text="Changed")
        expect(changed.first).to_be_visible()
        expect(card(visited, "italy").locator(".change-note:visible")).not_to_have_count(0)

        visited.page.clock.fast_forward(9 * DAY)
        expect(changed.first).to_be_hidden()
        expect(card(visited, "italy").locator(".change-note:visible")).to_have_count(0)


def test_what_is_over_is_folded_away_and_the_next_round_open(site: Site, visit: Visit) -> None:
    with visit(site, now=IN_ITALY + timedelta(days=4)) as visited:
        visited.go("/en/wtcr/2021/")
        expect(card(visited, "italy")).to_be_hidden()
        expect(card(visited, "russia")).to_have_attribute("open", "")

        visited.page.locator(".raced-rounds > summary").click()
        expect(visited.page.locator(".raced-rounds .round").first).to_have_id("round-italy")
        assert chips(card(visited, "italy")) == []
        expect(card(visited, "italy")).to_have_class("round to-come raced")
        expect(visited.page.locator(".raced-rounds > summary")).not_to_contain_text("6 rounds")
        visited.assert_faultless()


def test_when_the_last_round_is_over_all_are_unfolded(site: Site, visit: Visit) -> None:
    with visit(site, now=IN_ITALY + timedelta(days=60)) as visited:
        visited.go("/en/wtcr/2021/")
        shown = visited.page.locator(".raced-rounds > .round:visible h3").all_inner_texts()
        assert shown[:2] == ["Race of Russia", "Race of Italy"]


def test_nothing_is_folded_away_while_somebody_reads(site: Site, visit: Visit) -> None:
    with visit(site) as visited:
        visited.go("/en/wtcr/2021/")
        visited.page.clock.fast_forward(4 * DAY)
        expect(visited.page.locator(".board")).to_contain_text("Race of Russia")
        expect(card(visited, "italy").locator("table")).to_be_visible()


def test_the_mark_of_today_moves_on(site: Site, visit: Visit) -> None:
    with visit(site) as visited:
        visited.go("/en/wtcr/2021/")
        mark = visited.page.locator(".strip-today")
        before = mark.get_attribute("x") or ""
        visited.page.clock.fast_forward(10 * DAY)
        expect(mark).not_to_have_attribute("x", before)
        visited.page.clock.fast_forward(60 * DAY)
        expect(mark).to_be_hidden()


ODD = """\
schema: 1
series: {id: odd, name: Odd Cup, short_name: ODD}
season: 2027
venues:
  spa: {name: Spa, country: BE, zone: Europe/Brussels}
  chatham: {name: Chatham Ring, country: NZ, zone: Pacific/Chatham}
drivers:
  anna: {name: Anna, country: Sweden}
rounds:
  - id: night
    name: Through a night that is short
    venue: spa
    dates: 2027-03-27 to 2027-03-28
    sessions:
      - {id: race, kind: race, name: Six hours, start: 2027-03-27 22:00, duration: 6h}
      - {id: support, kind: sprint, start: 2027-03-27 23:00, duration: 30m}
      - {id: autographs, kind: ceremony, name: Autographs, start: 2027-03-27}
      - {id: prizes, kind: ceremony, start: 2027-03-28}
  - id: half
    name: Half a timetable
    venue: chatham
    dates: 2027-04-02 to 2027-04-04
    sessions:
      - {id: fp1, kind: practice, start: 2027-04-02 10:00, duration: 1h}
      - {id: fp2, kind: practice, start: 2027-04-02 13:00, duration: 1h, status: cancelled}
  - {id: days, name: Only days, venue: spa, dates: 2027-04-03 to 2027-04-10}
  - id: provisional
    name: Provisional
    venue: spa
    dates: 2027-04-20
    status: provisional
    sessions:
      - {id: race, kind: race, start: 2027-04-20 10:00, duration: 2h}
  - {id: postponed, name: Another time, venue: spa, dates: 2027-05-01, status: postponed}
"""
MADE_AT = datetime.fromisoformat("2027-03-26T12:00Z")
SHOWN = """() => ({
    board: [...document.querySelectorAll(".board-clock, .board-next, .when")].map(its => its.innerText),
    lit: document.querySelectorAll(".lit").length,
    next: [...document.querySelectorAll("tr.next")].map(its => its.textContent),
    chips: [...document.querySelectorAll(".chip:not([hidden])")].map(its => its.textContent),
    hasRaced: !(document.querySelector(".raced-rounds")?.hidden ?? true),
    rounds: [...document.querySelectorAll(".round")].map(its => [its.id, its.open, its.parentElement.className]),
})"""


def odd_season(folder: Path, now: datetime) -> Any:
    return served(folder, {MADE_AT: {"odd.yaml": ODD.encode()}}, now)


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with odd_season(tmp_path_factory.mktemp("kept"), MADE_AT) as site:
        yield site


@pytest.mark.parametrize(
    "time",
    [
        pytest.param("2027-03-27T20:30", id="half an hour before"),
        pytest.param("2027-03-27T22:40", id="two sessions are on"),
        pytest.param("2027-03-28T08:00", id="after the night, a day without times"),
        pytest.param("2027-04-03T09:00", id="there may be more of a round"),
        pytest.param("2027-04-09T12:00", id="days without times"),
        pytest.param("2027-04-20T08:30", id="what was provisional is on"),
        pytest.param("2027-06-01T00:00", id="all is over but what was postponed"),
    ],
)
def test_it_says_what_a_page_that_is_made_now_says(kept: Site, visit: Visit, tmp_path: Path, time: str) -> None:
    now = datetime.fromisoformat(f"{time}Z")
    with odd_season(tmp_path, now) as fresh:
        assert shown_at(now, kept, visit) == shown_at(now, fresh, visit)


def test_what_has_only_a_day_is_waited_for_when_nothing_else_is_left_of_that_day(kept: Site, visit: Visit) -> None:
    with visit(kept, now=MADE_AT) as visited:
        visited.go("/en/odd/2027/")
        until = visited.page.locator("[data-part=until]")
        expect(until).to_have_text("until Six hours")
        visited.page.clock.pause_at(datetime.fromisoformat("2027-03-28T08:00Z"))
        expect(until).to_have_text("Ceremony, times to come")
        expect(visited.page.get_by_role("timer")).to_have_text("28 Mar")
        expect(visited.page.get_by_role("timer")).to_have_class("count words")
        expect(visited.page.locator("[data-both]").first).to_have_attribute("hidden", "")


def shown_at(now: datetime, site: Site, visit: Visit) -> list[Any]:
    shown = []
    with visit(site, now=now, timezone_id="Asia/Tokyo") as visited:
        visited.page.clock.pause_at(now + timedelta(seconds=20))
        for path in ("/en/", "/de/odd/2027/", "/en/odd/2027/half/"):
            visited.go(path)
            shown.append(visited.page.evaluate(SHOWN))
            assert shown[-1]["board"]
        visited.assert_faultless()
    return shown
