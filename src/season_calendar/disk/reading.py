"""A file read whole, and what tells it from another: the fingerprint of its bytes, or cheaper its stamp."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from season_calendar.disk.failures import access_error
from season_calendar.errors import FileAccessError

LARGEST_FILE = 64 * 1024 * 1024
"""In bytes. Only to end the reading of something that never ends; every format has its own, smaller limit."""


@dataclass(frozen=True, slots=True)
class FileContent:
    """What a file held when it was read, and the fingerprint (SHA-256, in hex) that tells it from any other."""

    content: bytes
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Stamp:
    """What changes when a file is edited or replaced; cheap to take, and only to be compared."""

    modified_ns: int
    size: int
    inode: int


def read(path: Path) -> FileContent:
    """The content of a file. Raises FileAccessError, also for what is no file but a pipe, which could last for ever."""
    try:
        if not (path.is_file() or path.is_dir()) and path.exists():
            raise FileAccessError(path, "is no regular file", "name a file that is on a disk")
        with path.open("rb") as file:
            content = file.read(LARGEST_FILE + 1)
    except OSError as error:
        raise access_error(path, error, "read") from None
    if len(content) > LARGEST_FILE:
        raise FileAccessError(path, f"is larger than {LARGEST_FILE >> 20} MiB", "name another file")
    return FileContent(content, fingerprint(content))


def fingerprint(content: bytes) -> str:
    """The fingerprint of a content, as ``read`` gives it."""
    return hashlib.sha256(content).hexdigest()


def stamp(path: Path) -> Stamp:
    """The file's stamp now; of a link, its target's. Raises FileAccessError."""
    try:
        status = path.stat()
    except OSError as error:
        raise access_error(path, error, "read") from None
    return Stamp(status.st_mtime_ns, status.st_size, status.st_ino)
