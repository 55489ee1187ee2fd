"""What it means that a mail was not handed over, in words that repeat nothing of what was sent.

A server's own words, and the library's, may quote an address or a password: only its codes go on.
"""

from __future__ import annotations

import re

import aiosmtplib

from season_calendar.channels.failures import is_ours, network_failure
from season_calendar.errors import ChannelError, PermanentChannelError, TemporaryChannelError

_ENHANCED_CODE = re.compile(r"[245]\.\d{1,3}\.\d{1,3}")  # RFC 3463
_LOGIN_CODES = (530, 534, 535, 538)  # RFC 4954 §6
_GOING_AWAY = 421  # RFC 5321 §3.8


def failure_of(error: Exception, place: str, *, begun: bool, ended: bool) -> ChannelError:
    """What an error means for a mail. 5xx is for ever (RFC 5321 §4.2.1), but for the operator's own errors.

    ``begun``: the server spoke with us, so that what went wrong is about this mail. What goes wrong before is the
    same for every recipient, and counts against the server. ``ended``: the whole mail may have reached it.
    """
    if isinstance(error, TemporaryChannelError):  # said already, but for the place
        return TemporaryChannelError(f"{place} {error}", unreachable=error.unreachable, may_have_arrived=False)
    if not begun:
        unreachable = not is_ours(error)
        return TemporaryChannelError(
            f"{place} {_why_not_begun(error)}", unreachable=unreachable, may_have_arrived=False
        )
    if isinstance(error, aiosmtplib.SMTPNotSupported):
        return PermanentChannelError(f"{place} takes no addresses with other than ASCII letters (SMTPUTF8)")
    if isinstance(error, aiosmtplib.SMTPResponseException) and error.code > 0:
        return _refusal(error, place)
    return TemporaryChannelError(f"{place} {_why_broken(error)}", may_have_arrived=ended)


def is_farewell(error: BaseException) -> bool:
    """Whether the server has ended the conversation, whatever was asked of it."""
    if isinstance(error, aiosmtplib.SMTPResponseException):
        return error.code == _GOING_AWAY
    return isinstance(error, ConnectionError)


def _why_not_begun(error: Exception) -> str:
    if isinstance(error, aiosmtplib.SMTPAuthenticationError):
        return f"refuses the user or the password: {_codes(error)} (check --smtp-url)"
    if isinstance(error, aiosmtplib.SMTPResponseException) and error.code > 0:
        return f"is not ready: {_codes(error)}"
    return _why_broken(error)


def _refusal(error: aiosmtplib.SMTPResponseException, place: str) -> ChannelError:
    """The server's answer was no: it has not taken the mail."""
    what = "refuses the mail"
    if isinstance(error, aiosmtplib.SMTPRecipientRefused):
        what = "refuses the recipient"
    elif isinstance(error, aiosmtplib.SMTPSenderRefused):
        what = "refuses the sender"
    said = f"{place} {what}: {_codes(error)}"
    if isinstance(error, aiosmtplib.SMTPSenderRefused):
        said += " (check --mail-from)"
    elif error.code >= 500 and error.code not in _LOGIN_CODES:
        return PermanentChannelError(said)
    return TemporaryChannelError(said, unreachable=error.code == _GOING_AWAY, may_have_arrived=False)


def _why_broken(error: BaseException) -> str:
    # The library calls whatever fails while it connects the same; what it was is the cause.
    if isinstance(error, aiosmtplib.SMTPConnectError) and error.__cause__ is not None:
        error = error.__cause__
    if isinstance(error, aiosmtplib.SMTPException) and not isinstance(error, OSError):
        return "does not speak SMTP as we do, or offers no login that we know"
    return network_failure(error)


def _codes(error: aiosmtplib.SMTPResponseException) -> str:
    """The reply's code and enhanced code, such as ``550 5.1.1``."""
    enhanced = _ENHANCED_CODE.match(error.message)
    return f"{error.code} {enhanced[0]}" if enhanced else str(error.code)
