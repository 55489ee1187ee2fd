"""The web page as files in the folder that the feeds are written into."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from season_calendar import disk
from season_calendar.cli.console import say

if TYPE_CHECKING:
    from season_calendar.pages.visit import Visit


def write_site(folder: Path, front: Visit) -> set[Path]:
    """Write the pages and what they use, and what programs may ask; returns where that is, also what is unchanged.

    ``front`` is a visit of the front page. Raises FileAccessError.
    """
    from season_calendar.api.answers import static_answers
    from season_calendar.pages.static_site import static_site

    pages = static_site(front)
    answers = static_answers(front.publications, front.now, front.changes_of, front.base_url)
    written = {folder / name: disk.write_if_changed(folder / name, body) for name, body in chain(pages, answers)}
    written |= {target: _write_picture(target, svg) for target, svg in _pictures(folder, front)}
    changed = sum(written.values())
    say(f"wrote {folder / 'index.html'} and what belongs to it ({len(written)} files, {changed} of them changed)")
    return set(written)


def _pictures(folder: Path, front: Visit) -> Iterator[tuple[Path, str]]:
    from season_calendar.pages.static_site import static_pictures

    return ((folder / name, svg) for name, svg in static_pictures(front))


def _write_picture(target: Path, svg: str) -> bool:
    """Write a picture, unless it is the one that lies there: to make one takes longer than to write a page."""
    from season_calendar.pages.cards.png import is_of, png_of

    if target.is_file() and is_of(disk.read(target).content, svg):
        return False
    return disk.write_if_changed(target, png_of(svg))
