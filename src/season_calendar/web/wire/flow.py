"""When a connection is read: not while anything of it waits to be answered, or its answers wait to be read."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from uvicorn.protocols.http.flow_control import FlowControl


class Flow(FlowControl):
    """When a connection is read. uvicorn reads on after each answer, however many requests wait for theirs."""

    def __init__(self, transport: asyncio.Transport, may_read: Callable[[], bool]) -> None:
        super().__init__(transport)
        self._may_read = may_read

    def resume_reading(self) -> None:
        """Read, if nothing waits to be answered or to be read."""
        if self._may_read() and not self.write_paused:
            super().resume_reading()

    def resume_writing(self) -> None:
        """Write again, and so read again."""
        super().resume_writing()
        self.resume_reading()
