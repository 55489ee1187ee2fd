"""An edited season file is seen by who looks again."""

from __future__ import annotations

import re
import time
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import expect
from support.browsing import Visited
from support.served_site import IN_ITALY, Site, served, wtcr_2021

from .conftest import Visit


def reload_until_shown(visited: Visited, text: str) -> None:
    """Look again, as somebody at the page would, for half a minute at most."""
    deadline = time.monotonic() + 30
    while text not in visited.page.locator("body").inner_text():
        assert time.monotonic() < deadline, f"{text!r} was never shown"
        time.sleep(0.3)
        visited.page.reload()


def test_an_edit_is_shown_by_a_reload(tmp_path: Path, visit: Visit) -> None:
    with served(tmp_path, wtcr_2021(), IN_ITALY) as site, visit(site) as visited:
        visited.go("/wtcr/2021/")
        assert "Race of Italy" in visited.page.locator("body").inner_text()

        file = tmp_path / "wtcr.yaml"
        file.write_bytes(file.read_bytes().replace(b"Race of Italy", b"Trofeo Adria"))

        reload_until_shown(visited, "Trofeo Adria")
        visited.assert_faultless()


QUARTER_OF_AN_HOUR = 15 * 60_000
COME_BACK = "document.dispatchEvent(new Event('visibilitychange'))"


def edit(site: Site, path: str) -> None:
    """Give the race in Italy another name, and wait until it is served."""
    file = site.folder / "wtcr.yaml"
    file.write_bytes(file.read_bytes().replace(b"Race of Italy", b"Trofeo Adria"))
    deadline = time.monotonic() + 30
    while "Trofeo Adria" not in httpx.get(f"{site.url}{path}").text:
        assert time.monotonic() < deadline, "it was never served"
        time.sleep(0.1)


@pytest.mark.parametrize("path", ["/en/wtcr/2021/", "/en/wtcr/2021/italy/", "/en/widget/wtcr/"])
def test_a_page_that_is_open_shows_an_edit_when_somebody_comes_back_to_it(
    tmp_path: Path, visit: Visit, path: str
) -> None:
    with served(tmp_path, wtcr_2021(), IN_ITALY) as site, visit(site) as visited:
        visited.go(path)
        edit(site, path)
        visited.page.clock.fast_forward(2 * 60_000)
        visited.page.evaluate(COME_BACK)
        expect(visited.page.locator("main")).to_contain_text("Trofeo Adria")
        visited.assert_faultless()


def loads(visited: Visited, path: str) -> int:
    """How often the page was asked for as one, not looked at by its script."""
    return sum(its.url.endswith(path) and its.is_navigation_request() for its in visited.requests)


def looks(visited: Visited, path: str) -> int:
    return sum(its.url.endswith(path) and not its.is_navigation_request() for its in visited.requests)


def test_a_page_that_is_left_open_looks_by_itself_and_stays_where_nothing_changed(tmp_path: Path, visit: Visit) -> None:
    path = "/en/wtcr/2021/italy/"
    with served(tmp_path, wtcr_2021(), IN_ITALY) as site, visit(site) as visited:
        visited.go(path)
        with visited.page.expect_response(lambda its: its.url.endswith(path)):
            visited.page.clock.fast_forward(QUARTER_OF_AN_HOUR)
        visited.page.evaluate(COME_BACK)
        assert (loads(visited, path), looks(visited, path)) == (1, 1)

        edit(site, path)
        visited.page.clock.fast_forward(QUARTER_OF_AN_HOUR)
        expect(visited.page.locator("h1")).to_have_text("Trofeo Adria")
        visited.assert_faultless()


def test_a_page_on_which_somebody_chooses_stays_as_it_is(tmp_path: Path, visit: Visit) -> None:
    path = "/en/wtcr/2021/"
    with served(tmp_path, wtcr_2021(), IN_ITALY) as site, visit(site) as visited:
        visited.go(path)
        visited.page.get_by_label("1 hour").check()
        expect(visited.page.get_by_label("Any other calendar")).to_have_value(re.compile("alarm=1h"))
        visited.page.clock.fast_forward(QUARTER_OF_AN_HOUR)
        visited.page.evaluate(COME_BACK)
        assert (loads(visited, path), looks(visited, path)) == (1, 0)
