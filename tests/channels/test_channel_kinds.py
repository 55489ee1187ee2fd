"""The table of channels, and how addresses are shown."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from datetime import timedelta

import pytest

from season_calendar.channels import CHANNEL_KINDS, ChannelSettings, open_channel, open_channels
from season_calendar.channels.addresses import mask
from season_calendar.errors import PermanentChannelError, UnknownThingError


def test_every_kind_opens_without_any_setting() -> None:
    channels = open_channels(ChannelSettings(send_timeout=timedelta(seconds=3)))
    assert set(channels) == set(CHANNEL_KINDS) == {"console", "webhook", "email"}
    for kind, channel in channels.items():
        assert channel.kind == kind
        assert channel.send_timeout == timedelta(seconds=3)
        asyncio.run(channel.close())


def test_an_unknown_kind_is_named_with_a_suggestion() -> None:
    with pytest.raises(UnknownThingError, match="did you mean 'webhook'"):
        open_channel("webhok", ChannelSettings())


@pytest.mark.parametrize(
    "settings",
    [
        ChannelSettings(smtp_url="http://ann:s3cret@mail.example"),
        ChannelSettings(smtp_url="smtp://ann:s3/cret@mail.example"),
        ChannelSettings(smtp_url="smtp://ann:s3#cret@mail.example"),
        ChannelSettings(smtp_url="smtp://s3cret@mail.example"),
        ChannelSettings(smtp_url="smtp://ann:s3cret%C3%A4@mail.example"),
        ChannelSettings(smtp_url="s3cret"),
        ChannelSettings(mail_from="nobody"),
        ChannelSettings(mail_from="Ann <ann@example.org>\nBcc: eve@example.org"),
    ],
)
def test_wrong_settings_are_refused_when_opening_without_repeating_a_secret(settings: ChannelSettings) -> None:
    with pytest.raises(PermanentChannelError) as caught:
        open_channels(settings)
    assert "s3" not in str(caught.value)
    assert "s3" not in repr(settings)


def test_a_library_is_loaded_only_when_something_is_sent() -> None:
    script = (
        "import sys; from season_calendar.channels import open_channels, ChannelSettings; "
        "open_channels(ChannelSettings()); print({'aiohttp', 'aiosmtplib'} & {*sys.modules})"
    )
    done = subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True)
    assert done.stdout == "set()\n"


@pytest.mark.parametrize(
    ("kind", "address", "shown"),
    [
        ("webhook", "https://ann:hush@Example.org:8443/hush?hush#hush", "https://example.org:8443/…"),
        ("webhook", "http://[::1]:80/hush", "http://[::1]:80/…"),
        ("webhook", "https://h:hush/", "…"),
        ("webhook", "hush", "…"),
        ("email", "ann@example.org", "ann@example.org"),
        ("console", "", ""),
        ("not yet known", "hush", "…"),
    ],
)
def test_addresses_are_shown_without_their_secrets(kind: str, address: str, shown: str) -> None:
    assert mask(kind, address) == shown
