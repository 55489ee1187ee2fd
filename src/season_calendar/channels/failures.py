"""Why the network failed, in words that are safe to log.

A library's own message may quote the address it was given, so it is never passed on: only what kind of failure it was.
"""

from __future__ import annotations

import errno
import socket
import ssl
from collections.abc import Iterator

_OURS = (errno.EMFILE, errno.ENFILE, errno.ENOBUFS, errno.ENOMEM, errno.EADDRNOTAVAIL)
"""What the system says when this process, or this machine, has no more files, memory or ports for a connection."""


def is_ours(error: BaseException) -> bool:
    """Whether this machine had nothing left to connect with: then nothing is known of the host."""
    return any(isinstance(cause, OSError) and cause.errno in _OURS for cause in _causes(error))


def network_failure(error: BaseException) -> str:
    """What went wrong, to follow the name of a host: "cannot be reached: connection refused"."""
    if is_ours(error):
        return "cannot be reached: too many connections are open here (raise the limit of open files)"
    for cause in _causes(error):
        if isinstance(cause, TimeoutError):
            return "did not answer in time"
        if isinstance(cause, socket.gaierror):
            return "cannot be found: no such host, or no name server answers"
        if isinstance(cause, ssl.SSLCertVerificationError):
            return f"has a certificate that cannot be trusted: {cause.verify_message}"
        if isinstance(cause, ssl.SSLError):
            return "does not speak TLS as we do"
        if isinstance(cause, ConnectionRefusedError):
            return "cannot be reached: connection refused"
        if isinstance(cause, ConnectionError):
            return "broke the connection off"
    return f"cannot be reached ({type(error).__name__})"


def _causes(error: BaseException) -> Iterator[BaseException]:
    """An error and all that led to it, the members of groups too, each once."""
    seen: set[int] = set()
    waiting: list[BaseException | None] = [error]
    while waiting:
        cause = waiting.pop(0)
        if cause is None or id(cause) in seen:
            continue
        seen.add(id(cause))
        yield cause
        waiting += [cause.__cause__, cause.__context__]
        if isinstance(cause, BaseExceptionGroup):
            waiting += cause.exceptions
