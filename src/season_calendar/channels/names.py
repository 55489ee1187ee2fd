"""From the names of hosts to their addresses, so that a name that nobody knows delays no other.

The system's own look-up is asked, for only that knows its hosts file, its other sources and the names of a home network
(``homeassistant.local``). It blocks, for half a minute where no name server answers, and cannot be broken off.
"""

from __future__ import annotations

import asyncio
import socket
import time
from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import cast

from season_calendar.errors import TemporaryChannelError
from season_calendar.own_thread import in_own_thread

MOST_LOOK_UPS = 500
"""How many names may be in look-up at once, each in a thread of its own. What is asked beyond fails at once, and
counts against nobody: who waited here would wait for the slowest."""

KEPT_FOR = timedelta(seconds=30)
"""How long a good answer is used again. A bad one is not kept: whether to ask again is decided by who asks."""

_MOST_KEPT = 10_000

AddressInfo = tuple[int, int, int, str, tuple[str, int] | tuple[str, int, int, int]]
"""As ``socket.getaddrinfo`` has it: family, type, protocol, canonical name, socket address."""

_Outcome = Sequence[AddressInfo] | Exception


class Names:
    """Looks names up, each once at a time however many ask for it. To be used in one event loop."""

    def __init__(self, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._monotonic = monotonic
        self._kept: dict[str, tuple[float, Sequence[AddressInfo]]] = {}
        self._asked: dict[str, asyncio.Future[_Outcome]] = {}

    async def addresses(self, host: str, port: int) -> list[AddressInfo]:
        """Where the host can be reached, at least one address, the system's favourite first.

        Raises OSError (``socket.gaierror``) where the name cannot be found, UnicodeError where it can be no name, and
        TemporaryChannelError where too many names are in look-up.
        """
        kept = self._kept.get(host)
        if kept is not None and self._monotonic() < kept[0]:
            return [_with_port(info, port) for info in kept[1]]
        outcome = await asyncio.shield(self._asked.get(host) or self._ask(host))
        if isinstance(outcome, Exception):
            # Raised anew, for several may wait for it and each would hang its own traceback on it.
            raise type(outcome)(*outcome.args)
        return [_with_port(info, port) for info in outcome]

    def _ask(self, host: str) -> asyncio.Future[_Outcome]:
        try:
            if len(self._asked) >= MOST_LOOK_UPS:
                raise RuntimeError
            answer = in_own_thread("season-calendar-names", lambda: _look_up(host))
        except RuntimeError:  # or the system gives no more threads
            raise TemporaryChannelError(
                "cannot be looked up: too many other names are (check the name server)", may_have_arrived=False
            ) from None
        self._asked[host] = answer
        answer.add_done_callback(lambda done: self._answered(host, done.result()))
        return answer

    def _answered(self, host: str, outcome: _Outcome) -> None:
        del self._asked[host]
        self._kept.pop(host, None)
        if isinstance(outcome, Exception):
            return
        if len(self._kept) >= _MOST_KEPT:
            del self._kept[next(iter(self._kept))]  # the oldest
        self._kept[host] = self._monotonic() + KEPT_FOR.total_seconds(), outcome


def _look_up(host: str) -> Sequence[AddressInfo]:
    # No flags: AI_ADDRCONFIG, meant to spare vain attempts, hides localhost from a machine without a network.
    return cast("Sequence[AddressInfo]", socket.getaddrinfo(host, None, type=socket.SOCK_STREAM))


def _with_port(info: AddressInfo, port: int) -> AddressInfo:
    family, kind, protocol, name, address = info
    return family, kind, protocol, name, (address[0], port, *address[2:])
