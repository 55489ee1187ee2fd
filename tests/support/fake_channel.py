"""A channel that sends nothing, and does as a test says."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import timedelta

from season_calendar.reminders.message import Message


class FakeChannel:
    """Keeps what it was given to send. Every address is at one host.

    ``outcome`` is called for each send and may raise; while ``hangs`` nothing ends.
    """

    send_timeout = timedelta(seconds=20)

    def __init__(self, kind: str = "fake", at_once: int = 100) -> None:
        self.kind = kind
        self.at_once = at_once
        self.begun: list[Message] = []
        self.sent: list[Message] = []
        self.outcome: Callable[[], None] = lambda: None
        self.hangs = False
        self.is_closed = self.close_hangs = self.close_fails = False

    def hang(self) -> None:
        """From now on no send ends until ``let_go``."""
        self.hangs = True

    def let_go(self) -> None:
        """What hangs goes on."""
        self.hangs = False

    async def send(self, address: str, message: Message) -> None:
        """As the test says."""
        self.begun.append(message)
        while self.hangs:
            await asyncio.sleep(0.005)
        self.outcome()
        self.sent.append(message)

    def destination(self, address: str) -> str:
        """One host for all."""
        return f"{self.kind}.example"

    def check_address(self, address: str) -> str:
        """Any is good."""
        return address

    async def close(self) -> None:
        """It is noted, or hangs or fails."""
        if self.close_fails:
            raise RuntimeError("a fault")
        while self.close_hangs:
            await asyncio.sleep(0.005)
        self.is_closed = True
