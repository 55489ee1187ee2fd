"""What the first message of a channel loads, hundreds of certificates above all, holds up no other channel."""

from __future__ import annotations

import asyncio
import importlib
import ssl
import threading
from datetime import timedelta

import pytest
from support.driven import Driven
from support.sinks import HttpSink, SmtpSink

from season_calendar.channels import Channel
from season_calendar.channels.email import EmailChannel
from season_calendar.channels.webhook import WebhookChannel
from season_calendar.own_thread import LoadedOnce
from season_calendar.reminders.message import Message

PATIENCE = timedelta(seconds=30)


@pytest.fixture
def loaders(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """In which threads whom we trust was read, but for what aiohttp reads of its own while it is imported."""
    importlib.import_module("aiohttp")
    names: list[str] = []
    load = ssl.create_default_context

    def noted() -> ssl.SSLContext:
        names.append(threading.current_thread().name)
        return load()

    monkeypatch.setattr(ssl, "create_default_context", noted)
    return names


def test_a_webhook_loads_whom_it_trusts_once_and_not_in_the_loop(loaders: list[str], message: Message) -> None:
    with HttpSink() as sink:
        send_three(WebhookChannel(PATIENCE), sink.url, message)
        assert len(sink.requests) == 3
    assert loaders == ["season-calendar-webhook"]


def test_a_mail_loads_whom_it_trusts_once_and_not_in_the_loop(loaders: list[str], message: Message) -> None:
    with SmtpSink() as sink:
        send_three(EmailChannel(sink.url, "calendar@example.org", PATIENCE), "ann@example.org", message)
        assert len(sink.mails) == 3
    assert loaders == ["season-calendar-email"]


def send_three(channel: Channel, address: str, message: Message) -> None:
    """Three at once."""
    with Driven(channel) as driven:
        assert driven.send_at_once([(address, message)] * 3) == [None] * 3


def test_what_could_not_be_loaded_is_tried_again_by_the_next() -> None:
    outcomes: list[Exception | str] = [OSError("no more memory"), "loaded"]

    def load() -> str:
        outcome = outcomes.pop(0)
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    async def ask() -> tuple[list[object], str]:
        loaded = LoadedOnce("loading", load)
        together = await asyncio.gather(loaded.get(), loaded.get(), return_exceptions=True)
        return [str(its) for its in together], await loaded.get()

    assert asyncio.run(ask()) == (["no more memory"] * 2, "loaded")
