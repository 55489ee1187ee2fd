"""A small pooler before a PostgreSQL server: like pgbouncer, it may give clients one another's sessions."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from support.postgres import address_through, server_socket

_TERMINATE = b"X"
_READY_FOR_QUERY = b"Z"


class Pooler:
    """Each client has a session of its own while it works ``by_sessions``; else all share the first one by turns."""

    def __init__(self, target: str) -> None:
        self.by_sessions = True
        self._target = target
        self._sessions: list[socket.socket] = []
        self._turn = threading.Lock()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        """Accept nobody any more, and end all sessions."""
        self._listener.close()
        for session in self._sessions:
            session.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client: socket.socket) -> None:
        own = socket.socket(socket.AF_UNIX)
        own.connect(self._target)
        self._sessions.append(own)
        session = own  # whoever comes in, begins the session that is made for it
        with client, suppress(OSError):
            while (request := client.recv(65536)) and not request.startswith(_TERMINATE):
                with self._turn:
                    session.sendall(request)
                    _answer(session, client)
                session = own if self.by_sessions else self._sessions[0]


def _answer(session: socket.socket, client: socket.socket) -> None:
    """Pass messages on until the server is ready for the next request: one byte of kind, then four of length."""
    kind = b""
    while kind != _READY_FOR_QUERY:
        head = _exactly(session, 5)
        kind = head[:1]
        client.sendall(head + _exactly(session, int.from_bytes(head[1:]) - 4))


def _exactly(session: socket.socket, count: int) -> bytes:
    data = b""
    while len(data) < count:
        more = session.recv(count - len(data))
        if not more:
            raise ConnectionResetError
        data += more
    return data


@contextmanager
def pooler_before(address: str) -> Iterator[tuple[Pooler, str]]:
    """A pooler before the server of a database's address, and the address of that database through the pooler."""
    pooler = Pooler(server_socket(address))
    try:
        yield pooler, f"{address_through(address, pooler.port)}?sslmode=disable"
    finally:
        pooler.close()
