"""Files written as a whole: a reader, and a power cut, see the old content or the new.

The new content goes to a temporary file beside the old one, which is flushed to the disk and renamed over it. Where
that cannot be, the file is overwritten (``in_place``).
"""

from __future__ import annotations

import contextlib
import errno
import os
from collections.abc import Iterator
from pathlib import Path

from season_calendar.disk import belongings
from season_calendar.disk.beside import refuse_half_written, remove_leftovers, temporary
from season_calendar.disk.failures import access_error
from season_calendar.disk.flushing import BINARY, flush_folder, write_through
from season_calendar.disk.in_place import overwrite
from season_calendar.disk.locking import file_locked, folder_locked
from season_calendar.disk.reading import FileContent, read
from season_calendar.errors import EditRefusedError, FileAccessError

_CANNOT_TAKE_THE_PLACE = frozenset({errno.EBUSY, errno.EXDEV, errno.EPERM, errno.EACCES})
"""What a rename over a file says that is mounted by itself, or lies in a folder where only its owner may do that."""


def write_if_changed(path: Path, content: bytes) -> bool:
    """Write a file, with its folders, unless it holds just that content; whether it was written.

    Another name that the file has (a hard link) goes on to hold what it held.

    Raises FileAccessError.
    """
    try:
        if path.read_bytes() == content:
            return False
    except FileNotFoundError:
        pass
    except OSError as error:
        raise access_error(path, error, "read") from None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise access_error(path.parent, error, "created") from None
    target = _target(path)
    with folder_locked(target, path) as is_locked, _errors_of_writing(path, target):
        if is_locked:
            remove_leftovers(target)
        with temporary(target, content) as new:
            _put(new, target, content)
    return True


def create(path: Path, content: bytes) -> None:
    """Write a file that is not there yet. Raises FileAccessError, also where it is."""
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | BINARY, 0o666)
    except FileExistsError:
        raise FileAccessError(path, "is there already", "choose another name") from None
    except OSError as error:
        raise access_error(path, error, "written") from None
    try:
        try:
            write_through(handle, content)
        finally:
            os.close(handle)
    except BaseException as failure:
        path.unlink()
        if isinstance(failure, OSError):
            raise access_error(path, failure, "written") from None
        raise


def remove(path: Path) -> None:
    """Remove a file. Raises FileAccessError."""
    try:
        path.unlink()
    except OSError as error:
        raise access_error(path, error, "removed") from None


class LockedFile:
    """A file that no other process edits through this module meanwhile."""

    def __init__(self, path: Path, target: Path) -> None:
        self._path = path
        self._target = target

    def read(self) -> FileContent:
        """Its content. Raises FileAccessError."""
        return read(self._path)

    def replace(self, content: bytes, expected: str | None) -> None:
        """Put ``content`` in the place of what was read with the fingerprint ``expected``; None where nothing was.

        The file keeps its owner, permissions, attributes and all its names. A text editor knows nothing of our lock.
        Where one saved the file since, its work is kept.

        Raises EditRefusedError then, and FileAccessError.
        """
        self._refuse_if_changed(expected)
        if expected is not None and not os.access(self._path, os.W_OK):
            # A rename asks for the folder's permission only; what the owner protected stays protected.
            raise FileAccessError(self._path, "is write-protected", "allow writing to it, or mount it for writing")
        with _errors_of_writing(self._path, self._target):
            remove_leftovers(self._target)
            if expected is not None and self._target.stat().st_nlink > 1:
                overwrite(self._target, content)
                return
            with temporary(self._target, content) as new:
                self._refuse_if_changed(expected)  # to flush the new file may have taken a while
                _put(new, self._target, content)

    def _refuse_if_changed(self, expected: str | None) -> None:
        is_there = self._path.exists()
        if is_there != (expected is not None) or (is_there and self.read().fingerprint != expected):
            raise EditRefusedError(f"{self._path} was changed meanwhile", "run the command again")


@contextlib.contextmanager
def locked(path: Path) -> Iterator[LockedFile]:
    """Hold the lock of a file; processes that lock it by any name, or files of the same folder, wait for each other.

    Raises FileAccessError where the folder is not there or cannot be locked, where LONGEST_WAIT is over, and where the
    file was left half written.
    """
    target = _target(path)
    with folder_locked(target, path) as is_locked:
        if not is_locked:
            remedy = "move it to a disk of this computer"
            raise FileAccessError(path, "cannot be locked on this disk, so of two edits one could be lost", remedy)
        with file_locked(target, path):
            refuse_half_written(path, target)
            yield LockedFile(path, target)


def _put(new: Path, target: Path, content: bytes) -> None:
    """Let a new file take the place of another with all that belongs to it; else overwrite that. Raises OSError."""
    if _takes_the_place(new, target):
        flush_folder(target.parent)
    else:
        overwrite(target, content)


def _takes_the_place(new: Path, target: Path) -> bool:
    if target.exists():
        try:
            belongings.hand_over(target, new)
        except OSError:
            return False
    try:
        new.replace(target)
    except OSError as error:
        if target.exists() and error.errno in _CANNOT_TAKE_THE_PLACE:
            return False
        raise
    return True


@contextlib.contextmanager
def _errors_of_writing(path: Path, target: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        is_forbidden = error.errno in (errno.EACCES, errno.EPERM, errno.EROFS)
        if is_forbidden and target.exists() and not os.access(target.parent, os.W_OK):
            what = f"its folder {target.parent} is write-protected, and a copy must be kept there while it is written"
            remedy = "allow writing to the folder; in a container, mount the folder instead of the file"
            raise FileAccessError(path, what, remedy) from None
        raise access_error(path, error, "written") from None


def _target(path: Path) -> Path:
    """The file itself: a link to it is to stay a link."""
    try:
        return path.resolve()
    except (OSError, RuntimeError):  # a link that leads to itself; before Python 3.13 a RuntimeError
        raise FileAccessError(path, "is a link that leads nowhere", "name the file itself") from None
