"""SVG → PNG, by resvg, with the packaged fonts and no others as long as they have every letter."""

from __future__ import annotations

import hashlib
import struct
import zlib
from functools import cache, lru_cache
from importlib.resources import files
from importlib.util import find_spec

from season_calendar.pages.cards.fitting import is_in_fonts

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_AFTER_IHDR = len(_SIGNATURE) + 12 + 13
_KEYWORD = b"season-calendar\0"
_AS_IT_IS = (1.0, 0.0, 0.0, 0.0, 1.0, 0.0)


@cache
def can_draw() -> bool:
    """Whether there is what draws pictures: it comes with the extra ``pictures``."""
    return find_spec("resvg") is not None


@lru_cache(maxsize=64)  # some 30 kB each; to draw one takes some 20 ms, in which no other thread goes on
def png_of(svg: str) -> bytes:
    """The picture of an SVG. Where the packaged fonts lack a letter, those of the machine are looked through."""
    from resvg import render, usvg

    options = usvg.Options.default()
    for font in _fonts():
        options.load_font_data(font)
    if not is_in_fonts(svg):
        options.load_system_fonts()
    png = bytes(render(usvg.Tree.from_str(svg, options), _AS_IT_IS))
    return png[:_AFTER_IHDR] + _mark(svg) + png[_AFTER_IHDR:]


def is_ours(png: bytes) -> bool:
    """Whether a picture was made here."""
    return png.startswith(_SIGNATURE) and png[_AFTER_IHDR + 4 :].startswith(b"tEXt" + _KEYWORD)


def is_of(png: bytes, svg: str) -> bool:
    """Whether a picture was made of just that, so that it need not be made again."""
    return png.startswith(_SIGNATURE) and png[_AFTER_IHDR:].startswith(_mark(svg))


@cache
def _fonts() -> tuple[bytes, ...]:
    folder = files("season_calendar.pages") / "static/fonts"
    return tuple(file.read_bytes() for file in sorted(folder.iterdir(), key=str) if file.name.endswith(".ttf"))


def _mark(svg: str) -> bytes:
    """A textual chunk (PNG, third edition, §11.3.3.2) that says what the picture was made of."""
    data = _KEYWORD + hashlib.sha256(svg.encode()).hexdigest().encode()
    return struct.pack(">I", len(data)) + b"tEXt" + data + struct.pack(">I", zlib.crc32(b"tEXt" + data))
