"""Which addresses a webhook may have, and what is told of them."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from support import sinks
from support.driven import Driven
from support.sinks import Behaviour, HttpSink

from season_calendar.channels.webhook import WebhookChannel
from season_calendar.errors import ChannelError, PermanentChannelError
from season_calendar.reminders.message import Message

SECRETS = re.compile("s3cret|YW5uOnMzY3Jld")
"""What is planted here; also as Basic authentication has it: "ann:s3cre…" in Base64."""


def failure_of(channel: Driven, address: str, message: Message) -> ChannelError:
    with pytest.raises(ChannelError) as caught:
        channel.send(address, message)
    return caught.value


@pytest.mark.parametrize(
    "behaviour",
    [
        sinks.ok,
        sinks.status(404),
        sinks.status(503),
        sinks.status(302, Location="https://elsewhere.example/s3cret-path"),
        sinks.status(200, X_Echo="s3cret-path"),
        sinks.drop_reply,
        sinks.drip_headers,
    ],
)
def test_no_secret_of_an_address_is_ever_said(
    sink: HttpSink,
    message: Message,
    behaviour: Behaviour,
    everything_said: Callable[[BaseException | None], str],
) -> None:
    sink.behave(behaviour)
    address = f"http://ann:s3cret-password@{sink.host}/s3cret-path?token=s3cret-token"
    assert not SECRETS.findall(everything_said(outcome_of_sending_twice(address, message)))
    assert sink.requests[0].path == "/s3cret-path?token=s3cret-token"


@pytest.mark.parametrize(
    "address",
    ["http://ann:s3cret@127.0.0.1:1/s3cret", "https://ann:s3cret@127.0.0.1:1/s3cret", "http://a:s3cret@[::1]:1/s3cret"],
)
def test_no_secret_of_an_address_that_cannot_be_reached_is_said(
    message: Message, address: str, everything_said: Callable[[BaseException | None], str]
) -> None:
    error = outcome_of_sending_twice(address, message)
    assert error is not None
    assert not SECRETS.findall(everything_said(error))


def test_no_secret_of_a_proxy_is_said(
    message: Message, monkeypatch: pytest.MonkeyPatch, everything_said: Callable[[BaseException | None], str]
) -> None:
    monkeypatch.setenv("http_proxy", f"http://ann:s3cret@127.0.0.1:{sinks.unused_port()}")
    error = outcome_of_sending_twice("http://hooks.example.org/hook", message)
    assert error is not None
    assert not SECRETS.findall(everything_said(error))


def outcome_of_sending_twice(address: str, message: Message) -> ChannelError | None:
    """Over a kept connection too, where there is one."""
    error = None
    with Driven(WebhookChannel(timedelta(seconds=0.3)), talkative=True) as channel:
        for _ in range(2):
            try:
                channel.send(address, message)
            except ChannelError as raised:
                error = raised
    return error


@pytest.mark.parametrize(
    "address",
    ["http://[s3cret/", "https://h:s3cret/", "s3cret", "ftp://h/s3cret", "http://h\x00/s3cret", "http:///s3cret"],
)
def test_no_secret_of_an_unusable_address_is_said_either(
    webhook: Driven, message: Message, address: str, everything_said: Callable[[BaseException | None], str]
) -> None:
    error = failure_of(webhook, address, message)
    assert isinstance(error, PermanentChannelError)
    assert "s3cret" not in everything_said(error)


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("https://example.org/hook", "https://example.org/hook"),
        ("  https://example.org/hook?a=b#top\n", "https://example.org/hook?a=b"),
        ("http://ann:hush@[::1]:8080", "http://ann:hush@[::1]:8080"),
        ("https://bücher.example/", "https://bücher.example/"),
    ],
)
def test_an_address_is_kept_as_it_will_be_used(webhook: Driven, address: str, kept: str) -> None:
    assert webhook.channel.check_address(address) == kept


@pytest.mark.parametrize(
    "address",
    [
        "",
        "example.org/s3cret",
        "ftp://example.org/s3cret",
        "https:///s3cret",
        "https://h:99999/s3cret",
        "https://h/s3 cret",
    ],
)
def test_what_is_no_web_address_is_refused_without_repeating_it(webhook: Driven, address: str) -> None:
    with pytest.raises(PermanentChannelError) as caught:
        webhook.channel.check_address(address)
    assert "https://example.org/path" in str(caught.value)
    assert "s3" not in str(caught.value)


def test_the_destination_is_the_host(webhook: Driven) -> None:
    assert webhook.channel.destination("https://ann:hush@example.org:8443/hook") == "https://example.org:8443/…"
