"""What the channels' tests share: a message, webhooks, and a look at all that was logged and raised."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from support.driven import Driven
from support.sinks import HttpSink

from season_calendar.channels.webhook import WebhookChannel
from season_calendar.reminders.message import Message


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    """Sinks are on this machine."""
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)


@pytest.fixture
def sink() -> Iterator[HttpSink]:
    with HttpSink() as sink:
        yield sink


@pytest.fixture
def webhook() -> Iterator[Driven]:
    with Driven(WebhookChannel(timedelta(seconds=10))) as channel:
        yield channel


@pytest.fixture
def impatient() -> Iterator[Driven]:
    with Driven(WebhookChannel(timedelta(seconds=0.3))) as channel:
        yield channel


@pytest.fixture
def message() -> Message:
    """A reminder as subscribers get it."""
    return Message(
        key="wtcr/2021/nurburgring/race-1/1h/ann/webhook/1",
        title="WTCR Race 1: Race of Germany starts in 1 hour",
        text="Nürburgring Nordschleife\nSat, 5 Jun 2021, 10:30",
        data={"sent_at": "2021-06-05T07:30:00Z", "round": "nurburgring"},
    )


@pytest.fixture
def everything_said(caplog: pytest.LogCaptureFixture) -> Callable[[BaseException | None], str]:
    """Collects all that a secret could leak into: every logger's records at DEBUG, and an error in every form."""
    for name in (None, *logging.root.manager.loggerDict):
        caplog.set_level(logging.DEBUG, logger=name)

    def collect(error: BaseException | None = None) -> str:
        said = [record.getMessage() + repr(record.args) + (record.exc_text or "") for record in caplog.records]
        while error is not None:
            said += [str(error), repr(error), *traceback.format_exception(error)]
            error = error.__context__ or error.__cause__
        return "\n".join(said)

    return collect
