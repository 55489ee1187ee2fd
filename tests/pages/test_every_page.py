"""What holds for every page there is: links lead somewhere, nothing is written into it, and names stay names."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import cache
from urllib.parse import urljoin, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support import sampled
from support.any_season import seasons
from support.pages import ReadPage, read_page
from support.racing import FIRST_NOW, WTCR, germany, published, season

from season_calendar.api.answers import answer
from season_calendar.feeds.addresses import find_feed
from season_calendar.model import Driver, Season, Status, Title
from season_calendar.pages.assets import PREFIX, find_asset
from season_calendar.pages.site import find_page, page_paths, split_language
from season_calendar.pages.visit import Visit
from season_calendar.publishing.publication import Publication
from season_calendar.wording.catalogues import languages

SITE = "https://example.org/"
HOSTILE = (
    "<script>alert(1)</script>",
    "</script><img src=x onerror=alert(1)>",
    '" onmouseover="alert(1)',
    "' autofocus onfocus='alert(1)",
    "{{ 7 * 7 }}",
    "&lt;b&gt;",
    "\u202eevil\u202c",
    "]]><!--",
    "javascript:alert(1)",
)


def a_rich_season(name: str = "Race of Spain") -> Season:
    """A season with everything that a page can show, ``name`` being what all in it is called."""
    spain = germany(id="spain", name=name, note=name, first_day=date(2021, 7, 10), last_day=date(2021, 7, 11))
    off = [
        replace(germany(id=status.value, name=name, sessions=()), status=status)
        for status in (Status.CANCELLED, Status.POSTPONED, Status.PROVISIONAL)
    ]
    germany_ = germany(
        name=name,
        note=name,
        label=name,
        venue=replace(germany().venue, name=name, place=name, length_km=25.378, country="DE"),
        live="https://example.org/live",
        sessions=tuple(replace(its, name=name, note=name) for its in germany().sessions),
    )
    return Season(
        replace(WTCR, name=name, short_name=name),
        "2021",
        (germany_, replace(spain, sessions=()), *off),
        (Title("drivers", name), Title("junior", name)),
        (Driver("jessica-backman", name, "Sweden", ("drivers", "junior")), Driver("b", name, name, ("drivers",))),
    )


def publications(name: str = "Race of Spain") -> tuple[Publication, ...]:
    before = replace(a_rich_season(name), rounds=a_rich_season(name).rounds[1:])
    other = replace(season(id_="2020"), series=replace(WTCR, color="#ffff00"))
    return published(before, a_rich_season(name)), published(other)


RICH = publications()


def paths(its: tuple[Publication, ...]) -> list[str]:
    """The addresses of the pages that are read by people."""
    return [path for path in page_paths(its) if path.endswith("/")]


def every_page(*its: Publication, now: datetime = FIRST_NOW) -> Iterator[tuple[str, ReadPage]]:
    return ((path, read_page(path, now, *its)) for path in paths(its))


@cache
def is_there(path: str) -> bool:
    """Whether the site answers at a path."""
    if path.startswith(PREFIX):
        return find_asset(path) is not None
    if path.endswith(".ics"):
        return bool(find_feed(path, RICH))
    if path.startswith("/api/"):
        return answer(path, (), RICH, FIRST_NOW) is not None
    _, plain = split_language(path)
    return find_page(Visit(plain, "en", "", FIRST_NOW, RICH)) is not None


@pytest.mark.parametrize("path", paths(RICH))
def test_every_link_leads_somewhere(path: str) -> None:
    read = read_page(path, FIRST_NOW, *RICH)
    ids = {its.attributes["id"] for its in read.all("*") if its.attributes.get("id")}
    for name in ("href", "src", "data-feed", "action"):
        for element in read.all(f"[{name}]"):
            target = urljoin(f"{SITE.rstrip('/')}{path}", element.attributes[name])
            if not target.startswith(SITE):
                continue
            parts = urlsplit(target)
            if parts.path == path and parts.fragment:
                assert parts.fragment in ids, element.attributes
            elif parts.path != "/live":
                assert is_there(parts.path), element.attributes


def test_no_page_has_a_script_or_style_written_into_it_or_loads_anything_from_elsewhere() -> None:
    for path, read in every_page(*RICH):
        assert read.all("style, [style]") == [], path
        for script in read.all("script"):
            assert script.attributes.get("type") == "application/ld+json" or script.attributes.get("src"), path
        for element in read.all("*"):
            assert not [name for name in element.attributes if name.startswith("on")], path
            if element.name != "a" and element.attributes.get("rel") not in ("canonical", "alternate"):
                for name in ("src", "href"):
                    assert "//" not in element.attributes.get(name, ""), element.attributes


def test_no_id_is_there_twice() -> None:
    for path, read in every_page(*RICH):
        ids = [its.attributes["id"] for its in read.all("*") if its.attributes.get("id")]
        assert len(ids) == len(set(ids)), path


def shape(read: ReadPage) -> list[tuple[str, tuple[str, ...]]]:
    """Every element with the names of its attributes."""
    return [(its.name, tuple(its.attributes)) for its in read.all("*")]


@sampled.one_in(3)
@pytest.mark.parametrize("name", HOSTILE)
def test_whatever_things_are_called_the_page_is_made_of_the_same_elements(name: str, one_in: int) -> None:
    hostile, harmless = publications(name), publications("x" * len(name))
    for number, path in enumerate(paths(RICH), HOSTILE.index(name)):
        if number % one_in == 0:
            assert shape(read_page(path, FIRST_NOW, *hostile)) == shape(read_page(path, FIRST_NOW, *harmless)), path


@given(seasons(), st.integers(-10, 400))
def test_any_season_has_pages_at_any_time_that_a_browser_has_no_fault_to_forgive(its: Season, days: int) -> None:
    for _, read in every_page(published(its), now=FIRST_NOW + timedelta(days=days - 150)):
        assert read.all("script:not([src]):not([type])") == []


def test_what_search_engines_read_ends_no_script_and_reads_back_as_it_was() -> None:
    name = "</script><!--<script>&\u2028"
    read = read_page("/wtcr/2021/germany/", FIRST_NOW, *publications(name))
    (data,) = read.all('script[type="application/ld+json"]')
    events = json.loads(data.text)["@graph"]
    assert [its["name"] for its in events] == [f"{name}: {name}"]
    assert {session_["location"]["name"] for its in events for session_ in its["subEvent"]} == {name}


@pytest.mark.parametrize("path", [path for path in paths(RICH) if not path.startswith("/widget/")])
def test_a_page_knows_itself_in_every_language_and_where_that_is_known_its_whole_address(path: str) -> None:
    page = find_page(Visit(path, "sv", "/sv", FIRST_NOW, RICH, base_url="https://example.org/races"))
    assert page is not None
    read = ReadPage(page.body)
    alternates = {its.attributes["hreflang"]: its.attributes["href"] for its in read.all("link[hreflang]")}
    assert alternates == {
        "x-default": f"https://example.org/races{path}",
        **{tag: f"https://example.org/races/{tag}{path}" for tag in languages()},
    }
    (canonical,) = read.all("link[rel=canonical]")
    expected = "/wtcr/2021/" if path == "/wtcr/" else path
    assert canonical.attributes["href"] == f"https://example.org/races/sv{expected}"


@pytest.mark.parametrize("path", [path for path in paths(RICH) if not path.startswith("/widget/")])
def test_who_is_sent_a_page_is_shown_a_picture_of_a_size_with_words_and_told_the_languages(path: str) -> None:
    page = find_page(Visit(path, "sv", "/sv", FIRST_NOW, RICH, base_url="https://example.org/races"))
    assert page is not None
    told: dict[str, list[str]] = {}
    read = ReadPage(page.body)
    for its in read.all("meta[property]"):
        told.setdefault(its.attributes["property"].removeprefix("og:"), []).append(its.attributes["content"])
    assert told["image"][0].startswith("https://example.org/races/sv/")
    assert (told["image:width"], told["image:height"], told["image:type"]) == (["1200"], ["630"], ["image/png"])
    assert all(told[name][0] for name in ("title", "description", "image:alt"))
    cards = {its.attributes["name"]: its.attributes["content"] for its in read.all("meta[name^=twitter]")}
    assert cards == {"twitter:card": "summary_large_image", "twitter:image:alt": told["image:alt"][0]}
    assert (told["locale"], told["locale:alternate"]) == (["sv_SE"], ["en_GB", "de_DE"])


@pytest.mark.parametrize("path", paths(RICH))
def test_a_page_that_is_a_file_says_itself_what_it_may_load_and_one_that_is_served_is_sent_with_it(path: str) -> None:
    policies = []
    for is_static in (True, False):
        page = find_page(Visit(path, "sv", "/sv", FIRST_NOW, RICH, is_static=is_static))
        assert page is not None
        policies.append(ReadPage(page.body).all("meta[http-equiv=Content-Security-Policy]"))
    (said,), served = policies
    assert served == []
    assert said.attributes["content"].startswith("default-src 'none'; script-src 'self' file:; ")
    assert "unsafe" not in said.attributes["content"]
