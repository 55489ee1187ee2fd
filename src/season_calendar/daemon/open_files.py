"""How many connections this process may have open at once: each takes a file of those that the system allows."""

from __future__ import annotations

_WISHED_FILES = 8192
_FOR_OTHERS = 256
"""Files for what is no send: the database, the server's clients, season files, libraries."""

_FILES_A_SEND = 2
"""A connection that is used, and one that has just been used and is kept for a moment."""

_WITHOUT_A_LIMIT = 500
_FEWEST = 8


def most_sends_at_once() -> int:
    """How many sends there may be at once.

    The system's soft limit, made for programs of another age, is raised first as far as it may be.
    """
    try:
        import resource
    except ImportError:  # Windows, where a limit of that kind is unknown
        return _WITHOUT_A_LIMIT
    soft, hard = (
        _WISHED_FILES if limit == resource.RLIM_INFINITY else limit
        for limit in resource.getrlimit(resource.RLIMIT_NOFILE)
    )
    files = min(hard, _WISHED_FILES)
    if soft < files:
        try:
            resource.setrlimit(resource.RLIMIT_NOFILE, (files, resource.getrlimit(resource.RLIMIT_NOFILE)[1]))
        except (OSError, ValueError):
            files = soft
    return max((files - _FOR_OTHERS) // _FILES_A_SEND, _FEWEST)
