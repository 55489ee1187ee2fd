"""A file that is locked as long as its process lives, with a counter in it that others read.

The lock is on an open file (``flock``), not on a process (``lockf``), which would lose it as soon as any copy of the
file is closed anywhere in the process.
"""

from __future__ import annotations

import contextlib
import os
import sys
from pathlib import Path

_FLAGS = os.O_RDWR | getattr(os, "O_BINARY", 0)


def create(path: Path) -> int | None:
    """A handle of the file, new and locked; None where somebody else had a look at it just then. Raises OSError."""
    handle = os.open(path, _FLAGS | os.O_CREAT, 0o600)
    return _if_locked(handle, path)


def take_over(path: Path) -> int | None:
    """A handle of the file, locked; None where its process lives, or it is not there any more. Raises OSError."""
    try:
        handle = os.open(path, _FLAGS)
    except FileNotFoundError:
        return None
    return _if_locked(handle, path)


def is_at(handle: int, path: Path) -> bool:
    """The file is still the one at ``path``."""
    try:
        return os.path.samestat(os.fstat(handle), path.stat())
    except FileNotFoundError:
        return False


def write_counter(handle: int, counter: int) -> None:
    """Not flushed to the disk: whoever survives a power cut starts anew. Raises OSError."""
    os.lseek(handle, 0, os.SEEK_SET)
    os.write(handle, b"%020d" % counter)


def read_counter(path: Path) -> int | None:
    """The counter; None where there is none yet, or no file. Raises OSError."""
    try:
        return int(path.read_bytes())
    except (FileNotFoundError, ValueError):
        return None


def _if_locked(handle: int, path: Path) -> int | None:
    # Between opening and locking the file may have been removed, and then the lock says nothing.
    if _try_lock(handle) and is_at(handle, path):
        return handle
    os.close(handle)
    return None


if sys.platform == "win32":
    import msvcrt

    _LOCKED_BYTE = 1 << 20  # what is locked there cannot be read; this is beyond all that is

    def _try_lock(handle: int) -> bool:
        os.lseek(handle, _LOCKED_BYTE, os.SEEK_SET)
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

    def remove(path: Path, handle: int) -> None:
        """Remove the file and close its handle, in the order in which Windows lets it; else it is left for later."""
        os.close(handle)
        with contextlib.suppress(OSError):
            path.unlink()

else:
    import fcntl

    def _try_lock(handle: int) -> bool:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def remove(path: Path, handle: int) -> None:
        """Remove the file, locked as it is, so that nobody takes it for free meanwhile; and close its handle."""
        with contextlib.suppress(OSError):
            path.unlink()
        os.close(handle)
