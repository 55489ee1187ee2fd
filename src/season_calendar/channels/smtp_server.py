"""The operator's mail server: what its URL says. The password is in no ``repr``, error or log."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass, field
from enum import StrEnum
from urllib.parse import unquote, urlsplit

from season_calendar.errors import PermanentChannelError

_FORMS = (
    "write it as smtp://HOST, smtp+starttls://USER:PASSWORD@HOST:587 or smtps://USER:PASSWORD@HOST:465, "
    "with %40 for an @ in the password and so on"
)


class Security(StrEnum):
    """How a conversation is encrypted; the values are the schemes of the server's URL."""

    WHEN_OFFERED = "smtp"
    STARTTLS = "smtp+starttls"
    TLS = "smtps"


# RFC 8314 §7.3, RFC 6409 §3.1, RFC 5321 §4.5.4.2
_USUAL_PORTS = {Security.WHEN_OFFERED: 25, Security.STARTTLS: 587, Security.TLS: 465}


@dataclass(frozen=True, slots=True)
class SmtpServer:
    """Where mail is handed over. ``user`` and ``password`` are both there or both empty."""

    host: str
    port: int
    security: Security
    user: str = ""
    password: str = field(default="", repr=False)

    @property
    def place(self) -> str:
        """The server's name in messages."""
        return f"mail server {self.host}:{self.port}"

    @property
    def is_this_machine(self) -> bool:
        """Whether what is sent there leaves this machine."""
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return self.host == "localhost"


def parse_smtp_url(url: str) -> SmtpServer:
    """The mail server that a URL names. Raises PermanentChannelError, without the URL."""
    try:
        parts = urlsplit(url.strip())
        security = Security(parts.scheme)
        port = parts.port or _USUAL_PORTS[security]
        host, user, password = parts.hostname, unquote(parts.username or ""), unquote(parts.password or "")
    except ValueError:  # its text quotes the URL
        host, user, password = None, "", ""
    if not host or parts.path not in ("", "/") or parts.query or parts.fragment or bool(user) != bool(password):
        raise PermanentChannelError(f"the mail server's URL cannot be understood ({_FORMS})") from None
    if not (user + password).isascii():
        raise PermanentChannelError("the mail server's user and password must be of ASCII letters (change them there)")
    return SmtpServer(host, port, security, user, password)
