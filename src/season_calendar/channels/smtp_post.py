"""One mail handed to the operator's mail server, with one deadline for all of it.

Conversations are used for several mails, because a new one costs more than the mail: a connection, TLS and a login, of
which servers allow few. What is raised is built in ``smtp_failures`` and carries no cause.
"""

from __future__ import annotations

import asyncio
import re
import socket
import ssl
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from email.message import EmailMessage
from email.policy import SMTP as SMTP_FORM
from email.policy import SMTPUTF8 as SMTP_UTF8_FORM

import aiosmtplib
from aiohappyeyeballs import start_connection
from aiosmtplib import SMTP

from season_calendar.channels.names import Names
from season_calendar.channels.smtp_failures import failure_of, is_farewell
from season_calendar.channels.smtp_server import Security, SmtpServer
from season_calendar.errors import TemporaryChannelError
from season_calendar.own_thread import in_own_thread

_MAILS_A_CONVERSATION = 50
"""Some servers take about a hundred, and then hang up."""

_KEPT_IDLE = 5.0
_LONGEST_GOODBYE = 2.0
_LONGEST_OWN_LOOK_UP = 1.0
"""In seconds."""

_NEXT_ADDRESS_AFTER = 0.25
"""Seconds after which a host's next address is tried beside the one that does not answer (RFC 8305 §8)."""

_LEADING_DOT = re.compile(rb"^\.", re.MULTILINE)


@dataclass(eq=False, slots=True)
class _Conversation:
    """``mails`` counts those that were taken in it."""

    smtp: SMTP
    mails: int = 0


@dataclass(slots=True)
class _Progress:
    """How far a mail has come: the server speaks with us; the dot that ends the mail may have reached it."""

    begun: bool = False
    ended: bool = False


class SmtpPoster:
    """Keeps conversations for a moment. To be used in one event loop; it trusts whom ``trust`` names."""

    def __init__(self, server: SmtpServer, timeout: timedelta, trust: ssl.SSLContext) -> None:
        self._server = server
        self._timeout = timeout.total_seconds()
        self._names = Names()
        self._tls = trust
        self._own_name: asyncio.Future[str | Exception] | None = None
        self._idle: list[_Conversation] = []
        self._goodbyes: set[asyncio.Task[None]] = set()

    async def post(self, mail: EmailMessage, recipient: str) -> None:
        """Hand a mail over for one recipient.

        Raises PermanentChannelError and TemporaryChannelError.
        """
        progress = _Progress()
        try:
            async with asyncio.timeout(self._timeout):
                await self._post(mail, recipient, progress)
            return
        except Exception as error:
            failure = failure_of(error, self._server.place, begun=progress.begun, ended=progress.ended)
        raise failure

    async def close(self) -> None:
        """End the conversations."""
        while self._idle:
            self._part(self._idle.pop())
        if self._goodbyes:
            await asyncio.wait(self._goodbyes)

    async def _post(self, mail: EmailMessage, recipient: str, progress: _Progress) -> None:
        while True:
            conversation = await self._take()
            progress.begun = True
            try:
                await _transfer(conversation.smtp, mail, recipient, progress)
            except BaseException as error:
                self._part(conversation)
                if not (conversation.mails and not progress.ended and is_farewell(error)):
                    raise
                # Not this mail: the server had ended the conversation since the last one. The next may be new.
                progress.begun = False
            else:
                self._give_back(conversation)
                return

    async def _take(self) -> _Conversation:
        while self._idle:
            conversation = self._idle.pop()
            if conversation.smtp.is_connected:
                return conversation
        return _Conversation(await self._begin())

    def _give_back(self, conversation: _Conversation) -> None:
        conversation.mails += 1
        if conversation.mails >= _MAILS_A_CONVERSATION:
            self._part(conversation)
            return
        self._idle.append(conversation)
        asyncio.get_running_loop().call_later(_KEPT_IDLE, self._part_if_idle, conversation, conversation.mails)

    def _part_if_idle(self, conversation: _Conversation, mails: int) -> None:
        if conversation.mails == mails and conversation in self._idle:
            self._idle.remove(conversation)
            self._part(conversation)

    def _part(self, conversation: _Conversation) -> None:
        """End a conversation; nobody waits for the server's goodbye."""
        goodbye = asyncio.get_running_loop().create_task(_say_goodbye(conversation.smtp))
        self._goodbyes.add(goodbye)
        goodbye.add_done_callback(self._goodbyes.discard)

    async def _begin(self) -> SMTP:
        """A new conversation: connected, encrypted and logged in."""
        server = self._server
        own_name = await self._introduction()
        smtp = SMTP(
            hostname=server.host,  # the name that the certificate must have
            sock=await start_connection(
                await self._names.addresses(server.host, server.port), happy_eyeballs_delay=_NEXT_ADDRESS_AFTER
            ),
            local_hostname=own_name,
            use_tls=server.security is Security.TLS,
            start_tls=False,  # decided below
            tls_context=self._tls,
            timeout=None,
        )
        try:
            await smtp.connect()
            await _introduce(smtp)
            await _encrypt(smtp, server)
            if server.user:
                await smtp.login(server.user, server.password)
        except BaseException:
            smtp.close()
            raise
        return smtp

    async def _introduction(self) -> str:
        """What we call ourselves (RFC 5321 §4.1.4): this machine's full name, or an address if none is found."""
        if self._own_name is None:
            self._own_name = in_own_thread("season-calendar-own-name", socket.getfqdn)
        await asyncio.wait([self._own_name], timeout=_LONGEST_OWN_LOOK_UP)
        name = self._own_name.result() if self._own_name.done() else ""
        return name if isinstance(name, str) and "." in name and name.isascii() else "[127.0.0.1]"


async def _introduce(smtp: SMTP) -> None:
    try:
        await smtp.ehlo()
    except aiosmtplib.SMTPHeloError as error:
        if is_farewell(error):
            raise
        await smtp.helo()


async def _encrypt(smtp: SMTP, server: SmtpServer) -> None:
    """Encrypt where the operator asks for it or another machine offers it.

    Raises TemporaryChannelError where what was asked for is not offered, or a password would be sent unencrypted.
    """
    if server.security is Security.TLS:
        return
    offered = smtp.supports_extension("starttls")
    # A server on this machine often offers a certificate that nobody signed, and needs none.
    if server.security is Security.STARTTLS or (offered and not server.is_this_machine):
        if not offered:
            raise _unfit("does not offer what --smtp-url asks for: STARTTLS")
        await smtp.starttls()
        await _introduce(smtp)
    elif server.user and not server.is_this_machine:
        raise _unfit("offers no encryption, and the password was not sent (use smtps://, or another port)")


def _unfit(what: str) -> TemporaryChannelError:
    return TemporaryChannelError(what, unreachable=True, may_have_arrived=False)


async def _transfer(smtp: SMTP, mail: EmailMessage, recipient: str, progress: _Progress) -> None:
    """One mail in a conversation (RFC 5321 §3.3). Raises what aiosmtplib raises, and OSError."""
    plain = recipient.isascii()
    if not plain and not smtp.supports_extension("smtputf8"):
        raise aiosmtplib.SMTPNotSupported("SMTPUTF8")
    sender = mail["From"].addresses[0].addr_spec
    await smtp.mail(sender, options=() if plain else ("SMTPUTF8", "BODY=8BITMIME"))
    await smtp.rcpt(recipient, encoding="ascii" if plain else "utf-8")
    ready = await smtp.execute_command(b"DATA")
    if ready.code != aiosmtplib.SMTPStatus.start_input:
        raise aiosmtplib.SMTPDataError(ready.code, ready.message)
    # Not the library's own ``data``, which does not tell whether it broke off before the dot or after.
    if smtp.protocol is None:
        raise aiosmtplib.SMTPServerDisconnected("")
    text = mail.as_bytes(policy=SMTP_FORM if plain else SMTP_UTF8_FORM)
    progress.ended = True
    smtp.protocol.write(_LEADING_DOT.sub(b"..", text) + b".\r\n")
    taken = await smtp.protocol.read_response()
    if taken.code != aiosmtplib.SMTPStatus.completed:
        raise aiosmtplib.SMTPDataError(taken.code, taken.message)


async def _say_goodbye(smtp: SMTP) -> None:
    with suppress(TimeoutError, OSError, aiosmtplib.SMTPException):
        async with asyncio.timeout(_LONGEST_GOODBYE):
            await smtp.quit()
    smtp.close()
