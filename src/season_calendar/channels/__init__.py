"""The ways out: what a channel is, which kinds there are, and how one is opened.

A new kind is a module beside this one and a line in ``_OPENERS``. Nothing here knows when or why a message is sent;
whether it is tried again is decided by who called ``send``, from the error it raised.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Protocol, TextIO

from season_calendar.errors import UnknownThingError
from season_calendar.reminders.message import Message


@dataclass(frozen=True, slots=True)
class ChannelSettings:
    """What the operator sets for all subscribers of a channel.

    ``smtp_url`` may hold a password, so it is in no ``repr``. ``output`` is where the console prints; None is stdout.
    """

    smtp_url: str | None = field(default=None, repr=False)
    mail_from: str | None = None
    send_timeout: timedelta = timedelta(seconds=20)
    output: TextIO | None = None


class Channel(Protocol):
    """One way out, for any number of addresses and sends at once. What is awaited belongs to one event loop."""

    @property
    def kind(self) -> str:
        """Its name in the file and the database: "webhook"."""

    @property
    def at_once(self) -> int:
        """How many sends one destination is to be given at once; the channel itself keeps no bound."""

    @property
    def send_timeout(self) -> timedelta:
        """No ``send`` takes longer, in real time, whatever the receiver does."""

    async def send(self, address: str, message: Message) -> None:
        """Hand a message over; when this returns, the receiver has taken it.

        Raises TemporaryChannelError where another attempt may succeed (its ``may_have_arrived`` says whether only the
        answer may have been lost), and PermanentChannelError where none can.
        """

    def destination(self, address: str) -> str:
        """What an address shares with those that fail when it fails: a host. Safe to log."""

    def check_address(self, address: str) -> str:
        """The address as it is to be kept. Raises PermanentChannelError that says how one is written."""

    async def close(self) -> None:
        """Let go of connections; nothing is sent afterwards. There are none where nothing was sent."""


def open_channel(kind: str, settings: ChannelSettings) -> Channel:
    """The channel of that kind; only its own libraries are loaded.

    Raises UnknownThingError, and ChannelError where the settings are wrong.
    """
    if kind not in _OPENERS:
        raise UnknownThingError("channel", kind, CHANNEL_KINDS)
    return _OPENERS[kind](settings)


def open_channels(settings: ChannelSettings) -> dict[str, Channel]:
    """One channel of every kind, by kind. Raises ChannelError where the settings are wrong.

    No connection is made yet. A kind that lacks a setting opens, and says so when something is sent.
    """
    return {kind: open_channel(kind, settings) for kind in CHANNEL_KINDS}


def what_lacks(kind: str, settings: ChannelSettings) -> str | None:
    """What the operator has to set before anything can be sent by that kind, and how; None where nothing lacks."""
    if kind not in _OPENERS:
        return f"there is no such channel (one of {', '.join(CHANNEL_KINDS)}, or a newer version of the program)"
    if kind == "email":
        from season_calendar.channels.email import what_lacks as lacks

        return lacks(settings.smtp_url, settings.mail_from)
    return None


def _console(settings: ChannelSettings) -> Channel:
    from season_calendar.channels.console import ConsoleChannel

    return ConsoleChannel(settings.output, settings.send_timeout)


def _webhook(settings: ChannelSettings) -> Channel:
    from season_calendar.channels.webhook import WebhookChannel

    return WebhookChannel(settings.send_timeout)


def _email(settings: ChannelSettings) -> Channel:
    from season_calendar.channels.email import EmailChannel

    return EmailChannel(settings.smtp_url, settings.mail_from, settings.send_timeout)


_OPENERS: Mapping[str, Callable[[ChannelSettings], Channel]] = {
    "console": _console,
    "webhook": _webhook,
    "email": _email,
}

CHANNEL_KINDS = tuple(_OPENERS)
"""The kinds of channel there are."""
