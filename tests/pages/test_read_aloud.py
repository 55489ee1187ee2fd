"""Pages as programs read them that cannot see: what is named can be named, and nothing stands where it may not."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from itertools import pairwise

import pytest
from support.pages import Element, ReadPage, read_page
from support.racing import FIRST_NOW, germany, published, season

from season_calendar.model import Status
from season_calendar.publishing.publication import Publication
from season_calendar.wording.catalogues import languages

from .test_every_page import RICH, a_rich_season, every_page, paths

# Of an element that is nothing in particular, a name is read by no one (ARIA in HTML).
NAMED = {"a", "button", "fieldset", "form", "iframe", "img", "input", "nav", "section", "select", "table"}


def named_in_vain(read: ReadPage) -> list[str]:
    """The elements that have a name and are nothing that could be called by it."""
    return [
        f"{its.name} {its.attributes}"
        for its in read.all("[aria-label], [aria-labelledby]")
        if its.name not in NAMED and not its.attributes.get("role")
    ]


def test_what_opens_a_fold_is_words_and_a_heading_only() -> None:
    for path, read in every_page(*RICH):
        assert read.all("summary p, summary div, summary ul, summary span h3, summary span h4") == [], path


def test_only_what_is_something_has_a_name() -> None:
    for path, read in every_page(*RICH):
        assert named_in_vain(read) == [], path


def test_each_table_and_each_countdown_has_a_name() -> None:
    for path, read in every_page(*RICH):
        assert [its.text for its in read.all("table, [role=timer]") if not its.attributes.get("aria-label")] == [], path


def test_headings_are_in_order_and_a_round_that_is_off_is_below_what_says_so() -> None:
    for path, read in every_page(*RICH):
        levels = [int(its.name[1]) for its in read.all("h1, h2, h3, h4")]
        assert levels.count(1) == 1, path
        assert all(after <= before + 1 for before, after in pairwise(levels)), (path, levels)
    names = read_page("/wtcr/2021/", FIRST_NOW, *RICH).all(".rounds .group, .rounds .round-name")
    assert [its.name for its in names] == ["h3", "h3", "h3", "h3", "h4", "h3", "h4"]


def name_of(link: Element) -> str:
    """What a screen reader calls it."""
    return link.attributes.get("aria-label") or link.text


def a_season_of_names() -> Publication:
    """A season in which no two are called the same."""
    rich = a_rich_season()
    named = replace(
        rich,
        rounds=tuple(replace(its, name=its.id) for its in rich.rounds),
        titles=tuple(replace(its, name=its.id) for its in rich.titles),
        drivers=tuple(replace(its, name=its.id) for its in rich.drivers),
    )
    return published(named)


@pytest.mark.parametrize("tag", languages())
def test_each_page_has_a_title_and_a_description_of_its_own(tag: str) -> None:
    said: dict[str, list[str]] = defaultdict(list)
    for path in paths((a_season_of_names(),)):
        read = read_page(path, FIRST_NOW, a_season_of_names(), tag=tag)
        descriptions = [its.attributes["content"] for its in read.all("meta[name=description]")]
        for words in (*read.texts("head > title"), *descriptions):
            said[words].append(path)
    # The page of a series is that of its newest season.
    assert {words: its for words, its in said.items() if len(its) > 1 and its != ["/wtcr/", "/wtcr/2021/"]} == {}


def test_links_of_one_name_lead_to_one_place() -> None:
    for path, read in every_page(a_season_of_names()):
        targets = defaultdict(set)
        for link in read.all("a[href]"):
            targets[name_of(link)].add(link.attributes["href"].partition("#")[0])
        assert {name: its for name, its in targets.items() if len(its) > 1} == {}, path


def test_of_a_session_that_is_off_each_table_says_so_in_words() -> None:
    sessions = [replace(its, status=Status.CANCELLED) if its.id != "qualifying" else its for its in germany().sessions]
    read = read_page("/wtcr/2021/germany/", FIRST_NOW, published(season(germany(sessions=tuple(sessions)))))
    assert read.texts(".tower tbody th") == ["Qualifying", "Race 1 Cancelled", "Race 2 Cancelled"]
    assert read.texts(".sheet tbody tr:not(.day) th") == ["Qualifying", "Race 1 Cancelled", "Race 2 Cancelled"]
