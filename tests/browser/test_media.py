"""Pages follow what a reader's system asks for: less motion, ink on paper, colours of its own."""

from __future__ import annotations

import io
import re
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PIL import Image
from playwright.sync_api import expect
from support import browsing
from support.browsing import sideways
from support.served_site import Site, served

from .conftest import Visit
from .test_other_seasons import NOW, season_text

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator

LINES = """its => {
    const text = document.createRange();
    text.selectNodeContents(its);
    return text.getClientRects().length;
}"""
MOVING = """() => [...document.querySelectorAll("*")].flatMap(each => ["", "::before", "::after"].map(part => {
    const style = getComputedStyle(each, part || null);
    const isMoving = style.animationName !== "none" && parseFloat(style.animationDuration) > 0.01
        || style.transitionDuration.split(",").some(its => parseFloat(its) > 0.01) || style.scrollBehavior === "smooth";
    return isMoving ? each.outerHTML.slice(0, 80) + part : null;
})).filter(Boolean)"""

STROKE_IS_HIGHLIGHT = """its => {
    document.body.style.outlineColor = "Highlight";
    const stroke = getComputedStyle(its.querySelector(".strip-bar, .map-pin")).stroke;
    return stroke === getComputedStyle(document.body).outlineColor;
}"""


def test_nothing_moves_for_who_asked_for_less_motion(site: Site, visit: Visit) -> None:
    with visit(site, reduced_motion="reduce") as visited:
        for path in site.one_path_of_each_kind():
            visited.go(path)
            for moving in visited.page.evaluate(MOVING):
                visited.note(moving)

        visited.assert_faultless()


def test_print_is_black_on_white_in_either_theme_with_all_rounds_open(site: Site, visit: Visit) -> None:
    with visit(site, color_scheme="dark", viewport={"width": 794, "height": 1123}) as visited:
        visited.go("/en/wtcr/2021/")
        visited.page.emulate_media(media="print", color_scheme="dark")
        visited.page.evaluate("dispatchEvent(new Event('beforeprint'))")

        grey = Image.open(io.BytesIO(visited.page.screenshot(full_page=True))).convert("L").histogram()
        assert sum(grey[250:]) > 0.8 * sum(grey)
        tables = visited.page.locator(".round table")
        assert tables.count() > 5
        assert all(table.is_visible() for table in tables.all())
        assert sideways(visited.page) == []

        visited.page.emulate_media(media="screen")
        visited.page.evaluate("dispatchEvent(new Event('afterprint'))")
        expect(visited.page.locator(".rounds details[open]")).to_have_count(1)


def test_on_paper_the_front_page_says_what_races_next_and_a_page_what_is_over_or_off(site: Site, visit: Visit) -> None:
    with visit(site, viewport={"width": 794, "height": 1123}) as visited:
        visited.page.emulate_media(media="print")
        for path, words in (
            ("/en/", ("Race of Italy", "6–7 Nov", "Season over")),
            ("/en/wtcr/2021/macau/", ("Cancelled",)),
        ):
            visited.go(path)
            for said in words:
                assert visited.page.get_by_text(said).first.is_visible(), said
            # What is counted is true for a second.
            assert visited.page.locator(".count:not(.words):visible").count() == 0


def test_on_paper_a_session_takes_a_line_and_what_is_on_can_be_read(tmp_path: Path, visit: Visit) -> None:
    with (
        served(tmp_path, {NOW: {"gp.yaml": season_text(NOW.date() - timedelta(weeks=1))}}, NOW) as site,
        visit(site, viewport={"width": 794, "height": 1123}) as visited,
    ):
        visited.go("/en/gp/2027/")
        visited.page.emulate_media(media="print")

        row, chip = visited.page.locator(".sheet tbody th[scope=row]").first, visited.page.locator(".chip.on-now").first
        assert row.evaluate("its => its.parentElement.getBoundingClientRect().height") < 30
        assert chip.evaluate("its => getComputedStyle(its).color") == "rgb(0, 0, 0)"


def test_in_forced_colors_every_kind_of_page_is_shown(site: Site, visit: Visit) -> None:
    with visit(site, forced_colors="active") as visited:
        for path in site.one_path_of_each_kind():
            visited.go(path)
            assert visited.page.locator("h1:visible").count() == 1, path

        visited.assert_faultless()


@pytest.mark.parametrize("link", [".strip-round.raced", ".map.lens .map-stop.raced"])
def test_in_forced_colors_what_has_the_focus_in_a_drawing_has_the_colour_for_it(
    site: Site, visit: Visit, link: str
) -> None:
    with visit(site, forced_colors="active") as visited:
        visited.go("/en/wtcr/2021/")
        its = visited.page.locator(link).first
        its.focus()
        assert its.evaluate(STROKE_IS_HIGHLIGHT)


def test_in_forced_colors_a_box_that_is_ticked_looks_another_than_one_that_is_not(site: Site, visit: Visit) -> None:
    with visit(site, forced_colors="active") as visited:
        visited.go("/en/subscribe/")

        def has_mark(box: Locator) -> bool:
            inside = Image.open(io.BytesIO(box.screenshot())).convert("L").crop((4, 4, 18, 18))
            return len(set(inside.tobytes())) > 1

        boxes = visited.page.locator(".builder-box input").all()[:8]
        ticked = [box.is_checked() for box in boxes]
        assert set(ticked) == {True, False}
        # Fills are the system's: the mark alone tells them apart.
        assert [has_mark(box) for box in boxes] == ticked


def test_the_land_of_the_world_is_loaded_only_where_it_comes_into_view(site: Site, visit: Visit) -> None:
    with visit(site, viewport={"width": 360, "height": 640}) as visited:
        visited.go("/en/wtcr/2021/")
        assert not any("/static/land." in request.url for request in visited.requests)

        with visited.page.expect_response(lambda response: "/static/land." in response.url):
            visited.page.locator(".map-ground").scroll_into_view_if_needed()
        visited.assert_faultless()


def test_the_front_page_is_dark_down_to_its_foot_however_tall_the_window(site: Site, visit: Visit) -> None:
    with visit(site, color_scheme="light", viewport={"width": 768, "height": 2000}) as visited:
        visited.go("/en/")
        front = visited.page.locator(".front").evaluate("its => its.getBoundingClientRect().bottom")
        foot = visited.page.locator(".foot").evaluate("its => its.getBoundingClientRect().top")
        assert foot > front + 100
        seen = Image.open(io.BytesIO(visited.page.screenshot())).convert("RGB")
        colors = seen.crop((0, int(front) - 1, 768, int(foot))).getcolors()
        assert colors is not None
        assert len(colors) == 1


@pytest.mark.parametrize("width", [360, 1440])
def test_who_asked_for_letters_of_twice_the_size_gets_them_and_need_not_scroll_aside(
    site: Site, chromium: Browser, width: int
) -> None:
    window = {"width": width, "height": 900}
    with (
        browsing.with_letters_of(32, chromium) as browser,
        browsing.visiting(browser, site.url, site.clock.now(), viewport=window) as visited,
    ):
        for path in site.one_path_of_each_kind():
            visited.go(f"/de{path}")
            for fault in sideways(visited.page):
                visited.note(fault)

        visited.go("/de/subscribe/")
        assert visited.page.locator(".builder-lead").evaluate("its => getComputedStyle(its).fontSize") == "32px"
        # No name of a calendar is broken.
        assert [door.evaluate(LINES) for door in visited.page.locator(".builder-door").all()] == [1, 1, 1]
        visited.assert_faultless()


@pytest.mark.parametrize("tag", ["en", "sv", "de"])
def test_no_word_at_the_top_of_a_page_is_broken_on_a_telephone(site: Site, visit: Visit, tag: str) -> None:
    with visit(site, viewport={"width": 360, "height": 800}) as visited:
        for path in ("/", "/wtcr/2021/", "/wtcr/2021/italy/"):
            visited.go(f"/{tag}{path}")
            links = visited.page.locator(".top-row a:visible").all()
            assert [link.evaluate(LINES) for link in links] == [1] * len(links)


@pytest.mark.parametrize("width", [960, 1040, 1200, 1280])
def test_between_a_telephone_and_a_desk_no_name_is_squeezed(site: Site, visit: Visit, width: int) -> None:
    with visit(site, timezone_id="Asia/Tokyo", viewport={"width": width, "height": 900}) as visited:
        visited.go("/en/wtcr/2021/")

        names = visited.page.locator(".tower:visible .session-name").all()
        assert [name.evaluate(LINES) for name in names] == [1] * 5
        for card in visited.page.locator(".round-name:visible").all():
            room = card.bounding_box()
            assert room is not None
            assert room["width"] > 240


def test_on_the_narrowest_telephone_the_longest_countdown_leaves_the_margin_free(tmp_path: Path, visit: Visit) -> None:
    with (
        served(tmp_path, {NOW: {"gp.yaml": season_text(NOW.date() - timedelta(days=6))}}, NOW) as site,
        visit(site, now=NOW, viewport={"width": 320, "height": 700}) as visited,
    ):
        visited.go("/en/gp/2027/")
        count = visited.page.locator(".board .count")
        expect(count).to_have_text(re.compile(r"^\d+:\d\d:\d\d$"))
        assert count.evaluate("its => its.scrollWidth") <= 320 - 2 * 16


def test_on_paper_a_recipe_is_whole_a_tick_is_seen_and_nothing_is_to_be_pressed(site: Site, visit: Visit) -> None:
    with visit(site, viewport={"width": 794, "height": 1123}, color_scheme="dark") as visited:
        visited.page.emulate_media(media="print", color_scheme="dark")
        visited.go("/en/data/")
        is_whole = "its => its.scrollWidth <= its.clientWidth"
        assert all(text.evaluate(is_whole) for text in visited.page.locator("pre").all())
        assert visited.page.locator("button:visible").count() == 0

        visited.go("/en/subscribe/")
        tick = "its => getComputedStyle(its, '::before').borderRightColor"
        assert visited.page.locator("#builder-rounds").evaluate(tick) == "rgb(0, 0, 0)"
        assert visited.page.locator("button:visible").count() == 0

        visited.go("/en/widget/")
        ink = "its => getComputedStyle(its).color"
        assert {title.evaluate(ink) for title in visited.page.locator("h2, h3").all()} == {"rgb(0, 0, 0)"}
