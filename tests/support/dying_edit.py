"""Edits a file in a process that is killed just before its Nth call of the system: ``dying_edit.py FILE N``.

It ends with 0 where it needs no more than N calls.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path

from season_calendar import disk

CALLS = ("open", "write", "ftruncate", "fsync", "close", "replace", "chmod", "unlink")


def counted(call: Callable[..., object]) -> Callable[..., object]:
    """The same call, but that the process ends where it is one too many."""

    def counted_call(*arguments: object, **named: object) -> object:
        global calls_left
        if calls_left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        calls_left -= 1
        return call(*arguments, **named)

    return counted_call


if __name__ == "__main__":
    calls_left = int(sys.argv[2])
    path, content = Path(sys.argv[1]), b"a new one"
    with disk.locked(path) as file:
        before = file.read().fingerprint
        for name in CALLS:
            setattr(os, name, counted(getattr(os, name)))
        file.replace(content, before)
