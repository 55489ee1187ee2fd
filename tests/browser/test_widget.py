"""The widget in the frame of another page, of the size that is told to whoever copies it."""

from __future__ import annotations

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
