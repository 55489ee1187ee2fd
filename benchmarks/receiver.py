"""A receiver of webhooks as fast as Python has it: it takes every request, and counts.

Prints its port, and when its standard input ends, how many requests came, how many of them with a key that had come
before, and in how many seconds from the first to the last.
"""

from __future__ import annotations

import asyncio
import re
import sys
import time

_KEY = re.compile(rb"idempotency-key: ([^\r]*)", re.IGNORECASE)
_LENGTH = re.compile(rb"content-length: (\d+)", re.IGNORECASE)
_ANSWER = b"HTTP/1.1 204 No Content\r\n\r\n"


class Receiver(asyncio.Protocol):
    """One connection. ``keys`` and ``times`` are those of all connections."""

    def __init__(self, keys: set[bytes], times: list[float]) -> None:
        self._keys, self._times = keys, times
        self._received = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._received += data
        while (end := self._received.find(b"\r\n\r\n")) >= 0:
            head = self._received[:end]
            length, key = _LENGTH.search(head), _KEY.search(head)
            assert length is not None
            assert key is not None
            end += 4 + int(length[1])
            if len(self._received) < end:
                return
            self._received = self._received[end:]
            self._keys.add(key[1])
            self._times.append(time.monotonic())
            self._transport.write(_ANSWER)


async def main() -> None:
    """Receive until there is no more standard input."""
    keys: set[bytes] = set()
    times: list[float] = []
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: Receiver(keys, times), "0.0.0.0", 0, backlog=1000)
    print(server.sockets[0].getsockname()[1], flush=True)
    await loop.run_in_executor(None, sys.stdin.read)
    print(len(times), len(times) - len(keys), times[-1] - times[0] if times else 0.0)


if __name__ == "__main__":
    asyncio.run(main())
