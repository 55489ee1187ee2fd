"""Which pages there are, and that each is found at its address and at no other."""

from __future__ import annotations

from dataclasses import replace
from itertools import islice
from types import CodeType

import pytest
from jinja2 import Environment
from support.racing import FIRST_NOW, published, season

from season_calendar.pages.site import find_page, first_paths, page_paths, split_language
from season_calendar.pages.static_site import static_site
from season_calendar.pages.visit import Visit

PUBLICATIONS = (published(season()), published(season(id_="2020")))


def visit(path: str, prefix: str = "") -> Visit:
    return Visit(path, "en", prefix, FIRST_NOW, PUBLICATIONS, "https://example.org/races/")


def test_every_page_there_is_is_at_its_address() -> None:
    paths = list(page_paths(PUBLICATIONS))
    assert len(paths) == len(set(paths))
    assert {"/", "/wtcr/", "/wtcr/2020/", "/wtcr/2021/"} <= set(paths)
    assert all(find_page(visit(path)) is not None for path in paths)


@pytest.mark.parametrize("path", ["", "/wtcr", "//", "//wtcr/", "/wtcr//", "/none/", "/wtcr/2019/", "/a/b/c/d/e/"])
def test_there_is_nothing_anywhere_else(path: str) -> None:
    assert find_page(visit(path)) is None


@pytest.mark.parametrize(
    "path",
    [
        "/wtcr/2021/none/",
        "/none/changes/",
        "/none/changes.atom",
        "/wtcr/2019/changes/",
        "/drivers/none/",
        "/titles/wtcr/none/",
        "/widget/none/",
    ],
)
def test_of_what_nobody_published_there_is_no_page(path: str) -> None:
    assert find_page(visit(path)) is None


def test_people_come_first_to_the_front_page_the_builder_and_the_newest_seasons() -> None:
    assert list(first_paths(PUBLICATIONS[::-1])) == ["/", "/subscribe/", "/wtcr/", "/wtcr/2021/", "/wtcr/2020/"]


def test_a_site_of_files_has_the_page_of_each_folder_in_it() -> None:
    front = replace(visit("/"), is_static=True)
    assert [name for name, _ in islice(static_site(front), 2)] == ["index.html", "subscribe/index.html"]


@pytest.mark.parametrize(
    ("path", "language", "plain"),
    [
        ("/sv/", "sv", "/"),
        ("/de/wtcr/", "de", "/wtcr/"),
        ("/sv", None, "/sv"),
        ("/xx/", None, "/xx/"),
        ("/", None, "/"),
    ],
)
def test_an_address_may_begin_with_a_language(path: str, language: str | None, plain: str) -> None:
    assert split_language(path) == (language, plain)


def test_links_lead_from_any_page_to_any_other_wherever_the_site_lies() -> None:
    front, deep = visit("/"), visit("/wtcr/2021/", "/sv")
    assert (front.link("/wtcr/"), front.link("/"), front.link_in("de")) == ("wtcr/", "./", "de/")
    assert deep.link("/wtcr/") == "../../../sv/wtcr/"
    assert deep.link_in("de") == "../../../de/wtcr/2021/"
    assert deep.file("/wtcr.ics") == "../../../wtcr.ics"
    assert deep.absolute("/wtcr.ics") == "https://example.org/races/wtcr.ics"


def test_what_was_compiled_for_a_page_in_one_language_is_used_for_all(monkeypatch: pytest.MonkeyPatch) -> None:
    paths, compiled = list(page_paths(PUBLICATIONS)), []
    for path in paths:
        find_page(visit(path))

    def compile_(self: Environment, source: str, name: str, filename: str) -> CodeType:
        compiled.append(name)
        return as_it_was(self, source, name, filename)

    as_it_was = Environment.compile
    monkeypatch.setattr(Environment, "compile", compile_)
    for path in paths:
        find_page(replace(visit(path), tag="sv"))

    assert compiled == []
