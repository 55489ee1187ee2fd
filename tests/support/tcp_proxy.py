"""A TCP proxy before a PostgreSQL server's socket, which resets the connections through it when it is told to."""

from __future__ import annotations

import asyncio
import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from support.postgres import address_through, server_socket


class TcpProxy:
    """Passes bytes on, both ways, until something is to go wrong. Use ``proxy_before`` to start one."""

    def __init__(self, target: str) -> None:
        self._target = target
        self._loop = asyncio.new_event_loop()
        self._open: set[asyncio.StreamWriter] = set()
        self._drops_answer = False
        self.is_away = False
        """Newcomers are reset at once."""
        self.resets_at: bytes | None = None
        """All connections are reset instead of passing a client's bytes on that hold these, once."""
        self.resets_after: bytes | None = None
        """The connection is reset once the server has answered a client's bytes that hold these, without the answer."""
        self._server = self._loop.run_until_complete(asyncio.start_server(self._serve, "127.0.0.1", 0))
        self.port: int = self._server.sockets[0].getsockname()[1]
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()

    def reset(self) -> None:
        """Reset every connection there is; comes back when that is done."""
        asyncio.run_coroutine_threadsafe(self._reset(), self._loop).result()

    def close(self) -> None:
        """End it, with all connections."""
        asyncio.run_coroutine_threadsafe(self._end(), self._loop).result()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._open.add(writer)
        if self.is_away:
            await self._reset()
            return
        from_server, to_server = await asyncio.open_unix_connection(self._target)
        self._open.add(to_server)
        with suppress(OSError):
            await asyncio.gather(self._pass(reader, to_server), self._answer(from_server, writer))
        for one in (writer, to_server):
            one.close()
            self._open.discard(one)

    async def _pass(self, client: asyncio.StreamReader, to: asyncio.StreamWriter) -> None:
        while data := await client.read(65536):
            if self.resets_at is not None and self.resets_at in data:
                self.resets_at = None
                await self._reset()
                return
            if self.resets_after is not None and self.resets_after in data:
                self.resets_after, self._drops_answer = None, True
            to.write(data)
            await to.drain()
        to.close()

    async def _answer(self, server: asyncio.StreamReader, to: asyncio.StreamWriter) -> None:
        while data := await server.read(65536):
            if self._drops_answer:
                self._drops_answer = False
                await self._reset()
                return
            to.write(data)
            await to.drain()
        to.close()

    async def _reset(self) -> None:
        for writer in list(self._open):
            sock = writer.get_extra_info("socket")
            if not writer.is_closing() and sock.family != socket.AF_UNIX:
                sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))  # close with a RST
            writer.transport.abort()
        self._open.clear()
        await asyncio.sleep(0)

    async def _end(self) -> None:
        self._server.close()
        await self._reset()
        tasks = asyncio.all_tasks() - {asyncio.current_task()}
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


@contextmanager
def proxy_before(address: str) -> Iterator[tuple[TcpProxy, str]]:
    """A proxy before the server of a database's address, and the address of that database through the proxy."""
    proxy = TcpProxy(server_socket(address))
    try:
        yield proxy, address_through(address, proxy.port)
    finally:
        proxy.close()
