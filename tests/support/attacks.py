"""Clients that mean harm, in a process of their own: ``python -m support.attacks KIND PORT COUNT SOURCE…``.

They come from the addresses named, in turn, say ``begun`` once each has tried to connect, and go on until ended.
"""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import socket
import sys
from collections.abc import Awaitable, Callable

_READ_NOTHING = b"GET /all.ics HTTP/1.1\r\nHost: a\r\n\r\n" * 50
_HALF = b"GET /all.ics HTTP/1.1\r\nHost:"


async def _silent(connection: socket.socket) -> None:
    """Say nothing, and stay when the other side has gone: the connection still costs a descriptor here."""
    await asyncio.Event().wait()


async def _reconnecting(connection: socket.socket) -> None:
    """Say nothing, and come back as soon as it is over."""
    await _until_closed(connection)


async def _half(connection: socket.socket) -> None:
    """Send half a request, and come back as soon as it is over."""
    await asyncio.get_running_loop().sock_sendall(connection, _HALF)
    await _until_closed(connection)


async def _reading_nothing(connection: socket.socket) -> None:
    """Ask for much, and read none of it."""
    await asyncio.get_running_loop().sock_sendall(connection, _READ_NOTHING)
    await asyncio.Event().wait()


_KINDS: dict[str, Callable[[socket.socket], Awaitable[None]]] = {
    "silent": _silent,
    "reconnecting": _reconnecting,
    "half": _half,
    "reading-nothing": _reading_nothing,
}


async def _until_closed(connection: socket.socket) -> None:
    while await asyncio.get_running_loop().sock_recv(connection, 65536):
        pass


async def _attack(kind: str, port: int, source: str, begun: asyncio.Semaphore) -> None:
    for attempt in itertools.count():
        with socket.socket() as connection, contextlib.suppress(OSError):
            connection.setblocking(False)
            connection.bind((source, 0))
            try:
                await asyncio.get_running_loop().sock_connect(connection, ("127.0.0.1", port))
            finally:
                if attempt == 0:
                    begun.release()
            await _KINDS[kind](connection)


async def _main(kind: str, port: int, count: int, sources: list[str]) -> None:
    begun = asyncio.Semaphore(0)
    attackers = [asyncio.create_task(_attack(kind, port, sources[n % len(sources)], begun)) for n in range(count)]
    for _ in attackers:
        await begun.acquire()
    print("begun", flush=True)
    await asyncio.gather(*attackers)


if __name__ == "__main__":
    asyncio.run(_main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4:]))
