"""Calls that block, each in a thread of its own.

An event loop's own pool is not for them: its few threads are soon all held by calls that never come back, and then
those that would come back wait too. The threads are daemons: a call that never comes back does not keep the process.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Generic, TypeVar

_T = TypeVar("_T")


def in_own_thread(name: str, call: Callable[[], _T]) -> asyncio.Future[_T | Exception]:
    """What ``call`` will return, or what it will raise: as a value, so that nobody has to fetch it.

    Who stops waiting leaves the call running. Raises RuntimeError where the system gives no thread.
    """
    loop = asyncio.get_running_loop()
    outcome: asyncio.Future[_T | Exception] = loop.create_future()

    def settle(value: _T | Exception) -> None:
        if not outcome.done():
            outcome.set_result(value)

    def run() -> None:
        value: _T | Exception
        try:
            value = call()
        except Exception as error:
            value = error
        with suppress(RuntimeError):  # the loop has been closed: nobody waits any more
            loop.call_soon_threadsafe(settle, value)

    threading.Thread(target=run, name=name, daemon=True).start()
    return outcome


class LoadedOnce(Generic[_T]):
    """What takes long to load, such as a library or hundreds of certificates: loaded when it is wanted first, for all.

    For one event loop, which goes on meanwhile.
    """

    def __init__(self, name: str, load: Callable[[], _T]) -> None:
        self._name = name
        self._load = load
        self._loading: asyncio.Future[_T | Exception] | None = None

    async def get(self) -> _T:
        """What was loaded. Raises what kept it from being, and the next who asks tries again."""
        if self._loading is None:
            self._loading = in_own_thread(self._name, self._load)
        loaded = await asyncio.shield(self._loading)
        if isinstance(loaded, Exception):
            self._loading = None
            raise loaded
        return loaded
