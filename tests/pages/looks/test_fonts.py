"""The fonts that the page is served with."""

from __future__ import annotations

import re
from importlib.resources import as_file, files

import pytest
from fontTools.ttLib import TTFont

from season_calendar.pages.assets import asset_path, find_asset

STATIC = files("season_calendar.pages") / "static"
FACES = (STATIC / "faces.css").read_text("utf-8")
FILES = re.findall(r"url\((fonts/[^)]*)\)", FACES)
WEIGHTS = {"sofia-sans": (400, 800), "sofia-sans-extra-condensed": (500, 900)}

WESTERN = "ÄÖÜäöüßÅåÉéÈèÊêËëÇçÑñØøÆæÐðÞþŒœÁáÍíÓóÚúÃãÕõ–—‘’‚“”„…•·×°€−↑↓" + "0123456789 \N{NO-BREAK SPACE}"
EASTERN = "ĄąĆćĘęŁłŃńŚśŹźŻżČčĎďĚěŇňŘřŠšŤťŮůŽžŐőŰűĂăȘșȚțŞşĞğİıĐđĀāĒēĢģĪīĶķĻļŅņŪūĖėĮįŲųĊċĠġĦħ"


def font(name: str) -> TTFont:
    """A packaged font, by its path in the rules."""
    with as_file(STATIC / name) as path:
        return TTFont(path)


def letters(family: str) -> set[str]:
    """All that both files of a family have."""
    return {chr(code) for part in ("latin", "latin-ext") for code in font(f"fonts/{family}-{part}.woff2").getBestCmap()}


@pytest.mark.parametrize("family", WEIGHTS)
def test_what_english_swedish_and_german_need_is_in_one_file_and_the_rest_of_europe_s_names_in_another(
    family: str,
) -> None:
    assert set(WESTERN) <= {chr(code) for code in font(f"fonts/{family}-latin.woff2").getBestCmap()}
    assert set(EASTERN) <= letters(family)


@pytest.mark.parametrize("family", WEIGHTS)
def test_a_font_has_the_weights_that_are_used_and_digits_of_one_width(family: str) -> None:
    latin = font(f"fonts/{family}-latin.woff2")

    assert [(axis.axisTag, axis.minValue, axis.maxValue) for axis in latin["fvar"].axes] == [("wght", *WEIGHTS[family])]
    assert "tnum" in {record.FeatureTag for record in latin["GSUB"].table.FeatureList.FeatureRecord}


@pytest.mark.parametrize("name", FILES)
def test_a_font_is_small_and_a_browser_asks_for_it_only_where_it_has_the_letter(name: str) -> None:
    rule = next(rule for rule in FACES.split("@font-face") if name in rule)
    [ranges] = re.findall(r"unicode-range: (.*);", rule)
    bounds = [[int(bound, 16) for bound in part.removeprefix("U+").split("-")] for part in ranges.split(", ")]

    assert len((STATIC / name).read_bytes()) < 25_000
    assert {code for bound in bounds for code in range(bound[0], bound[-1] + 1)} == set(font(name).getBestCmap())


def test_every_font_has_a_rule_that_hides_no_text_and_a_licence() -> None:
    there = {f"fonts/{file.name}" for file in (STATIC / "fonts").iterdir()}

    assert {name for name in there if name.endswith(".woff2")} == set(FILES)
    assert FACES.count("font-display: swap") == len(FILES) == 4
    for family in WEIGHTS:
        assert "SIL OPEN FONT LICENSE" in (STATIC / "fonts" / f"{family}-OFL.txt").read_text("utf-8")


def test_lines_are_as_high_before_a_font_is_there_as_after() -> None:
    stand_ins = [rule for rule in FACES.split("@font-face") if "size-adjust" in rule]
    for rule in stand_ins:
        size, ascent, descent, gap = (float(percent) for percent in re.findall(r": ([\d.]+)%;", rule))
        own = font(f"fonts/{'sofia-sans-extra-condensed' if 'Condensed' in rule else 'sofia-sans'}-latin.woff2")
        assert size * ascent / 10_000 * own["head"].unitsPerEm == pytest.approx(own["hhea"].ascent, abs=0.5)
        assert size * descent / 10_000 * own["head"].unitsPerEm == pytest.approx(-own["hhea"].descent, abs=0.5)
        assert gap == own["hhea"].lineGap == 0
    assert len(stand_ins) == 6


def test_the_rules_are_served_with_the_addresses_that_the_fonts_are_served_under() -> None:
    rules = find_asset(asset_path("faces.css"))

    assert rules is not None
    for name in FILES:
        assert asset_path(name).removeprefix("/static/").encode() in rules.body
