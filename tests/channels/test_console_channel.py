"""The console channel: what stands on the screen."""

from __future__ import annotations

import io
import os
from contextlib import suppress
from datetime import timedelta

import pytest
from support.driven import Driven

from season_calendar.channels import Channel, ChannelSettings, open_channel
from season_calendar.channels.console import ConsoleChannel
from season_calendar.errors import PermanentChannelError, TemporaryChannelError
from season_calendar.reminders.message import Message

SECOND = timedelta(seconds=1)


def send(channel: Channel, message: Message) -> None:
    with Driven(channel) as driven:
        driven.send("", message)


def test_a_message_is_one_block(message: Message) -> None:
    output = io.StringIO()
    channel = ConsoleChannel(output, SECOND)
    with Driven(channel) as driven:
        driven.send("", message)
        driven.send("", message)
    block = "WTCR Race 1: Race of Germany starts in 1 hour\n  Nürburgring Nordschleife\n  Sat, 5 Jun 2021, 10:30\n\n"
    assert output.getvalue() == block * 2


def test_without_a_stream_it_prints_on_stdout(message: Message, capsys: pytest.CaptureFixture[str]) -> None:
    send(open_channel("console", ChannelSettings()), message)
    assert capsys.readouterr().out.startswith(message.title)


def test_escapes_in_a_text_do_not_reach_the_terminal() -> None:
    output = io.StringIO()
    send(ConsoleChannel(output, SECOND), Message("key", "a\x1b[2Jb", "c\x9bd\te", {}))
    assert output.getvalue() == "a\\x1b[2Jb\n  c\\x9bd\te\n\n"


def test_letters_the_terminal_lacks_are_marked(message: Message) -> None:
    raw = io.BytesIO()
    output = io.TextIOWrapper(raw, encoding="ascii")
    send(ConsoleChannel(output, SECOND), message)
    assert b"N?rburgring" in raw.getvalue()


def test_a_broken_pipe_is_worth_another_try(message: Message) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    output = os.fdopen(writer, "w")
    with pytest.raises(TemporaryChannelError, match="nobody reads"):
        send(ConsoleChannel(output, SECOND), message)
    with pytest.raises(BrokenPipeError):
        output.close()


def test_a_closed_stream_is_worth_another_try(message: Message) -> None:
    output = io.StringIO()
    output.close()
    with pytest.raises(TemporaryChannelError):
        send(ConsoleChannel(output, SECOND), message)


def test_a_pipe_that_nobody_reads_holds_no_send_beyond_its_timeout_and_nothing_else(message: Message) -> None:
    reader, writer = os.pipe()
    os.set_blocking(writer, False)
    with suppress(BlockingIOError):
        while True:
            os.write(writer, b"x" * 1024)
    os.set_blocking(writer, True)
    output = os.fdopen(writer, "w")
    with Driven(ConsoleChannel(output, timedelta(seconds=0.1))) as driven:
        outcomes = driven.send_at_once([("", message)] * 2)
        for arrived, outcome in zip((True, False), outcomes, strict=True):
            assert isinstance(outcome, TemporaryChannelError)
            assert outcome.may_have_arrived is arrived
        # Once it is read again, what hung comes out and the next one goes.
        while not os.read(reader, 65536).endswith(b"\n\n"):
            pass
        driven.send("", message)
    assert os.read(reader, 65536).decode().startswith(message.title)
    os.close(reader)
    output.close()


def test_the_console_has_no_address() -> None:
    channel = ConsoleChannel(None, SECOND)
    assert channel.check_address(" ") == ""
    with pytest.raises(PermanentChannelError, match="leave it out"):
        channel.check_address("here")
