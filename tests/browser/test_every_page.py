"""Every kind of page, at the widths of phones, tablets and desks, in both themes."""

from __future__ import annotations

import pytest
from support.browsing import Visited, axe_findings, sideways, unfold
from support.served_site import Site

from season_calendar.wording.catalogues import languages

from .conftest import Visit

WIDTHS = (360, 768, 1440)
THEMES = ("light", "dark")
MOST_BYTES = 100_000


def look_at(visited: Visited, paths: list[str]) -> None:
    """Note what is wrong with the pages."""
    for path in paths:
        visited.go(path)
        faults = sideways(visited.page)
        unfold(visited.page)
        for fault in (*faults, *sideways(visited.page), *axe_findings(visited.page)):
            visited.note(fault)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("width", WIDTHS)
def test_a_page_of_each_kind_loads_whole_fits_and_is_accessible(
    site: Site, visit: Visit, width: int, theme: str
) -> None:
    with visit(site, viewport={"width": width, "height": 800}, color_scheme=theme) as visited:
        look_at(visited, site.one_path_of_each_kind())
        visited.assert_faultless()


def test_every_page_there_is_loads_whole(site: Site, visit: Visit) -> None:
    with visit(site, viewport={"width": 360, "height": 640}) as visited:
        for path in site.paths():
            visited.go(path)

        visited.assert_faultless()


@pytest.mark.parametrize("tag", languages())
def test_in_every_language_a_phone_shows_every_kind_of_page_without_scrolling_aside(
    site: Site, visit: Visit, tag: str
) -> None:
    with visit(site, viewport={"width": 360, "height": 640}, locale=tag) as visited:
        for path in site.one_path_of_each_kind():
            visited.go(f"/{tag}{path}")
            unfold(visited.page)
            for fault in sideways(visited.page):
                visited.note(fault)

        visited.assert_faultless()


@pytest.mark.parametrize(("width", "height"), [(360, 640), (1440, 900)])
def test_a_first_visit_to_any_page_takes_less_than_a_hundred_kilobytes(
    site: Site, visit: Visit, width: int, height: int
) -> None:
    for path in site.one_path_of_each_kind():
        with visit(site, viewport={"width": width, "height": height}) as visited:
            visited.go(path)
            visited.page.wait_for_load_state("networkidle")
            sizes = [request.sizes() for request in visited.requests]

            taken = sum(its["responseHeadersSize"] + its["responseBodySize"] for its in sizes)
            assert 0 < taken < MOST_BYTES, path
