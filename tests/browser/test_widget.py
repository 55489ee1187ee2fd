"""The widget in the frame of another page, of the size that is told to whoever copies it."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect
from support.served_site import Site

from .conftest import Visit

HEIGHTS = "() => [document.documentElement.scrollHeight, document.documentElement.clientHeight]"


@pytest.mark.parametrize("width", [360, 430, 800])
def test_all_of_the_widget_stands_in_its_frame_whatever_the_width(site: Site, visit: Visit, width: int) -> None:
    with visit(site, viewport={"width": width, "height": 800}) as visited:
        visited.go("/de/data/")
        visited.page.locator("iframe.widget").scroll_into_view_if_needed()
        link = visited.page.frame_locator("iframe.widget").locator(".foot a")
        expect(link).to_be_visible()
        whole, seen = link.evaluate(HEIGHTS)
        assert whole <= seen <= 200


def test_a_page_on_the_disk_of_a_display_can_frame_it(site: Site, visit: Visit, tmp_path: Path) -> None:
    page = tmp_path / "display.html"
    page.write_text(f'<iframe src="{site.url}/de/widget/wtcr/"></iframe>', "utf-8")
    with visit(site) as visited:
        visited.page.goto(page.as_uri())
        expect(visited.page.frame_locator("iframe").locator(".foot a")).to_be_visible()
