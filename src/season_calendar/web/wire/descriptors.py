"""How many connections this process may have open: each takes a descriptor, of which it may have so many."""

from __future__ import annotations

import contextlib
import sys

_RESERVE = 128
"""Descriptors for files, the database, the log, and for connections that are just coming or going."""


def room_for_connections(wanted: int) -> int:
    """How many connections there can be, ``wanted`` at most; the process is allowed more descriptors if it may be.

    Without any descriptor left, nobody would be served any more, and asyncio would say so as fast as it can.
    """
    if sys.platform == "win32":  # which has no such limit
        return wanted
    import resource

    allowed, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    if allowed == resource.RLIM_INFINITY:
        return wanted
    needed = wanted + _RESERVE
    if allowed < needed:
        raised = needed if most == resource.RLIM_INFINITY else min(needed, most)
        with contextlib.suppress(OSError, ValueError):  # some systems allow less than they say
            resource.setrlimit(resource.RLIMIT_NOFILE, (raised, most))
            allowed = raised
    return min(wanted, max(allowed - _RESERVE, allowed // 2))
