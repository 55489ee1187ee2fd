"""The whole site as files, for any static host: each page in every language, and the packaged files that they use."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from season_calendar.pages.assets import PREFIX, find_asset
from season_calendar.pages.cards.pictures import draw, picture_paths
from season_calendar.pages.cards.png import can_draw
from season_calendar.pages.kinds import missing
from season_calendar.pages.site import find_page, page_paths
from season_calendar.pages.visit import Visit
from season_calendar.wording.catalogues import languages

_USED = re.compile(rb"static/([a-z0-9/_-]+\.[0-9a-f]{10}\.[a-z0-9]+)")
_REFERS = re.compile(rb"url\(\"(?:\.\./)*([a-z0-9/_-]+\.[0-9a-f]{10}\.[a-z0-9]+)\"\)")


def static_site(front: Visit) -> Iterator[tuple[str, bytes]]:
    """Where each file lies in the site's folder, such as ``sv/wtcr/2021/index.html``, and what is in it.

    ``front`` is a visit of the front page, in English. A host of files does not ask in which language: where an address
    names none, the page is in English, and so is what hosts give where there is no file.
    """
    used: set[bytes] = set()
    for visit in _visits(front):
        page = find_page(visit)
        if page is None:
            raise AssertionError(f"{visit.path} is one of the pages, and none is there")
        used.update(_USED.findall(page.body))
        yield _file_name(f"{visit.prefix}{visit.path}"), page.body
    nowhere = missing.show(replace(front, path="/404.html", is_at_any_address=True))
    used.update(_USED.findall(nowhere.body))
    yield "404.html", nowhere.body
    yield from _assets(used)


def static_pictures(front: Visit) -> Iterator[tuple[str, str]]:
    """Where each picture for sharing lies in the site's folder, and of which SVG it is to be made.

    There are none where nobody knows the site's address: whoever shows a picture is told its whole address.
    """
    if front.base_url is None or not can_draw():
        return
    for tag in languages():
        for path in picture_paths(front.publications):
            svg = draw(replace(front, path=path, tag=tag, prefix=f"/{tag}"))
            if svg is None:
                raise AssertionError(f"{path} is one of the pictures, and none is there")
            yield f"{tag}{path}", svg


def _visits(front: Visit) -> Iterator[Visit]:
    for tag, prefix in ((front.tag, ""), *((tag, f"/{tag}") for tag in languages())):
        for path in page_paths(front.publications):
            yield replace(front, path=path, tag=tag, prefix=prefix)


def _assets(used: set[bytes]) -> Iterator[tuple[str, bytes]]:
    """The packaged files that pages use, and those that these use."""
    done: set[bytes] = set()
    while to_do := used - done:
        for name in sorted(to_do):
            path = f"{PREFIX}{name.decode()}"
            asset = find_asset(path)
            if asset is not None:
                yield path.removeprefix("/"), asset.body
                used.update(_REFERS.findall(asset.body) if asset.media_type.startswith("text/css") else ())
        done |= to_do


def _file_name(path: str) -> str:
    return f"{path}index.html".removeprefix("/") if path.endswith("/") else path.removeprefix("/")
