"""What belongs to a file besides its content and its name: owner, group, permissions, attributes.

Attributes are what Linux keeps beside a file: access control lists, the label of SELinux, whatever a program noted.
Python sees none of other systems.
"""

from __future__ import annotations

import errno
import os
import stat
import sys
from pathlib import Path


def hand_over(old: Path, new: Path) -> None:
    """Give a new file all that belongs to the one whose place it is to take.

    Raises OSError where this user may not: give a file to another owner, for one.
    """
    before = old.stat()
    _set_owner(new, before)
    _set_attributes(new, _attributes(old))
    if stat.S_IMODE(new.stat().st_mode) != stat.S_IMODE(before.st_mode):
        new.chmod(stat.S_IMODE(before.st_mode))  # at last: a new owner takes away some of them


def _set_attributes(file: Path, attributes: dict[str, bytes]) -> None:
    its_own = _attributes(file)  # such as the access that its folder gives to every new file
    if sys.platform == "linux":
        for name in its_own.keys() - attributes.keys():
            os.removexattr(file, name)
        for name, value in attributes.items():
            if its_own.get(name) != value:
                os.setxattr(file, name, value)


def _attributes(file: Path) -> dict[str, bytes]:
    if sys.platform != "linux":
        return {}
    try:
        return {name: os.getxattr(file, name) for name in os.listxattr(file)}
    except OSError as error:
        if error.errno == errno.ENOTSUP:  # its file system has none
            return {}
        raise


if sys.platform == "win32":

    def _set_owner(file: Path, like: os.stat_result) -> None:
        """A file has no owner there that could be read and given on."""

else:

    def _set_owner(file: Path, like: os.stat_result) -> None:
        its_own = file.stat()
        if (its_own.st_uid, its_own.st_gid) != (like.st_uid, like.st_gid):
            os.chown(file, like.st_uid, like.st_gid)
