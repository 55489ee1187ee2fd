"""The web page as files in the folder that the feeds are written into."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from season_calendar import disk
from season_calendar.cli.console import say
from season_calendar.seasons.library import SeasonLibrary

_OURS = b'<meta name="generator" content="season-calendar">'
_HEAD_BYTES = 1000


def write_site(folder: Path, library: SeasonLibrary, now: datetime, base_url: str | None) -> set[Path]:
    """Write the pages and what they use; returns where they are, whether or not anything in them changed.

    Raises FileAccessError.
    """
    from season_calendar.pages.static_site import static_site

    written = changed = 0
    targets = set()
    for name, body in static_site(library.publications, now, base_url, library.changes_of):
        target = folder / name
        changed += disk.write_if_changed(target, body)
        written += 1
        targets.add(target)
    say(f"wrote {folder / 'index.html'} and what belongs to it ({written} files, {changed} of them changed)")
    return targets
