"""One process at a time in a folder, and at a file that has names in several.

The lock is on the folder, for a lock on the file itself would be lost as soon as the file is replaced, and a lock file
of its own would lie about in the user's folder. One on the file besides keeps those apart who know it by names in two
folders (hard links, a file mounted into two containers): they overwrite it. Locks end with the process, however it
ends.
"""

from __future__ import annotations

import contextlib
import errno
import os
import sys
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from season_calendar.disk.failures import access_error
from season_calendar.errors import FileAccessError

LONGEST_WAIT = timedelta(seconds=10)
"""How long to wait for another process that edits a file of the same folder."""

_PAUSE = timedelta(milliseconds=20)

_NO_LOCKS_HERE = frozenset({errno.ENOLCK, errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP, errno.EINVAL})


@contextlib.contextmanager
def folder_locked(target: Path, path: Path) -> Iterator[bool]:
    """Hold the lock of the folder that ``target`` is in; False where its file system has no locks.

    ``path`` is what the file is called in errors. Raises FileAccessError where the folder is not there, or
    LONGEST_WAIT is over.
    """
    try:
        handle = os.open(_lockable(target), os.O_RDWR | os.O_CREAT if sys.platform == "win32" else os.O_RDONLY)
    except OSError as error:
        raise access_error(target.parent, error, "opened") from None
    try:
        yield _wait_for_lock(handle, path)
    finally:
        os.close(handle)  # and with it goes the lock


@contextlib.contextmanager
def file_locked(target: Path, path: Path) -> Iterator[None]:
    """Hold the lock of a file too, where there is one. Raises FileAccessError as ``folder_locked`` does."""
    if not _FILES_ARE_LOCKED or not target.is_file():
        yield
        return
    try:
        handle = os.open(target, os.O_RDONLY)
    except OSError as error:
        raise access_error(path, error, "read") from None
    try:
        _wait_for_lock(handle, path)
        yield
    finally:
        os.close(handle)


def _wait_for_lock(handle: int, path: Path) -> bool:
    for _ in range(LONGEST_WAIT // _PAUSE):
        try:
            _take_lock(handle)
        except (BlockingIOError, PermissionError):
            time.sleep(_PAUSE.total_seconds())
        except OSError as error:
            if error.errno in _NO_LOCKS_HERE:
                return False
            raise access_error(path, error, "locked") from None
        else:
            return True
    raise FileAccessError(path, "is being edited by another process", "try again when that has ended")


if sys.platform == "win32":
    import hashlib
    import msvcrt
    import tempfile

    _FILES_ARE_LOCKED = False  # nobody else could read one meanwhile

    def _lockable(target: Path) -> Path:
        """A folder cannot be locked there; a file among the temporary ones stands for it."""
        name = hashlib.sha256(str(target.parent).encode("utf-8", "surrogatepass")).hexdigest()[:32]
        return Path(tempfile.gettempdir()) / f"season-calendar-{name}.lock"

    def _take_lock(handle: int) -> None:
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    _FILES_ARE_LOCKED = True

    def _lockable(target: Path) -> Path:
        return target.parent

    def _take_lock(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
