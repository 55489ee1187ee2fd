"""The console channel: each message as a readable block on standard output. No colours, no terminal tricks."""

from __future__ import annotations

import sys
import threading
from datetime import timedelta
from typing import TextIO

from season_calendar.channels.addresses import CONSOLE_ADDRESS
from season_calendar.errors import PermanentChannelError, TemporaryChannelError
from season_calendar.printable import printable
from season_calendar.reminders.message import Message


class ConsoleChannel:
    """Prints on a stream; None is whatever ``sys.stdout`` is at the time."""

    kind = "console"

    def __init__(self, output: TextIO | None, send_timeout: timedelta) -> None:
        self.send_timeout = send_timeout
        self._output = output
        self._printing = threading.Lock()

    def send(self, address: str, message: Message) -> None:
        """Print the message, and flush it.

        Raises TemporaryChannelError where nobody reads the stream any more.
        """
        output = self._output or sys.stdout
        lines = [message.title, *(f"  {line}".rstrip() for line in message.text.splitlines())]
        block = printable("\n".join(lines)) + "\n\n"
        # What the terminal's encoding lacks is shown as "?": a reminder with a hole is better than none.
        encoding = getattr(output, "encoding", None) or "utf-8"
        try:
            with self._printing:
                output.write(block.encode(encoding, "replace").decode(encoding))
                output.flush()
            return
        except (OSError, ValueError):  # a broken pipe; a closed stream
            failure = "the console: nobody reads the output any more (start the daemon again with an open output)"
        raise TemporaryChannelError(failure)

    def destination(self, address: str) -> str:
        """There is one console."""
        return self.kind

    def check_address(self, address: str) -> str:
        """The one address there is, the empty one. Raises PermanentChannelError for any other."""
        if address.strip():
            raise PermanentChannelError("the console has no address (leave it out)")
        return CONSOLE_ADDRESS

    def close(self) -> None:
        """Nothing to let go of: the stream is its owner's."""
