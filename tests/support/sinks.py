"""Receivers on this machine for what channels send, on a port of their own, that fail in every way they are told to."""

from __future__ import annotations

import asyncio
import gc
import json
import socket
import ssl
import struct
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import ClassVar, Self

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

PATIENCE_SECONDS = 120.0
"""How long to wait for what must come: long, for a busy machine; a test that passes never waits so long."""

CERTIFICATE = Path(__file__).parent / "localhost.pem"
"""A certificate for localhost and 127.0.0.1, signed by itself, with its key, which is no secret.

Who sets SSL_CERT_FILE to it trusts it.
"""


def tls_context() -> ssl.SSLContext:
    """A server's side of TLS with that certificate."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(CERTIFICATE)
    return context


@dataclass(frozen=True)
class Request:
    """One request a sink took."""

    path: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def key(self) -> str:
        """Its Idempotency-Key."""
        return self.headers.get("Idempotency-Key", "")

    @property
    def json(self) -> dict[str, object]:
        """Its body."""
        data = json.loads(self.body)
        assert isinstance(data, dict)
        return data


class Exchange(BaseHTTPRequestHandler):
    """What a behaviour is handed: the open connection, after the whole request was read and noted."""

    server: _Server
    protocol_version = "HTTP/1.1"

    def setup(self) -> None:
        super().setup()
        with self.server.sink.lock:
            self.server.sink.opened.append(self.client_address)

    def finish(self) -> None:
        super().finish()
        self.connection.close()
        with self.server.sink.lock:
            self.server.sink.closed.append(self.client_address)

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
        request = Request(self.path, {name.title(): value for name, value in self.headers.items()}, body)
        with self.server.sink.lock:
            self.server.sink.taken.append(request)
            number = len(self.server.sink.taken)
            behaviour = self.server.sink.behaviour
        behaviour(self, request, number)

    def answer(self, status: int, headers: Mapping[str, str] | None = None, body: bytes = b"") -> None:
        """A whole answer."""
        self.send_response(status)
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def reset(self) -> None:
        """Cut the connection with a TCP reset."""
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.close_connection = True

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 the base class's name
        """Say nothing on stderr."""


Behaviour = Callable[[Exchange, Request, int], None]
"""What a sink does with a request it has taken; the number counts from 1."""


def ok(exchange: Exchange, request: Request, number: int) -> None:
    """Take it."""
    exchange.answer(200, body=b"ok")


def status(code: int, **headers: str) -> Behaviour:
    """Answer a status; ``Retry_After="3"`` is the header Retry-After."""
    return lambda exchange, request, number: exchange.answer(
        code, {name.replace("_", "-"): value for name, value in headers.items()}
    )


def hang(exchange: Exchange, request: Request, number: int) -> None:
    """Take it and never answer."""
    exchange.server.sink.closing.wait()
    exchange.close_connection = True


def drop_reply(exchange: Exchange, request: Request, number: int) -> None:
    """Take it and cut the connection instead of answering: the fault that makes repeats."""
    exchange.reset()


def close_after_reply(exchange: Exchange, request: Request, number: int) -> None:
    """Take it, say so, and close the connection without a word of that."""
    exchange.answer(200, body=b"ok")
    exchange.close_connection = True


def reset_mid_body(exchange: Exchange, request: Request, number: int) -> None:
    """Say 200, then cut the connection in the middle of the body."""
    exchange.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nok")
    exchange.reset()


def drip_headers(exchange: Exchange, request: Request, number: int) -> None:
    """Answer byte by byte, so slowly that it never ends, while no single wait is long."""
    _drip(exchange, b"HTTP/1.1 200 OK\r\nX-Slow: ")


def drip_body(exchange: Exchange, request: Request, number: int) -> None:
    """Say 200 at once, then send a body that never ends, byte by byte."""
    exchange.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n")
    _drip(exchange, b"")


def in_turn(*behaviours: Behaviour) -> Behaviour:
    """One behaviour a request, then the last one for ever."""
    return lambda exchange, request, number: behaviours[min(number, len(behaviours)) - 1](exchange, request, number)


def _drip(exchange: Exchange, begin: bytes) -> None:
    exchange.close_connection = True
    try:
        exchange.wfile.write(begin)
        while not exchange.server.sink.closing.wait(0.02):
            exchange.wfile.write(b"x")
    except OSError:
        return


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128
    sink: HttpSink

    def shutdown_request(self, request: socket.socket) -> None:  # type: ignore[override]
        """Only close: the polite goodbye of the base class would come before a reset."""
        self.close_request(request)

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that goes away is what these tests are about."""


class HttpSink:
    """An HTTP receiver, with ``tls`` an HTTPS one. Use it as a context manager."""

    def __init__(self, *, tls: bool = False) -> None:
        self.lock = threading.Lock()
        self.taken: list[Request] = []
        self.opened: list[object] = []
        self.closed: list[object] = []
        self.behaviour: Behaviour = ok
        self.closing = threading.Event()
        self._server = _Server(("127.0.0.1", 0), Exchange)
        self._server.sink = self
        self._scheme = "https" if tls else "http"
        if tls:
            # The handshake is for the thread of each connection, not for the one that takes them all.
            self._server.socket = tls_context().wrap_socket(
                self._server.socket, server_side=True, do_handshake_on_connect=False
            )
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.closing.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    @property
    def host(self) -> str:
        """Host and port."""
        return f"127.0.0.1:{self._server.server_address[1]}"

    @property
    def url(self) -> str:
        """Where to POST to."""
        return f"{self._scheme}://{self.host}/hook"

    @property
    def requests(self) -> tuple[Request, ...]:
        """All requests taken so far, whatever became of them."""
        with self.lock:
            return tuple(self.taken)

    @property
    def keys(self) -> tuple[str, ...]:
        """Their Idempotency-Keys."""
        return tuple(request.key for request in self.requests)

    @property
    def connections(self) -> tuple[object, ...]:
        """The clients' ends of all connections there were."""
        with self.lock:
            return tuple(self.opened)

    def behave(self, behaviour: Behaviour) -> None:
        """What to do with requests from now on."""
        with self.lock:
            self.behaviour = behaviour

    def wait_for(self, count: int, seconds: float = PATIENCE_SECONDS) -> tuple[Request, ...]:
        """The requests, as soon as there are so many; AssertionError where they do not come."""
        give_up_at = time.monotonic() + seconds
        while len(self.requests) < count:
            assert time.monotonic() < give_up_at, f"{len(self.requests)} of {count} requests came in {seconds} s"
            time.sleep(0.01)
        return self.requests

    def wait_until_closed(self, count: int, seconds: float = PATIENCE_SECONDS) -> None:
        """Wait until so many connections are closed here; AssertionError where that takes too long."""
        give_up_at = time.monotonic() + seconds
        while len(self.closed) < count:
            assert time.monotonic() < give_up_at, f"{len(self.closed)} of {count} connections closed in {seconds} s"
            time.sleep(0.01)


class FullListener:
    """Listens, but takes no connection, and has no room for more to wait: who connects hears nothing at all."""

    def __enter__(self) -> Self:
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=0)
        self._waiting = [socket.socket() for _ in range(4)]
        for client in self._waiting:
            client.setblocking(False)
            client.connect_ex(self._listener.getsockname())
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        for each in (*self._waiting, self._listener):
            each.close()

    @property
    def port(self) -> int:
        """Where it listens, on 127.0.0.1."""
        port: int = self._listener.getsockname()[1]
        return port


def unused_port() -> int:
    """A port on this machine where nobody listens: a connection to it is refused."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


class _Controller(Controller):
    """Hands the sink each conversation, and drops it at the word DATA where the sink says so."""

    def factory(self) -> SMTP:
        sink: SmtpSink = self.handler

        class Conversation(SMTP):
            def connection_made(self, transport: asyncio.BaseTransport) -> None:
                super().connection_made(transport)
                sink.conversations.append(self)

            async def smtp_DATA(self, arg: str) -> None:  # noqa: N802 the library's name
                if sink.replies.get("354") == DROP:
                    assert self.transport is not None
                    self.transport.close()
                else:
                    await super().smtp_DATA(arg)

        return Conversation(sink, **self.SMTP_kwargs)


DROP = "(drop)"
"""At the end of a mail server's reply: it cuts the connection instead of saying it."""


@dataclass
class SmtpSink:
    """A mail server. ``replies`` maps MAIL, RCPT or DATA to what it says to it, 354 to what it says before the mail.

    ``RCPT ann@example.org`` is for that mailbox alone.

    With a ``password`` it asks for a login. ``security`` is the scheme of its URL.
    """

    replies: Mapping[str, str] = field(default_factory=dict)
    password: str | None = None
    security: str = "smtp"
    takes_utf8: bool = True
    mails: list[EmailMessage] = field(default_factory=list)
    conversations: list[SMTP] = field(default_factory=list)

    _USER: ClassVar[bytes] = b"calendar"

    def __enter__(self) -> Self:
        self._controller = _Controller(
            self,
            hostname="127.0.0.1",
            port=unused_port(),
            authenticator=self._check,
            auth_require_tls=False,
            enable_SMTPUTF8=self.takes_utf8,
            ssl_context=tls_context() if self.security == "smtps" else None,
            tls_context=tls_context() if self.security == "smtp+starttls" else None,
        )
        self._controller.start()
        self.conversations.clear()  # it tries itself
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._controller.stop()
        if self.security == "smtp+starttls":
            # aiosmtpd forgets the connection it had before that; better found in the test that did it than in another.
            gc.collect()

    @property
    def port(self) -> int:
        """Where it listens, on 127.0.0.1."""
        port: int = self._controller.port
        return port

    @property
    def url(self) -> str:
        """Its URL, without a login."""
        return f"{self.security}://127.0.0.1:{self.port}"

    def hang_up(self) -> None:
        """End all conversations, as a server does with those in which nothing is said; wait until that is done."""

        async def close() -> None:
            for conversation in self.conversations:
                if conversation.transport is not None:
                    conversation.transport.close()

        asyncio.run_coroutine_threadsafe(close(), self._controller.loop).result()

    async def handle_MAIL(  # noqa: N802 the library's name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.password is not None and not session.authenticated:
            return "530 5.7.0 log in first"
        envelope.mail_from = address
        return self._reply(server, "MAIL")

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        envelope.rcpt_tos.append(address)
        mailbox = f"RCPT {address}"
        return self._reply(server, mailbox if mailbox in self.replies else "RCPT")

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        reply = self._reply(server, "DATA")
        if not reply.startswith("250"):
            return reply
        assert isinstance(envelope.content, bytes)
        mail = message_from_bytes(envelope.content, _class=EmailMessage, policy=default)
        assert isinstance(mail, EmailMessage)
        self.mails.append(mail)
        return reply

    def _reply(self, server: SMTP, command: str) -> str:
        reply = self.replies.get(command, "250 OK")
        if reply.endswith(DROP):
            assert server.transport is not None
            server.transport.close()
        return reply

    def _check(self, server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: object) -> AuthResult:
        right = (
            isinstance(data, LoginPassword)
            and data.login == self._USER
            and data.password == (self.password or "").encode()
        )
        return AuthResult(success=right, handled=False)


class DeafServer:
    """Takes connections, sends ``greeting`` byte by byte, for ever the last one, and does nothing else."""

    def __init__(self, greeting: bytes = b"") -> None:
        self._greeting = greeting
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._closing = threading.Event()
        self._thread = threading.Thread(target=self._serve, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._closing.set()
        self._listener.shutdown(socket.SHUT_RDWR)  # wakes who waits for a connection, which closing does not
        self._thread.join()
        self._listener.close()

    @property
    def port(self) -> int:
        """Where it listens, on 127.0.0.1."""
        port: int = self._listener.getsockname()[1]
        return port

    def _serve(self) -> None:
        try:
            connection, _ = self._listener.accept()
        except OSError:  # whoever was to come gave up before
            return
        with connection:
            for byte in self._greeting:
                connection.send(bytes([byte]))
            while not self._closing.wait(0.02):
                try:
                    connection.send(self._greeting[-1:])
                except OSError:
                    return
