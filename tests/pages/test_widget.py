"""The widget: what comes next, small, on the pages of others."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta

import pytest
from support.racing import FIRST_NOW, WTCR, germany, published, season

from season_calendar.model import Season
from season_calendar.pages.assets import asset_path, find_asset
from season_calendar.pages.page import Page
from season_calendar.pages.site import find_page
from season_calendar.pages.visit import Visit

GT = replace(WTCR, id="gt", name="GT Cup", short_name="GT", color="tomato")


def page(path: str, *seasons: Season, tag: str = "en") -> Page | None:
    publications = tuple(published(its) for its in seasons or (season(),))
    return find_page(Visit(path, tag, f"/{tag}", FIRST_NOW, publications, "https://example.org"))


def html(path: str, *seasons: Season, tag: str = "en") -> str:
    found = page(path, *seasons, tag=tag)
    assert found is not None
    return found.body.decode()


def test_it_says_what_is_next_and_when_without_script_and_tells_script_to_count() -> None:
    text = html("/widget/wtcr/")
    assert "Race of Germany</a>" in text
    assert "Thu 14:30</time>" in text
    assert 'data-start="2021-06-03T12:30:00Z"' in text
    assert "data-countdown" in text


def test_it_is_in_the_language_of_its_address() -> None:
    text = html("/widget/wtcr/", tag="de")
    assert '<html lang="de">' in text
    assert "3.–5. Juni" in text


def test_it_may_be_framed_and_other_pages_may_not() -> None:
    framed = {path: page(path) for path in ("/widget/", "/widget/wtcr/", "/", "/wtcr/", "/data/")}
    assert {path: its.may_be_framed for path, its in framed.items() if its} == {
        "/widget/": True,
        "/widget/wtcr/": True,
        "/": False,
        "/wtcr/": False,
        "/data/": False,
    }


def test_that_of_all_series_begins_with_the_one_that_is_next() -> None:
    later = germany(first_day=date(2021, 6, 12), last_day=date(2021, 6, 13), sessions=())
    text = html("/widget/", season(later), season(series=GT))
    assert text.index("<b>GT</b>") < text.index("<b>WTCR</b>")
    assert "accent-ff6347" in text


def test_there_is_none_of_a_series_that_there_is_not() -> None:
    assert page("/widget/none/") is None


def test_links_open_in_a_window_of_their_own() -> None:
    links = re.findall(r"<a [^>]*>", html("/widget/wtcr/"))
    assert links
    assert all('target="_blank" rel="noopener"' in link for link in links)


def test_it_is_small_also_where_rounds_have_many_sessions() -> None:
    days = [date(2021, 6, 3) + timedelta(days=number) for number in range(24)]
    rounds = [replace(germany(), id=f"r{day.day}-{day.month}", first_day=day, last_day=day) for day in days]
    sheet = find_asset(asset_path("widget.css"))
    assert sheet is not None
    assert len(html("/widget/wtcr/", season(*rounds))) + len(sheet.body) < 15_000


@pytest.mark.parametrize("name", ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "javascript:alert(1)"])
def test_hostile_names_are_text(name: str) -> None:
    text = html("/widget/wtcr/", season(replace(germany(), name=name), series=replace(WTCR, short_name=name)))
    assert "<script>alert" not in text
    assert "<img src=x" not in text


def test_a_season_that_is_over_and_a_site_without_seasons_have_one() -> None:
    over = germany(first_day=date(2021, 5, 1), last_day=date(2021, 5, 2), sessions=())
    assert "Season over" in html("/widget/wtcr/", season(over))
    none = find_page(Visit("/widget/", "en", "", FIRST_NOW, ()))
    assert none is not None
    assert b"No season has been published yet." in none.body
