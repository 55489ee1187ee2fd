"""A thread of its own for work that blocks, so that the loop never waits, and no two kinds of work wait for each other.

The threads of ``concurrent.futures`` are waited for when the program ends; these are not, so that it ends whatever
hangs.
"""

from __future__ import annotations

import asyncio
import queue
import threading
from collections.abc import Callable
from typing import Any, TypeVar

_T = TypeVar("_T")

_Job = tuple[Callable[[], Any], "asyncio.Future[Any]"]


class Worker:
    """Does one thing after the other in a daemon thread, for one event loop."""

    def __init__(self, name: str, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        threading.Thread(target=self._work, name=name, daemon=True).start()

    async def run(self, job: Callable[[], _T]) -> _T:
        """What ``job`` returns or raises. It is done to its end also where nobody waits for it any more."""
        future: asyncio.Future[_T] = self._loop.create_future()
        self._jobs.put((job, future))
        return await future

    def close(self) -> None:
        """End the thread after what was asked of it; returns at once."""
        self._jobs.put(None)

    def _work(self) -> None:
        while (next_job := self._jobs.get()) is not None:
            job, future = next_job
            try:
                settle, outcome = future.set_result, job()
            except Exception as error:
                settle, outcome = future.set_exception, error
            except BaseException as error:  # it may end neither this thread nor, passed on, the loop
                settle, outcome = future.set_exception, RuntimeError(f"{type(error).__name__} in a job")
            try:
                self._loop.call_soon_threadsafe(_settle, future, settle, outcome)
            except RuntimeError:  # the loop was closed; nobody waits
                return


def _settle(future: asyncio.Future[Any], settle: Callable[[Any], None], outcome: object) -> None:
    if not future.done():
        settle(outcome)
