"""Files that lie beside another while that is written: its new content, or a copy of its old one.

Of a process that was killed they stay. They are known by their names, and only touched under the lock of the folder:
who holds that knows that nobody uses them any more.
"""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Iterator
from pathlib import Path

from season_calendar.disk.failures import access_error
from season_calendar.disk.flushing import BINARY, write_through
from season_calendar.disk.reading import fingerprint
from season_calendar.errors import FileAccessError

_LENGTH_OF_MARK = 16


@contextlib.contextmanager
def temporary(target: Path, content: bytes) -> Iterator[Path]:
    """A file beside ``target`` that holds the content; gone at the end, unless it was given another name.

    Nobody but its owner may read it where there is a target, whose own permissions may be as narrow. Raises OSError.
    """
    path = target.with_name(f".{target.name}.{os.urandom(4).hex()}.tmp")
    # Not tempfile: a new file is to have the permissions that the user's umask gives.
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | BINARY, 0o600 if target.exists() else 0o666)
    try:
        try:
            write_through(handle, content)
        finally:
            os.close(handle)
        yield path
    finally:
        path.unlink(missing_ok=True)


def copy_of(target: Path, meant: bytes) -> Path:
    """Where a copy of a file is kept while it is overwritten; its name tells what content was meant to come."""
    return target.with_name(f".{target.name}.{_mark(meant)}.before")


def remove_leftovers(target: Path) -> None:
    """Remove what lies there of processes that were killed while they wrote this file."""
    for path in (*_found(target, "[0-9a-f]{8}", "tmp"), *_copies(target)):
        with contextlib.suppress(OSError):  # it is in nobody's way
            path.unlink()


def refuse_half_written(path: Path, target: Path) -> None:
    """Refuse a file of which a copy lies there, if it is neither that nor what was meant to come.

    Then the process that overwrote it was killed half way, or somebody worked on it since: only they know. Raises
    FileAccessError.
    """
    for copy in _copies(target):
        try:
            now = target.read_bytes() if target.exists() else b""
            is_half_written = copy != copy_of(target, now) and copy.read_bytes() != now
        except OSError as error:
            raise access_error(copy, error, "read") from None
        if is_half_written:
            what = f"an edit of it was killed half way, and what stood there before is in {copy}"
            raise FileAccessError(path, what, "copy that back; or remove it, if the file is as it should be")


def _copies(target: Path) -> list[Path]:
    return _found(target, f"[0-9a-f]{{{_LENGTH_OF_MARK}}}", "before")


def _found(target: Path, middle: str, ending: str) -> list[Path]:
    name = re.compile(rf"\.{re.escape(target.name)}\.{middle}\.{ending}")
    try:
        return [each for each in target.parent.iterdir() if name.fullmatch(each.name)]
    except OSError:  # who may not look into the folder left nothing there
        return []


def _mark(content: bytes) -> str:
    return fingerprint(content)[:_LENGTH_OF_MARK]
