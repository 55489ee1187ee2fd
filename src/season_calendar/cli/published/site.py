"""The web page as files in the folder that the feeds are written into."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from season_calendar import disk
from season_calendar.cli.console import say
from season_calendar.seasons.library import SeasonLibrary

if TYPE_CHECKING:
    from season_calendar.feeds.files import Variant


def write_site(
    folder: Path,
    library: SeasonLibrary,
    options: Sequence[tuple[str, str]],
    variants: Sequence[Variant],
    base_url: str | None,
    now: datetime,
) -> set[Path]:
    """Write the pages and what they use, and what programs may ask; returns where that is, also what is unchanged.

    ``options`` and ``variants`` are those by which the feeds are written. Raises FileAccessError.
    """
    from season_calendar.api.answers import static_answers
    from season_calendar.pages.static_site import static_site

    pages = static_site(library.publications, now, base_url, library.changes_of, options, variants)
    answers = static_answers(library.publications, now, library.changes_of, base_url)
    written = {folder / name: disk.write_if_changed(folder / name, body) for name, body in chain(pages, answers)}
    written |= {target: _write_picture(target, svg) for target, svg in _pictures(folder, library, now, base_url)}
    changed = sum(written.values())
    say(f"wrote {folder / 'index.html'} and what belongs to it ({len(written)} files, {changed} of them changed)")
    return set(written)


def _pictures(folder: Path, library: SeasonLibrary, now: datetime, base_url: str | None) -> Iterator[tuple[Path, str]]:
    from season_calendar.pages.static_site import static_pictures

    return ((folder / name, svg) for name, svg in static_pictures(library.publications, now, base_url))


def _write_picture(target: Path, svg: str) -> bool:
    """Write a picture, unless it is the one that lies there: to make one takes longer than to write a page."""
    from season_calendar.pages.cards.png import is_of, png_of

    if target.is_file() and is_of(disk.read(target).content, svg):
        return False
    return disk.write_if_changed(target, png_of(svg))
