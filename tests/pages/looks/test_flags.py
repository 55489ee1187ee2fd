"""Flags: one for each country, and nothing in them that a page's policy would refuse."""

from __future__ import annotations

from importlib.resources import files
from xml.etree import ElementTree

import pytest

from season_calendar.countries import country_code, country_names
from season_calendar.pages.looks.flags import flag_of

STATIC = files("season_calendar.pages") / "static"
FLAGS = sorted(file.name for file in (STATIC / "flags").iterdir() if file.name.endswith(".svg"))
SVG = "{http://www.w3.org/2000/svg}"


def test_every_country_has_a_flag_and_every_flag_a_country() -> None:
    assert {flag_of(code) for code in country_names()} == {f"flags/{name}" for name in FLAGS}


@pytest.mark.parametrize(
    "code", [None, "", "XX", "se", "Sweden", "../flags/SE", "LICENSE", "\N{LATIN SMALL LIGATURE FL}"]
)
def test_what_is_no_code_has_no_flag(code: str | None) -> None:
    assert flag_of(code) is None


def test_the_country_of_a_driver_is_shown_by_its_flag_as_well_as_that_of_a_venue() -> None:
    assert flag_of(country_code("Sweden")) == flag_of("SE") == "flags/se.svg"


@pytest.mark.parametrize("name", FLAGS)
def test_a_flag_is_small_and_holds_shapes_and_nothing_that_acts_points_elsewhere_or_has_a_style(name: str) -> None:
    text = (STATIC / "flags" / name).read_text("utf-8")
    root = ElementTree.fromstring(text)

    assert len(text) < 6_000
    assert {element.tag for element in root.iter()} <= {SVG + tag for tag in ("svg", "g", "path", "circle", "ellipse")}
    attributes = {attribute for element in root.iter() for attribute in element.attrib}
    assert not {
        name for name in attributes if name in ("id", "class", "style") or name.startswith("on") or "href" in name
    }
    assert "url(" not in text


@pytest.mark.parametrize("name", FLAGS)
def test_a_flag_is_three_by_two(name: str) -> None:
    root = ElementTree.fromstring((STATIC / "flags" / name).read_text("utf-8"))

    *_, width, height = map(float, root.attrib["viewBox"].split())
    assert width / height == pytest.approx(1.5, abs=0.005)


def test_their_licence_goes_with_them() -> None:
    assert "The MIT License" in (STATIC / "flags" / "LICENSE.txt").read_text("utf-8")
