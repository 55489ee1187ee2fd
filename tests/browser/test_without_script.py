"""Without script the season is there, in the time of each venue, and the builder answers."""

from __future__ import annotations

from support.served_site import Site

from .conftest import Visit


def test_every_page_is_whole(site: Site, visit: Visit) -> None:
    with visit(site, java_script_enabled=False, viewport={"width": 360, "height": 640}) as visited:
        for path in site.paths():
            visited.go(path)
            assert visited.page.locator("h1:visible").count() == 1, path

        visited.assert_faultless()


def test_the_season_is_shown_in_the_time_of_its_venues(site: Site, visit: Visit) -> None:
    with visit(site, java_script_enabled=False, timezone_id="Asia/Tokyo") as visited:
        visited.go("/en/wtcr/2021/")
        shown = visited.page.locator("main").text_content() or ""

        for name in ("Race of Italy", "Race of Russia", "Race of South Korea", "Race of Germany"):
            assert name in shown
        assert "09:30" in shown
        assert "17:30" not in shown
