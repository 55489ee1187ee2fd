"""Listens at an address, before anybody serves there: so that what is wrong with it is told at once."""

from __future__ import annotations

import errno
import os
import socket
from dataclasses import dataclass

from season_calendar.errors import ServerAddressError

_LAST_PORT = 65535
_MOST_UNREAD = 256 * 1024
"""Octets that the system is to keep of what a client has not read; it may take this for somewhat more or less.

Left alone it takes megabytes, and the time to fill them, for each of many clients that ask for much and read nothing.
"""
_WILDCARDS = ("", "0.0.0.0", "::")
_OTHER_PORT = "another --port, or 0 for any free one"
_OTHER_HOST = "check --host: it is an address of this machine, or 0.0.0.0 for all of them"


@dataclass(frozen=True, slots=True)
class Listening:
    """A socket that listens, and the URL under which it is reached from this machine, with the real port.

    ``is_everywhere``: it is reached from others too, under names that only they know. Processes that are forked may all
    serve on it.
    """

    socket: socket.socket
    url: str
    is_everywhere: bool = False


def listen(host: str, port: int) -> Listening:
    """Listen; ``port`` 0 takes a free one. Raises ServerAddressError."""
    if not 0 <= port <= _LAST_PORT:
        raise ServerAddressError(host, port, f"ports are numbers up to {_LAST_PORT}", _OTHER_PORT)
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        socket.getaddrinfo(host or None, port, family)
        listening = socket.create_server(
            (host, port), family=family, dualstack_ipv6=host == "::" and socket.has_dualstack_ipv6()
        )
    except socket.gaierror as error:
        raise ServerAddressError(host, port, error.strerror or str(error), _OTHER_HOST) from None
    except UnicodeError:  # what no host may be called
        raise ServerAddressError(host, port, "there is no such name", _OTHER_HOST) from None
    except OSError as error:
        # Python's own text for it has the address in it once more, as a tuple.
        reason = os.strerror(error.errno) if error.errno else str(error)
        remedy = _OTHER_HOST if error.errno == errno.EADDRNOTAVAIL else _OTHER_PORT
        raise ServerAddressError(host, port, reason, remedy) from None
    # Connections inherit it. asyncio sets it only where a socket names its protocol, which those of create_server do
    # not: then the second part of an answer waits 40 ms for the client to acknowledge the first.
    listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, _MOST_UNREAD)  # inherited too
    return Listening(listening, _url(host, listening.getsockname()[1]), host in _WILDCARDS)


def _url(host: str, port: int) -> str:
    """An address to open in a browser: a server that listens everywhere can be reached as localhost."""
    name = "localhost" if host in _WILDCARDS else f"[{host}]" if ":" in host else host
    return f"http://{name}:{port}"
