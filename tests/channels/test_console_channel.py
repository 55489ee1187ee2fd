"""The console channel: what stands on the screen."""

from __future__ import annotations

import io
import os
from datetime import timedelta

import pytest

from season_calendar.channels import ChannelSettings, open_channel
from season_calendar.channels.console import ConsoleChannel
from season_calendar.errors import PermanentChannelError, TemporaryChannelError
from season_calendar.reminders.message import Message

SECOND = timedelta(seconds=1)


def test_a_message_is_one_block(message: Message) -> None:
    output = io.StringIO()
    channel = ConsoleChannel(output, SECOND)
    channel.send("", message)
    channel.send("", message)
    block = "WTCR Race 1: Race of Germany starts in 1 hour\n  Nürburgring Nordschleife\n  Sat, 5 Jun 2021, 10:30\n\n"
    assert output.getvalue() == block * 2


def test_without_a_stream_it_prints_on_stdout(message: Message, capsys: pytest.CaptureFixture[str]) -> None:
    open_channel("console", ChannelSettings()).send("", message)
    assert capsys.readouterr().out.startswith(message.title)


def test_escapes_in_a_text_do_not_reach_the_terminal() -> None:
    output = io.StringIO()
    ConsoleChannel(output, SECOND).send("", Message("key", "a\x1b[2Jb", "c\x9bd\te", {}))
    assert output.getvalue() == "a\\x1b[2Jb\n  c\\x9bd\te\n\n"


def test_letters_the_terminal_lacks_are_marked(message: Message) -> None:
    raw = io.BytesIO()
    output = io.TextIOWrapper(raw, encoding="ascii")
    ConsoleChannel(output, SECOND).send("", message)
    assert b"N?rburgring" in raw.getvalue()


def test_a_broken_pipe_is_worth_another_try(message: Message) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    output = os.fdopen(writer, "w")
    with pytest.raises(TemporaryChannelError, match="nobody reads"):
        ConsoleChannel(output, SECOND).send("", message)
    with pytest.raises(BrokenPipeError):
        output.close()


def test_a_closed_stream_is_worth_another_try(message: Message) -> None:
    output = io.StringIO()
    output.close()
    with pytest.raises(TemporaryChannelError):
        ConsoleChannel(output, SECOND).send("", message)


def test_the_console_has_no_address() -> None:
    channel = ConsoleChannel(None, SECOND)
    assert channel.check_address(" ") == ""
    with pytest.raises(PermanentChannelError, match="leave it out"):
        channel.check_address("here")
