"""What the system says of a file, as an error that names the file and the remedy."""

from __future__ import annotations

from pathlib import Path

from season_calendar.errors import FileAccessError


def access_error(path: Path, error: OSError, verb: str) -> FileAccessError:
    """The error of a file that could not be ``read``, ``written`` …"""
    if isinstance(error, FileNotFoundError):
        return FileAccessError(path, "there is no such file or folder", "check the path")
    if isinstance(error, IsADirectoryError):
        return FileAccessError(path, "is a folder", "name a file")
    if isinstance(error, PermissionError):
        return FileAccessError(path, f"may not be {verb}", "check the permissions of the file and its folder")
    return FileAccessError(path, f"could not be {verb}: {error.strerror}", "check the disk and the path")
