"""Packaged files: each has one address, which changes with what is in it."""

from __future__ import annotations

import re

import pytest

from season_calendar.pages.assets import asset_names, asset_path, find_asset


def test_every_file_is_found_at_its_address_and_what_stylesheets_refer_to_too() -> None:
    for name in asset_names():
        asset = find_asset(asset_path(name))
        assert asset is not None
        assert asset.body
        if name.endswith(".css"):
            folder = asset_path(name).rpartition("/")[0]
            for inner in re.findall(rb'url\("([^")]+)"\)', asset.body):
                assert find_asset(f"{folder}/{inner.decode()}") is not None, (name, inner)


def test_no_stylesheet_loads_anything_from_elsewhere() -> None:
    for name in asset_names():
        asset = find_asset(asset_path(name))
        assert asset is not None
        if name.endswith((".css", ".js")):
            assert not re.search(
                rb"https?://(?!www\.w3\.org/)", re.sub(rb"/\*.*?\*/", b"", asset.body, flags=re.DOTALL)
            )


@pytest.mark.parametrize(
    "path",
    [
        "/static/",
        "/static/page.css",
        "/static/page.0123456789.css",
        "/static/none.0123456789.css",
        "/static/../page.py",
    ],
)
def test_at_any_other_address_there_is_nothing(path: str) -> None:
    assert find_asset(path) is None


def test_every_colour_has_a_style_sheet_of_its_own() -> None:
    sheet = find_asset(asset_path("accents/ff0000.css"))
    assert sheet is not None
    assert b".accent-ff0000{--accent:#ff0000;" in sheet.body
    assert asset_path("accents/ff0000.css") != asset_path("accents/ff0001.css")


@pytest.mark.parametrize(
    ("name", "media_type"),
    [
        ("page.css", "text/css; charset=utf-8"),
        ("accents/ff0000.css", "text/css; charset=utf-8"),
        ("page.js", "text/javascript; charset=utf-8"),
        ("flags/se.svg", "image/svg+xml"),
        ("land.svg", "image/svg+xml"),
        ("fonts/sofia-sans-latin.woff2", "font/woff2"),
        ("fonts/sofia-sans-OFL.txt", "text/plain; charset=utf-8"),
    ],
)
def test_media_types_are_those_that_browsers_want(name: str, media_type: str) -> None:
    asset = find_asset(asset_path(name))
    assert asset is not None
    assert asset.media_type == media_type
