"""Times are shown at the venue and, where they differ, in the zone of whoever looks."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import expect
from support.browsing import Visited
from support.served_site import Site, served

from season_calendar.wording import brief
from season_calendar.wording.catalogues import languages
from season_calendar.wording.texts import Texts, texts_for

from .conftest import Visit

if TYPE_CHECKING:
    from playwright.sync_api import Locator


def row(visited: Visited, round_id: str, session: str) -> Locator:
    return visited.page.locator(f"#round-{round_id} tr").filter(has_text=session)


def box_height(visited: Visited, selector: str) -> float:
    found = visited.page.locator(selector).bounding_box()
    assert found is not None
    return found["height"]


def switch(visited: Visited, name: str) -> Locator:
    return visited.page.get_by_role("button", name=name)


# Where one looks, and when FP1 on Saturday and Race 1 on Sunday begin there; New York's summer time ends between them.
@pytest.mark.parametrize(
    ("zone", "city", "first", "race"),
    [("America/New_York", "New York", "04:30", "04:15"), ("Asia/Tokyo", "Tokyo", "17:30", "18:15")],
)
def test_elsewhere_both_times_are_shown(site: Site, visit: Visit, zone: str, city: str, first: str, race: str) -> None:
    with visit(site, timezone_id=zone) as visited:
        visited.go("/en/wtcr/2021/")

        assert city in switch(visited, "For you").inner_text()
        expect(row(visited, "italy", "FP1")).to_contain_text("09:30")
        expect(row(visited, "italy", "FP1").locator(".you")).to_have_text(first)
        expect(row(visited, "italy", "Race 1").locator(".you")).to_have_text(race)


@pytest.mark.parametrize("tag", ["en", "sv", "de"])
def test_on_a_telephone_neither_time_is_broken_from_its_words(site: Site, visit: Visit, tag: str) -> None:
    with visit(site, timezone_id="Pacific/Honolulu", viewport={"width": 360, "height": 800}) as visited:
        visited.go(f"/{tag}/wtcr/2021/")

        expect(visited.page.locator(".board [data-part=you]").first).to_contain_text("22:30")
        parts = visited.page.locator(".board .both-times:visible > span").all()
        first, second = (part.evaluate("its => its.getBoundingClientRect().toJSON()") for part in parts)
        assert max(first["height"], second["height"]) < 45, "more than a line"
        assert second["left"] == first["left"] or second["top"] == first["top"]

    with visit(site, timezone_id="Europe/London", viewport={"width": 360, "height": 800}) as visited:
        visited.go(f"/{tag}/wtcr/2021/")
        expect(visited.page.locator(".board [data-part=you]").first).to_have_text("08:30")
        assert box_height(visited, ".board .both-times:visible") < 45, "on the same day both fit into a line"


# Browsers go on to call these zones by the names that their cities had.
@pytest.mark.parametrize(
    ("zone", "city"), [("Asia/Kolkata", "Kolkata"), ("Europe/Kyiv", "Kyiv"), ("Asia/Ho_Chi_Minh", "Ho Chi Minh City")]
)
def test_a_city_is_called_as_it_is_today(site: Site, visit: Visit, zone: str, city: str) -> None:
    with visit(site, timezone_id=zone) as visited:
        visited.go("/en/wtcr/2021/")

        assert switch(visited, "For you").inner_text().endswith(city)


def test_where_the_clocks_agree_there_is_one_time_and_no_switch(site: Site, visit: Visit) -> None:
    with visit(site, timezone_id="Europe/Stockholm") as visited:
        visited.go("/en/wtcr/2021/italy/")

        expect(visited.page.get_by_role("row", name="FP1").last).to_contain_text("09:30")
        expect(visited.page.locator(".you:visible")).to_have_count(0)
        expect(switch(visited, "For you")).to_have_count(0)


def test_another_day_is_named(site: Site, visit: Visit) -> None:
    with visit(site, timezone_id="Asia/Tokyo") as visited:
        visited.go("/en/wtcr/2021/germany/")

        # 19:00 on Thursday at the Nürburgring
        expect(visited.page.locator("tr").filter(has_text="FP2").locator(".you")).to_have_text("Fri 02:00")


NIGHTS = """\
schema: 1
series: {id: gp, name: Grand Prix, short_name: GP}
season: 2027
venues:
  fuji: {name: Fuji, country: JP, zone: Asia/Tokyo}
rounds:
  - id: april
    name: April
    venue: fuji
    dates: 2027-04-03 to 2027-04-04
    sessions:
      - {id: lord-howe-1, kind: race, start: 2027-04-03 23:50, duration: 20m}
      - {id: lord-howe-2, kind: race, start: 2027-04-04 00:20, duration: 20m}
  - id: june
    name: June
    venue: fuji
    dates: 2027-06-05
    sessions:
      - {id: morning, kind: race, start: 2027-06-05 07:00, duration: 1h}
      - {id: afternoon, kind: race, start: 2027-06-05 15:30, duration: 1h}
  - id: october
    name: October
    venue: fuji
    dates: 2027-10-31
    sessions:
      - {id: summer-ends-1, kind: race, start: 2027-10-31 09:30, duration: 1h}
      - {id: summer-ends-2, kind: race, start: 2027-10-31 10:30, duration: 1h}
"""
"""Sessions through whose hours the clocks of some places are put back: Lord Howe's by half an hour."""


@pytest.fixture(scope="module")
def nights(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    now = datetime.fromisoformat("2027-03-01T12:00Z")
    with served(tmp_path_factory.mktemp("nights"), {now: {"gp.yaml": NIGHTS.encode()}}, now) as site:
        yield site


def told_at_venue(at: datetime, venue_day: str, texts: Texts) -> str:
    """How the page would tell a time if its venue were where ``at`` is."""
    return texts.hour(at) if at.date().isoformat() == venue_day else brief.weekday_and_hour(at, texts)


@pytest.mark.parametrize(
    "zone",
    [
        "Europe/Berlin",
        "America/New_York",
        "America/St_Johns",
        "Asia/Kolkata",
        "Asia/Kathmandu",
        "Australia/Lord_Howe",
        "Pacific/Chatham",
        "Pacific/Kiritimati",
        "Pacific/Pago_Pago",
    ],
)
def test_a_time_for_you_reads_as_at_a_venue_where_you_are(nights: Site, visit: Visit, zone: str) -> None:
    with visit(nights, timezone_id=zone, locale="fr") as visited:
        for tag in languages():
            visited.go(f"/{tag}/gp/2027/")
            rows = visited.page.locator(".sheet tr:has(td)").all()
            assert len(rows) == 6
            for its in rows:
                venue = its.locator("time")
                at = datetime.fromisoformat(venue.get_attribute("datetime") or "").astimezone(ZoneInfo(zone))
                expected = told_at_venue(at, venue.get_attribute("data-day") or "", texts_for(tag))
                assert its.locator(".you").text_content() == expected


def test_where_an_hour_of_the_venue_happens_twice_its_own_people_see_one_time(tmp_path: Path, visit: Visit) -> None:
    text = NIGHTS.replace("Asia/Tokyo", "Europe/Berlin").replace("2027-10-31 09:30", "2027-10-31 02:30+02:00")
    now = datetime.fromisoformat("2027-03-01T12:00Z")
    with (
        served(tmp_path, {now: {"gp.yaml": text.encode()}}, now) as site,
        visit(site, timezone_id="Europe/Berlin") as visited,
    ):
        visited.go("/en/gp/2027/")
        expect(visited.page.locator(".sheet time", has_text="02:30 +0")).to_have_count(1)
        expect(switch(visited, "For you")).to_have_count(0)


def test_a_choice_made_in_one_tab_counts_in_the_others(site: Site, visit: Visit) -> None:
    with visit(site, timezone_id="America/New_York") as visited:
        visited.go("/en/wtcr/2021/")
        other = visited.page.context.new_page()
        other.goto(f"{site.url}/en/wtcr/2021/italy/")
        other.get_by_role("button", name="For you").click()

        expect(switch(visited, "For you")).to_have_attribute("aria-pressed", "true")


def test_a_choice_made_on_the_next_page_counts_on_the_one_from_which_one_came(site: Site, visit: Visit) -> None:
    with visit(site, timezone_id="America/New_York") as visited:
        visited.go("/en/wtcr/2021/")
        # As when the browser kept the page while its reader was on another one.
        visited.page.evaluate("localStorage.setItem('clock', 'you'); dispatchEvent(new Event('pageshow'))")
        expect(switch(visited, "For you")).to_have_attribute("aria-pressed", "true")


def test_the_clock_that_counts_stands_out(site: Site, visit: Visit) -> None:
    color = "its => getComputedStyle(its).color"
    with visit(site, timezone_id="America/New_York") as visited:
        visited.go("/en/wtcr/2021/")
        its = row(visited, "italy", "Qualifying")
        venue, you = its.locator(".venue"), its.locator(".you")
        expect(you).to_be_visible()
        ink, mute = venue.evaluate(color), you.evaluate(color)
        assert ink != mute
        switch(visited, "For you").click()
        assert (venue.evaluate(color), you.evaluate(color)) == (mute, ink)


def test_on_a_telephone_the_board_tells_the_next_start_at_the_venue_and_for_you(site: Site, visit: Visit) -> None:
    with visit(site, timezone_id="Asia/Tokyo", viewport={"width": 360, "height": 640}) as visited:
        visited.go("/en/wtcr/2021/")
        both = visited.page.locator(".both-times:visible")
        assert " ".join(both.inner_text().split()) == "Sat 6 Nov 09:30 at the venue 17:30 for you"
        visited.page.clock.fast_forward(24 * 60 * 60 * 1000)
        expect(both).to_contain_text("Sun 7 Nov 10:15")
        expect(both.locator("[data-part=you]")).to_have_text("18:15")


def test_where_nothing_may_be_kept_the_switch_counts_for_the_page(site: Site, visit: Visit) -> None:
    with visit(site, timezone_id="America/New_York") as visited:
        refuse = "Object.defineProperty(window, 'localStorage', {get() { throw new DOMException('no'); }})"
        visited.page.add_init_script(refuse)
        visited.go("/en/wtcr/2021/")
        switch(visited, "For you").click()

        expect(switch(visited, "For you")).to_have_attribute("aria-pressed", "true")
        visited.assert_faultless()


def test_the_switch_is_remembered_on_every_page(site: Site, visit: Visit) -> None:
    with visit(site, timezone_id="America/New_York") as visited:
        visited.go("/en/wtcr/2021/")
        expect(switch(visited, "At the venue")).to_have_attribute("aria-pressed", "true")
        switch(visited, "For you").click()

        for path in ("/en/wtcr/2021/", "/en/wtcr/2021/portugal/", "/en/wtcr/"):
            visited.go(path)
            expect(switch(visited, "For you")).to_have_attribute("aria-pressed", "true")
            expect(switch(visited, "At the venue")).to_have_attribute("aria-pressed", "false")
        visited.assert_faultless()
