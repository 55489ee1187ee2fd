"""Bytes that are on the disk, not only on their way there: what was flushed is there after a power cut too."""

from __future__ import annotations

import contextlib
import os
import sys
from pathlib import Path

BINARY = getattr(os, "O_BINARY", 0)
"""For ``os.open``: on Windows, line breaks are not to be translated."""


def write_through(handle: int, content: bytes) -> None:
    """Let an open file hold just that content, from its first byte on. Raises OSError."""
    os.lseek(handle, 0, os.SEEK_SET)
    rest = memoryview(content)
    while rest:
        rest = rest[os.write(handle, rest) :]
    os.ftruncate(handle, len(content))
    os.fsync(handle)


def flush_folder(folder: Path) -> None:
    """Let the names in a folder be on the disk; a rename is safe from a power cut only then.

    Where a file system cannot do that, as some in a network cannot, nothing more can be done.
    """
    if sys.platform == "win32":
        return  # a folder cannot be opened there; the rename is in the file system's journal
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
