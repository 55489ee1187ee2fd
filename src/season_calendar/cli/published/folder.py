"""The folder that feeds are written into: what lies there of earlier builds, told or removed."""

from __future__ import annotations

import contextlib
from collections.abc import Collection, Iterator
from pathlib import Path

from season_calendar import disk
from season_calendar.cli.console import say
from season_calendar.feeds.feed import is_our_feed


def tell_no_longer_written(folder: Path, written: Collection[Path], *, prune: bool) -> None:
    """Name the feeds in the folder that are none of those ``written``, or remove them.

    Raises FileAccessError.
    """
    for path in sorted(our_feeds_in(folder) - set(written)):
        if not prune:
            say(f"no longer written: {path}; --prune removes it")
            continue
        disk.remove(path)
        if path.parent != folder:
            with contextlib.suppress(OSError):  # something else lies there too
                path.parent.rmdir()
        say(f"removed {path}")


def our_feeds_in(folder: Path) -> set[Path]:
    """Every feed of this program that lies where it writes some: in the folder, or in a folder of a series there.

    Raises FileAccessError.
    """
    return {path for path in _candidates(folder) if is_our_feed(disk.read(path).content)}


def _candidates(folder: Path) -> Iterator[Path]:
    """Real files in real folders: what a link leads to lies elsewhere, and is somebody else's business."""
    for inner in (folder, *(path for path in folder.iterdir() if path.is_dir() and not path.is_symlink())):
        yield from (path for path in inner.glob("*.ics") if path.is_file() and not path.is_symlink())
