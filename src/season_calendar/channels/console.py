"""The console channel: each message as a readable block on standard output. No colours, no terminal tricks."""

from __future__ import annotations

import asyncio
import sys
from contextlib import suppress
from datetime import timedelta
from typing import TextIO

from season_calendar.channels.addresses import CONSOLE_ADDRESS
from season_calendar.errors import PermanentChannelError, TemporaryChannelError
from season_calendar.own_thread import in_own_thread
from season_calendar.printable import printable
from season_calendar.reminders.message import Message


class ConsoleChannel:
    """Prints on a stream; None is whatever ``sys.stdout`` is at the time.

    In a thread, one block at a time: a terminal that was stopped, or a pipe that nobody reads, holds whoever writes.
    """

    kind = "console"
    at_once = 1

    def __init__(self, output: TextIO | None, send_timeout: timedelta) -> None:
        self.send_timeout = send_timeout
        self._output = output
        self._turn = asyncio.Lock()
        self._printing: asyncio.Future[Exception | None] | None = None

    async def send(self, address: str, message: Message) -> None:
        """Print the message, and flush it.

        Raises TemporaryChannelError where nobody reads the stream, any more or for now.
        """
        begun = False
        with suppress(TimeoutError):
            async with asyncio.timeout(self.send_timeout.total_seconds()), self._turn:
                if self._printing is not None:
                    await asyncio.wait([self._printing])  # one that was given up may still hang
                begun = True
                self._printing = in_own_thread("season-calendar-console", lambda: self._print(message))
                failure = await asyncio.shield(self._printing)
                if failure is None:
                    return
                raise TemporaryChannelError(
                    "the console: nobody reads the output any more (start the daemon again with an open output)",
                    unreachable=True,
                )
        raise TemporaryChannelError(
            "the console: nobody reads the output (let it go on)", unreachable=True, may_have_arrived=begun
        )

    def destination(self, address: str) -> str:
        """There is one console."""
        return self.kind

    def check_address(self, address: str) -> str:
        """The one address there is, the empty one. Raises PermanentChannelError for any other."""
        if address.strip():
            raise PermanentChannelError("the console has no address (leave it out)")
        return CONSOLE_ADDRESS

    async def close(self) -> None:
        """Nothing to let go of: the stream is its owner's."""

    def _print(self, message: Message) -> None:
        output = self._output or sys.stdout
        lines = [message.title, *(f"  {line}".rstrip() for line in message.text.splitlines())]
        block = printable("\n".join(lines)) + "\n\n"
        # What the terminal's encoding lacks is shown as "?": a reminder with a hole is better than none.
        encoding = getattr(output, "encoding", None) or "utf-8"
        output.write(block.encode(encoding, "replace").decode(encoding))
        output.flush()
