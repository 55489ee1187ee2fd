"""The files of the pages under names that change with what is in them, so that they may be kept for ever.

All are packaged but for what is made: the style sheets of accents, one for each colour that a series may have, and the
land of the world map.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path, PurePosixPath

from season_calendar.pages.drawings.maps.world import land_picture
from season_calendar.pages.looks.accent import accent_css

PREFIX = "/static/"

LAND = "land.svg"
"""The name of the picture that the world map lies on."""

ICONS: Mapping[str, str] = {
    "/favicon.ico": "favicon.ico",
    "/apple-touch-icon.png": "apple-touch-icon.png",
    "/apple-touch-icon-precomposed.png": "apple-touch-icon.png",
}
"""The names of the icons that browsers ask a server for at these addresses, where no page tells them of others. In a
folder of files that is shared with others, these places may be taken.
"""

_FOLDER = Path(__file__).parent / "static"
_BUNDLES: Mapping[str, tuple[str, ...]] = {
    "page.css": (
        "tokens.css",
        "faces.css",
        "base.css",
        "frame.css",
        "board.css",
        "drawings.css",
        "rounds.css",
        "sections.css",
        "builder.css",
        "using.css",
        "print.css",
    ),
    "widget.css": ("tokens.css", "framed.css"),
    "widget.js": ("now.js", "fresh.js", "countdown.js"),
    "page.js": ("now.js", "fresh.js", "clocks.js", "countdown.js", "standing.js", "today.js", "frame.js"),
}
"""What is put together of several files, so that a page waits for one."""

_ACCENT = re.compile(r"accents/([0-9a-f]{6})\.css")
_MEDIA_TYPES: Mapping[str, str] = {
    ".css": "text/css; charset=utf-8",
    ".ico": "image/vnd.microsoft.icon",
    ".js": "text/javascript; charset=utf-8",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".woff2": "font/woff2",
}
"""What is served, by the ends of its names: each machine would know others."""
_URL = re.compile(rb"url\((?!data:|#)\"?([^\")]+)\"?\)")
_HASHED = re.compile(r"(?P<stem>.+)\.(?P<hash>[0-9a-f]{10})(?P<suffix>\.[a-z0-9]+)")


@dataclass(frozen=True, slots=True)
class Asset:
    """One file: what is in it, and of which media type it is."""

    body: bytes
    media_type: str


def asset_path(name: str) -> str:
    """The address of a file: ``flags/se.svg`` or ``accents/4169e1.css``. Raises KeyError where there is none."""
    return f"{PREFIX}{_hashed_name(name)}"


def find_asset(path: str) -> Asset | None:
    """What is at an address below ``/static/``; None where there is nothing of just that content."""
    hashed = _HASHED.fullmatch(path.removeprefix(PREFIX))
    if hashed is None:
        return None
    name = hashed["stem"] + hashed["suffix"]
    try:
        return _asset(name) if asset_path(name) == path else None
    except KeyError:
        return None


def icon_at(path: str) -> Asset:
    """The icon at one of the addresses of ``ICONS``. Raises KeyError for any other."""
    return _asset(ICONS[path])


def asset_names() -> Iterator[str]:
    """The name of every file that has an address but the accents', in order."""
    in_bundles = {part for parts in _BUNDLES.values() for part in parts}
    return (name for name in sorted({*_BUNDLES, *_files(), LAND}) if name not in in_bundles)


@lru_cache(maxsize=1024)
def _hashed_name(name: str) -> str:
    stem, dot, suffix = name.rpartition(".")
    return f"{stem}.{hashlib.sha256(_asset(name).body).hexdigest()[:10]}{dot}{suffix}"


@lru_cache(maxsize=64)
def _asset(name: str) -> Asset:
    if accent := _ACCENT.fullmatch(name):
        body = accent_css(f"#{accent[1]}").encode()
    elif name == LAND:
        body = land_picture()
    elif parts := _BUNDLES.get(name):
        body = b"".join((_FOLDER / part).read_bytes() for part in parts)
    else:
        body = _files()[name].read_bytes()
    if name.endswith(".css"):
        body = _URL.sub(_with_hash(name), body)
    return Asset(body, _MEDIA_TYPES[PurePosixPath(name).suffix])


def _with_hash(name: str) -> Callable[[re.Match[bytes]], bytes]:
    """What a stylesheet refers to, by its name with a hash."""
    up = "../" * name.count("/")
    return lambda found: f'url("{up}{_hashed_name(found[1].decode())}")'.encode()


@cache
def _files() -> dict[str, Path]:
    return {
        path.relative_to(_FOLDER).as_posix(): path
        for path in sorted(_FOLDER.rglob("*"))
        if path.is_file() and path.suffix in _MEDIA_TYPES
    }
