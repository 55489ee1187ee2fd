"""Pictures as PNG: of the right size, with letters in them, and known to be made already."""

from __future__ import annotations

import struct
import zlib

from season_calendar.pages.cards import shapes
from season_calendar.pages.cards.png import is_of, is_ours, png_of
from season_calendar.pages.looks.accent import accent_of


def svg(text: str) -> str:
    return str(shapes.picture(accent_of("red").screen, shapes.words(text, 100, 300, 200)))


def chunks(png: bytes) -> dict[bytes, bytes]:
    found, at = {}, 8
    while at < len(png):
        (length,) = struct.unpack(">I", png[at : at + 4])
        kind, data = png[at + 4 : at + 8], png[at + 8 : at + 8 + length]
        assert struct.unpack(">I", png[at + 8 + length : at + 12 + length])[0] == zlib.crc32(kind + data)
        found[kind] = data
        at += length + 12
    return found


def test_a_picture_is_a_whole_png_of_the_size_that_is_asked_for() -> None:
    found = chunks(png_of(svg("Spa")))
    assert struct.unpack(">II", found[b"IHDR"][:8]) == (1200, 630)
    assert b"IEND" in found


def test_what_stands_in_the_last_corner_is_in_it() -> None:
    corner = str(shapes.picture(accent_of("red").screen, shapes.bar(1180, 600, 20, "#ffffff")))
    assert chunks(png_of(corner))[b"IDAT"] != chunks(png_of(svg("")))[b"IDAT"]


def test_the_packaged_fonts_are_used() -> None:
    empty, letters = len(png_of(svg(""))), len(png_of(svg("Åßő")))
    assert letters > empty + 1000


def test_the_same_is_drawn_again_byte_by_byte() -> None:
    first = png_of(svg("Spa"))
    png_of.cache_clear()
    assert png_of(svg("Spa")) == first


def test_a_picture_knows_what_it_was_made_of() -> None:
    spa = png_of(svg("Spa"))
    assert is_ours(spa)
    assert is_of(spa, svg("Spa"))
    assert not is_of(spa, svg("Monza"))
    assert not is_ours(b"\x89PNG\r\n\x1a\n of somebody else")
    assert not is_of(b"", svg("Spa"))
