"""The email channel: a message as a plain text mail, handed to the operator's mail server.

How it gets there is known to ``smtp_post``, and what that server's answers mean to ``smtp_failures``.
"""

from __future__ import annotations

import hashlib
import re
import ssl
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr
from functools import partial
from typing import TYPE_CHECKING

from season_calendar.channels.smtp_server import SmtpServer, parse_smtp_url
from season_calendar.errors import PermanentChannelError, TemporaryChannelError
from season_calendar.own_thread import LoadedOnce
from season_calendar.reminders.message import Message

if TYPE_CHECKING:
    from season_calendar.channels.smtp_post import SmtpPoster

_ADDRESS = re.compile(r"([^\s@<>()\[\],;:\\\"]{1,64})@([^\s@<>()\[\],;:\\\"]+)")
_LONGEST_ADDRESS = 254  # RFC 5321 §4.5.3.1.3 allows 256 for a path, with its brackets


class EmailChannel:
    """Sends mails; a conversation with the server is begun when the first one is sent."""

    kind = "email"
    at_once = 10
    """Mail servers allow few conversations of one client: often ten, or twenty."""

    def __init__(self, smtp_url: str | None, mail_from: str | None, send_timeout: timedelta) -> None:
        self.send_timeout = send_timeout
        self._server = None if smtp_url is None else parse_smtp_url(smtp_url)
        self._sender = None if mail_from is None else _parse_sender(mail_from)
        self._opened: SmtpPoster | None = None
        self._opener = LoadedOnce("season-calendar-email", _load)

    async def send(self, address: str, message: Message) -> None:
        """Hand the mail to the server; that it reaches the mailbox is from then on the server's care.

        Raises PermanentChannelError where the server refuses this mail for good (5xx), and TemporaryChannelError for
        all else: also where it refuses the operator's password or sender, so that no reminder is lost while the
        operator sets that right.
        """
        if self._server is None or self._sender is None:
            raise TemporaryChannelError(f"email: {what_lacks(self._server, self._sender)}", may_have_arrived=False)
        if self._opened is None:
            open_ = await self._opener.get()
            self._opened = self._opened or open_(self._server, self.send_timeout)  # another may have come first
        await self._opened.post(compose_mail(message, self._sender, address), address)

    def destination(self, address: str) -> str:
        """The mail server: it takes the mails for every address."""
        return "no mail server" if self._server is None else self._server.place

    def check_address(self, address: str) -> str:
        """The address without blanks around it, a domain of other letters in its ASCII form (RFC 5890).

        Raises PermanentChannelError.
        """
        match = _ADDRESS.fullmatch(address.strip())
        remedy = "(write it as ann@example.org)"
        if match is None or not address.strip().isprintable():
            raise PermanentChannelError(f"{address!r} is no mail address {remedy}")
        try:
            domain = match[2].encode("idna").decode("ascii")
        except UnicodeError:
            raise PermanentChannelError(f"{address!r} has no usable domain {remedy}") from None
        normal = f"{match[1]}@{domain}"
        if len(normal) > _LONGEST_ADDRESS or "" in domain.split("."):
            raise PermanentChannelError(f"{address!r} is no mail address {remedy}")
        return normal

    async def close(self) -> None:
        """End the conversations."""
        if self._opened is not None:
            opened, self._opened = self._opened, None
            await opened.close()


def _load() -> Callable[[SmtpServer, timedelta], SmtpPoster]:
    from season_calendar.channels.smtp_post import SmtpPoster

    return partial(SmtpPoster, trust=ssl.create_default_context())  # it reads hundreds of certificates


def what_lacks(server: object | None, sender: object | None) -> str | None:
    """Which settings are missing, and how they are given; None where none is."""
    missing = {"mail server is set (--smtp-url)": server, "sender of mail is set (--mail-from)": sender}
    return " and ".join(f"no {what}" for what, value in missing.items() if value is None) or None


def compose_mail(message: Message, sender: Address, address: str) -> EmailMessage:
    """The mail. Every attempt of one delivery has the same Message-ID, made from its key.

    Its date is the message's ``sent_at``; without one, the mail server adds its own.
    """
    mail = EmailMessage(policy=SMTP)
    mail["From"] = sender
    mail["To"] = address
    # One line of what can be printed: nothing in a title can begin another header.
    mail["Subject"] = "".join(char for char in " ".join(message.title.split()) if char.isprintable())
    mail["Message-ID"] = f"<{hashlib.sha256(message.key.encode()).hexdigest()}@{sender.domain}>"
    mail["Auto-Submitted"] = "auto-generated"  # RFC 3834 §5: no out-of-office notes in return
    sent_at = message.data.get("sent_at")
    if isinstance(sent_at, str):
        with suppress(ValueError):
            mail["Date"] = format_datetime(datetime.fromisoformat(sent_at))
    mail.set_content(message.text, cte="quoted-printable")
    return mail


def _parse_sender(text: str) -> Address:
    name, address = parseaddr(text)
    match = _ADDRESS.fullmatch(address)
    if match is None or not text.isprintable() or not address.isascii():
        raise PermanentChannelError(
            f"the sender of mail {text!r} is no mail address (write it as 'Race calendar <calendar@example.org>')"
        )
    return Address(name, match[1], match[2])
