"""A file overwritten where it is, for one whose place no other can take: a mount, or one with several names.

Who reads it meanwhile may see half of it, and so may be what a power cut leaves: a copy is kept beside it until its
last byte is on the disk.
"""

from __future__ import annotations

import os
from pathlib import Path

from season_calendar.disk.beside import copy_of, temporary
from season_calendar.disk.flushing import BINARY, flush_folder, write_through
from season_calendar.errors import FileAccessError


def overwrite(target: Path, content: bytes) -> None:
    """Let a file hold another content; what it held is put back where that fails.

    Raises OSError, and FileAccessError, which names the copy, where nothing can be put back either.
    """
    before = target.read_bytes()
    handle = os.open(target, os.O_WRONLY | BINARY)
    try:
        copy = _keep_copy(target, before, content)
        try:
            write_through(handle, content)
        except BaseException:  # also where somebody presses Ctrl-C
            _put_back(handle, target, before, copy)
            raise
        copy.unlink()
    finally:
        os.close(handle)


def _keep_copy(target: Path, before: bytes, content: bytes) -> Path:
    """A copy under its name only once it is whole, so that half a copy is never taken for one."""
    copy = copy_of(target, content)
    with temporary(target, before) as whole:
        whole.replace(copy)
    flush_folder(copy.parent)
    return copy


def _put_back(handle: int, target: Path, before: bytes, copy: Path) -> None:
    try:
        write_through(handle, before)
    except OSError as error:
        raise FileAccessError(
            target,
            f"could be written only in part ({error.strerror}); what stood there before is in {copy}",
            "make room on the disk and copy that back",
        ) from None
    copy.unlink()
