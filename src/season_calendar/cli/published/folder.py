"""The folder that feeds and pages are written into: what lies there of earlier builds, told or removed."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Collection, Iterator
from pathlib import Path

from season_calendar import disk
from season_calendar.cli.console import say
from season_calendar.feeds.feed import is_our_feed

_GENERATORS = {
    "index.html": b'<meta name="generator" content="season-calendar">',
    "404.html": b'<meta name="generator" content="season-calendar">',
    "changes.atom": b"<generator>season-calendar</generator>",
}
"""By the name of a page's file, what one of ours says in its head."""
_DOCUMENT = b'"info":{"title":"season-calendar"'
_HEAD_BYTES = 2000


def tell_no_longer_written(folder: Path, written: Collection[Path], *, prune: bool) -> None:
    """Name the feeds, pages and answers to programs in the folder that are none of those ``written``, or remove them.

    The files that pages use are left: a page that somebody still has open may want them.

    Raises FileAccessError.
    """
    answers = _answers_in(folder)
    for path in sorted({*_candidates(folder), *_pages_in(folder), *answers}.difference(written)):
        if path not in answers and not _is_ours(path):
            continue
        if not prune:
            say(f"no longer written: {path}; --prune removes it")
            continue
        disk.remove(path)
        _remove_empty_folders(path.parent, folder)
        say(f"removed {path}")


def our_feeds_in(folder: Path) -> set[Path]:
    """Every feed of this program that lies where it writes some: in the folder, or in those of series, drivers, titles.

    Raises FileAccessError.
    """
    return {path for path in _candidates(folder) if is_our_feed(disk.read(path).content)}


def _candidates(folder: Path) -> Iterator[Path]:
    """Real files in real folders: what a link leads to lies elsewhere, and is somebody else's business."""
    inner = _folders_in(folder)
    titles = [of_series for path in inner if path.name == "titles" for of_series in _folders_in(path)]
    for where in (folder, *inner, *titles):
        yield from (path for path in where.glob("*.ics") if path.is_file() and not path.is_symlink())


def _folders_in(folder: Path) -> list[Path]:
    return [path for path in folder.iterdir() if path.is_dir() and not path.is_symlink()]


def _pages_in(folder: Path) -> set[Path]:
    """Every file that may be a page of this program, in the folder or in a folder there."""
    from season_calendar.pages.cards.pictures import NAME as PICTURE

    return {
        Path(inner, name)
        for inner, _, files in os.walk(folder)  # which follows no links to folders
        for name in {*_GENERATORS, PICTURE} & set(files)
        if not Path(inner, name).is_symlink()
    }


def _answers_in(folder: Path) -> set[Path]:
    """Every file at the address of an answer to programs, where the document that describes them is ours."""
    from season_calendar.api.operations import PREFIX, find_operation

    home = folder / PREFIX.removeprefix("/")
    document = home / "openapi.json"
    if document.is_symlink() or not document.is_file() or _DOCUMENT not in disk.read(document).content[:_HEAD_BYTES]:
        return set()
    found = (Path(inner, name) for inner, _, files in os.walk(folder) for name in files if name.endswith(".json"))
    return {
        path
        for path in found
        if home in path.parents
        if path == document or find_operation(f"/{path.relative_to(home).with_suffix('').as_posix()}") is not None
        if not path.is_symlink()
    }


def _is_ours(path: Path) -> bool:
    from season_calendar.pages.cards.png import is_ours

    content = disk.read(path).content
    if path.suffix == ".ics":
        return is_our_feed(content)
    return is_ours(content) if path.name not in _GENERATORS else _GENERATORS[path.name] in content[:_HEAD_BYTES]


def _remove_empty_folders(inner: Path, folder: Path) -> None:
    """Remove the folders that a removed file leaves empty, up to the one that is written into."""
    with contextlib.suppress(OSError):  # something else lies there too
        while inner != folder:
            inner.rmdir()
            inner = inner.parent
