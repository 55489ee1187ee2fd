"""A channel, driven by a test that has no event loop."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Iterable
from types import TracebackType
from typing import Any, Self, TypeVar

from season_calendar.channels import Channel
from season_calendar.reminders.message import Message

_T = TypeVar("_T")


class Driven:
    """Runs what is asked of a channel in one loop, to its end, and closes the channel at the end.

    A ``talkative`` loop logs all it does, in asyncio's debug mode.
    """

    def __init__(self, channel: Channel, *, talkative: bool = False) -> None:
        self.channel = channel
        self._runner = asyncio.Runner(debug=talkative)
        if talkative:
            self._runner.get_loop().slow_callback_duration = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.run(self.channel.close())
        self._runner.close()

    def run(self, work: Coroutine[Any, Any, _T]) -> _T:
        """What comes of it, in the channel's loop."""
        return self._runner.run(work)

    def send(self, address: str, message: Message) -> None:
        """Send, and wait for the end of it."""
        self.run(self.channel.send(address, message))

    def send_at_once(self, sends: Iterable[tuple[str, Message]]) -> list[BaseException | None]:
        """What came of each send, all of them begun at once."""

        async def all_of_them() -> list[BaseException | None]:
            return await asyncio.gather(
                *(self.channel.send(address, message) for address, message in sends), return_exceptions=True
            )

        return self.run(all_of_them())
