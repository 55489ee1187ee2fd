"""The only door to text files: read with a fingerprint, lock, replace atomically, notice a change.

A file is never written in place: its new content goes to a temporary file beside it, which is flushed to the disk and
renamed over it, so that a reader, and a power cut, see the old content or the new. What a file means is not known here.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import stat
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from season_calendar.errors import EditRefusedError, FileAccessError

LARGEST_FILE = 64 * 1024 * 1024
"""In bytes. Only to end the reading of something that never ends; every format has its own, smaller limit."""

LONGEST_WAIT = timedelta(seconds=10)
"""How long to wait for another process that edits a file of the same folder."""

_PAUSE = timedelta(milliseconds=20)


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
        raise _access_error(path, error, "read") from None
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
        raise _access_error(path, error, "read") from None
    return Stamp(status.st_mtime_ns, status.st_size, status.st_ino)


def write_if_changed(path: Path, content: bytes) -> bool:
    """Write a file, with its folders, unless it holds just that content; whether it was written.

    Raises FileAccessError.
    """
    try:
        if path.read_bytes() == content:
            return False
    except FileNotFoundError:
        pass
    except OSError as error:
        raise _access_error(path, error, "read") from None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _access_error(path.parent, error, "created") from None
    _write(path, content)
    return True


def create(path: Path, content: bytes) -> None:
    """Write a file that is not there yet. Raises FileAccessError, also where it is."""
    try:
        with path.open("xb") as file:
            file.write(content)
    except FileExistsError:
        raise FileAccessError(path, "is there already", "choose another name") from None
    except OSError as error:
        raise _access_error(path, error, "written") from None


def remove(path: Path) -> None:
    """Remove a file. Raises FileAccessError."""
    try:
        path.unlink()
    except OSError as error:
        raise _access_error(path, error, "removed") from None


class LockedFile:
    """A file that no other process edits through this module meanwhile."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def read(self) -> FileContent:
        """Its content. Raises FileAccessError."""
        return read(self._path)

    def replace(self, content: bytes, expected: str) -> None:
        """Put ``content`` in the place of what was read with the fingerprint ``expected``; permissions stay.

        A text editor knows nothing of our lock. Where one saved the file since, its work is kept.

        Raises EditRefusedError then, and FileAccessError.
        """
        if self.read().fingerprint != expected:
            raise EditRefusedError(f"{self._path} was changed meanwhile", "run the command again")
        if not os.access(self._path, os.W_OK):
            # A rename asks for the folder's permission only; what the owner protected stays protected.
            raise FileAccessError(self._path, "is write-protected", "allow writing to it")
        _write(self._path, content)


@contextlib.contextmanager
def locked(path: Path) -> Iterator[LockedFile]:
    """Hold the lock of a file; processes that lock files of the same folder wait for each other.

    The lock is on the folder, for a lock on the file itself would be lost as soon as the file is replaced, and a lock
    file of its own would lie about in the user's folder. It ends with the process, however that ends.

    Raises FileAccessError where the folder is not there, or LONGEST_WAIT is over.
    """
    target = _target(path)
    try:
        handle = os.open(_lockable(target), os.O_RDWR | os.O_CREAT if sys.platform == "win32" else os.O_RDONLY)
    except OSError as error:
        raise _access_error(target.parent, error, "opened") from None
    try:
        _wait_for_lock(handle, path)
        yield LockedFile(path)
    finally:
        os.close(handle)  # and with it goes the lock


def _wait_for_lock(handle: int, path: Path) -> None:
    for _ in range(LONGEST_WAIT // _PAUSE):
        try:
            _take_lock(handle)
        except (BlockingIOError, PermissionError):
            time.sleep(_PAUSE.total_seconds())
        except OSError as error:
            raise _access_error(path, error, "locked") from None
        else:
            return
    raise FileAccessError(path, "is being edited by another process", "try again when that has ended")


if sys.platform == "win32":
    import msvcrt
    import tempfile

    def _lockable(target: Path) -> Path:
        """A folder cannot be locked there; a file among the temporary ones stands for it."""
        name = hashlib.sha256(str(target.parent).encode("utf-8", "surrogatepass")).hexdigest()[:32]
        return Path(tempfile.gettempdir()) / f"season-calendar-{name}.lock"

    def _take_lock(handle: int) -> None:
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)

    def _flush_folder(folder: Path) -> None:
        """A folder cannot be flushed there; the rename is in the file system's journal."""

    def _keep_ownership(file: Path, before: os.stat_result) -> None:
        """A file has no owner there that could be read and given on."""
        file.chmod(stat.S_IMODE(before.st_mode))

else:
    import fcntl

    def _lockable(target: Path) -> Path:
        return target.parent

    def _take_lock(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def _flush_folder(folder: Path) -> None:
        """A rename is safe from a power cut only once its folder is flushed."""
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)

    def _keep_ownership(file: Path, before: os.stat_result) -> None:
        """Give a file the group, owner and permissions that were there before, as far as this user may."""
        for owner, group in ((-1, before.st_gid), (before.st_uid, -1)):
            with contextlib.suppress(OSError):
                os.chown(file, owner, group)
        file.chmod(stat.S_IMODE(before.st_mode))  # at last: a new owner takes away some of them


def _write(path: Path, content: bytes) -> None:
    target = _target(path)
    temporary = target.with_name(f".{target.name}.{os.urandom(4).hex()}.tmp")
    try:
        # Not tempfile: a new file is to have the permissions that the user's umask gives, not 0600.
        handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o666)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            with contextlib.suppress(FileNotFoundError):
                _keep_ownership(temporary, target.stat())
            temporary.replace(target)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise
        _flush_folder(target.parent)
    except OSError as error:
        raise _access_error(path, error, "written") from None


def _target(path: Path) -> Path:
    """The file itself: a link to it is to stay a link."""
    try:
        return path.resolve()
    except (OSError, RuntimeError):  # a link that leads to itself; before Python 3.13 a RuntimeError
        raise FileAccessError(path, "is a link that leads nowhere", "name the file itself") from None


def _access_error(path: Path, error: OSError, verb: str) -> FileAccessError:
    if isinstance(error, FileNotFoundError):
        return FileAccessError(path, "there is no such file or folder", "check the path")
    if isinstance(error, IsADirectoryError):
        return FileAccessError(path, "is a folder", "name a file")
    if isinstance(error, PermissionError):
        return FileAccessError(path, f"may not be {verb}", "check the permissions of the file and its folder")
    return FileAccessError(path, f"could not be {verb}: {error.strerror}", "check the disk and the path")
