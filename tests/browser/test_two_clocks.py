"""Times are shown at the venue and, where they differ, in the zone of whoever looks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect
from support.browsing import Visited
from support.served_site import Site

from .conftest import Visit

if TYPE_CHECKING:
    from playwright.sync_api import Locator


def row(visited: Visited, round_id: str, session: str) -> Locator:
    return visited.page.locator(f"#round-{round_id} tr").filter(has_text=session)


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
