"""The feeds of what changed, as feed readers take them."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any
from xml.etree import ElementTree

import feedparser
import pytest
from support.pages import ReadPage
from support.published_site import CUP, FIRST, MOVED, SECOND, Site, two_series
from support.reminding import at

from season_calendar.pages.page import Page
from season_calendar.pages.site import find_page, page_paths
from season_calendar.pages.visit import Visit

SITE = two_series()
ATOM = "{http://www.w3.org/2005/Atom}"


def page(path: str, tag: str = "en", site: Site = SITE, base_url: str | None = "https://example.org/races/") -> Page:
    visit = Visit(
        path, tag, f"/{tag}", at("07-01 12:00"), site.publications, base_url=base_url, changes_of=site.changes_of
    )
    found = find_page(visit)
    assert found is not None
    return found


def read(path: str, tag: str = "en", site: Site = SITE, base_url: str | None = "https://example.org/races/") -> Any:
    """The feed as a reader of feeds has it."""
    parsed = feedparser.parse(page(path, tag, site, base_url).body)
    assert not parsed.bozo, parsed.bozo_exception
    return parsed


def test_a_season_tells_each_change_once_with_its_sentence_the_newest_first() -> None:
    its = read("/wtcr/2021/changes.atom")
    assert its.feed.title == "WTCR 2021: what changed"
    assert [(entry.title, entry.updated) for entry in its.entries] == [
        ("WTCR: Race of Germany is cancelled.", "2021-06-01T09:00:00Z"),
        ("WTCR: Race of Spain is now on 17–18 Jul 2021 instead of 10–11 Jul 2021.", "2021-06-01T09:00:00Z"),
    ]
    assert "<p><del>10–11 Jul 2021</del> → <ins>17–18 Jul 2021</ins></p>" in its.entries[1].content[0].value


def test_a_timetable_that_comes_out_is_one_entry_in_which_each_session_is_told_once() -> None:
    without = replace(FIRST, rounds=(replace(FIRST.rounds[0], sessions=()), *FIRST.rounds[1:]))
    (entry,) = read("/changes.atom", site=Site(without, FIRST)).entries
    assert entry.title == "WTCR: Race of Germany · The timetable is out."
    assert entry.id == "tag:season-calendar,2021-06-01:wtcr.2021.germany.qualifying/20210601T090000Z/en"
    told = re.findall(r"<p>(.*?)</p>", entry.content[0].value)
    assert told[0] == "WTCR Qualifying: Race of Germany joins the calendar: Thu, 3 Jun 2021, 14:30–15:10."
    assert len(told) == 3


def test_a_round_that_joins_is_an_entry_of_its_own_before_that_of_its_timetable() -> None:
    without = replace(FIRST, rounds=FIRST.rounds[1:])
    joined, timetable = read("/changes.atom", site=Site(without, FIRST)).entries
    assert joined.title == "WTCR: Race of Germany joins the calendar: 3–5 Jun 2021."
    assert timetable.title == "WTCR: Race of Germany · The timetable is out."


@pytest.mark.parametrize(
    ("path", "title", "entries"),
    [
        ("/changes.atom", "All race series: what changed", 2),
        ("/wtcr/changes.atom", "WTCR: what changed", 2),
        ("/norrland/changes.atom", "Norrland: what changed", 0),
    ],
)
def test_there_is_one_of_all_series_and_one_of_each(path: str, title: str, entries: int) -> None:
    its = read(path)
    assert (its.feed.title, len(its.entries)) == (title, entries)


def test_ids_are_those_of_events_and_instants_and_stay_when_more_changes() -> None:
    before = [entry.id for entry in read("/wtcr/2021/changes.atom").entries]
    assert before == [
        "tag:season-calendar,2021-06-01:wtcr.2021.germany/20210601T090000Z/en",
        "tag:season-calendar,2021-06-01:wtcr.2021.spain/20210601T090000Z/en",
    ]
    renamed = replace(SECOND, rounds=(SECOND.rounds[0], replace(MOVED, id="aragon", was="spain", name="Aragón")))
    after = [entry.id for entry in read("/changes.atom", site=Site(FIRST, CUP, SECOND, renamed)).entries]
    assert after[-2:] == before
    assert len(after) == len(set(after)) == 3


def test_a_feed_that_says_nothing_yet_was_updated_when_the_season_was_published() -> None:
    its = read("/norrland/2021/changes.atom")
    assert (its.entries, its.feed.updated) == ([], "2021-06-01T08:00:00Z")
    assert read("/changes.atom", site=Site()).feed.updated == "1970-01-01T00:00:00Z"


def test_it_has_all_that_rfc_4287_asks_for() -> None:
    feed = ElementTree.fromstring(page("/changes.atom").body)
    for name in ("id", "title", "updated", "author"):  # §4.1.1: and an author, where entries have none
        assert len(feed.findall(f"{ATOM}{name}")) == 1
    rels = [(link.get("rel"), link.get("href")) for link in feed.findall(f"{ATOM}link")]
    assert rels == [
        ("alternate", "https://example.org/races/en/changes/"),
        ("self", "https://example.org/races/en/changes.atom"),
    ]
    for entry in feed.findall(f"{ATOM}entry"):  # §4.1.2
        for name in ("id", "title", "updated", "content", "link"):
            assert len(entry.findall(f"{ATOM}{name}")) == 1


def test_each_change_leads_to_its_round_and_to_the_season_where_the_round_is_gone() -> None:
    gone = replace(SECOND, rounds=(SECOND.rounds[0],))
    links = [entry.link for entry in read("/changes.atom", "sv", Site(FIRST, SECOND, gone)).entries]
    assert links == [
        "https://example.org/races/sv/wtcr/2021/",
        "https://example.org/races/sv/wtcr/2021/germany/",
        "https://example.org/races/sv/wtcr/2021/",
    ]


def test_where_it_is_not_known_where_the_site_is_links_lead_on_from_the_feed() -> None:
    feed = ElementTree.fromstring(page("/wtcr/2021/changes.atom", base_url=None).body)
    links = [(link.get("rel"), link.get("href")) for link in feed.iter(f"{ATOM}link")]
    assert links[:2] == [
        ("alternate", "../../../en/wtcr/2021/changes/"),
        ("alternate", "../../../en/wtcr/2021/germany/"),
    ]


def test_it_is_in_the_language_of_its_address_with_ids_of_its_own() -> None:
    its = read("/wtcr/2021/changes.atom", "sv")
    assert (its.feed.title, its.feed.language) == ("WTCR 2021: ändringar", "sv")
    assert its.entries[0].title == "WTCR: Race of Germany ställs in."
    assert its.entries[0].id.endswith("/sv")
    assert its.feed.id != read("/wtcr/2021/changes.atom").feed.id


@pytest.mark.parametrize("name", ["<script>alert(1)</script>", 'Tom & Jerry\'s "Race"', "]]>", "a\x00b\x0bc\ufffe"])
def test_names_that_would_break_out_stay_text(name: str) -> None:
    hostile = replace(SECOND, rounds=(replace(SECOND.rounds[0], name=name), SECOND.rounds[1]))
    its = ElementTree.fromstring(page("/changes.atom", site=Site(SECOND, hostile)).body)
    content = "".join(content.text or "" for content in its.iter(f"{ATOM}content"))
    assert "<script" not in content
    assert set(re.findall(r"<[^>]*>", content)) == {"<p>", "</p>", "<del>", "</del>", "<ins>", "</ins>"}


def test_it_is_the_same_whenever_it_is_asked_for_until_something_is_published() -> None:
    assert page("/changes.atom").until.year == 9999


def test_every_feed_has_an_address_and_what_there_is_not_has_none() -> None:
    paths = [path for path in page_paths(SITE.publications) if path.endswith(".atom")]
    assert paths == [
        "/changes.atom",
        "/norrland/changes.atom",
        "/wtcr/changes.atom",
        "/wtcr/2021/changes.atom",
        "/norrland/2021/changes.atom",
    ]
    for path in ("/f1/changes.atom", "/wtcr/2020/changes.atom", "/wtcr/2021/changes.atom/"):
        assert find_page(Visit(path, "en", "", at("07-01 12:00"), SITE.publications)) is None


@pytest.mark.parametrize(
    ("path", "feed"),
    [
        ("/", "../sv/changes.atom"),
        ("/changes/", "../../sv/changes.atom"),
        ("/wtcr/", "../../sv/wtcr/2021/changes.atom"),
        ("/wtcr/2021/", "../../../sv/wtcr/2021/changes.atom"),
        ("/wtcr/2021/germany/", "../../../../sv/wtcr/2021/changes.atom"),
    ],
)
def test_feed_readers_find_the_feed_by_the_address_of_a_page_of_what_it_is_about(path: str, feed: str) -> None:
    found = find_page(Visit(path, "sv", "/sv", at("07-01 12:00"), SITE.publications))
    assert found is not None
    links = ReadPage(found.body).all('link[rel=alternate][type="application/atom+xml"]')
    assert [its.attributes["href"] for its in links] == [feed]
