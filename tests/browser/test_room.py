"""There is room on every kind of page: for letters that a reader sets wide, and for fingers."""

from __future__ import annotations

import pytest
from support.browsing import sideways, unfold
from support.served_site import Site

from .conftest import Visit

# What readers may ask for, and pages have to bear: WCAG 2.2, 1.4.12.
SET_WIDE = """() => {
    const sheet = new CSSStyleSheet();
    const letters = "letter-spacing: 0.12em !important; word-spacing: 0.16em !important";
    sheet.replaceSync(`* { line-height: 1.5 !important; ${letters} } p { margin-bottom: 2em !important }`);
    document.adoptedStyleSheets = [sheet];
}"""

# Words of two neighbours in a card that lie on each other.
COVERED = """() => [...document.querySelectorAll(".round summary")].flatMap(summary => {
    const range = document.createRange();
    range.selectNodeContents(summary.querySelector(".dates b"));
    const name = summary.querySelector(".round-name").getBoundingClientRect();
    return range.getBoundingClientRect().right > name.left + 1 ? [`covered: ${summary.innerText}`] : [];
})"""

# What is pressed is as large as its text, or as what lies behind that. In a sentence, a link is as high as its line.
SMALL = """() => [...document.querySelectorAll("a[href], button, select, summary, input:not([type=hidden])")]
    .filter(each => each.checkVisibility({ visibilityProperty: true }) && !each.closest("svg, .skip"))
    .filter(each => ![...each.parentElement.childNodes].some(its => its.nodeType === Node.TEXT_NODE && its.data.trim()))
    .flatMap(each => {
        const box = (each.closest(".builder-box") ?? each).getBoundingClientRect();
        const behind = getComputedStyle(each, "::after");
        const isLarger = behind.content !== "none" && behind.position === "absolute";
        const [width, height] = isLarger ? [behind.width, behind.height].map(parseFloat) : [box.width, box.height];
        return height < 44 || width < 24 ? [`${width} x ${height}: ${each.outerHTML.slice(0, 120)}`] : [];
    })"""


@pytest.mark.parametrize("width", [320, 1440])
def test_letters_that_a_reader_sets_wide_cover_nothing_and_need_no_scrolling_aside(
    site: Site, visit: Visit, width: int
) -> None:
    with visit(site, viewport={"width": width, "height": 800}, timezone_id="Asia/Tokyo") as visited:
        for path in (*site.one_path_of_each_kind(), "/wtcr/2021/italy/"):
            visited.go(f"/de{path}")
            unfold(visited.page)
            visited.page.evaluate(SET_WIDE)
            for fault in (*sideways(visited.page), *visited.page.evaluate(COVERED)):
                visited.note(fault)

        visited.assert_faultless()


def test_whatever_is_pressed_is_as_high_as_a_finger(site: Site, visit: Visit) -> None:
    with visit(site, viewport={"width": 360, "height": 800}) as visited:
        for path in site.one_path_of_each_kind():
            visited.go(f"/en{path}")
            unfold(visited.page)
            for small in visited.page.evaluate(SMALL):
                visited.note(small)

        visited.assert_faultless()
