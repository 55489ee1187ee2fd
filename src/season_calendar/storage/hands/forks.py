"""A forked child gets copies of all open files, and a lock lasts until the last copy is closed: so it lets go of them.

What is started as another program (``subprocess``) gets none: Python's descriptors and libpq's are closed on exec.
"""

from __future__ import annotations

import os
from typing import Protocol
from weakref import WeakSet


class _LetsGo(Protocol):
    def let_go(self) -> None:
        """Give up, in a child, what belongs to the parent, without a word to anybody else."""


_holders: WeakSet[_LetsGo] = WeakSet()


def let_go_in_children(holder: _LetsGo) -> None:
    """From now on, every child that is forked calls ``holder.let_go()`` first."""
    _holders.add(holder)


def _let_go() -> None:
    for holder in list(_holders):
        holder.let_go()


if hasattr(os, "register_at_fork"):  # not on Windows, which has no fork
    os.register_at_fork(after_in_child=_let_go)
