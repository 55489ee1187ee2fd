"""All that can be done with a mouse can be done with the keys, and it is seen where one is."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect
from support import browsing
from support.browsing import Visited, unfold
from support.served_site import Site

from .conftest import Visit

if TYPE_CHECKING:
    from playwright.sync_api import Browser

# Whatever can be reached, but for radio buttons, of which the arrows choose one.
REACHABLE = """() => [...document.querySelectorAll("a[href], button, input, select, textarea, summary")]
    .filter(each => each.checkVisibility({ visibilityProperty: true }) && !each.disabled && each.tabIndex >= 0)
    .filter(each => !["radio", "hidden"].includes(each.type))
    .map((each, number) => { each.dataset.number = number; return each.outerHTML.slice(0, 100); })"""
FOCUSED = """() => {
    const { outlineStyle, outlineWidth } = getComputedStyle(document.activeElement);
    return [document.activeElement.dataset.number, outlineStyle !== "none" && parseFloat(outlineWidth) >= 2];
}"""
OUT_OF_VIEW = """() => {
    const its = document.activeElement, box = its.getBoundingClientRect();
    const bar = document.querySelector(".top").getBoundingClientRect();
    const top = its.closest(".top, .skip") ? 0 : Math.max(0, bar.bottom);
    return box.bottom > top && box.top < innerHeight ? null : its.outerHTML.slice(0, 100);
}"""
AROUND = """() => {
    const { x, y, width, height } = document.activeElement.getBoundingClientRect();
    return { x: Math.max(0, x - 6), y: Math.max(0, y - 6), width: width + 12, height: height + 12 };
}"""


def looks_different(visited: Visited) -> bool:
    """Whether what has the focus, in a drawing for one, looks otherwise than without it."""
    clip = visited.page.evaluate(AROUND)
    focused = visited.page.screenshot(clip=clip)
    visited.page.evaluate("document.activeElement.blur()")
    return focused != visited.page.screenshot(clip=clip)


@pytest.mark.parametrize("width", [360, 1440])
def test_every_control_of_every_kind_of_page_is_reached_by_tab_and_seen(site: Site, visit: Visit, width: int) -> None:
    window = {"width": width, "height": 800}
    # Without a smooth scroll what gets the focus is in view at once.
    with visit(site, viewport=window, timezone_id="Asia/Tokyo", reduced_motion="reduce") as visited:
        for path in site.one_path_of_each_kind():
            visited.go(path)
            controls = dict(enumerate(visited.page.evaluate(REACHABLE)))
            # What is in a frame, and texts that scroll, are stops too.
            for _ in range(len(controls) + 15):
                if not controls:
                    break
                visited.page.keyboard.press("Tab")
                number, is_outlined = visited.page.evaluate(FOCUSED)
                control = controls.pop(int(number), None) if number is not None else None
                if control is not None and not is_outlined and not looks_different(visited):
                    visited.note(f"the focus is not seen: {control}")
            for control in controls.values():
                visited.note(f"never reached: {control}")

        visited.assert_faultless()


def tab_to(visited: Visited, selector: str) -> None:
    """Press Tab until the focus is on it."""
    for _ in range(200):
        visited.page.keyboard.press("Tab")
        if visited.page.evaluate("its => document.activeElement.matches(its)", selector):
            return
    raise AssertionError(f"{selector} was never reached")


def test_the_first_key_leads_past_the_bar(site: Site, visit: Visit) -> None:
    with visit(site) as visited:
        visited.go("/en/wtcr/2021/")
        visited.page.keyboard.press("Tab")
        expect(visited.page.get_by_role("link", name="Skip to the content")).to_be_focused()
        visited.page.keyboard.press("Enter")

        expect(visited.page).to_have_url(re.compile("#content$"))


def test_rounds_are_opened_and_the_clock_is_switched_with_the_keys(site: Site, visit: Visit) -> None:
    with visit(site, timezone_id="Asia/Tokyo") as visited:
        visited.go("/en/wtcr/2021/")
        tab_to(visited, "button[data-clock=you]")
        visited.page.keyboard.press("Space")
        expect(visited.page.locator("button[data-clock=you]")).to_have_attribute("aria-pressed", "true")

        tab_to(visited, "#round-russia > summary")
        visited.page.keyboard.press("Enter")
        expect(visited.page.locator("#round-russia")).to_have_attribute("open", "")


@pytest.mark.parametrize("key", ["Tab", "Shift+Tab"])
@pytest.mark.parametrize(
    ("letters", "width", "height"),
    [
        pytest.param(16, 1440, 800, id="a panel that goes along"),
        pytest.param(32, 1440, 800, id="large letters"),
        pytest.param(32, 360, 640, id="large letters on a telephone"),
        pytest.param(16, 320, 256, id="four times as large"),
    ],
)
def test_what_has_the_focus_is_never_out_of_view_or_below_the_bar(
    site: Site, chromium: Browser, letters: int, width: int, height: int, key: str
) -> None:
    window = {"width": width, "height": height}
    with (
        browsing.with_letters_of(letters, chromium) as browser,
        browsing.visiting(browser, site.url, site.clock.now(), viewport=window, reduced_motion="reduce") as visited,
    ):
        visited.go("/de/wtcr/2021/")
        unfold(visited.page)
        stops = len(visited.page.evaluate(REACHABLE))
        for _ in range(stops):
            visited.page.keyboard.press(key)
            hidden = visited.page.evaluate(OUT_OF_VIEW)
            if hidden is not None:
                visited.note(hidden)

        visited.assert_faultless()
