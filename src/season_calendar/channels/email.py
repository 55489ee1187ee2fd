"""The email channel: a message as a plain text mail, handed to the operator's mail server.

How that server is reached is ``smtp_server``'s to know. Of what it answers only the codes get into an error.
"""

from __future__ import annotations

import hashlib
import re
import smtplib
import socket
import threading
from concurrent.futures import Future
from contextlib import suppress
from datetime import datetime, timedelta
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr

from season_calendar.channels.failures import network_failure
from season_calendar.channels.smtp_server import SmtpServer, parse_smtp_url
from season_calendar.errors import ChannelError, PermanentChannelError, TemporaryChannelError
from season_calendar.reminders.message import Message

_ADDRESS = re.compile(r"([^\s@<>()\[\],;:\\\"]{1,64})@([^\s@<>()\[\],;:\\\"]+)")
_LONGEST_ADDRESS = 254  # RFC 5321 §4.5.3.1.3 allows 256 for a path, with its brackets
_ENHANCED_CODE = re.compile(r"[245]\.\d{1,3}\.\d{1,3}")  # RFC 3463
_LOGIN_CODES = (530, 534, 535, 538)  # RFC 4954 §6


class EmailChannel:
    """Sends each mail in a conversation of its own."""

    kind = "email"

    def __init__(self, smtp_url: str | None, mail_from: str | None, send_timeout: timedelta) -> None:
        self.send_timeout = send_timeout
        self._server = None if smtp_url is None else parse_smtp_url(smtp_url)
        self._sender = None if mail_from is None else _parse_sender(mail_from)

    def send(self, address: str, message: Message) -> None:
        """Hand the mail to the server; that it reaches the mailbox is from then on the server's care.

        Raises PermanentChannelError where the server refuses this mail for good (5xx), and TemporaryChannelError for
        all else: also where it refuses the operator's password or sender, so that no reminder is lost while the
        operator sets that right.
        """
        if self._server is None or self._sender is None:
            missing = (
                "mail server is set (--smtp-url)" if self._server is None else "sender of mail is set (--mail-from)"
            )
            raise TemporaryChannelError(f"email: no {missing}")
        handover = _Handover(self._server, compose_mail(message, self._sender, address), self.send_timeout)
        failure = handover.outcome_within(self.send_timeout)
        if failure is not None:
            raise failure

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

    def close(self) -> None:
        """Nothing to let go of: no conversation outlives its mail."""


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


class _Handover:
    """One mail on its way, in a thread of its own that can be left behind.

    smtplib's timeout is for each step of a conversation, and for none of the look-ups of names; the deadline for the
    whole of it is kept by whoever waits for the thread.
    """

    def __init__(self, server: SmtpServer, mail: EmailMessage, timeout: timedelta) -> None:
        self._server = server
        self._mail = mail
        self._timeout = timeout.total_seconds()
        self._smtp: smtplib.SMTP | None = None
        self._left_behind = False
        self._outcome: Future[ChannelError | None] = Future()

    def outcome_within(self, deadline: timedelta) -> ChannelError | None:
        """Hand the mail over; why that failed, or None. Does not wait for the server's goodbye."""
        threading.Thread(target=self._converse, name="season-calendar-smtp", daemon=True).start()
        with suppress(TimeoutError):
            return self._outcome.result(deadline.total_seconds())
        self._leave_behind()
        return TemporaryChannelError(f"{self._server.place} did not take the mail in time")

    def _leave_behind(self) -> None:
        self._left_behind = True
        connection = self._smtp.sock if self._smtp is not None else None
        if isinstance(connection, socket.socket):
            with suppress(OSError):
                # Wakes the thread, where close() would not. For TLS too the plain method is meant: what TLS does
                # besides is for the thread that reads.
                socket.socket.shutdown(connection, socket.SHUT_RDWR)

    def _converse(self) -> None:
        self._outcome.set_result(self._hand_over())
        if self._smtp is not None:
            with suppress(OSError):
                self._smtp.quit()
            self._smtp.close()

    def _hand_over(self) -> ChannelError | None:
        # Whatever is raised may quote what was sent, a password among it: only its kind and codes go on.
        try:
            self._smtp = self._server.new_conversation(self._timeout)
            self._server.begin(self._smtp)
        except TemporaryChannelError as error:
            return error
        except Exception as error:
            return TemporaryChannelError(f"{self._server.place} {_why_not_begun(error)}")
        if self._left_behind:
            return TemporaryChannelError(f"{self._server.place} was too slow")
        try:
            self._smtp.send_message(self._mail)
        except Exception as error:
            return _refusal(error, self._server.place)
        return None


def _parse_sender(text: str) -> Address:
    name, address = parseaddr(text)
    match = _ADDRESS.fullmatch(address)
    if match is None or not text.isprintable() or not address.isascii():
        raise PermanentChannelError(
            f"the sender of mail {text!r} is no mail address (write it as 'Race calendar <calendar@example.org>')"
        )
    return Address(name, match[1], match[2])


def _why_not_begun(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return f"refuses the user or the password: {_codes(error.smtp_code, error.smtp_error)} (check --smtp-url)"
    if isinstance(error, smtplib.SMTPResponseException):
        return f"is not ready: {_codes(error.smtp_code, error.smtp_error)}"
    if isinstance(error, smtplib.SMTPNotSupportedError):
        return "does not offer what --smtp-url asks for: STARTTLS, or a login with user and password"
    return _why_broken(error)


def _refusal(error: Exception, place: str) -> ChannelError:
    """What it means that a mail was not taken: 5xx is for ever (RFC 5321 §4.2.1), but for the operator's own errors."""
    text: bytes | str
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, text = next(iter(error.recipients.values()))
        what = "refuses the recipient"
    elif isinstance(error, smtplib.SMTPSenderRefused):
        codes = _codes(error.smtp_code, error.smtp_error)
        return TemporaryChannelError(f"{place} refuses the sender: {codes} (check --mail-from)")
    elif isinstance(error, smtplib.SMTPResponseException):
        code, text, what = error.smtp_code, error.smtp_error, "refuses the mail"
    elif isinstance(error, smtplib.SMTPNotSupportedError):
        return PermanentChannelError(f"{place} takes no addresses with other than ASCII letters (SMTPUTF8)")
    else:
        return TemporaryChannelError(f"{place} {_why_broken(error)}")
    kind = PermanentChannelError if code >= 500 and code not in _LOGIN_CODES else TemporaryChannelError
    return kind(f"{place} {what}: {_codes(code, text)}")


def _why_broken(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPServerDisconnected) and error.__context__ is None:
        return "broke the connection off"
    return network_failure(error)


def _codes(code: int, text: bytes | str) -> str:
    """The reply's code and enhanced code, such as ``550 5.1.1``; its words may repeat what was sent."""
    words = text.decode("ascii", "replace") if isinstance(text, bytes) else text
    enhanced = _ENHANCED_CODE.match(words)
    return f"{code} {enhanced[0]}" if enhanced else str(code)
